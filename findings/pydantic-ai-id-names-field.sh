#!/usr/bin/env bash
# One would guess: a history whose answers came by OpenAI's Responses goes on over Chat Completions with the reasoning left out
# (Chat has no place for it), or with its summary as text of the assistant's.
# What happens: the assistant's message gets a field that is *named by the reasoning item's id*: `"rs_68af…": "The user asks …"`.
# Each answer adds another name. In a ThinkingPart that came by Chat, `id` says which field brought the thinking
# (`reasoning`, `reasoning_content`); in one that came by Responses it is the item's id. Both parts say that
# they come from `openai`, so the id is taken for a field's name. A history that came from Anthropic, whose thinking has
# no id, gets `<think>` tags in the content instead, and an empty pair of them for a redacted block.
# Seen with pydantic-ai-slim 2.68.0 on 2026-11-30; the bodies were read on loopback.
# For clients: strip the thinking from a history before it moves between the two APIs of one provider, as in a fallback from
# one model class to the other. For converters: equal provider names don't make two formats' ids mean the same; and a field
# of an unheard-of name in recorded Chat traffic may be a reasoning item.
# Documentation: none of this way found; of the other one tells https://github.com/pydantic/pydantic-ai/pull/8020, where names
# of Chat's fields went out as ids of Responses' items.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'pydantic-ai-slim[openai]==2.68.0' openai==3.57.0

"$folder/venv/bin/python" - <<'PY'
import http.server
import importlib.metadata
import json
import threading

from pydantic_ai import Agent
from pydantic_ai.messages import ModelRequest, ModelResponse, TextPart, ThinkingPart, UserPromptPart
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider

summary = {"type": "summary_text", "text": "The user asks for rain."}
text = {"type": "output_text", "text": "It rains.", "annotations": []}
output = [
    {"type": "reasoning", "id": "rs_68af", "summary": [summary], "encrypted_content": "gAAA"},
    {"type": "message", "id": "msg_68af", "role": "assistant", "status": "completed", "content": [text]},
]
by_responses = {"id": "resp_68af", "object": "response", "created_at": 1, "model": "gpt-5", "status": "completed"}
by_responses |= {"output": output, "tools": [], "tool_choice": "auto", "parallel_tool_calls": True}
by_chat = {"id": "1", "object": "chat.completion", "created": 1, "model": "gpt-5"}
by_chat["choices"] = [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "ok"}}]
bodies = []


class Api(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(by_responses if self.path == "/v1/responses" else by_chat).encode())

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
provider = OpenAIProvider(api_key="none", base_url=f"http://127.0.0.1:{server.server_port}/v1")
chat = Agent(OpenAIChatModel("gpt-5", provider=provider))


def sent(history):
    chat.run_sync("And tomorrow?", message_history=history)
    return bodies[-1]["messages"][1]


first = Agent(OpenAIResponsesModel("gpt-5", provider=provider)).run_sync("Does it rain?")
thoughts = [ThinkingPart("The user asks for rain.", signature="c2ln", provider_name="anthropic")]
thoughts.append(ThinkingPart("", id="redacted_thinking", signature="cmVk", provider_name="anthropic"))
answer = ModelResponse([*thoughts, TextPart("It rains.")], provider_name="anthropic")
from_responses = sent(first.all_messages())
from_anthropic = sent([ModelRequest([UserPromptPart("Does it rain?")]), answer])
print("pydantic-ai-slim", importlib.metadata.version("pydantic-ai-slim"))
print("from Responses:", json.dumps(from_responses))
print("from Anthropic:", json.dumps(from_anthropic))

assert from_responses == {"role": "assistant", "rs_68af": "The user asks for rain.", "content": "It rains."}
tagged = "<think>\nThe user asks for rain.\n</think>\n\n<think>\n\n</think>\n\nIt rains."
assert from_anthropic == {"role": "assistant", "content": tagged}
PY
