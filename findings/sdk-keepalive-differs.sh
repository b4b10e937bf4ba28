#!/usr/bin/env bash
# One would guess: two SDKs that one generator wrote treat an idle connection alike, and each over its own `DefaultAioHttpClient` as over
# its `DefaultAsyncHttpxClient`.
# What happens: Anthropic's default client switches TCP's keep-alive on, with a first probe after 60 seconds of silence, because routers
# and load balancers forget connections on which nothing comes, and a model that thinks for minutes sends nothing. OpenAI's leaves it
# off. Over `DefaultAioHttpClient` it is off with both: the adapter takes socket options and never uses them.
# Seen with anthropic 2.14.0, openai 3.57.0, httpx2 2.16.2 and aiohttp 3.14.5 on Linux, on 2026-12-01.
# For clients: behind a NAT gateway stream with OpenAI's SDK, and over aiohttp with either, so that something comes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openai==3.57.0 anthropic==2.14.0 httpx2==2.16.2 aiohttp==3.14.5

"$folder/venv/bin/python" - <<'PY'
import asyncio
import gc
import socket

import anthropic
import openai


async def kept_alive(make):
    """Send a request over a client; tell whether its connection is kept alive, and after how many seconds."""

    async def serve(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        await writer.drain()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    try:
        async with make() as client:
            await client.get(f"http://127.0.0.1:{address[1]}/")
            for found in [one for one in gc.get_objects() if isinstance(one, socket.socket) and one.fileno() >= 0]:
                try:
                    if found.getpeername() == address:
                        on = found.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0
                        return on, found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) if on else None
                except OSError:
                    continue
    finally:
        server.close()


seen = {
    (sdk.__name__, name): asyncio.run(kept_alive(getattr(sdk, name)))
    for sdk in (openai, anthropic)
    for name in ("DefaultAsyncHttpxClient", "DefaultAioHttpClient")
}
for (sdk, name), (on, seconds) in seen.items():
    print(f"{sdk}.{name}: keep-alive {f'on, after {seconds} seconds' if on else 'off'}")
assert seen == {
    ("openai", "DefaultAsyncHttpxClient"): (False, None),
    ("openai", "DefaultAioHttpClient"): (False, None),
    ("anthropic", "DefaultAsyncHttpxClient"): (True, 60),
    ("anthropic", "DefaultAioHttpClient"): (False, None),
}
PY
