#!/usr/bin/env bash
# One would guess: OpenAI's renderer of the harmony format shows gpt-oss a tool's parameters as far as TypeScript can say them:
# `anyOf` is a union, a `$ref` the type it points to, `const` a literal, a map a `Record` or an index signature.
# What happens: `anyOf`, `$ref`, `const`, `allOf` and arrays of references all become `any`, a map of integers becomes the
# empty object `{ }`, an enum of integers a plain `number`. `oneOf` is a union, but with `null` as `any`.
# Of a description of two lines only the first is a comment: the second stands in the type as if it were code.
# So what pydantic makes of `Point | None` (anyOf of a $ref and null) is `any`: the model is told nothing.
# Seen with openai-harmony 0.0.8 on 2026-11-30 (its vocabulary is read from the file in litellm's package).
# For whoever serves gpt-oss: inline references, say `oneOf` for `anyOf`, `enum` of one for `const`, keep descriptions to
# a line. For converters: a schema that arrives whole may still not reach the model.
# Documentation: https://github.com/openai/harmony/blob/main/docs/format.md calls it "a TypeScript-like type syntax" and
# sends the reader to the code for the rest.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openai-harmony==0.0.8
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --target "$folder/files" litellm==1.110.2
mkdir "$folder/vocabulary"
cp "$folder/files/litellm/litellm_core_utils/tokenizers/fb374d419588a4632f3f557e76b4b70aebbca790" \
    "$folder/vocabulary/o200k_base.tiktoken"

TIKTOKEN_ENCODINGS_BASE="$folder/vocabulary" "$folder/venv/bin/python" - <<'PY'
import importlib.metadata
import re

import openai_harmony as harmony

fields = {
    "union": ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "any"),
    "reference": ({"$ref": "#/$defs/Point"}, "any"),
    "references": ({"type": "array", "items": {"$ref": "#/$defs/Point"}}, "any[]"),
    "constant": ({"const": "metric"}, "any"),
    "all": ({"allOf": [{"type": "string"}]}, "any"),
    "map": ({"type": "object", "additionalProperties": {"type": "integer"}}, "{ }"),
    "numbers": ({"type": "integer", "enum": [1, 2]}, "number"),
    "one": ({"oneOf": [{"type": "string"}, {"type": "null"}]}, "| string | any"),
    "words": ({"type": "string", "enum": ["a", "b"]}, '"a" | "b"'),
    "lines": ({"type": "string", "description": "The first line.\nThe second line."}, "string"),
}
point = {"type": "object", "properties": {"x": {"type": "number"}, "y": {"type": "number"}}, "required": ["x", "y"]}
schema = {"type": "object", "$defs": {"Point": point}, "required": list(fields)}
schema["properties"] = {name: given for name, (given, _) in fields.items()}

encoding = harmony.load_harmony_encoding(harmony.HarmonyEncodingName.HARMONY_GPT_OSS)
tool = harmony.ToolDescription.new("draw", "Draw something.", parameters=schema)
content = harmony.DeveloperContent.new().with_function_tools([tool])
message = harmony.Message.from_role_and_content(harmony.Role.DEVELOPER, content)
prompt = encoding.decode(encoding.render_conversation(harmony.Conversation.from_messages([message])))
print("openai-harmony", importlib.metadata.version("openai-harmony"))
print(prompt)

types = " ".join(prompt.split("type draw = (_: {")[1].split("}) => any;")[0].split())
for name, (_, expected) in fields.items():
    shown = re.search(rf"\b{name}: (.+?) ?,(?: |$)", types)[1]
    print(name.ljust(10), shown)
    assert shown == expected, name
assert "// The first line.\nThe second line.\nlines: string," in prompt
PY
