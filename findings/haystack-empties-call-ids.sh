#!/usr/bin/env bash
# One would guess: tool calls that came by Chat Completions go out by Responses with their ids as `call_id`; the format needs
# nothing else to pair a call with its result.
# What happens: `call_id` is the empty string, in each call and in each result, as Haystack looks for it in the call's `extra`, which only
# its Responses component fills. The real id goes out as the *item's* id, where OpenAI takes what begins with `fc` only. Of two
# parallel calls nothing tells any more which result is whose, but the order. The text that came before the calls goes behind
# them. The other way round the item's id, not `call_id`, becomes the id in Chat.
# Seen with haystack-ai 3.4.1 and openai 3.57.0 on 2026-11-30; the bodies were read on loopback.
# For clients: give each ToolCall `extra={"call_id": id}` before it moves to Responses. For converters: a call has one id that pairs
# and may have one that names an item; keep them in two fields, and let no default stand for the first.
# Documentation: none found; `call_id` is in https://platform.openai.com/docs/api-reference/responses/create, and the refusal of
# such an item's id in https://github.com/nodetool-ai/nodetool/pull/4252.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check haystack-ai==3.4.1 openai==3.57.0

HOME="$folder" HAYSTACK_TELEMETRY_ENABLED=False "$folder/venv/bin/python" - <<'PY'
import http.server
import importlib.metadata
import json
import threading

from haystack.components.generators.chat import OpenAIChatGenerator, OpenAIResponsesChatGenerator
from haystack.dataclasses import ChatMessage
from haystack.utils import Secret


def function(city):
    return {"name": "weather", "arguments": json.dumps({"city": city})}


calls = [{"id": f"call_{city}", "type": "function", "function": function(city)} for city in ("Paris", "Lyon")]
message = {"role": "assistant", "content": "Let me look.", "tool_calls": calls}
by_chat = {"id": "1", "object": "chat.completion", "created": 1, "model": "gpt-5"}
by_chat["choices"] = [{"index": 0, "finish_reason": "tool_calls", "message": message}]
item = {"type": "function_call", "id": "fc_Nice", "call_id": "call_Nice", "status": "completed"} | function("Nice")
by_responses = {"id": "resp_1", "object": "response", "created_at": 1, "model": "gpt-5", "status": "completed"}
by_responses |= {"output": [item], "tools": [], "tool_choice": "auto", "parallel_tool_calls": True}
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
options = {"api_key": Secret.from_token("none"), "model": "gpt-5", "api_base_url": f"http://127.0.0.1:{server.server_port}/v1"}
chat, responses = OpenAIChatGenerator(**options), OpenAIResponsesChatGenerator(**options)


def moved(first, second):
    question = ChatMessage.from_user("How is the weather?")
    answer = first.run([question])["replies"][0]
    results = [ChatMessage.from_tool(call.arguments["city"], origin=call) for call in answer.tool_calls]
    second.run([question, answer, *results])
    return bodies[-1]


items = moved(chat, responses)["input"][1:]
back = moved(responses, chat)["messages"][1:]
print("haystack-ai", importlib.metadata.version("haystack-ai"))
for sent in (*items, *back):
    print(json.dumps(sent))

assert [sent.get("type", sent.get("role")) for sent in items] == [
    "function_call", "function_call", "assistant", "function_call_output", "function_call_output",
]  # fmt: skip
assert [sent["id"] for sent in items[:2]] == ["call_Paris", "call_Lyon"]
assert {sent["call_id"] for sent in items if "type" in sent} == {""}
assert back[0]["tool_calls"][0]["id"] == back[1]["tool_call_id"] == "fc_Nice"
PY
