#!/usr/bin/env bash
# One would guess: a temperature that the caller sets is sent, or refused, or dropped with a warning; and what holds for one of
# OpenAI's reasoning models holds for all of them.
# What happens: `ChatOpenAI` leaves a temperature out without a word for every model whose name begins with `gpt-5` but `chat` ones,
# unless the effort `none` is set: also for gpt-5.1 to 5.4, which don't reason unless asked and take one. For o3 and gpt-6-astra, which refuse one, it is
# sent. `stop`, which the same models refuse, always goes out. So an evaluation at "temperature 0" runs at 1, and says nothing.
# Seen with langchain-openai 1.7.4 on 2026-11-30; the bodies were read on loopback.
# For clients: read what was sent (a proxy, a mock transport) before you believe a temperature. For converters: none in a
# recorded body doesn't mean that none was asked for.
# Documentation: none found; which models take one: https://platform.openai.com/docs/guides/latest-model
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check langchain-openai==1.7.4

"$folder/venv/bin/python" - <<'PY'
import http.server
import importlib.metadata
import json
import threading
import warnings

from langchain_openai import ChatOpenAI

answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
answer["usage"] = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
answer["choices"] = [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "ok"}}]
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
print("langchain-openai", importlib.metadata.version("langchain-openai"))
expected = {"gpt-5.1": None, "gpt-5.2": None, "gpt-5.4": None, "gpt-5.6": None, "o3": 0.0, "gpt-6-astra": 0.0, "gpt-4.1": 0.0}
for model, temperature in expected.items():
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        chosen = ChatOpenAI(model=model, base_url=f"http://127.0.0.1:{server.server_port}", api_key="none", temperature=0.0)
        chosen.invoke("Hello.", stop=["END"])
    body = bodies[-1]
    print(model, "temperature 0 asked; sent:", body.get("temperature"), "stop:", body.get("stop"), "warnings:", len(said))
    assert (body.get("temperature"), body["stop"], len(said)) == (temperature, ["END"], 0)
PY
