"""`Stream`, awaited: an async iterator of chunks, and an async context manager that closes the connection at once."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from interlingua._runtime.model.drive import report
from interlingua._runtime.model.drive_async import batches, reach
from interlingua.errors import ConversionError, InterlinguaError, ProviderError
from interlingua.types import Finish, TextDelta

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
    from types import TracebackType

    from interlingua._runtime.call.call import Call
    from interlingua._runtime.model.drive_async import Target
    from interlingua.provider import AsyncByteStream, AsyncTransport
    from interlingua.types import Chunk, Response

ParsedT = TypeVar("ParsedT")


class AsyncStream(Generic[ParsedT]):
    """The chunks of one answer, as they arrive; the request is sent when the first one is asked for."""

    def __init__(self, targets: Sequence[Target], finish: Callable[[Response], Response[ParsedT]], *, streamed: bool = True) -> None:
        """Begin nothing yet.

        Args:
            targets: The backends to call, in order.
            finish: Makes the response that the caller gets.
            streamed: Whether the caller asked for a stream, for observers.
        """
        self._finish = finish
        self._reading = _Reading(targets, streamed=streamed)
        self._chunks = self._reading.chunks()
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
        return self._finish(self._reading.call.response())

    @property
    def partial(self) -> Response:
        """What has arrived so far."""
        return self._reading.call.partial()

    async def aclose(self) -> None:
        """Close the connection at once, so that the provider stops generating; what has arrived stays.

        May be called from another task: a loop that waits for a chunk then ends.
        """
        await self._reading.abandon()
        with contextlib.suppress(RuntimeError):  # another task is in it: it finds the connection closed, and ends
            await self._chunks.aclose()

    close = aclose  # the sync twin's name


class _Reading:
    """What the generator of a stream works on."""

    def __init__(self, targets: Sequence[Target], *, streamed: bool) -> None:
        self.call, _ = targets[0]()
        self._targets = targets
        self._streamed = streamed
        self._source: AsyncByteStream | None = None
        self._abandoned = False

    async def chunks(self) -> AsyncGenerator[Chunk]:
        failure: InterlinguaError | None = None
        try:
            ready, rest = await reach(self._targets, self._first_chunk, streamed=self._streamed)
        except ProviderError:
            if self._abandoned:
                return
            raise
        try:
            for chunk in ready:
                yield chunk
            async for chunks in rest:
                for chunk in chunks:
                    yield chunk
        except ProviderError as error:
            if self._abandoned:
                return
            failure = self.call.failed(error)
            raise failure from None if failure is error else error
        finally:
            report(self.call, failure, self.call.latest(), streamed=self._streamed)
            await self._close_source()
            await rest.aclose()

    async def abandon(self) -> None:
        """Close the connection; what fails from now on is no failure."""
        self._abandoned = True
        self.call.give_up()
        await self._close_source()

    async def _close_source(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            await source.aclose()

    async def _first_chunk(self, call: Call, transport: Callable[[], AsyncTransport]) -> tuple[list[Chunk], AsyncGenerator[list[Chunk]]]:
        """Make one attempt: read up to the first chunk. A failed attempt leaves no connection open."""
        self.call = call
        if self._abandoned:
            call.give_up()
        source = self._source = await transport().open(call.begin_attempt())
        try:
            call.check()  # it may have been given up while it waited for the headers
            rest = batches(call, source)
            ready: list[Chunk] = []
            while not ready:
                ready = await anext(rest)
        except BaseException:
            await self._close_source()
            raise
        return ready, rest
