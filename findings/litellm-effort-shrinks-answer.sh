#!/usr/bin/env bash
# One would guess: asking a Claude through LiteLLM to reason leaves the limit of the answer alone, or raises it by what the
# reasoning takes.
# What happens: for the Claudes whose reasoning has a budget, the least effort lowers the limit from the model's 64,000 tokens to
# 5,120, the greatest to 12,288: the budget and 4,096 more. And where the caller gives a small limit, it is sent as it
# is beside a budget forty times as large, which the API's page says must be the smaller one. Nothing tells the caller.
# Seen with litellm 1.110.2 and claude-haiku-4-5 on 2026-11-30; the bodies were read on loopback.
# For clients: give `max_tokens` whenever you give `reasoning_effort`, above the budget. For converters: an odd limit of
# 5,120 or 12,288 in recorded traffic is LiteLLM's.
# Documentation: https://docs.litellm.ai/docs/reasoning_content tells of efforts, not of the limit; on both numbers:
# https://platform.claude.com/docs/en/build-with-claude/extended-thinking
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


def sent(**asked):
    messages = [{"role": "user", "content": "Hello."}]
    litellm.completion(model="anthropic/claude-haiku-4-5", messages=messages, api_key="none", api_base=base, **asked)
    return bodies[-1]["max_tokens"], bodies[-1].get("thinking", {}).get("budget_tokens")


print("litellm", importlib.metadata.version("litellm"))
cases = (
    ({}, (64000, None)),
    ({"reasoning_effort": "minimal"}, (5120, 1024)),
    ({"reasoning_effort": "xhigh"}, (12288, 8192)),
    ({"reasoning_effort": "high", "max_tokens": 100}, (100, 4096)),
)
for asked, expected in cases:
    seen = sent(**asked)
    print(asked, "-> max_tokens", seen[0], "budget_tokens", seen[1])
    assert seen == expected, seen
PY
