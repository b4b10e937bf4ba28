"""A data set that a package ships, there and back: the questions and tools of the Berkeley Function Calling Leaderboard (`bfcl-eval`)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import pytest

from interlingua import convert_batch
from interlingua.types.json import loads, same_json

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

SPEC = find_spec("bfcl_eval")
assert SPEC is not None
assert SPEC.origin is not None
DATA = Path(SPEC.origin).parent / "data"

SETS: Final = ("simple_python", "multiple", "parallel", "parallel_multiple", "live_simple", "live_multiple", "live_parallel", "irrelevance")
"""The sets whose lines hold their questions and their tools."""

_TYPES: Final = {"dict": "object", "float": "number", "tuple": "array", "any": "string"}
"""The data set spells types as Python does."""


def lines(name: str) -> list[JsonObject]:
    """Give the lines of a set as records of chat messages and tools."""
    rows = [cast("JsonObject", loads(line)) for line in (DATA / f"BFCL_v4_{name}.json").read_bytes().splitlines() if line.strip()]
    return [
        {
            "id": row["id"],
            "messages": [message for turn in cast("list[list[JsonValue]]", row["question"]) for message in turn],
            "tools": [{"type": "function", "function": _schema(function)} for function in cast("list[JsonValue]", row["function"])],
        }
        for row in rows
    ]


def _schema(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {name: _TYPES.get(item, item) if name == "type" and isinstance(item, str) else _schema(item) for name, item in value.items()}
    return [_schema(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("abroad", ["anthropic.messages", "openai.responses", "interlingua"])
@pytest.mark.parametrize("name", SETS)
def test_every_line_comes_home(name: str, abroad: str) -> None:
    """Exactly, field by field; nothing is told lost."""
    data = lines(name)

    went = convert_batch(data, source="openai.chat", target=abroad, on_loss="strict")
    came = convert_batch([result.value for result in went], source=abroad, target="openai.chat", on_loss="strict")

    assert len(data) > 10
    assert [] == [(line["id"], str(result.error)) for line, result in zip(data, went, strict=True) if result.error]
    assert [] == [line["id"] for line, result in zip(data, came, strict=True) if not same_json(line, result.value)]
