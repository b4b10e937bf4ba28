"""`Stream`, awaited: an async iterator of chunks, and an async context manager that closes the connection at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Self, TypeVar

from interlingua._runtime.drive import report
from interlingua._runtime.drive_async import batches, reach
from interlingua.errors import InterlinguaError, ProviderError
from interlingua.types import TextDelta

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
    from types import TracebackType

    from interlingua._runtime.call import Call
    from interlingua._runtime.drive_async import Target
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
        self._targets = targets
        self._finish = finish
        self._streamed = streamed
        self._call, _ = targets[0]()
        self._source: AsyncByteStream | None = None
        self._chunks = self._run()

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
        return await anext(self._chunks)

    @property
    def text(self) -> AsyncIterator[str]:
        """The answer's text alone, as it arrives."""
        return (chunk.text async for chunk in self if isinstance(chunk, TextDelta))

    @property
    def response(self) -> Response[ParsedT]:
        """The whole response: what `complete()` would have returned.

        Raises:
            ConversionError: The stream hasn't finished; `partial` holds what has arrived.
            InvalidOutputError: The text doesn't fit the class given as `output=`.
        """
        return self._finish(self._call.response())

    @property
    def partial(self) -> Response:
        """What has arrived so far."""
        return self._call.partial()

    async def aclose(self) -> None:
        """Close the connection at once, so that the provider stops generating; what has arrived stays."""
        await self._close_source()
        await self._chunks.aclose()

    async def _close_source(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            await source.aclose()

    async def _run(self) -> AsyncGenerator[Chunk]:
        ready, rest = await reach(self._targets, self._first_chunk, streamed=self._streamed)
        failure: InterlinguaError | None = None
        try:
            for chunk in ready:
                yield chunk
            async for chunks in rest:
                for chunk in chunks:
                    yield chunk
        except ProviderError as error:
            failure = self._call.failed(error)
            raise failure from None if failure is error else error
        finally:
            await self._close_source()
            report(self._call, failure, self._call.partial(), streamed=self._streamed)

    async def _first_chunk(self, call: Call, transport: Callable[[], AsyncTransport]) -> tuple[list[Chunk], AsyncIterator[list[Chunk]]]:
        """Make one attempt: read up to the first chunk. A failed attempt leaves no connection open."""
        self._call = call
        self._source = await transport().open(call.begin_attempt())
        try:
            rest = batches(call, aiter(self._source))
            ready = await anext(chunks async for chunks in rest if chunks)
        except BaseException:
            await self._close_source()
            raise
        return ready, rest
