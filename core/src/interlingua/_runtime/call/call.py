"""The life of one call as a pure object: attempt, wait, chunk, loss, finish, give up.

Every decision lives here; `model.py` and `async_model.py` only do what it says. Its clock and its chance are handed in.
A driver begins an attempt, feeds it bytes, and asks after a failure whether to wait; the first chunk that counts (a delta, a
part's end or the finish) ends the time in which an attempt may be made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from interlingua.dialect import MAX_RESPONSE_BYTES, begins_event_stream, counts_as_first
from interlingua.errors import (
    APIConnectionError,
    APITimeoutError,
    ConfigError,
    ConversionError,
    InterlinguaError,
    InternalServerError,
    LimitExceededError,
    OverloadedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    StreamInterruptedError,
)
from interlingua.provider import CallRecord, RetryPolicy
from interlingua.types.json import loads
from interlingua.types.parts import TextPart
from interlingua.types.response import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from interlingua._runtime.call.backend import Backend, Prepared
    from interlingua.dialect import StreamDecoder
    from interlingua.provider import WireRequest
    from interlingua.types import Chunk, JsonObject, Response

ResultT = TypeVar("ResultT")

NO_RETRY = RetryPolicy(attempts=1)
_HEAD_BYTES = 64  # enough to tell a stream of events from a page

# What another provider may do better: this one failed, not the request.
_FALLS_BACK = (
    RateLimitError,
    QuotaExceededError,
    OverloadedError,
    InternalServerError,
    APIConnectionError,
    StreamInterruptedError,
)


class Call:
    """One call, from its first attempt to its end.

    Attributes:
        attempts: How many attempts have begun.
    """

    def __init__(
        self,
        backend: Backend,
        prepared: Prepared,
        retry: RetryPolicy | None,
        *,
        clock: Callable[[], float],
        chance: Callable[[], float],
        operation: str = "chat",
    ) -> None:
        """Begin the call's life; nothing is sent yet.

        Args:
            backend: Who is called.
            prepared: What is sent.
            retry: When to try again; None means never.
            clock: Gives seconds, never backwards.
            chance: Gives a number from 0 to 1 for the jitter.
            operation: `chat` or `count_tokens`, for observers.
        """
        self.backend = backend
        self.prepared = prepared
        self.policy = retry or NO_RETRY
        self.attempts = 0
        self._operation = operation
        self._clock = clock
        self._chance = chance
        self._began = clock()
        self._first_chunk: float | None = None
        self._deadline = self._began + backend.options.timeout
        self._decoder: StreamDecoder = self._new_decoder()
        self._held: list[Chunk] = []
        self._head = b""  # the first bytes of the stream
        self._given_up = False

    # --- attempts

    def begin_attempt(self) -> WireRequest:
        """Begin an attempt with what is left of the time; give what the transport sends.

        Raises:
            APITimeoutError: Nothing is left.
            APIConnectionError: Nobody waits for the answer any more.
        """
        if self._given_up:
            raise self._unwanted()
        remaining = self._deadline - self._clock()
        if remaining <= 0:
            raise self._too_late()
        self.attempts += 1
        self._decoder = self._new_decoder()
        self._held = []
        self._head = b""
        return self.prepared.wire(remaining)

    def _new_decoder(self) -> StreamDecoder:
        decoder, forced = self.backend.dialect.stream_decoder(), self.prepared.forced
        return forced.decoder(decoder) if forced else decoder

    def retry_wait(self, error: BaseException) -> float | bool:
        """Answer stamina's hook: False to give up, else the seconds to wait before the next attempt."""
        if isinstance(error, ProviderError):
            self.backend.conceal(error)  # stamina logs the error before anybody else sees it
        wait = self.policy.decide(
            error, attempt=self.attempts, remaining=self._deadline - self._clock(), chance=self._chance()
        )  # fmt: skip
        return False if wait is None or self.begun or self._given_up else wait

    def give_up(self) -> None:
        """Say that nobody waits for the answer any more: nothing is tried again, and a failure that follows is none."""
        self._given_up = True

    @property
    def begun(self) -> bool:
        """Whether the first chunk has been given out: from then on nothing is tried again."""
        return self._first_chunk is not None

    # --- a streamed answer

    def receive(self, data: bytes) -> list[Chunk]:
        """Take bytes of a stream, give the chunks to hand out.

        Raises:
            ProviderError: The stream brought an error, or is garbled, or the deadline passed before the first chunk.
        """
        if not self.begun and self._clock() > self._deadline:
            raise self._too_late()
        if self._given_up:
            raise self._unwanted()
        if len(self._head) < _HEAD_BYTES:
            self._head = (self._head + data[:_HEAD_BYTES]).lstrip()
        return self._release(self._decoder.feed(data))

    def is_unstreamed(self, headers: Mapping[str, str]) -> bool:
        """Tell whether a server answers a streamed request by a whole body: an error sent with status 200, or no streams there."""
        return headers.get("content-type", "").startswith("application/json")

    def unstreamed(self, body: bytes, headers: Mapping[str, str]) -> list[Chunk]:
        """Take a whole answer to a streamed request, give its chunks.

        Raises:
            ProviderError: It is the provider's error, or isn't what the dialect says.
        """
        if body.strip() and not body.lstrip().startswith(b"{"):  # a stream, whatever the header says
            return [*self.receive(body), *self.end()]
        response = self._decoded(body, headers)
        return [*self.receive(b"".join(self.backend.dialect.encode_stream(response))), *self.end()]

    def check(self) -> None:
        """Raise the fault that stood behind the chunks just given: it is known already, so it waits for no further read.

        Raises:
            ProviderError: There is one, or nobody waits for the answer any more.
        """
        if self._given_up:
            raise self._unwanted()
        if (fault := self._decoder.failure) is not None:
            raise fault

    def end(self) -> list[Chunk]:
        """Say that the stream's bytes have ended; give the last chunks.

        Raises:
            StreamInterruptedError: Its final event never came.
            InternalServerError: It was no stream at all but a page, which is no whole answer either.
        """
        try:
            return self._release(self._decoder.close())
        except StreamInterruptedError:
            # A JSON object is an error of the provider's under a wrong media type, or an answer cut short: no page.
            if self.begun or self._held or self._head.startswith(b"{") or begins_event_stream(self._head):
                raise
        raise InternalServerError(f"the answer can't be read: no stream of events begins with {self._head!r}", status=200)

    def cut(self, error: ProviderError) -> list[Chunk]:
        """Say that the connection broke; after the final event that is as good as an end.

        Raises:
            ProviderError: The stream's own error, where its last event was one; else the given error.
        """
        try:
            return self._release(self._decoder.close())
        except StreamInterruptedError as ended:
            raise (ended if ended.error else error) from None

    def _release(self, chunks: list[Chunk]) -> list[Chunk]:
        """Hold the start back until a chunk that counts: an error before it may still be retried."""
        if not self.begun:
            self._held += chunks
            if not any(map(counts_as_first, chunks)):
                return []
            chunks, self._held = self._held, []
            self._first_chunk = self._clock()
        elif not self.backend.host.renames:
            return chunks  # only the start says who made it
        return self.backend.host.chunks(chunks, self.prepared.digest)

    def failed(self, error: ProviderError) -> ProviderError:
        """Give a failure its final type, with the attempts made; after the first chunk it keeps what had arrived."""
        self.backend.conceal(error)
        final = self._decoder.interruption(error) if self.begun and not isinstance(error, StreamInterruptedError) else error
        final.attempts = self.attempts
        # The name that the caller chose: a provider may use another one's dialect and transport.
        final.provider = self.backend.provider.name
        if isinstance(final, StreamInterruptedError):
            if final.error is not None:
                self.backend.conceal(final.error)
                final.error.provider, final.error.attempts = final.provider, final.attempts
            final.partial = self._finish(final.partial)
        return final

    def falls_back(self, error: ProviderError) -> bool:
        """Tell whether another backend may be asked instead: the provider failed, not the request, and nothing was given out."""
        return not self.begun and not self._given_up and isinstance(error, _FALLS_BACK)

    def partial(self) -> Response:
        """Give what has arrived so far."""
        return self._finish(self._decoder.partial())

    def response(self) -> Response:
        """Give the whole response of a finished stream.

        Raises:
            ConversionError: The stream hasn't finished.
        """
        return self._finish(self._decoder.response())

    def latest(self) -> Response:
        """Give the whole response where the stream has finished, else what has arrived."""
        try:
            return self.response()
        except ConversionError:
            return self.partial()

    # --- a whole answer

    def check_size(self, received: int) -> None:
        """Check the size and the time of a whole answer while it arrives.

        Raises:
            LimitExceededError: It is too large.
            APITimeoutError: The deadline passed.
        """
        if received > MAX_RESPONSE_BYTES:
            raise LimitExceededError("response", MAX_RESPONSE_BYTES)
        if self._clock() > self._deadline:
            raise self._too_late()

    def whole(self, body: bytes, headers: Mapping[str, str]) -> Response:
        """Decode a whole answer.

        Raises:
            InternalServerError: It isn't what the dialect says.
            LimitExceededError: It nests too deep.
            ProviderError: It names a failure; a `StreamInterruptedError` keeps what was said before it.
        """
        if self.prepared.streamed:
            self.receive(body)
            self.end()
            return self.response()
        return self._finish(self._decoded(body, headers))

    def _decoded(self, body: bytes, headers: Mapping[str, str]) -> Response:
        dialect = self.backend.dialect
        value = _read(lambda: _as_object(body))
        decoded = _read(lambda: dialect.decode_response(value, headers))
        response = decoded.value
        if decoded.losses:
            response = response.model_copy(update={"losses": (*response.losses, *decoded.losses)})
        if self.prepared.forced:
            response = self.prepared.forced.response(response)
        if failure := dialect.failure(value):
            said = any(not isinstance(part, TextPart) or part.text for part in response.message.content)
            raise StreamInterruptedError(self._finish(response), failure) if said else failure
        return response

    def count(self, body: bytes) -> int:
        """Read the answer of the token-counting endpoint.

        Raises:
            InternalServerError: It isn't what the dialect says.
        """
        return _read(lambda: self.backend.dialect.decode_count(_as_object(body)))

    def _finish(self, response: Response) -> Response:
        response = self.backend.host.received(response, self.prepared.digest)
        losses = (*self.prepared.encoded.losses, *response.losses)
        return response.model_copy(update={"attempts": self.attempts, "losses": losses})

    def _too_late(self) -> APITimeoutError:
        seconds = self.backend.options.timeout
        return APITimeoutError(f"no answer within {seconds:g} s", phase="total", provider=self.backend.provider.name)

    def _unwanted(self) -> APIConnectionError:
        return APIConnectionError("the call was given up", provider=self.backend.provider.name)

    # --- for observers

    def record(self, response: Response | None, error: InterlinguaError | None, *, streamed: bool) -> CallRecord:
        """Say how the call went; a call that was given up has no error.

        Args:
            response: The answer, or what had arrived of it.
            error: What the call raised.
            streamed: Whether the caller streamed.
        """
        return CallRecord(
            provider=self.backend.provider.name,
            model_id=self.prepared.request.model_id or self.backend.spec.model_id,
            operation=self._operation,
            streamed=streamed,
            attempts=self.attempts - isinstance(error, ConfigError),  # no SDK, no address: that attempt sent nothing
            seconds=self._clock() - self._began,
            seconds_to_first_chunk=None if self._first_chunk is None else self._first_chunk - self._began,
            usage=response.usage if response else Usage(),
            finish_reason=response.finish_reason if response else None,
            losses=response.losses if response else self.prepared.encoded.losses,
            error=None if self._given_up else error,
        )


def _read(decode: Callable[[], ResultT]) -> ResultT:
    """Decode a whole answer; one that breaks its grammar is the server's failure, not the caller's."""
    try:
        return decode()
    except LimitExceededError:
        raise
    except ConversionError as error:
        raise InternalServerError(f"the answer can't be read: {error.sentence}", status=200) from error


def _as_object(body: bytes) -> JsonObject:
    value = loads(body)
    if isinstance(value, list) and value and isinstance(value[0], dict) and "error" in value[0]:
        value = value[0]  # Gemini's compatible endpoint puts an error into a list
    if not isinstance(value, dict):
        raise ConversionError("$", f"the answer is a {type(value).__name__}, not an object")
    return value
