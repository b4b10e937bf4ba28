#!/usr/bin/env bash
# One would guess: a field `dict[str, int]` of a model handed to `output_format=` reaches the API as a map of integers,
# or is refused, as maps cannot be said where every object has to be closed.
# What happens: `anthropic.transform_schema` turns it, without a word, into an object with no properties and
# `additionalProperties: false`. The empty map is the only one left: what the model should fill in is now forbidden.
# Nothing shows afterwards either, for `{}` is a valid `dict[str, int]` to pydantic.
# Seen with anthropic 2.14.0, pydantic 2.14.4, jsonschema 4.26.0 on 2026-11-30.
# For clients: look for maps before the schema leaves the house (a list of key and value pairs says the same);
# for converters: a schema that went through this helper cannot be turned back.
# Documentation: the docstring of `transform_schema` says only that the schema is made to "conform to the API's
# expectations". What it cannot keep elsewhere (a minimum, a default) it writes into `description`; this it does not.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    anthropic==2.14.0 pydantic==2.14.4 jsonschema==4.26.0

"$folder/venv/bin/python" - <<'PY'
import anthropic
import jsonschema
import pydantic


class Inventory(pydantic.BaseModel):
    stock: dict[str, int]
    shelf: int = pydantic.Field(ge=1)


sent = anthropic.transform_schema(Inventory)
before, after = Inventory.model_json_schema()["properties"]["stock"], sent["properties"]["stock"]
answers = {"a full map": {"stock": {"apple": 3}, "shelf": 1}, "an empty map": {"stock": {}, "shelf": 1}}
valid = {
    name: (
        jsonschema.Draft202012Validator(Inventory.model_json_schema()).is_valid(answer),
        jsonschema.Draft202012Validator(sent).is_valid(answer),
        bool(Inventory.model_validate(answer)),
    )
    for name, answer in answers.items()
}
print("anthropic", anthropic.__version__, "pydantic", pydantic.VERSION)
print("pydantic's schema:", before)
print("what is sent:     ", after)
print("valid by pydantic's schema, by the one sent, by the model:", valid)

assert before == {"additionalProperties": {"type": "integer"}, "title": "Stock", "type": "object"}
assert after == {"type": "object", "title": "Stock", "properties": {}, "additionalProperties": False}
assert valid == {"a full map": (True, False, True), "an empty map": (True, True, True)}
assert sent["properties"]["shelf"]["description"] == "{minimum: 1}"
PY
