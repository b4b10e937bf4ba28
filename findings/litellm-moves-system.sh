#!/usr/bin/env bash
# One would guess: a system message in the middle of a chat reaches Anthropic through LiteLLM where it stood, as the role
# `system` is allowed in `messages` now, or joined to the top-level `system`, or is refused.
# What happens: it depends on the model's name, and is none of these. For claude-opus-4-8 it stays a system message but
# moves *behind* the user turn that followed it (Anthropic wants it right after a user turn): the instruction now comes
# after the question that it was to govern. For claude-sonnet-4-5, which does not know the role, it becomes text of the
# user's turn, with a sentence of LiteLLM's own before it. Nothing tells the caller.
# Seen with litellm 1.110.2 on 2026-11-30; the body was read on loopback.
# For clients: put instructions that matter into the first system message. For converters: an "Operator note" in recorded
# Anthropic traffic is LiteLLM's, not the user's; what went in can't be told from what came out.
# Documentation: none of LiteLLM's found, but https://github.com/BerriAI/litellm/pull/38053 speaks of the two kinds of models;
# of the role itself tells https://platform.claude.com/docs/build-with-claude/mid-conversation-system-messages.
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

answer = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude", "stop_reason": "end_turn"}
answer |= {"content": [{"type": "text", "text": "ok"}], "usage": {"input_tokens": 1, "output_tokens": 1}}
bodies = []


class Anthropic(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Anthropic)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
messages = [
    {"role": "user", "content": "Hello."},
    {"role": "assistant", "content": "Hello!"},
    {"role": "system", "content": "Answer in French."},
    {"role": "user", "content": "Who are you?"},
]


def sent(model):
    litellm.completion(model=f"anthropic/{model}", messages=messages, api_key="none", api_base=base, max_tokens=9)
    assert "system" not in bodies[-1]
    return [(message["role"], *(block["text"] for block in message["content"])) for message in bodies[-1]["messages"]]


print("litellm", importlib.metadata.version("litellm"))
print("in:", [(message["role"], message["content"]) for message in messages])
note = "Operator note (not from the user): the following was originally a mid-conversation system-role reminder."
begin = [("user", "Hello."), ("assistant", "Hello!")]
expected = {
    "claude-opus-4-8": [*begin, ("user", "Who are you?"), ("system", "Answer in French.")],
    "claude-sonnet-4-5": [*begin, ("user", note, "Answer in French.", "Who are you?")],
}
seen = {model: sent(model) for model in expected}
for model, turns in seen.items():
    print(model, turns)
assert seen == expected
PY
