"""CPU per streamed chunk of what is awaited, over a real socket: ours over each HTTP library, the SDK's own, and bare clients.

A server in a process of its own sends a whole stream in one write, an event a chunk of HTTP; only the client's process is measured.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from typing import TYPE_CHECKING, Any

import anthropic
import httpx2
import openai
from measure import compare, show
from streams import CHUNKS, _chat_text, events_of

from interlingua import AsyncModel

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from multiprocessing.connection import Connection

PATHS = {"/messages": "anthropic.messages", "/chat/completions": "openai.chat", "/responses": "openai.responses"}


def chunked(events: list[bytes]) -> bytes:
    """Give each event as a chunk of HTTP."""
    return b"".join(b"%x\r\n%s\r\n" % (len(event), event) for event in events) + b"0\r\n\r\n"


def serve(streams: Mapping[str, bytes], told: Connection) -> None:
    """Answer each request by the stream that its path ends in, for ever."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next((int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")), 0)
        await reader.readexactly(length)
        path = head.split(b" ")[1].split(b"?")[0].decode()
        body = next(stream for end, stream in streams.items() if path.endswith(end))
        headers = b"content-type: text/event-stream\r\ntransfer-encoding: chunked\r\nconnection: close"
        writer.write(b"HTTP/1.1 200 OK\r\n%s\r\n\r\n%s" % (headers, body))
        await writer.drain()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


async def bare(url: str, text_of: Callable[[Any], str | None]) -> int:
    """Read with the HTTP library's own reader of server-sent events."""
    async with httpx2.AsyncClient() as client, client.stream("POST", url) as response:
        return sum([1 async for event in httpx2.EventSource(response) if event.data != "[DONE]" and text_of(json.loads(event.data))])


async def ours(spec: str, url: str) -> int:
    """Read with an AsyncModel, chunks and the whole answer."""
    async with AsyncModel(spec, api_key="k", base_url=url, max_tokens=9) as model, model.stream("hi") as stream:
        seen = sum([chunk.type == "text_delta" async for chunk in stream])
        assert stream.response.text
        return seen


async def claude_sdk(url: str, http: httpx2.AsyncClient) -> int:
    """Read with Anthropic's SDK."""
    async with anthropic.AsyncAnthropic(api_key="k", base_url=url, http_client=http) as client:
        stream = await client.messages.create(model="m", max_tokens=9, messages=[{"role": "user", "content": "hi"}], stream=True)
        return sum([event.type == "content_block_delta" async for event in stream])


async def chat_sdk(url: str, http: httpx2.AsyncClient) -> int:
    """Read with OpenAI's SDK."""
    async with openai.AsyncOpenAI(api_key="k", base_url=url, http_client=http) as client:
        stream = await client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hi"}], stream=True)
        return sum([bool(chunk.choices and chunk.choices[0].delta.content) async for chunk in stream])


async def responses_sdk(url: str, http: httpx2.AsyncClient) -> int:
    """Read with OpenAI's SDK."""
    async with openai.AsyncOpenAI(api_key="k", base_url=url, http_client=http) as client:
        stream = await client.responses.create(model="m", input="hi", stream=True)
        return sum([event.type == "response.output_text.delta" async for event in stream])


def run() -> None:
    """Print a table for each format."""
    streams = {path: chunked(events_of(dialect)) for path, dialect in PATHS.items()}
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(streams, there), daemon=True)
    server.start()
    url = f"http://127.0.0.1:{here.recv()}"
    for dialect, path, spec, text_of, sdk, aiohttp in (
        ("anthropic.messages", "/v1/messages", "anthropic:m", lambda data: data.get("delta", {}).get("text"), claude_sdk, anthropic),
        ("openai.chat", "/chat/completions", "openai:m?api=chat", _chat_text, chat_sdk, openai),
        ("openai.responses", "/responses", "openai:m?api=responses", lambda data: data.get("delta"), responses_sdk, openai),
    ):
        mark = "&" if "?" in spec else "?"
        work: dict[str, Callable[[], Awaitable[int]]] = {
            "httpx2, its EventSource and json": lambda: bare(url + path, text_of),  # noqa: B023 - run within this round, as those below
            "interlingua over httpx": lambda: ours(f"{spec}{mark}http=httpx", url),  # noqa: B023
            "interlingua over aiohttp": lambda: ours(f"{spec}{mark}http=aiohttp", url),  # noqa: B023
            "the SDK": lambda: sdk(url, aiohttp.DefaultAsyncHttpxClient()),  # noqa: B023
            "the SDK over aiohttp": lambda: sdk(url, aiohttp.DefaultAioHttpClient()),  # noqa: B023
        }
        contenders = {name: (lambda one=one: asyncio.run(one())) for name, one in work.items()}
        assert {CHUNKS} == {one() for one in contenders.values()}, {name: one() for name, one in contenders.items()}
        show(
            f"{dialect}, awaited, CPU per chunk",
            compare(contenders),
            unit="µs",
            scale=1e6 / CHUNKS,
            base="httpx2, its EventSource and json",
        )
    server.terminate()
