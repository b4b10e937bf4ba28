#!/usr/bin/env bash
# One would guess: over the SDKs' own `aiohttp` clients a failure is the same class of error as over their default ones; a server that
# reads the whole request and then hangs up without an answer is a broken protocol (`RemoteProtocolError`), and no time-out.
# What happens: OpenAI's raises `httpx2.ConnectTimeout`, so that the SDK says at once "Request timed out.", and Anthropic's raises
# `httpx2.ConnectError`. Both say that no connection was made, though the server has read, and may have answered for, the request.
# The adapter is the same code in both SDKs, with a table of errors in which each changed other entries.
# Seen with openai 3.57.0, anthropic 2.14.0, httpx2 2.16.2 and aiohttp 3.14.5 on 2026-12-01.
# For clients: over aiohttp a connect error is no proof that nothing was sent, so that sending again may pay twice; a time-out
# may come long before the time is out.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openai==3.57.0 anthropic==2.14.0 httpx2==2.16.2 aiohttp==3.14.5

"$folder/venv/bin/python" - <<'PY'
import asyncio
import time

import anthropic
import httpx2
import openai

read_whole = []


async def hang_up(reader, writer):
    """Read a whole request, and close the connection."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
    await reader.readexactly(length)
    read_whole.append(length)
    writer.close()


async def openai_error(http_client, url):
    client = openai.AsyncOpenAI(api_key="none", base_url=url, http_client=http_client, max_retries=0, timeout=60)
    try:
        async with client:
            await client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])
    except openai.OpenAIError as error:
        return type(error).__name__, type(error.__cause__).__name__


async def anthropic_error(http_client, url):
    client = anthropic.AsyncAnthropic(api_key="none", base_url=url, http_client=http_client, max_retries=0, timeout=60)
    try:
        async with client:
            await client.messages.create(model="m", max_tokens=9, messages=[{"role": "user", "content": "Hi"}])
    except anthropic.AnthropicError as error:
        return type(error).__name__, type(error.__cause__).__name__


async def main():
    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    began = time.monotonic()
    seen = {
        "openai": await openai_error(openai.DefaultAsyncHttpxClient(), url),
        "openai, aiohttp": await openai_error(openai.DefaultAioHttpClient(), url),
        "anthropic": await anthropic_error(anthropic.DefaultAsyncHttpxClient(), url),
        "anthropic, aiohttp": await anthropic_error(anthropic.DefaultAioHttpClient(), url),
    }
    took = time.monotonic() - began
    server.close()
    return seen, took


seen, took = asyncio.run(main())
print("openai", openai.__version__, "anthropic", anthropic.__version__, "httpx2", httpx2.__version__)
for name, classes in seen.items():
    print(name.ljust(18), "->", *classes)
print(f"the four took {took:.1f} s of a time-out of 60 s, and the server read {len(read_whole)} whole requests")
assert seen == {
    "openai": ("APIConnectionError", "RemoteProtocolError"),
    "openai, aiohttp": ("APITimeoutError", "ConnectTimeout"),
    "anthropic": ("APIConnectionError", "RemoteProtocolError"),
    "anthropic, aiohttp": ("APIConnectionError", "ConnectError"),
}
assert took < 30 and len(read_whole) == 4
PY
