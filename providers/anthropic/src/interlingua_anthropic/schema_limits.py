"""How much the schemas of one request may ask for that Claude is held to: `output_config.format` and strict tools together.

Source: https://platform.claude.com/docs/en/build-with-claude/structured-outputs#schema-complexity-limits, read in October 2026; the API
answers "Too many optional parameters (239) … limit: 24". How large a compiled grammar may be isn't said, and the API is the judge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.dialect import at, subschemas, with_below
from interlingua.types import Loss

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


class Weight(NamedTuple):
    """What is counted."""

    tools: int = 0
    optional: int = 0
    unions: int = 0

    def plus(self, other: Weight) -> Weight:
        """Give the weight of both."""
        return Weight(self.tools + other.tools, self.optional + other.optional, self.unions + other.unions)

    @property
    def too_much(self) -> str | None:
        """Say of what there is more than the API takes; None where it takes all."""
        for count, most, what in zip(self, MOST, ("strict tools", "properties that may be absent", "unions"), strict=True):
            if count > most:
                return f"{most} {what} in one request"
        return None


MOST: Final = Weight(tools=20, optional=24, unions=16)


def weight(schema: JsonObject, *, tools: int = 0) -> Weight:
    """Weigh a schema as it stands there: a definition counts once, however often it is referred to."""
    optional = unions = 0
    for _, below in subschemas(schema):
        properties, required = below.get("properties"), below.get("required")
        names = required if isinstance(required, list) else []
        for name, value in properties.items() if isinstance(properties, dict) else ():
            optional += name not in names
            unions += isinstance(value, dict) and ("anyOf" in value or isinstance(value.get("type"), list))
    return Weight(tools, optional, unions)


def all_required(schema: JsonObject, path: str) -> tuple[JsonObject, list[Loss]]:
    """Give a schema that requires all its properties, with each change: an answer in it is one in the schema that was given."""
    changes: list[Loss] = []

    def required(item: JsonValue, steps: tuple[str | int, ...], above: str = path) -> JsonValue:
        if not isinstance(item, dict):
            return item
        where = at(above, *steps)
        out = with_below(item, lambda inner, more: required(inner, more, where))
        properties, names = out.get("properties"), out.get("required")
        given = names if isinstance(names, list) else []
        missing: list[JsonValue] = [name for name in (properties if isinstance(properties, dict) else ()) if name not in given]
        if missing:
            reason = f"a request takes {MOST.optional} properties that may be absent, so all are required"
            changes.append(Loss(where, reason, "hint", {"required": missing}))
            out["required"] = [*given, *missing]
        return out

    out = required(schema, ())
    return out if isinstance(out, dict) else schema, changes
