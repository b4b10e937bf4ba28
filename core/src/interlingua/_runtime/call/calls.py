"""The calls that one request makes, backend after backend, as a pure object: who is asked, what a failure becomes, what observers hear.

`call.py` decides what happens within a call, this what happens between calls and around them; `model/` only does what both say.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from interlingua.errors import InterlinguaError, ProviderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from interlingua._runtime.call.call import Call
    from interlingua.provider import CallRecord
    from interlingua.types import Response

TransportT = TypeVar("TransportT")
TransportT_co = TypeVar("TransportT_co", covariant=True)


class Target(Protocol[TransportT_co]):
    """A backend that may be asked."""

    def call(self) -> Call:
        """Say the request to this backend, and begin the life of the call.

        Raises:
            InterlinguaError: It can't be said.
        """

    def transport(self) -> TransportT_co:
        """Give what sends to this backend.

        Raises:
            ConfigError: There is no SDK.
            AuthenticationError: There is no key.
        """


class Calls(Generic[TransportT]):
    """A request on its way: to the first backend and, where its provider fails before the first chunk, to the next.

    Attributes:
        given_up: Whether nobody waits for the answer any more.
    """

    def __init__(
        self, targets: Sequence[Target[TransportT]], tell: Callable[[CallRecord], None], log: Callable[[str], None], *, streamed: bool
    ) -> None:
        """Begin nothing yet.

        Args:
            targets: The backends to ask, in order.
            tell: Tells observers how a call went.
            log: Writes a line to the log.
            streamed: Whether the caller asked for a stream, for observers.
        """
        self.given_up = False
        self._target, self._waiting = targets[0], list(targets)
        self._tell, self._log = tell, log
        self._streamed = streamed
        self._call: Call | None = None
        self._failures: list[ProviderError] = []

    @property
    def call(self) -> Call:
        """The call under way; before any, the one that the first backend would get."""
        if self._call is None:
            self._call = self._target.call()
        return self._call

    def begin(self) -> Call:
        """Turn to the next backend.

        Raises:
            InterlinguaError: The request can't be said to it; the failure of the one before is the cause.
        """
        self._target = self._waiting.pop(0)
        try:
            self._call = self._target.call()
        except InterlinguaError as error:
            raise error from (self._failures[-1] if self._failures else None)
        if self.given_up:
            self._call.give_up()
        return self._call

    def transport(self) -> TransportT:
        """Give what sends to the backend that is asked; asked for within an attempt, so that its failure is the call's."""
        return self._target.transport()

    def failed(self, error: BaseException) -> None:
        """Take what ended a call before its first chunk, raise it in its final form unless the next backend is to be asked.

        Raises:
            ProviderError: The provider's failure, with the attempts made.
            BaseException: Whatever else it is: a cancelled call is a finished call, for observers.
        """
        if not isinstance(error, ProviderError):
            self._report(None, error if isinstance(error, InterlinguaError) else None)
            raise error
        failure = self.call.failed(error)
        self._failures.append(failure)
        self._report(None, failure)
        if not (self._waiting and self.call.falls_back(error)):
            raise failure from None if failure is error else error

    def finished(self, response: Response | None = None) -> None:
        """Say that the call under way has given its whole answer; None where that is no response."""
        self._answered()
        self._report(response, None)

    @contextmanager
    def reading(self, is_heard: Callable[[], bool]) -> Iterator[None]:
        """Surround the reading of a stream behind its first chunk, and the closing of its connection: observers hear of both.

        Args:
            is_heard: Tells at the end whether observers are to hear of it here.

        Raises:
            ProviderError: What the stream failed with, in its final form; nothing where nobody waits any more.
        """
        self._answered()
        failure: ProviderError | None = None
        try:
            yield
        except ProviderError as error:
            if self.given_up:
                return
            failure = self.call.failed(error)
            raise failure from None if failure is error else error
        finally:
            if is_heard():
                self._report(self.call.latest(), failure)

    def give_up(self) -> None:
        """Say that nobody waits for the answer any more: nothing is tried again, and what fails from now on is no failure."""
        self.given_up = True
        self.call.give_up()

    def _answered(self) -> None:
        """Log that another backend answered, and why the first ones didn't: facts alone, as what a server says may hold a prompt."""
        if self._failures:
            answering = self.call.backend
            failures = ", ".join(map(repr, self._failures))
            self._log(f"{answering.provider.name}:{answering.spec.model_id} answered, because this failed before it: {failures}")

    def _report(self, response: Response | None, error: InterlinguaError | None) -> None:
        self._tell(self.call.record(response, error, streamed=self._streamed))
