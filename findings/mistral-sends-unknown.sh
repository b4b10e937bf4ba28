#!/usr/bin/env bash
# One would guess: Mistral's SDK, which keeps a content chunk of a type that it doesn't know in the answers it reads, sends it
# back as it came, or leaves it out.
# What happens: it sends its own wrapping: a chunk `{"type": "hologram", "x": 1}` of an answer goes back in the history as
# `{"type": "UNKNOWN", "raw": {"type": "hologram", "x": 1}, "is_unknown": true}`. Even a plain dict that never was an
# answer is rewritten so. A field beside the known ones, of a message or a chunk, is dropped without a word.
# Seen with mistralai 3.7.0 on 2026-11-30; the bodies were read on loopback.
# For clients: an SDK that is older than the API breaks the *next* turn, not the one that brought the new type; send the
# history from the bytes that came. For converters: `UNKNOWN` with `raw` in recorded Mistral traffic is to be unwrapped.
# Documentation: none found.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mistralai==3.7.0

"$folder/venv/bin/python" - <<'PY'
import http.server
import importlib.metadata
import json
import threading

from mistralai.client import Mistral

chunks = [{"type": "hologram", "x": 1}, {"type": "text", "text": "Look.", "language": "en"}]
message = {"role": "assistant", "content": chunks, "mood": "glad"}
answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
answer["usage"] = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
answer["choices"] = [{"index": 0, "finish_reason": "stop", "message": message}]
bodies = []


class Api(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = Mistral(api_key="none", server_url=f"http://127.0.0.1:{server.server_port}")
question = {"role": "user", "content": "Show me."}
first = client.chat.complete(model="m", messages=[question])
sent = {}
for name, past in (("the answer's message", first.choices[0].message), ("a dict", message)):
    client.chat.complete(model="m", messages=[question, past, question])
    sent[name] = bodies[-1]["messages"][1]
print("mistralai", importlib.metadata.version("mistralai"))
print("came:", json.dumps(message))
for name, body in sent.items():
    print(f"{name} goes out as:", json.dumps(body))

wrapped = {"type": "UNKNOWN", "raw": {"type": "hologram", "x": 1}, "is_unknown": True}
for body in sent.values():
    assert body["content"] == [wrapped, {"type": "text", "text": "Look."}]
    assert "mood" not in body
PY
