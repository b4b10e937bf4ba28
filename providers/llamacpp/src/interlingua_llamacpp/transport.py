"""The transport: the server is started at the first request, then the OpenAI plugin's transport does the rest.

The server's address and key are asked for anew at each request, so that a child that died is replaced.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from interlingua import get_provider
from interlingua.errors import APIConnectionError, ConversionError
from interlingua.provider import Progress, TransportSettings
from interlingua_llamacpp.server import ServerHandle, get_server
from interlingua_llamacpp.weights import resolve_model

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from interlingua.provider import AsyncByteStream, AsyncTransport, ByteStream, Transport, WireRequest
    from interlingua_llamacpp.options import LlamaCppOptions
    from interlingua_llamacpp.weights import FetchProgress

SourceT = TypeVar("SourceT", bound="ByteStream | AsyncByteStream")

_PATIENCE = 0.5  # seconds between a broken connection and the news that its process is gone


class LlamaCppTransport:
    """Sends to the server of this process."""

    def __init__(self, settings: TransportSettings) -> None:
        """Keep the settings; nothing is started yet."""
        self._settings = settings
        self._connected: tuple[ServerHandle, Transport] | None = None

    def open(self, request: WireRequest) -> ByteStream:
        """Start the server where none runs, and send."""
        handle = _serve(self._settings, request)
        connected = self._connected
        if connected is None or connected[0] is not handle:
            self.close()
            connected = self._connected = (handle, get_provider("openai").transport(_openai_settings(handle, self._settings)))
        try:
            return _Bytes(connected[1].open(request), handle)
        except APIConnectionError as error:
            raise handle.failure(_PATIENCE) or error from None

    def close(self) -> None:
        """Close the client; the server goes on for the process's other models."""
        connected, self._connected = self._connected, None
        if connected is not None:
            connected[1].close()


class AsyncLlamaCppTransport:
    """Sends to the server of this process, awaited."""

    def __init__(self, settings: TransportSettings) -> None:
        """Keep the settings; nothing is started yet."""
        self._settings = settings
        self._connected: tuple[ServerHandle, AsyncTransport] | None = None

    async def open(self, request: WireRequest) -> AsyncByteStream:
        """Start the server where none runs, in a thread because that blocks, and send."""
        handle = await asyncio.to_thread(_serve, self._settings, request)
        connected = self._connected
        if connected is None or connected[0] is not handle:
            connected = self._connected = (handle, get_provider("openai").async_transport(_openai_settings(handle, self._settings)))
        try:
            return _AsyncBytes(await connected[1].open(request), handle)
        except APIConnectionError as error:
            raise await asyncio.to_thread(handle.failure, _PATIENCE) or error from None

    async def aclose(self) -> None:
        """Close the client; the server goes on for the process's other models."""
        connected, self._connected = self._connected, None
        if connected is not None:
            await connected[1].aclose()


class _Answer(Generic[SourceT]):
    """The bytes of an answer; where they break off because the child ended, the error says so."""

    def __init__(self, source: SourceT, handle: ServerHandle) -> None:
        self._source = source
        self._handle = handle

    @property
    def headers(self) -> Mapping[str, str]:
        return self._source.headers


class _Bytes(_Answer["ByteStream"]):
    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._source
        except APIConnectionError as error:
            raise self._handle.failure(_PATIENCE) or error from None

    def close(self) -> None:
        self._source.close()


class _AsyncBytes(_Answer["AsyncByteStream"]):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for data in self._source:
                yield data
        except APIConnectionError as error:
            raise await asyncio.to_thread(self._handle.failure, _PATIENCE) or error from None

    async def aclose(self) -> None:
        await self._source.aclose()


def _serve(settings: TransportSettings, request: WireRequest) -> ServerHandle:
    """Have the body's model served; a fetch's or a load's progress is passed on, and so is that it is over, come what may."""
    options, body = cast("LlamaCppOptions", settings.options), request.body
    if not isinstance(body, dict):
        raise ConversionError("$", "the model in the body says which server is asked, and there is no such body")
    last: list[FetchProgress] = []

    def report(progress: FetchProgress, *, finished: bool = False) -> None:
        last[:] = [progress]
        settings.notify(Progress(progress.what, progress.received_bytes, progress.total_bytes or None, "bytes", finished=finished))

    try:
        handle = get_server(
            resolve_model(str(body["model"])),
            context=options.context,
            threads=options.threads,
            parallel=options.parallel,
            on_progress=report,
        )
        if body.get("tools") and not handle.supports_tools:
            raise ConversionError(
                "$.tools",
                f"the chat template of {handle.model_id} has no place for tools, and llama.cpp would drop them",
                hint="choose a model whose template has one",
            )
        return handle
    finally:
        for progress in tuple(last):
            report(progress, finished=True)


def _openai_settings(handle: ServerHandle, settings: TransportSettings) -> TransportSettings:
    return TransportSettings(get_provider("openai").options_type(base_url=handle.base_url), handle.api_key, settings.notify)
