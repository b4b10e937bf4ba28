"""Alpaca's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import AssistantMessage, ConversionError, SystemMessage, Tool, UserMessage
from interlingua._runtime.convert.forms.alpaca import read_alpaca
from interlingua.types import Request

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue, Message


def messages(line: JsonValue) -> tuple[Message, ...]:
    """Give a record's messages."""
    value = read_alpaca(line, "$", ()).value
    assert isinstance(value, Request)
    return value.messages


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ({"instruction": "Add.", "input": "1 2", "output": "3"}, "Add.\n1 2"),
        ({"instruction": "Add 1 and 2.", "input": "", "output": "3"}, "Add 1 and 2."),
        ({"instruction": "Add 1 and 2.", "output": "3"}, "Add 1 and 2."),
        ({"instruction": None, "input": "1 + 2", "output": "3"}, "1 + 2"),
    ],
)
def test_what_is_asked_is_the_instruction_and_the_input(line: JsonValue, asked: str) -> None:
    """One below the other, as LLaMA-Factory trains on them."""
    assert (UserMessage(asked), AssistantMessage("3")) == messages(line)


@pytest.mark.parametrize("output", ["", None])
def test_a_record_without_an_output_ends_with_the_question(output: str | None) -> None:
    """No answer is made up."""
    assert (UserMessage("Add."),) == messages({"instruction": "Add.", "output": output})


def test_a_history_stands_before_the_question() -> None:
    """And the system text before all; the other fields are the record's own."""
    line: JsonObject = {
        "id": 7, "instruction": "c", "output": "d", "system": "S", "history": [["a", "b"]], "tools": '[{"name": "f"}]', "text": "all",
    }  # fmt: skip
    record = read_alpaca(line, "$", ())

    assert isinstance(record.value, Request)
    assert (SystemMessage("S"), UserMessage("a"), AssistantMessage("b"), UserMessage("c"), AssistantMessage("d")) == record.value.messages
    assert (Tool("f"),) == record.value.tools
    assert {"id": 7, "text": "all"} == record.own


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("x", "$"),
        ({"output": "b"}, "$.instruction"),
        ({"instruction": 5}, "$.instruction"),
        ({"instruction": "a", "output": ["b"]}, "$.output"),
        ({"instruction": "a", "history": [["b"]]}, "$.history[0]"),
        ({"instruction": "a", "history": [["b", None]]}, "$.history[0][1]"),
        ({"instruction": "a", "history": "b"}, "$.history"),
        ({"instruction": "a", "chosen": "b", "rejected": "c"}, "$.chosen"),
    ],
)
def test_what_is_no_record_is_refused(line: JsonValue, path: str) -> None:
    """At its path."""
    with pytest.raises(ConversionError) as raised:
        read_alpaca(line, "$", ())
    assert path == raised.value.path
