"""How an answer is read, as `call/` decides: attempts, a whole body, or `AsyncStream`, a streamed answer in the caller's hands.

What runs is a generator over `_Reading`, which doesn't know the stream: a stream that is dropped ends there and then, instead of
waiting for the garbage collector with its connection open.
"""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Generic, Self, TypeAlias, TypeVar

from interlingua._runtime.model.seams import AsyncGeneratorIsRunning
from interlingua.errors import ConversionError, ProviderError
from interlingua.provider.transport import processes
from interlingua.types import Finish, TextDelta

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
    from types import TracebackType

    from interlingua._runtime.call.call import Call
    from interlingua._runtime.call.calls import Calls
    from interlingua.provider import AsyncByteStream, AsyncTransport
    from interlingua.types import Chunk, Response

ParsedT = TypeVar("ParsedT")
ResultT = TypeVar("ResultT")
Attempt: TypeAlias = "Callable[[Call, AsyncTransport], Awaitable[ResultT]]"
"""Sends a request once, and reads as much as makes a success."""


async def reach(calls: Calls[AsyncTransport], attempt: Attempt[ResultT]) -> ResultT:
    """Make attempts on the first backend and, where its provider fails, on the next; give the first success.

    Raises:
        ProviderError: The last failure, with the attempts made.
    """
    processes.load_first("stamina")  # with tenacity a twentieth of what this package's import costs, so not before a call
    import stamina

    while True:
        call = calls.begin()
        try:
            async for turn in stamina.retry_context(on=call.retry_wait, attempts=None, timeout=None):
                with turn:
                    return await attempt(call, calls.transport())
        except BaseException as error:  # noqa: BLE001 - `failed` raises it, unless the next backend is to be asked
            calls.failed(error)


async def read_whole(call: Call, transport: AsyncTransport) -> tuple[bytes, Mapping[str, str]]:
    """Make one attempt at a whole answer: its body and headers; the connection goes back or is closed."""
    source = await transport.open(call.begin_attempt())
    try:
        return await _body(call, source), source.headers
    finally:
        await source.aclose()


async def _body(call: Call, source: AsyncByteStream) -> bytes:
    received = 0
    pieces = []
    async for data in source:
        received += len(data)
        call.check_size(received)
        pieces.append(data)
    return b"".join(pieces)


async def batches(call: Call, source: AsyncByteStream) -> AsyncGenerator[list[Chunk]]:
    """Give the chunks of a streamed answer, a list for each read, to its very end."""
    if call.is_unstreamed(source.headers):
        yield call.unstreamed(await _body(call, source), source.headers)
        return
    pieces, forks = aiter(source), processes.forks
    while True:
        try:
            if forks != processes.forks:
                raise processes.other_process()
            data = await anext(pieces, None)
        except ProviderError as error:
            yield call.cut(error)
            return
        if data is None:
            yield call.end()
            return
        yield call.receive(data)
        call.check()


class AsyncStream(Generic[ParsedT]):
    """The chunks of one answer, as they arrive; the request is sent when the first one is asked for."""

    def __init__(self, calls: Calls[AsyncTransport], finish: Callable[[Response], Response[ParsedT]]) -> None:
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

    async def __aenter__(self) -> Self:
        """Give the stream itself."""
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the connection at once."""
        await self.aclose()

    def __aiter__(self) -> AsyncIterator[Chunk]:
        """Give the chunks; a second loop goes on where the first one stopped."""
        return self

    async def __anext__(self) -> Chunk:
        """Give the next chunk.

        Raises:
            ProviderError: The call failed; after the first chunk as a `StreamInterruptedError` with what had arrived.
        """
        if self._forks != processes.forks:
            raise self._calls.call.failed(processes.other_process())
        chunk = await anext(self._chunks)
        if type(chunk) is Finish:
            self._finished = True
        return chunk

    @property
    def text(self) -> AsyncIterator[str]:
        """The answer's text alone, as it arrives."""
        return (chunk.text async for chunk in self if isinstance(chunk, TextDelta))

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

    async def aclose(self) -> None:
        """Close the connection at once, so that the provider stops generating; what has arrived stays.

        May be called from another task: a loop that waits for a chunk then ends. In a process forked meanwhile, nothing is closed.
        """
        if self._reading.is_inherited:
            return
        self._calls.give_up()
        await self._reading.close_source()
        with contextlib.suppress(AsyncGeneratorIsRunning):  # another task is in it: it finds the connection closed, and ends
            await self._chunks.aclose()

    close = aclose  # async alone


class _Reading:
    """What the generator of a stream works on."""

    def __init__(self, calls: Calls[AsyncTransport]) -> None:
        self._calls = calls
        self._source: AsyncByteStream | None = None
        self._process = processes.this_process()

    @property
    def is_inherited(self) -> bool:
        """Whether the answer is on a connection of the process that this one was forked from."""
        return self._source is not None and self._process != processes.this_process()

    async def chunks(self) -> AsyncGenerator[Chunk]:
        try:
            ready, rest = await reach(self._calls, self._first_chunk)
        except ProviderError:
            if self._calls.given_up:
                return
            raise
        with self._calls.reading(self._is_heard):
            try:
                for chunk in ready:
                    yield chunk
                async for chunks in rest:
                    for chunk in chunks:
                        yield chunk
            finally:
                await self.close_source()
                await rest.aclose()

    def _is_heard(self) -> bool:
        """Whether observers hear of the end here: of a copy in a forked process the parent tells; an ending interpreter runs no plugin."""
        return not (self.is_inherited or sys.is_finalizing())

    async def close_source(self) -> None:
        if self.is_inherited:
            return
        source, self._source = self._source, None
        if source is not None:
            await source.aclose()

    async def _first_chunk(self, call: Call, transport: AsyncTransport) -> tuple[list[Chunk], AsyncGenerator[list[Chunk]]]:
        """Make one attempt: read up to the first chunk. A failed attempt leaves no connection open."""
        self._process = processes.this_process()
        source = self._source = await transport.open(call.begin_attempt())
        try:
            call.check()  # it may have been given up while it waited for the headers
            rest = batches(call, source)
            ready: list[Chunk] = []
            while not ready:
                ready = await anext(rest)
        except BaseException:
            await self.close_source()
            raise
        return ready, rest
