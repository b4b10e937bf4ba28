"""A row of a table as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import ConfigError, ConversionError
from interlingua._runtime.convert.line import LineRules
from interlingua._runtime.convert.rows import Columns, row_columns, row_line, without_nulls
from interlingua.types.json import dumps_text, loads

if TYPE_CHECKING:
    from interlingua.types import JsonValue

CHAT = LineRules("openai.chat", "anthropic.messages")
CLAUDE = LineRules("anthropic.messages", "openai.chat")
SAID: JsonValue = [{"role": "user", "content": "hi"}]
TOOLS: JsonValue = [{"type": "function", "function": {"name": "f"}}]
BESIDE = Columns(("messages", "tools"), "messages", ("tools",))


@pytest.mark.parametrize(
    ("names", "rules", "columns"),
    [
        (["id", "messages"], CHAT, Columns(("messages",), "messages", ())),
        (["messages", "tools", "system"], CHAT, Columns(("messages", "tools"), "messages", ("tools",))),
        (["messages", "tools", "system"], CLAUDE, Columns(("messages", "tools", "system"), "messages", ("tools", "system"))),
        (["messages", "tools"], LineRules("openai.chat", "interlingua", keep=frozenset({"tools"})), Columns(("messages",), "messages", ())),
        (["messages", "tools"], LineRules("openai.chat", "interlingua", field="body"), Columns(("messages",), "messages", ())),
        (["conversations", "tools", "id"], LineRules("sharegpt", "openai.chat"), Columns(("conversations", "tools"), None, ("tools",))),
        (["instruction", "output"], LineRules("alpaca", "openai.chat"), Columns(("instruction", "output"), None, ())),
        (["messages"], LineRules("alpaca", "openai.chat"), Columns(("messages",), "messages", ())),
    ],
)
def test_a_line_is_made_of_columns(names: list[str], rules: LineRules, columns: Columns) -> None:
    """What a wire says beside its messages may have a column; a named form's fields are the columns."""
    assert columns == row_columns(names, rules, "messages")


@pytest.mark.parametrize(
    ("rules", "said"), [(CHAT, "no column 'messages'"), (LineRules("xlam", "openai.chat"), "no column 'query', which xlam has")]
)
def test_a_column_that_is_missing_is_named(rules: LineRules, said: str) -> None:
    """With those that are there."""
    with pytest.raises(ConfigError, match=said) as raised:
        row_columns(["id", "text"], rules, "messages")
    assert "there are id, text" == raised.value.hint


def test_another_forms_columns_are_told() -> None:
    """With the form's name."""
    with pytest.raises(ConfigError) as raised:
        row_columns(["conversations", "tools"], CHAT, "messages")
    assert "--from sharegpt" in str(raised.value.hint)


@pytest.mark.parametrize("messages", [SAID, dumps_text(SAID), dumps_text(SAID).encode()], ids=["values", "text", "bytes"])
@pytest.mark.parametrize("tools", [TOOLS, dumps_text(TOOLS), dumps_text(TOOLS).encode()], ids=["values", "text", "bytes"])
def test_a_bare_list_and_its_tools_become_a_record(messages: JsonValue | bytes, tools: JsonValue | bytes) -> None:
    """Under the source's own name for the list."""
    line = row_line({"messages": messages, "tools": tools}, BESIDE, CHAT)

    assert isinstance(line, bytes)
    assert {"tools": tools.decode() if isinstance(tools, bytes) else tools, "messages": SAID} == loads(line)


@pytest.mark.parametrize("tools", [None, "", []])
def test_a_cell_that_says_nothing_adds_nothing(tools: JsonValue) -> None:
    """The line is what it was."""
    assert SAID == row_line({"messages": SAID, "tools": tools}, BESIDE, CHAT)
    assert row_line({"messages": None, "tools": TOOLS}, BESIDE, CHAT) is None


@pytest.mark.parametrize("record", [{"id": 1, "messages": SAID}, {}])
def test_a_record_gets_the_tools_beside_it(record: dict[str, JsonValue]) -> None:
    """Its other fields stay, and its text too: a field that stands twice in it still does."""
    assert {**record, "tools": TOOLS} == loads(row_line({"messages": record, "tools": TOOLS}, BESIDE, CHAT))  # type: ignore[arg-type]  # text
    assert b'{"tools":[1],"a":1, "a":2}' == row_line({"messages": ' {"a":1, "a":2}', "tools": [1]}, BESIDE, CHAT)


def test_a_line_that_says_its_tools_itself_agrees_with_the_column() -> None:
    """As our own output does; where they differ, nobody can tell which are right."""
    text = dumps_text({"messages": SAID, "tools": TOOLS})

    assert text.encode() == row_line({"messages": text, "tools": dumps_text(TOOLS)}, BESIDE, CHAT)
    with pytest.raises(ConversionError, match="say different things") as raised:
        row_line({"messages": text, "tools": [*TOOLS, *TOOLS]}, BESIDE, CHAT)  # type: ignore[misc]  # a list
    assert "--keep tools" in str(raised.value.hint)


def test_a_line_that_is_neither_stays() -> None:
    """Who reads it says what is wrong with it."""
    assert b"5" == row_line({"messages": "5", "tools": TOOLS}, BESIDE, CHAT)


def test_a_row_of_a_named_form_is_a_record_of_its_cells() -> None:
    """Null cells are absent; text stays text, bytes of it too."""
    columns = Columns(("query", "tools", "answers"), None, ())

    assert {"query": "q", "tools": "[]"} == row_line({"query": b"q", "tools": "[]", "answers": None}, columns, CHAT)
    with pytest.raises(ConversionError, match=r"no text \(at \$\.query\)"):
        row_line({"query": b"\xff", "tools": None, "answers": None}, columns, CHAT)


def test_nulls_of_nested_values_are_absent_fields() -> None:
    """An array's null stays."""
    assert {"a": [None, {}]} == without_nulls({"a": [None, {"b": None}], "c": None})
