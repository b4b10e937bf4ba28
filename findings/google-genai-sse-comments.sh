#!/usr/bin/env bash
# One would guess: the Gemini SDK reads any valid event stream, at least comments, which proxies send to keep a line open.
# What happens: a comment (`: keep-alive`), an `event:`, `id:` or `retry:` line, and `data:` without a space behind it, each
# end the stream with `UnknownApiResponseError`. The rarer form, one event over several `data:` lines, is read well,
# and so is CRLF. The same sync and async.
# Seen with google-genai 3.6.1 on 2026-11-30, against a server on loopback.
# For whoever writes a server or gateway that speaks Gemini's API: send `data: ` with the space, blank lines, and nothing
# else, no heartbeat; for a recorder or proxy: don't normalise the space away.
# Documentation: a fix for comments was proposed in https://github.com/googleapis/python-genai/pull/487, which was closed
# in December 2025 with the remark that the main branch has it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check google-genai==3.6.1

"$folder/venv/bin/python" - <<'PY'
import asyncio
import http.server
import json
import threading

from google import genai
from google.genai import errors


def event(text, space=" ", indent=None):
    part = {"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}}]}
    return "".join(f"data:{space}{line}\n" for line in json.dumps(part, indent=indent).splitlines()) + "\n"


streams = {
    "plain": event("a") + event("b"),
    "CRLF": (event("a") + event("b")).replace("\n", "\r\n"),
    "event over several lines": event("a", indent=1) + event("b", indent=1),
    "comment": event("a") + ": keep-alive\n\n" + event("b"),
    "event name": "event: message\n" + event("a") + event("b"),
    "id": "id: 1\n" + event("a") + event("b"),
    "retry": "retry: 3000\n" + event("a") + event("b"),
    "no space": event("a", space="") + event("b", space=""),
}


class Gemini(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        self.wfile.write(streams[current].encode())

    def log_message(self, *args):
        pass


def read():
    return [chunk.text for chunk in client.models.generate_content_stream(model="gemini", contents="Hi")]


async def read_async():
    stream = await client.aio.models.generate_content_stream(model="gemini", contents="Hi")
    return [chunk.text async for chunk in stream]


server = http.server.HTTPServer(("127.0.0.1", 0), Gemini)
server.handle_error = lambda *args: None  # the client hangs up on what it refuses
threading.Thread(target=server.serve_forever, daemon=True).start()
client = genai.Client(api_key="none", http_options={"base_url": f"http://127.0.0.1:{server.server_port}"})
print("google-genai", genai.__version__)
refused = set()
for current in streams:
    for name, call in (("sync", read), ("async", lambda: asyncio.run(read_async()))):
        try:
            assert call() == ["a", "b"]
            print(current, name, "read")
        except errors.UnknownApiResponseError as error:
            print(current, name, str(error)[:90].replace("\n", " "))
            refused.add((current, name))
assert refused == {(k, n) for k in ("comment", "event name", "id", "retry", "no space") for n in ("sync", "async")}
PY
