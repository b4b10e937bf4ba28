"""Two JSON schemas that both have to hold, as one; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


def merged_schemas(first: JsonObject, second: JsonObject) -> JsonObject:
    """Put two schemas together that a value has to fit, but for what no single schema says: there the first one counts.

    So the outcome asks for no more than both; whoever parses validates with the whole.
    """
    out = dict(first)
    for word, value in second.items():
        if word not in out:
            out[word] = value
            continue
        match word, out[word], value:
            case "properties" | "$defs" | "definitions" | "patternProperties", dict(ours), dict(theirs):
                out[word] = {**theirs, **{name: _both(item, theirs[name]) if name in theirs else item for name, item in ours.items()}}
            case "required", list(ours), list(theirs):
                out[word] = [*ours, *(name for name in theirs if name not in ours)]
            case "items", ours, theirs:
                out[word] = _both(ours, theirs)
            case "additionalProperties", dict() | True, False:
                out[word] = False
            case "type", ours, theirs if common := _common(ours, theirs):
                out[word] = common
            case "enum", list(ours), list(theirs) if common := [item for item in ours if item in theirs]:
                out[word] = common
            case _:
                pass
    return out


def _both(first: JsonValue, second: JsonValue) -> JsonValue:
    """Put two schemas of one property together; side by side, as either may be a reference."""
    if first == second or second is True:
        return first
    return second if first is True else {"allOf": [first, second]}


def _common(first: JsonValue, second: JsonValue) -> JsonValue:
    """Give the types that two `type`s share; None where they share none."""
    ours, theirs = (value if isinstance(value, list) else [value] for value in (first, second))
    common: list[JsonValue] = [kind for kind in ours if kind in theirs or (kind == "integer" and "number" in theirs)]
    if "integer" in theirs and "number" in ours and "integer" not in common:
        common.append("integer")
    return common if len(common) > 1 else next(iter(common), None)
