#!/usr/bin/env bash
# One would guess: where a Claude takes no system message in the list, pydantic-ai says a later one in the user's turn, and what
# was sent before stays as it was, so that the prompt's cache still holds.
# What happens: it does say it there, as `<system>…</system>`, and at the same time puts a preamble of some seven hundred
# characters *before* the first system text, which explains the tag. So the one message at the end changes the first bytes of the
# request: the whole cached prefix is paid anew in that turn, by which the caller wanted to append. Without such a message
# there is no preamble; once there is one, every later request has it.
# Seen with pydantic-ai-slim 2.68.0 (anthropic 2.14.0) and claude-sonnet-5 on 2026-11-30; bodies were read on loopback.
# For clients: say instructions that change in the user's own message on such models. For converters: recorded traffic may hold
# a system text that nobody wrote, and two requests of one conversation needn't begin alike.
# Documentation: none found of the preamble; on what empties the cache: https://platform.claude.com/docs/en/build-with-claude/prompt-caching
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pydantic-ai-slim[anthropic]==2.68.0" anthropic==2.14.0

"$folder/venv/bin/python" - <<'PY'
import http.server
import importlib.metadata
import json
import threading

from pydantic_ai import Agent
from pydantic_ai.messages import ModelRequest, ModelResponse, SystemPromptPart, TextPart, UserPromptPart
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.providers.anthropic import AnthropicProvider

bodies = []
message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-5", "content": [], "stop_reason": None}
message |= {"stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 1}}
events = [
    {"type": "message_start", "message": message},
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "ok"}},
    {"type": "content_block_stop", "index": 0},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": {"output_tokens": 1}},
    {"type": "message_stop"},
]


class Api(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        streamed = bodies[-1].get("stream")
        self.send_header("content-type", "text/event-stream" if streamed else "application/json")
        self.end_headers()
        whole = message | {"content": [{"type": "text", "text": "ok"}], "stop_reason": "end_turn"}
        lines = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
        self.wfile.write((lines if streamed else json.dumps(whole)).encode())

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
provider = AnthropicProvider(api_key="none", base_url=f"http://127.0.0.1:{server.server_port}")
agent = Agent(AnthropicModel("claude-sonnet-5", provider=provider))
history = [
    ModelRequest(parts=[SystemPromptPart("Be brief."), UserPromptPart("Hello.")]),
    ModelResponse(parts=[TextPart("Hello!")]),
]
late = [*history, ModelRequest(parts=[SystemPromptPart("Answer in French.")])]
agent.run_sync("Who are you?", message_history=history)
agent.run_sync("Who are you?", message_history=late)
before, after = (body["system"] if isinstance(body["system"], str) else body["system"][0]["text"] for body in bodies)
print("pydantic-ai-slim", importlib.metadata.version("pydantic-ai-slim"))
print("without a late message, system:", repr(before))
print("with one, system:", repr(after[:90]), "…", repr(after[-20:]), len(after), "characters")
turn = bodies[1]["messages"][2]["content"]
print("and its turn:", turn)
assert before == "Be brief."
assert len(after) == 704 and after.endswith("\n\nBe brief.") and "<system>" in after
assert turn[0]["text"] == "<system>Answer in French.</system>"
PY
