"""Recorded agent conversations as a data set, there and back: what comes home is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from tests.wire.replay import WIRE

from interlingua import convert_batch
from interlingua.types.json import loads, same_json

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

LINES = [cast("JsonObject", loads(path.read_bytes())) for path in sorted(WIRE.glob("conversations/*.json"))]


def messages_of(line: JsonValue) -> list[JsonObject]:
    """Give the messages of a line."""
    return cast("list[JsonObject]", cast("JsonObject", line)["messages"])


def as_values(message: JsonObject) -> JsonObject:
    """Give a message without the one field that Claude's wire can't say, and with the arguments of its calls as values."""
    said = {name: value for name, value in message.items() if not (name == "name" and message["role"] == "tool")}
    if isinstance(calls := said.get("tool_calls"), list):
        said["tool_calls"] = [_as_value(cast("JsonObject", call)) for call in calls]
    return said


def _as_value(call: JsonObject) -> JsonObject:
    function = cast("JsonObject", call["function"])
    return {**call, "function": {**function, "arguments": loads(cast("str", function["arguments"]))}}


def test_there_are_conversations() -> None:
    """With calls and results."""
    roles = [message["role"] for line in LINES for message in messages_of(line)]

    assert (8, 268) == (len(LINES), len(roles))
    assert {"system", "user", "assistant", "tool"} == set(roles)


@pytest.mark.parametrize("abroad", ["anthropic.messages", "openai.responses"])
def test_they_come_home_from_another_wire(abroad: str) -> None:
    """Each message, but for a result's `name`, which is told as a hint, and the white space of arguments."""
    went = convert_batch(LINES, source="openai.chat", target=abroad)
    came = convert_batch([result.value for result in went], source=abroad, target="openai.chat", on_loss="strict")

    assert [None] * 16 == [result.error for result in (*went, *came)]
    assert all(loss.path.endswith("provider_data['openai.chat'].name") for result in went for loss in result.losses)
    for line, result in zip(LINES, came, strict=True):
        home = cast("JsonObject", result.value)
        assert {name: value for name, value in line.items() if name != "messages"} == {
            name: value for name, value in home.items() if name != "messages"
        }
        assert list(map(as_values, messages_of(line))) == list(map(as_values, messages_of(home)))


def test_they_come_home_whole_from_the_saved_form() -> None:
    """Byte for byte of their values."""
    went = convert_batch(LINES, source="openai.chat", target="interlingua", on_loss="strict")
    came = convert_batch([result.value for result in went], source="interlingua", target="openai.chat", on_loss="strict")

    assert all(same_json(line, result.value) for line, result in zip(LINES, came, strict=True))
