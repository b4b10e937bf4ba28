#!/usr/bin/env bash
# One would guess: `messages.create(temperature=…)` of Anthropic's SDK goes on working for the models that take a temperature, such as
# Claude Haiku 4.5, and Bedrock's client of the same SDK names the version that Bedrock has always wanted (`bedrock-2023-05-31`).
# What happens: from release 2 on the method has no such argument, for any model: a TypeError before anything is sent. What goes in by
# `extra_body` is sent under the version 2026-10-21, which (by its page) takes no sampling of any model either; only with the header
# of the version before it, given by hand, is the same body one that the model takes. Bedrock's client writes 2026-10-21 too.
# Seen with anthropic 2.14.0 on 2026-11-30; requests were read on loopback, and no server of Anthropic's was asked.
# For clients: `extra_headers={"anthropic-version": "2023-06-01"}, extra_body={"temperature": …}` together, or neither. For
# converters: a recorded body with a temperature tells that an older version was spoken, or that it was answered with 400.
# Documentation: https://platform.claude.com/docs/en/api/migration-2026-10-21
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "anthropic[bedrock]==2.14.0"

"$folder/venv/bin/python" - <<'PY'
import http.server
import importlib.metadata
import json
import threading

import anthropic

seen = []
answer = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn", "stop_sequence": None}
answer |= {"content": [{"type": "text", "text": "ok"}], "usage": {"input_tokens": 1, "output_tokens": 1}}


class Api(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        seen.append((self.headers.get("anthropic-version"), body.get("temperature"), body.get("anthropic_version")))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
client = anthropic.Anthropic(api_key="none", base_url=base)
asked = {"model": "claude-haiku-4-5", "max_tokens": 9, "messages": [{"role": "user", "content": "Hello."}]}
print("anthropic", importlib.metadata.version("anthropic"))
try:
    client.messages.create(**asked, temperature=0.5)
    raised = None
except TypeError as error:
    raised = str(error)
print("temperature=0.5:", raised, "- requests:", len(seen))
client.messages.create(**asked, extra_body={"temperature": 0.5})
client.messages.create(**asked, extra_body={"temperature": 0.5}, extra_headers={"anthropic-version": "2023-06-01"})
bedrock = anthropic.AnthropicBedrock(aws_access_key="a", aws_secret_key="b", aws_region="us-east-1", base_url=base)
bedrock.messages.create(**asked)
for what, (header, temperature, field) in zip(("extra_body", "with the header", "Bedrock"), seen):
    print(f"{what}: header {header}, temperature {temperature}, anthropic_version {field}")
assert raised is not None and "temperature" in raised
assert seen[0] == ("2026-10-21", 0.5, None)
assert seen[1] == ("2023-06-01", 0.5, None)
assert seen[2][1:] == (None, "2026-10-21"), seen[2]
PY
