#!/usr/bin/env bash
# One would guess: the strict schema that the OpenAI SDK makes of pydantic models shares what pydantic's own shares,
# so it is about as long; describing a field changes nothing but the description.
# What happens: a `$ref` with something beside it (pydantic puts the field's description there) is replaced by a copy of
# what it points to, and the copy is treated again. With two described fields a level, each level doubles the
# schema: ten levels are 2 kB of pydantic's schema and 700 kB of the SDK's. Without descriptions: 2 kB, too.
# A model that refers to itself works, until the field that does gets a description: then a RecursionError.
# Seen with openai 3.57.0 and pydantic 2.14.4 on 2026-11-30 (`response_format=`, `text_format=`, `pydantic_function_tool`).
# For clients: the schema is sent, and paid for, with every call, so weigh it once; put descriptions into the nested
# models (docstrings) instead of on the fields. For converters: don't expect `$defs` to be the only copy.
# Documentation: none found.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openai==3.57.0 pydantic==2.14.4

"$folder/venv/bin/python" - <<'PY'
import json
from typing import Annotated

import openai
import pydantic


def strict(model):
    return openai.pydantic_function_tool(model)["function"]["parameters"]


def chain(levels, described):
    """Nest models: every level has two fields of the level below."""
    model = pydantic.create_model("Level0", value=(int, ...))
    for level in range(1, levels + 1):
        part = (model, pydantic.Field(description="a part") if described else ...)
        model = pydantic.create_model(f"Level{level}", left=part, right=part)
    return len(json.dumps(model.model_json_schema())), len(json.dumps(strict(model)))


class Plain(pydantic.BaseModel):
    follows: "Plain | None"


class Described(pydantic.BaseModel):
    follows: Annotated["Described", pydantic.Field(description="the next one")] | None


print("openai", openai.__version__, "pydantic", pydantic.VERSION)
plain, described = ({levels: chain(levels, kind) for levels in (8, 9, 10)} for kind in (False, True))
print("bytes of pydantic's schema and the SDK's, by levels, plain:    ", plain)
print("bytes of pydantic's schema and the SDK's, by levels, described:", described)
recursive = json.dumps(strict(Plain))
try:
    outcome = json.dumps(strict(Described))
except RecursionError as error:
    outcome = type(error).__name__
print("a model that refers to itself:", recursive)
print("the same, described:          ", outcome)

assert described[10][0] < 3_000 and plain[10][1] < 6_000
assert all(1.9 < described[levels + 1][1] / described[levels][1] < 2.1 for levels in (8, 9))
assert described[10][1] > 500_000
assert "$ref" in recursive and outcome == "RecursionError"
PY
