#!/usr/bin/env bash
# One would guess: `response_schema=` with a pydantic model that refers to itself is sent with a reference, or refused,
# as Gemini's own Schema type has none (a `dict[str, int]` field, which it cannot say either, is refused with a ValueError).
# What happens: the reference is cut, silently: `children: list[Node]` goes out as an array of `{}`, anything at all. Below
# the first level the model is bound by nothing, and the SDK then parses the answer against the full pydantic model.
# `response_json_schema=` with the same model's JSON schema sends the reference whole.
# Seen with google-genai 3.6.1, pydantic 2.14.4 on 2026-11-30; the body was read on loopback.
# For clients: give recursive models to `response_json_schema`; for converters: an `items: {}` in a recorded Gemini
# request may have been a reference, and can't be told from a true "anything".
# Documentation: none found for the SDK; https://discuss.ai.google.dev/t/recursive-schema-definition/68607 names
# `responseJsonSchema` as the field that takes recursion.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check google-genai==3.6.1 pydantic==2.14.4

"$folder/venv/bin/python" - <<'PY'
import http.server
import json
import threading

import pydantic
from google import genai


class Node(pydantic.BaseModel):
    name: str
    children: list["Node"]


class Stock(pydantic.BaseModel):
    count: dict[str, int]


text = json.dumps({"name": "root", "children": [{"name": "leaf", "children": []}]})
answer = json.dumps({"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "finishReason": "STOP"}]})
bodies = []


class Gemini(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Gemini)
threading.Thread(target=server.serve_forever, daemon=True).start()
client = genai.Client(api_key="none", http_options={"base_url": f"http://127.0.0.1:{server.server_port}"})


def ask(**config):
    config["response_mime_type"] = "application/json"
    parsed = client.models.generate_content(model="gemini", contents="Hi", config=config).parsed
    return bodies[-1]["generationConfig"], parsed


print("google-genai", genai.__version__, "pydantic", pydantic.VERSION)
own, parsed = ask(response_schema=Node)
whole, _ = ask(response_json_schema=Node.model_json_schema())
print("response_schema:     ", json.dumps(own["responseSchema"]))
print("parsed:              ", repr(parsed))
print("response_json_schema:", json.dumps(whole["responseJsonSchema"]))
try:
    refusal = ask(response_schema=Stock)
except ValueError as error:
    refusal = str(error)
print("a map:               ", refusal)

assert own["responseSchema"]["properties"]["children"]["items"] == {}
assert isinstance(parsed, Node) and isinstance(parsed.children[0], Node)
assert whole["responseJsonSchema"]["$defs"]["Node"]["properties"]["children"]["items"] == {"$ref": "#/$defs/Node"}
assert isinstance(refusal, str) and refusal.startswith("additionalProperties is only supported")
PY
