#!/usr/bin/env bash
# One would guess: `litellm.completion` with tools goes to Chat Completions, or, for models that OpenAI serves tools to on Responses
# alone, to Responses; how much to reason is a field of either.
# What happens: for gpt-5.4, gpt-5.6 and gpt-6-astra the *effort* decides. Tools alone go to `/chat/completions`; the same call with
# `reasoning_effort="low"` goes to `/responses`, with the messages and tools in that format, wherever `api_base` points.
# Of gpt-6-astra OpenAI takes no tool on Chat at all, and that call still goes there as long as no effort is given.
# Seen with litellm 1.110.2 on 2026-11-30; paths and bodies were read on loopback.
# For clients: a server of your own that has only Chat Completions answers 404 once an effort is set; `reasoning_effort` isn't the
# tuning that it looks like. For converters: one application's traffic may be in two formats, turn by turn.
# Documentation: none found; of what OpenAI refuses on Chat tells https://github.com/openai/openai-openapi/issues/541.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check litellm==1.110.2

LITELLM_LOCAL_MODEL_COST_MAP=True "$folder/venv/bin/python" - <<'PY'
import http.server
import importlib.metadata
import json
import threading

import litellm

usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
chat = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "usage": usage}
chat["choices"] = [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "ok"}}]
text = {"type": "output_text", "text": "ok", "annotations": []}
responses = {"id": "resp_1", "object": "response", "created_at": 1, "model": "m", "status": "completed", "tools": [], "tool_choice": "auto"}
responses["output"] = [{"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [text]}]
responses |= {"parallel_tool_calls": True, "usage": {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}}
paths = []


class Api(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        paths.append(self.path)
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(responses if self.path == "/responses" else chat).encode())

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
tool = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}


def path(model, **asked):
    messages = [{"role": "user", "content": "Hello."}]
    litellm.completion(model=f"openai/{model}", messages=messages, tools=[tool], api_key="none", api_base=base, **asked)
    return paths[-1]


print("litellm", importlib.metadata.version("litellm"))
for model in ("gpt-5.4", "gpt-5.6", "gpt-6-astra", "gpt-5"):
    seen = path(model), path(model, reasoning_effort="low")
    print(model, "with tools:", seen[0], "- with tools and an effort:", seen[1])
    assert seen == ("/chat/completions", "/chat/completions" if model == "gpt-5" else "/responses"), seen
PY
