"""`AsyncModel`: `Model`, awaited; no decision lives here."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Self, TypeVar, Unpack, overload

from interlingua._runtime.model.async_stream import AsyncStream
from interlingua._runtime.model.base import ModelBase
from interlingua._runtime.model.drive import report
from interlingua._runtime.model.drive_async import reach, read_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from interlingua._runtime.call.backend import Backend
    from interlingua._runtime.call.call import Call
    from interlingua._runtime.call.requests import Messages, RequestFields, Tools
    from interlingua.provider import AsyncTransport
    from interlingua.types import Response

OutputT = TypeVar("OutputT")


class AsyncModel(ModelBase["AsyncTransport"]):
    """`Model`, awaited. One instance serves any number of tasks, and event loops one after the other or in several threads.

    Example:
        ```python
        async def main() -> None:
            async with AsyncModel("llamacpp:smollm2-135m?max_tokens=50") as model:
                print((await model.complete("Is the sky blue?")).text)
        ```
    """

    _discarding: asyncio.Task[None] | None = None  # held, because a loop holds its tasks weakly

    async def __aenter__(self) -> Self:
        """Give the model itself."""
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the connections."""
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections of this event loop; a later call opens new ones."""
        loop = asyncio.get_running_loop()
        for key in [key for key in self._transports if key[0] is loop]:
            await self._transports.pop(key).aclose()
        await _discard(self._take_stale())

    close = aclose  # the sync twin's name

    @overload
    async def complete(
        self, messages: Messages, *, output: type[OutputT], **request_fields: Unpack[RequestFields]
    ) -> Response[OutputT]: ...
    @overload
    async def complete(
        self, messages: Messages, *, tools: Tools, output: type[OutputT], **request_fields: Unpack[RequestFields]
    ) -> Response[OutputT | None]: ...
    @overload
    async def complete(
        self, messages: Messages, *, tools: Tools = (), output: None = None, **request_fields: Unpack[RequestFields]
    ) -> Response: ...
    async def complete(
        self, messages: Messages, *, tools: Tools = (), output: type[OutputT] | None = None, **request_fields: Unpack[RequestFields]
    ) -> Response[OutputT] | Response[OutputT | None] | Response:
        """Ask, and wait for the whole answer.

        Args:
            messages: What was said: a text, a message, a sequence of them, a `Conversation` or a `Request`.
            tools: What the model may call.
            output: A pydantic class (or any type that pydantic knows); its instance is the response's `parsed`,
                which is None while the model calls tools instead of answering.
            request_fields: Any other field of `Request`.

        Raises:
            ProviderError: The call failed.
            ConversionError: The conversation can't be said, or isn't paired.
            LossError: Something would be lost, and `on_loss` minds.
            InvalidOutputError: The answer doesn't fit `output`.
        """
        targets = self._targets(messages, tools, output, request_fields, streamed=False)
        if self._backends[0].provider.streams_whole_calls:
            async with AsyncStream(targets, self._finisher(output), streamed=False) as stream:
                async for _ in stream:
                    pass
                return stream.response
        return self._finisher(output)(await reach(targets, _whole, streamed=False))

    @overload
    def stream(self, messages: Messages, *, output: type[OutputT], **request_fields: Unpack[RequestFields]) -> AsyncStream[OutputT]: ...
    @overload
    def stream(
        self, messages: Messages, *, tools: Tools, output: type[OutputT], **request_fields: Unpack[RequestFields]
    ) -> AsyncStream[OutputT | None]: ...
    @overload
    def stream(
        self, messages: Messages, *, tools: Tools = (), output: None = None, **request_fields: Unpack[RequestFields]
    ) -> AsyncStream[None]: ...
    def stream(
        self, messages: Messages, *, tools: Tools = (), output: type[OutputT] | None = None, **request_fields: Unpack[RequestFields]
    ) -> AsyncStream[OutputT] | AsyncStream[OutputT | None] | AsyncStream[None]:
        """Ask, and get the answer chunk by chunk; the request is sent when the first chunk is asked for.

        Args:
            messages: As for `complete`.
            tools: As for `complete`.
            output: As for `complete`; `parsed` is on the stream's `response`.
            request_fields: Any other field of `Request`.

        Raises:
            ConversionError: The conversation can't be said, or isn't paired.
            LossError: Something would be lost, and `on_loss` minds.
        """
        return AsyncStream(self._targets(messages, tools, output, request_fields, streamed=True), self._finisher(output))

    async def count_tokens(self, messages: Messages, *, tools: Tools = (), **request_fields: Unpack[RequestFields]) -> int:
        """Ask the provider how many input tokens the conversation has.

        Raises:
            ConfigError: The provider has no endpoint for it; `estimate_tokens()` gives a guess.
            ProviderError: The call failed.
        """
        return await reach(self._count_targets(messages, tools, request_fields), _count, streamed=False)

    def _transport(self, backend: Backend) -> AsyncTransport:
        """Give the running loop's transport: a client's connections belong to the loop that opened them."""
        loop = asyncio.get_running_loop()
        if (loop, backend) not in self._transports:
            if stale := self._take_stale():
                self._discarding = loop.create_task(_discard(stale))
            self._transports[loop, backend] = backend.provider.async_transport(backend.transport_settings())
        return self._transports[loop, backend]

    def _take_stale(self) -> list[AsyncTransport]:
        stale = [key for key in self._transports if isinstance(key[0], asyncio.AbstractEventLoop) and key[0].is_closed()]
        return [self._transports.pop(key) for key in stale]


async def _discard(stale: list[AsyncTransport]) -> None:
    """Mark clients of a closed loop as closed, lest they try it themselves when they are freed."""
    for transport in stale:
        with contextlib.suppress(RuntimeError):  # the loop that their connections would need is gone: their sockets are freed with them
            await transport.aclose()


async def _whole(call: Call, transport: Callable[[], AsyncTransport]) -> Response:
    response = call.whole(*await read_whole(call, transport))
    report(call, None, response, streamed=False)
    return response


async def _count(call: Call, transport: Callable[[], AsyncTransport]) -> int:
    body, _ = await read_whole(call, transport)
    tokens = call.count(body)
    report(call, None, streamed=False)
    return tokens
