#!/usr/bin/env bash
# One would guess: a tool message to Mistral says in `name` which tool was run, or has no `name`, as the result's
# block of Strands (Bedrock's shape) holds the call's id only.
# What happens: `name` is the beginning of the *id*, up to the first underscore. A conversation that began on Bedrock (ids
# `tooluse_…`) tells Mistral of results of a tool named `tooluse`; one from Anthropic (`toolu_…`) of `toolu`, one from OpenAI
# (`call_…`) of `call`; after Mistral's own nine letters the name is the whole id. The assistant's call in
# the same body has the right name.
# Seen with strands-agents 1.62.0 and mistralai 3.7.0 on 2026-11-30; the bodies were read on loopback.
# For clients: name tools in the results' text where it matters. For converters: don't believe a tool message's `name`, find the
# call by its id; two tools' results can carry one name, which neither has.
# Documentation: none found; the field is in https://docs.mistral.ai/api/endpoint/chat.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check strands-agents==1.62.0 mistralai==3.7.0

"$folder/venv/bin/python" - <<'PY'
import http.server
import importlib.metadata
import json
import threading

from strands import Agent, tool
from strands.models.mistral import MistralModel

answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
answer["usage"] = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
answer["choices"] = [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Both."}}]
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


@tool
def weather(city: str) -> str:
    """Tell the weather."""
    return "rain"


@tool
def clock(city: str) -> str:
    """Tell the time."""
    return "noon"


def conversation(ids):
    calls = [{"toolUseId": key, "name": name, "input": {"city": "Paris"}} for key, name in zip(ids, ("weather", "clock"))]
    results = [{"toolUseId": key, "status": "success", "content": [{"text": text}]} for key, text in zip(ids, ("rain", "noon"))]
    return [
        {"role": "user", "content": [{"text": "How is Paris?"}]},
        {"role": "assistant", "content": [{"toolUse": call} for call in calls]},
        {"role": "user", "content": [{"toolResult": result} for result in results]},
        {"role": "assistant", "content": [{"text": "Rainy, at noon."}]},
    ]


server = http.server.HTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
ids = {
    "Bedrock": ["tooluse_9aXb", "tooluse_7cYd"],
    "Anthropic": ["toolu_01Ab", "toolu_02Cd"],
    "OpenAI": ["call_Ab1", "call_Cd2"],
    "Mistral": ["D681PevKs", "aB3dE5fG7"],
}
seen = {}
for origin in ids:
    client = {"server_url": f"http://127.0.0.1:{server.server_port}"}
    model = MistralModel(api_key="none", model_id="m", stream=False, client_args=client)
    Agent(model=model, tools=[weather, clock], messages=conversation(ids[origin]), callback_handler=None)("Sum it up.")
    messages = bodies[-1]["messages"]
    assert [call["function"]["name"] for call in messages[1]["tool_calls"]] == ["weather", "clock"]
    assert [message["tool_call_id"] for message in messages[2:4]] == ids[origin]
    seen[origin] = [message["name"] for message in messages[2:4]]
print("strands-agents", importlib.metadata.version("strands-agents"), "mistralai", importlib.metadata.version("mistralai"))
print("tools: weather, clock")
for origin, names in seen.items():
    print(f"results of calls from {origin} are named:", names)

assert seen == {
    "Bedrock": ["tooluse", "tooluse"],
    "Anthropic": ["toolu", "toolu"],
    "OpenAI": ["call", "call"],
    "Mistral": ["D681PevKs", "aB3dE5fG7"],
}
PY
