"""xLAM: `{"query": "…", "tools": JSON, "answers": JSON}`, where an answer is a call, `{"name": …, "arguments": {…}}`.

Source: the card of https://huggingface.co/datasets/Salesforce/xlam-function-calling-60k. Its tools have a map of
parameters, each with `description`, `type` and perhaps `default`, and spell types as Python does: `str`, `List[int]`, `str, optional`.
They become a JSON schema here. A parameter is required unless it says `optional` or has a default, or `required` says so or otherwise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from interlingua._runtime.convert.forms.calls import read_calls, read_tools
from interlingua._runtime.convert.forms.record import Fields, Record
from interlingua._runtime.convert.forms.strangers import as_record, stranger
from interlingua.dialect import as_object
from interlingua.types import AssistantMessage, Loss, Request, UserMessage
from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Collection

    from interlingua.types import JsonObject, JsonValue

FIELDS: Final = ("query", "tools", "answers")

_PLAIN: Final[dict[str, JsonObject]] = {
    "str": {"type": "string"},
    "string": {"type": "string"},
    "int": {"type": "integer"},
    "integer": {"type": "integer"},
    "float": {"type": "number"},
    "number": {"type": "number"},
    "bool": {"type": "boolean"},
    "boolean": {"type": "boolean"},
    "list": {"type": "array"},
    "array": {"type": "array"},
    "tuple": {"type": "array"},
    "set": {"type": "array", "uniqueItems": True},
    "dict": {"type": "object"},
    "object": {"type": "object"},
    "none": {"type": "null"},
    "null": {"type": "null"},
    "any": {},
}
"""A Python type's name → its JSON schema."""

_GENERIC: Final = re.compile(r"([A-Za-z]+)\[(.*)\]", re.DOTALL)
_MAX_NESTING: Final = 20


def read_xlam(line: JsonValue, path: str, keep: Collection[str]) -> Record:
    """Read a record; one without a call ends with the question.

    Raises:
        ConversionError: It is none.
    """
    line = as_record(line, "xlam", path)
    record = Fields(line, path, keep)
    query = record.text("query")
    if not query:
        raise stranger(line, "xlam", "a record of xlam has a 'query'", record.at("query"), record.left)
    calls = read_calls(record.parsed("answers"), record.at("answers"), 1, record.losses)
    answer = (AssistantMessage(calls),) if calls else ()
    tools = read_tools(record.parsed("tools"), record.at("tools"), record.losses, parameters_schema)
    return Record(Request(messages=(UserMessage(query), *answer), tools=tools, provider_data={}), record.own(), tuple(record.losses))


def parameters_schema(parameters: JsonObject, path: str, losses: list[Loss]) -> JsonObject:
    """Make a JSON schema of a map of parameters; one that is a schema already stays as it is.

    Raises:
        ConversionError: A parameter is described by something other than an object.
    """
    if isinstance(parameters.get("type"), str):  # a parameter of that name has an object there
        return parameters
    properties: JsonObject = {}
    required: list[JsonValue] = []
    for name, value in parameters.items():
        where = at(path, name)
        fields = Fields(as_object(value, where), where, (), losses)
        said = fields.text("type")
        spelt, *remarks = _split(said)
        schema = python_type(spelt) if said else {}
        optional = "optional" in [remark.strip().lower() for remark in remarks] or "default" in fields.left
        if schema is None or [remark for remark in remarks if remark.strip().lower() != "optional"]:
            losses.append(Loss(fields.at("type"), f"JSON schema has no word for all of {said!r}", "hint", schema))
        says = fields.take("required")
        if says is True or (says is not False and not optional):
            required.append(name)
        properties[name] = {**(schema or {}), **fields.left}
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def python_type(text: str, depth: int = 0) -> JsonObject | None:
    """Give the JSON schema of a Python type as it is spelt, or None where there is none."""
    spelt = text.strip().removeprefix("typing.")
    if (plain := _PLAIN.get(spelt.lower())) is not None:
        return plain
    generic = _GENERIC.fullmatch(spelt)
    if generic is None or depth == _MAX_NESTING:
        return None
    inside = [python_type(item, depth + 1) for item in _split(generic[2])]
    items = [item for item in inside if item is not None]
    return _generic(generic[1].lower(), items) if len(items) == len(inside) else None


def _generic(kind: str, items: list[JsonObject]) -> JsonObject | None:
    schema: JsonObject | None = None
    match kind, items:
        case "list" | "sequence" | "iterable", [item]:
            schema = {"type": "array", "items": item}
        case "set", [item]:
            schema = {"type": "array", "items": item, "uniqueItems": True}
        case "tuple", _:
            schema = {"type": "array", "prefixItems": [*items], "minItems": len(items), "maxItems": len(items)}
        case "dict", [{"type": "string"}, item]:
            schema = {"type": "object", "additionalProperties": item}
        case "optional", [item]:
            schema = {"anyOf": [item, {"type": "null"}]}
        case "union", _:
            schema = {"anyOf": [*items]}
        case _:
            pass
    return schema


def _split(text: str) -> list[str]:
    """Split at the commas outside all brackets."""
    pieces, depth = [""], 0
    for character in text:
        depth += (character in "[(") - (character in "])")
        if character == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += character
    return pieces
