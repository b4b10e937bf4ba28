"""A client of the caller's own over the SDKs' aiohttp clients: answers, and failures that these name in words of their own."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import anthropic
import openai
import pytest
from tests.core.runtime.calls import ANSWER, BEGUN, QUICK, stream, whole

from interlingua import APIConnectionError, AsyncModel, StreamInterruptedError
from interlingua.testing.fault_server import FaultServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SDKS = {
    "openai:m": lambda url: openai.AsyncOpenAI(api_key="k", base_url=url, http_client=openai.DefaultAioHttpClient()),
    "anthropic:m": lambda url: anthropic.AsyncAnthropic(api_key="k", base_url=url, http_client=anthropic.DefaultAioHttpClient()),
}


@asynccontextmanager
async def server_that(answer: bytes) -> AsyncIterator[tuple[str, list[int]]]:
    """Read each request to its end, say something, and hang up; give the address, and the lengths of what was read."""
    read: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(next(line for line in head.split(b"\r\n") if line.startswith(b"content-length")).split(b":")[1])
        await reader.readexactly(length)
        read.append(length)
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", read


async def test_answers_come_whole_and_streamed() -> None:
    """As they do over the SDK's default client."""
    with FaultServer(whole(), stream()) as server:
        async with SDKS["anthropic:m"](server.url) as own, AsyncModel("anthropic:m", client=own) as model:
            assert (await model.complete("hi", max_tokens=9)).message == ANSWER.message
            async with model.stream("hi", max_tokens=9) as streamed:
                assert [chunk async for chunk in streamed]
            assert streamed.response.message == ANSWER.message


@pytest.mark.parametrize("spec", SDKS)
async def test_a_server_that_hangs_up_is_no_time_out(spec: str) -> None:
    """Though OpenAI's adapter says so at once, of a server that had read it all; it is tried again, as any broken connection is."""
    async with server_that(b"") as (url, read), SDKS[spec](url) as own, AsyncModel(spec, client=own, retry=QUICK) as model:
        with pytest.raises(APIConnectionError, match="Server disconnected") as raised:
            await model.complete("hi", max_tokens=9)

    assert raised.value.attempts == len(read) > 1


@pytest.mark.parametrize("spec", SDKS)
async def test_a_header_that_aiohttp_refuses_is_a_failure_of_ours(spec: str) -> None:
    """The adapters have no word for it, and let aiohttp's own error through, which may show no header; httpx takes it."""
    answer = b"HTTP/1.1 200 OK\r\nx-policy: " + b"a" * 9000 + b"\r\ncontent-length: 2\r\n\r\n{}"
    async with server_that(answer) as (url, _), SDKS[spec](url) as own, AsyncModel(spec, client=own, retry=None) as model:
        with pytest.raises(APIConnectionError, match="ClientResponseError") as raised:
            await model.complete("hi", max_tokens=9)

    assert raised.value.hint == "http=httpx reads more of what servers send"


async def test_a_cut_stream_keeps_what_came() -> None:
    """As over the default client."""
    with FaultServer(stream(BEGUN, end="cut")) as server:
        async with SDKS["anthropic:m"](server.url) as own, AsyncModel("anthropic:m", client=own, retry=None) as model:
            streamed = model.stream("hi", max_tokens=9)
            with pytest.raises(StreamInterruptedError) as raised:
                assert [chunk async for chunk in streamed]

    assert raised.value.partial.message.content
