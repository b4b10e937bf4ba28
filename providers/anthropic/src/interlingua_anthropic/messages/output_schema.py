"""The shape of the answer, both ways: `output_config.format`.

Claude takes a subset of JSON Schema: every object must refuse further properties, and most bounds have no form. So a schema that
didn't come from this wire is cut to what it takes, each change with a `Loss`; whoever asked validates the answer with the whole one.
Source: https://docs.claude.com/en/docs/build-with-claude/structured-outputs#json-schema-limitations. What that page says nothing of
goes out as it is, and the API is the judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Kept, difference, restored
from interlingua.types import Loss, OutputSchema
from interlingua.types.json import at
from interlingua_anthropic.names import MESSAGES, VERBATIM

if TYPE_CHECKING:
    from interlingua.dialect import LossLog
    from interlingua.types import JsonObject, JsonValue

_SCHEMA = "$.output_schema.json_schema"

# Keywords that are refused. `minItems` is too, but for 0 and 1.
_REFUSED = frozenset({
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
    "maxItems", "uniqueItems", "minProperties", "maxProperties", "patternProperties", "propertyNames", "discriminator",
})  # fmt: skip

_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"})

# Keywords whose value is a schema, a list of schemas, or schemas by name.
_ONE, _SEVERAL, _NAMED = ("items",), ("anyOf", "allOf"), ("properties", "$defs", "definitions")


def accepted_schema(schema: JsonObject, path: str = "$") -> tuple[JsonObject, list[Loss]]:
    """Cut a schema to what Claude takes; pure, and a schema that it takes comes back equal, without a change.

    Args:
        schema: Any JSON schema.
        path: Where it stands.

    Returns:
        It, and each change where it was made; an object that has to refuse further properties stands for itself.
    """
    changes: list[Loss] = []
    return _accepted(schema, path, changes), changes


def _accepted(schema: JsonObject, path: str, changes: list[Loss]) -> JsonObject:
    out: JsonObject = {}
    for word, value in schema.items():
        below = at(path, word)
        if (
            word in _REFUSED
            or (word == "minItems" and value not in (0, 1))
            or (word == "format" and not (isinstance(value, str) and value in _FORMATS))
        ):
            changes.append(Loss(below, f"a schema on this wire has no {word} like this", "hint"))
        elif word == "oneOf" and "anyOf" not in schema:
            changes.append(Loss(below, "a schema on this wire has anyOf in place of oneOf", "hint", "anyOf"))
            out["anyOf"] = _below("anyOf", value, below, changes)
        else:
            out[word] = _below(word, value, below, changes)
    kind = schema.get("type")
    if (kind == "object" or (isinstance(kind, list) and "object" in kind)) and schema.get("additionalProperties") is not False:
        free = isinstance(schema.get("additionalProperties"), dict) and not schema.get("properties")
        reason = "an object on this wire has no properties but those that its schema names"
        changes.append(Loss(path, reason, "content" if free else "hint", {"additionalProperties": False}))
        out["additionalProperties"] = False
    return out


def _below(word: str, value: JsonValue, path: str, changes: list[Loss]) -> JsonValue:
    if word in _ONE and isinstance(value, dict):
        return _accepted(value, path, changes)
    if word in _SEVERAL and isinstance(value, list):
        return [_accepted(item, at(path, index), changes) if isinstance(item, dict) else item for index, item in enumerate(value)]
    if word in _NAMED and isinstance(value, dict):
        return {name: _accepted(item, at(path, name), changes) if isinstance(item, dict) else item for name, item in value.items()}
    return value


def decode_format(wire: JsonValue) -> OutputSchema | None:
    """Read a format; None where it isn't modelled. A schema that an encoder would change is marked, so that it stays as it is."""
    if not isinstance(wire, dict) or wire.get("type") != "json_schema" or not isinstance(schema := wire.get("schema"), dict):
        return None
    kept = difference(wire, {"type": "json_schema"}, ("schema",))
    if accepted_schema(schema)[1]:
        kept = kept.marked(VERBATIM, mark=True)
    return OutputSchema(schema, provider_data=kept.under(MESSAGES))


def encode_format(schema: OutputSchema, log: LossLog) -> JsonObject:
    """Write a format; a schema's default name says nothing, so it is no loss."""
    kept = Kept.of(schema.provider_data, MESSAGES)
    for field, value, default in (
        ("name", schema.name, "output"),
        ("description", schema.description, None),
        ("strict", schema.strict, None),
    ):
        if value != default:
            log.add(f"$.output_schema.{field}", f"a schema on this wire has no {field}", "hint")
    accepted = schema.json_schema
    if not kept.mark(VERBATIM):
        accepted, changes = accepted_schema(accepted, _SCHEMA)
        for change in changes:
            path = "$.output_schema" if change.path == _SCHEMA else change.path
            log.add(path, change.reason, change.kind, change.replaced_by)
    return restored({"type": "json_schema", "schema": accepted}, kept, log, ".output_schema", whole=("schema",))
