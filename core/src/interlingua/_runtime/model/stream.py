# Generated from async_stream.py by scripts/unasync.py (`nox -s twins`): change that one.
"""How an answer is read, as `call/` decides: attempts, a whole body, or `Stream`, a streamed answer in the caller's hands.

What runs is a generator over `_Reading`, which doesn't know the stream: a stream that is dropped ends there and then, instead of
waiting for the garbage collector with its connection open.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Generic, Self, TypeAlias, TypeVar

from interlingua._runtime.model.seams import GeneratorIsRunning
from interlingua.errors import ConversionError, ProviderError
from interlingua.provider.transport import processes
from interlingua.types import Finish, TextDelta

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from types import TracebackType

    from interlingua._runtime.call.call import Call
    from interlingua._runtime.call.calls import Calls
    from interlingua.provider import ByteStream, Transport
    from interlingua.types import Chunk, Response

ParsedT = TypeVar("ParsedT")
ResultT = TypeVar("ResultT")
Attempt: TypeAlias = "Callable[[Call, Transport], ResultT]"
"""Sends a request once, and reads as much as makes a success."""


def reach(calls: Calls[Transport], attempt: Attempt[ResultT]) -> ResultT:
    """Make attempts on the first backend and, where its provider fails, on the next; give the first success.

    Raises:
        ProviderError: The last failure, with the attempts made.
    """
    processes.load_first("stamina")  # with tenacity a twentieth of what this package's import costs, so not before a call
    import stamina

    while True:
        call = calls.begin()
        try:
            for turn in stamina.retry_context(on=call.retry_wait, attempts=None, timeout=None):
                with turn:
                    return attempt(call, calls.transport())
        except BaseException as error:  # noqa: BLE001 - `failed` raises it, unless the next backend is to be asked
            calls.failed(error)


def read_whole(call: Call, transport: Transport) -> tuple[bytes, Mapping[str, str]]:
    """Make one attempt at a whole answer: its body and headers; the connection goes back or is closed."""
    source = transport.open(call.begin_attempt())
    try:
        return _body(call, source), source.headers
    finally:
        source.close()


def _body(call: Call, source: ByteStream) -> bytes:
    received = 0
    pieces = []
    for data in source:
        received += len(data)
        call.check_size(received)
        pieces.append(data)
    return b"".join(pieces)


def batches(call: Call, source: ByteStream) -> Generator[list[Chunk]]:
    """Give the chunks of a streamed answer, a list for each read, to its very end."""
    if call.is_unstreamed(source.headers):
        yield call.unstreamed(_body(call, source), source.headers)
        return
    pieces, forks = iter(source), processes.forks
    while True:
        try:
            if forks != processes.forks:
                raise processes.other_process()
            data = next(pieces, None)
        except ProviderError as error:
            yield call.cut(error)
            return
        if data is None:
            yield call.end()
            return
        yield call.receive(data)
        call.check()


class Stream(Generic[ParsedT]):
    """The chunks of one answer, as they arrive; the request is sent when the first one is asked for."""

    def __init__(self, calls: Calls[Transport], finish: Callable[[Response], Response[ParsedT]]) -> None:
        """Begin nothing yet.

        Args:
            calls: The calls to make.
            finish: Makes the response that the caller gets.
        """
        self._calls = calls
        self._finish = finish
        self._reading = _Reading(calls)
        self._chunks = self._reading.chunks()
        self._forks = processes.forks
        processes.keep_over_forks(self._chunks)
        self._finished = False

    def __enter__(self) -> Self:
        """Give the stream itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the connection at once."""
        self.close()

    def __iter__(self) -> Iterator[Chunk]:
        """Give the chunks; a second loop goes on where the first one stopped."""
        return self

    def __next__(self) -> Chunk:
        """Give the next chunk.

        Raises:
            ProviderError: The call failed; after the first chunk as a `StreamInterruptedError` with what had arrived.
        """
        if self._forks != processes.forks:
            raise self._calls.call.failed(processes.other_process())
        chunk = next(self._chunks)
        if type(chunk) is Finish:
            self._finished = True
        return chunk

    @property
    def text(self) -> Iterator[str]:
        """The answer's text alone, as it arrives."""
        return (chunk.text for chunk in self if isinstance(chunk, TextDelta))

    @property
    def response(self) -> Response[ParsedT]:
        """The whole response: what `complete()` would have returned.

        Raises:
            ConversionError: The `Finish` hasn't been given out; `partial` holds what has arrived.
            InvalidOutputError: The text doesn't fit the class given as `output=`.
        """
        if not self._finished:  # however much of it has come in the same read
            raise ConversionError("$", "the stream isn't whole: its Finish hasn't been given out", hint="`partial` holds what has arrived")
        return self._finish(self._calls.call.response())

    @property
    def partial(self) -> Response:
        """What has arrived so far."""
        return self._calls.call.partial()

    def close(self) -> None:
        """Close the connection at once, so that the provider stops generating; what has arrived stays.

        May be called from another thread: a loop that waits for a chunk then ends. In a process forked meanwhile, nothing is closed.
        """
        if self._reading.is_inherited:
            return
        self._calls.give_up()
        self._reading.close_source()
        with contextlib.suppress(GeneratorIsRunning):  # another thread is in it: it finds the connection closed, and ends
            self._chunks.close()


class _Reading:
    """What the generator of a stream works on."""

    def __init__(self, calls: Calls[Transport]) -> None:
        self._calls = calls
        self._source: ByteStream | None = None
        self._process = processes.this_process()

    @property
    def is_inherited(self) -> bool:
        """Whether the answer is on a connection of the process that this one was forked from."""
        return self._source is not None and self._process != processes.this_process()

    def chunks(self) -> Generator[Chunk]:
        try:
            ready, rest = reach(self._calls, self._first_chunk)
        except ProviderError:
            if self._calls.given_up:
                return
            raise
        with self._calls.reading(self._is_heard):
            try:
                for chunk in ready:
                    yield chunk
                for chunks in rest:
                    for chunk in chunks:
                        yield chunk
            finally:
                self.close_source()
                rest.close()

    def _is_heard(self) -> bool:
        """Whether observers hear of the end here: of a copy in a forked process the parent tells; an ending interpreter runs no plugin."""
        return not (self.is_inherited or sys.is_finalizing())

    def close_source(self) -> None:
        if self.is_inherited:
            return
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def _first_chunk(self, call: Call, transport: Transport) -> tuple[list[Chunk], Generator[list[Chunk]]]:
        """Make one attempt: read up to the first chunk. A failed attempt leaves no connection open."""
        self._process = processes.this_process()
        source = self._source = transport.open(call.begin_attempt())
        try:
            call.check()  # it may have been given up while it waited for the headers
            rest = batches(call, source)
            ready: list[Chunk] = []
            while not ready:
                ready = next(rest)
        except BaseException:
            self.close_source()
            raise
        return ready, rest
