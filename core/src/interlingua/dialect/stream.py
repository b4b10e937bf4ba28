"""The half of a stream decoder that every dialect on server-sent events shares: limits, faults and the partial response.

A dialect's decoder only says what one event means (`on_event`) and what is left to say at the end (`on_end`).
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from interlingua.dialect.assembly import Assembler
from interlingua.dialect.contract import StreamDecoder
from interlingua.dialect.lane import Lane
from interlingua.dialect.sse import MAX_EVENT_BYTES, SSEReader
from interlingua.errors import ConversionError, InterlinguaError, LimitExceededError, ProviderError, StreamInterruptedError
from interlingua.types.json import loads
from interlingua.types.response import Usage

if TYPE_CHECKING:
    from interlingua.dialect.lane import Grow
    from interlingua.dialect.sse import ServerSentEvent
    from interlingua.types.chunks import Chunk
    from interlingua.types.response import Response

MAX_RESPONSE_BYTES = 64 * 1024 * 1024
"""The most bytes that one response may have, streamed or whole."""


class SSEStreamDecoder(StreamDecoder):
    """A stream decoder over server-sent events.

    Attributes:
        counter: The field that counts the events, where there is one, and nothing depends on it.
    """

    counter: ClassVar[str] = ""

    def __init__(self, *, max_event_bytes: int = MAX_EVENT_BYTES, max_response_bytes: int = MAX_RESPONSE_BYTES) -> None:
        """Begin a stream.

        Args:
            max_event_bytes: The most bytes of one event.
            max_response_bytes: The most bytes of the whole stream.
        """
        self._reader = SSEReader(max_event_bytes)
        self._lane = Lane(self.counter)
        self._assembler = Assembler()
        self._max_response_bytes = max_response_bytes
        self._received = 0
        self._failure: InterlinguaError | None = None

    @property
    def failure(self) -> InterlinguaError | None:
        """See `StreamDecoder.failure`."""
        return self._failure

    @abstractmethod
    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        """Append the chunks that one event completes.

        Raises:
            ProviderError: The event is the provider's error.
            ConversionError: The event is garbled.
        """

    @property
    def learns(self) -> bool:
        """Whether `may_come_again` has a use: not in a stream of which no event is ever like the one before."""
        return self._lane.learns

    def may_come_again(self, text: str, grow: Grow) -> None:
        """Say in `on_event` that the event said one piece of text, and else nothing that would count twice: it may take the short way.

        Args:
            text: The text, which isn't empty.
            grow: Does all that another text in its place would do, with that text and the list that takes the chunks.
        """
        self._lane.learn(text, grow)

    @abstractmethod
    def on_end(self, out: list[Chunk]) -> None:
        """Append what is left to say when no more bytes come; a `Finish` only if the final event has come."""

    @property
    def usage(self) -> Usage:
        """The usage that the stream has told so far."""
        return Usage()

    def feed(self, data: bytes) -> list[Chunk]:
        """See `StreamDecoder.feed`."""
        if self._failure is not None:
            raise self._failure
        out: list[Chunk] = []
        lane = self._lane
        try:
            # Events are taken one by one up to the limit's own byte, so that a cut can't change which of them are given.
            room = self._max_response_bytes - self._received
            self._received += len(data)
            for event in self._reader.feed(data if len(data) <= room else data[:room]):
                if lane.take(event, out):
                    continue
                lane.leave()
                self.on_event(event, out)
                lane.end(event)
            if len(data) > room:
                raise LimitExceededError("response", self._max_response_bytes)
        except InterlinguaError as error:
            self._add(out)
            self._failure = self._typed(error)
            if not out:
                raise self._failure from (None if self._failure is error else error)
            return out
        self._add(out)
        return out

    def close(self) -> list[Chunk]:
        """See `StreamDecoder.close`."""
        if self._failure is not None:
            raise self._failure
        out: list[Chunk] = []
        try:
            event = self._reader.close()
            if event is not None and _is_whole(event.data):
                self.on_event(event, out)
            self.on_end(out)
        except InterlinguaError as error:
            self._add(out)
            self._failure = self._typed(error)
            raise self._failure from (None if self._failure is error else error)
        self._add(out)
        if not self._assembler.finished:
            self._failure = self.interruption()
            raise self._failure
        return out

    def _add(self, chunks: list[Chunk]) -> None:
        for chunk in chunks:
            self._assembler.add(chunk)

    def _typed(self, error: InterlinguaError) -> InterlinguaError:
        """Give a fault its public type: before the first chunk its own, after it an interruption that keeps what came."""
        if isinstance(error, ProviderError):
            return self.interrupted(error)
        if isinstance(error, LimitExceededError) and not self._assembler.begun:
            return error
        if isinstance(error, ConversionError):
            return self.interruption(reason=error.sentence)
        return error

    def interrupted(self, error: ProviderError) -> ProviderError:
        """See `StreamDecoder.interrupted`."""
        if isinstance(error, StreamInterruptedError) or not self._assembler.begun:
            return error
        return self.interruption(error)

    def interruption(self, error: ProviderError | None = None, reason: str | None = None) -> StreamInterruptedError:
        """See `StreamDecoder.interruption`."""
        return StreamInterruptedError(self.partial(), error, reason=reason)

    def response(self) -> Response:
        """See `StreamDecoder.response`."""
        return self._assembler.response()

    def partial(self) -> Response:
        """See `StreamDecoder.partial`."""
        return self._assembler.partial(self.usage)


def _is_whole(data: bytes) -> bool:
    """Tell whether the data of an unterminated event was cut (its JSON breaks off) or only its blank line is missing."""
    if data == b"[DONE]":
        return True
    try:
        loads(data)
    except InterlinguaError:
        return False
    return True
