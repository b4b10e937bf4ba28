"""A streamed answer in the caller's hands: an iterator of chunks, and a context manager that closes the connection at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Self, TypeVar

from interlingua._runtime.drive import batches, reach, report
from interlingua.errors import InterlinguaError, ProviderError
from interlingua.types import TextDelta

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from types import TracebackType

    from interlingua._runtime.call import Call
    from interlingua._runtime.drive import Target
    from interlingua.provider import ByteStream, Transport
    from interlingua.types import Chunk, Response

ParsedT = TypeVar("ParsedT")


class Stream(Generic[ParsedT]):
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
        self._source: ByteStream | None = None
        self._chunks = self._run()

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
        return next(self._chunks)

    @property
    def text(self) -> Iterator[str]:
        """The answer's text alone, as it arrives."""
        return (chunk.text for chunk in self if isinstance(chunk, TextDelta))

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

    def close(self) -> None:
        """Close the connection at once, so that the provider stops generating; what has arrived stays."""
        self._close_source()
        self._chunks.close()

    def _close_source(self) -> None:
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def _run(self) -> Generator[Chunk]:
        ready, rest = reach(self._targets, self._first_chunk, streamed=self._streamed)
        failure: InterlinguaError | None = None
        try:
            yield from ready
            for chunks in rest:
                yield from chunks
        except ProviderError as error:
            failure = self._call.failed(error)
            raise failure from None if failure is error else error
        finally:
            self._close_source()
            report(self._call, failure, self._call.partial(), streamed=self._streamed)

    def _first_chunk(self, call: Call, transport: Callable[[], Transport]) -> tuple[list[Chunk], Iterator[list[Chunk]]]:
        """Make one attempt: read up to the first chunk. A failed attempt leaves no connection open."""
        self._call = call
        self._source = transport().open(call.begin_attempt())
        try:
            rest = batches(call, iter(self._source))
            ready = next(chunks for chunks in rest if chunks)
        except BaseException:
            self._close_source()
            raise
        return ready, rest
