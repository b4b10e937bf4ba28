"""The asynchronous half of a call: `drive.py`, awaited; no decision lives here."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

import stamina

from interlingua._runtime.model.drive import report
from interlingua.errors import InterlinguaError, ProviderError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence

    from interlingua._runtime.call.call import Call
    from interlingua.provider import AsyncByteStream, AsyncTransport
    from interlingua.types import Chunk

ResultT = TypeVar("ResultT")
Once: TypeAlias = "Callable[[Call, Callable[[], AsyncTransport]], Awaitable[ResultT]]"
"""Makes one attempt."""

Target: TypeAlias = "Callable[[], tuple[Call, Callable[[], AsyncTransport]]]"
"""Makes a call to one backend, and its transport."""


async def reach(targets: Sequence[Target], once: Once[ResultT], *, streamed: bool) -> ResultT:
    """Make attempts on the first target and, where its provider fails, on the next; give the first success.

    Raises:
        ProviderError: The last failure, with the attempts made.
    """
    failure: ProviderError | None = None
    for target in targets:
        try:
            call, transport = target()
        except InterlinguaError as error:
            raise error from failure  # the request can't be said to the backend that would be asked instead
        try:
            return await _attempts(call, transport, once)
        except ProviderError as error:
            failure = call.failed(error)
            report(call, failure, streamed=streamed)
            if target is targets[-1] or not call.falls_back(error):
                raise failure from None if failure is error else error
        except BaseException as error:  # a cancelled call is a finished call, for observers
            report(call, error if isinstance(error, InterlinguaError) else None, streamed=streamed)
            raise
    raise AssertionError("there is always a target")


async def _attempts(call: Call, transport: Callable[[], AsyncTransport], once: Once[ResultT]) -> ResultT:
    async for attempt in stamina.retry_context(on=call.retry_wait, attempts=None, timeout=None):
        with attempt:
            return await once(call, transport)
    raise AssertionError("the last attempt returns or raises")


async def read_whole(call: Call, transport: Callable[[], AsyncTransport]) -> tuple[bytes, Mapping[str, str]]:
    """Make one attempt at a whole answer: its body and headers; the connection goes back or is closed."""
    source = await transport().open(call.begin_attempt())
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
    pieces = aiter(source)
    while True:
        try:
            data = await anext(pieces, None)
        except ProviderError as error:
            yield call.cut(error)
            return
        if data is None:
            yield call.end()
            return
        yield call.receive(data)
        call.check()
