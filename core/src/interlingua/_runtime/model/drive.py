"""The synchronous half of a call: attempts, waits and reads, as `call.py` decides. `drive_async.py` is its twin, awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

import stamina

from interlingua._runtime.plugins.observers import call_finished
from interlingua.errors import InterlinguaError, ProviderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from interlingua._runtime.call.call import Call
    from interlingua.provider import ByteStream, Transport
    from interlingua.types import Chunk, Response

ResultT = TypeVar("ResultT")
Target: TypeAlias = "Callable[[], tuple[Call, Callable[[], Transport]]]"
"""Makes a call to one backend, and its transport."""


def reach(targets: Sequence[Target], once: Callable[[Call, Callable[[], Transport]], ResultT], *, streamed: bool) -> ResultT:
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
            return _attempts(call, transport, once)
        except ProviderError as error:
            failure = call.failed(error)
            report(call, failure, streamed=streamed)
            if target is targets[-1] or not call.falls_back(error):
                raise failure from None if failure is error else error
        except BaseException as error:  # a cancelled call is a finished call, for observers
            report(call, error if isinstance(error, InterlinguaError) else None, streamed=streamed)
            raise
    raise AssertionError("there is always a target")


def _attempts(call: Call, transport: Callable[[], Transport], once: Callable[[Call, Callable[[], Transport]], ResultT]) -> ResultT:
    for attempt in stamina.retry_context(on=call.retry_wait, attempts=None, timeout=None):
        with attempt:
            return once(call, transport)
    raise AssertionError("the last attempt returns or raises")


def read_whole(call: Call, transport: Callable[[], Transport]) -> tuple[bytes, Mapping[str, str]]:
    """Make one attempt at a whole answer: its body and headers; the connection goes back or is closed."""
    source = transport().open(call.begin_attempt())
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


def batches(call: Call, source: ByteStream) -> Iterator[list[Chunk]]:
    """Give the chunks of a streamed answer, a list for each read, to its very end."""
    if call.is_unstreamed(source.headers):
        yield call.unstreamed(_body(call, source), source.headers)
        return
    pieces = iter(source)
    while True:
        try:
            data = next(pieces, None)
        except ProviderError as error:
            yield call.cut(error)
            return
        if data is None:
            yield call.end()
            return
        yield call.receive(data)
        call.check()


def report(call: Call, error: InterlinguaError | None, response: Response | None = None, *, streamed: bool) -> None:
    """Tell observers how a call went."""
    call_finished(call.record(response, error, streamed=streamed))
