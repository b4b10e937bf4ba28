"""Many lines at once, as lists and as Arrow tables."""

from __future__ import annotations

import pickle
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from interlingua import ConfigError, Loss, LossError, convert_batch
from interlingua._runtime.convert import batch as module
from interlingua.dialect import Capabilities
from interlingua.types.json import dumps_text, loads

if TYPE_CHECKING:
    from interlingua.types import JsonValue

to_claude = partial(convert_batch, source="openai.chat", target="anthropic.messages")
SAID: JsonValue = [{"role": "user", "content": "hi"}]
AUDIO: JsonValue = [{"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}}]}]
CLAUDE = {"messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]}


def test_a_list_gives_a_list() -> None:
    """In order; a line that can't be converted is given with its error, and the others are converted."""
    good, wrong, lost = to_claude([SAID, 5, AUDIO])

    assert (CLAUDE, (), None) == (good.value, good.losses, good.error)
    assert (None, "this is neither") == (wrong.value, str(wrong.error)[:15])
    assert isinstance(lost.error, LossError)
    assert lost.error.losses == lost.losses


def test_lines_may_be_json_text() -> None:
    """As they stand in a file."""
    good, wrong = to_claude([dumps_text(SAID), "{"])

    assert CLAUDE == good.value
    assert "not JSON" in str(wrong.error)


def test_what_no_value_can_hold_of_a_lines_text_is_told() -> None:
    """A field that stands twice is a loss of content, digits beyond a float's are a hint; what is dropped may say what it likes."""
    text = '{"messages": [{"role": "user", "content": "lost", "content": "hi"}], "n": 0.12345678901234567890, "m": 1, "m": 2}'

    refused, recorded, ignored = (to_claude([text], on_loss=rule, drop=["m"])[0] for rule in ("raise", "record", "ignore"))

    assert isinstance(refused.error, LossError)
    assert [("$.messages[0].content", "content", None), ("$.n", "hint", 0.12345678901234568)] == [
        (loss.path, loss.kind, loss.replaced_by) for loss in recorded.losses
    ]
    assert {**CLAUDE, "n": 0.12345678901234568} == recorded.value == ignored.value
    assert ignored.losses == ()


@pytest.mark.parametrize("kind", [pa.table, pa.RecordBatch.from_pydict])
def test_a_table_gives_a_table(kind: type[pa.Table]) -> None:
    """Its own columns untouched, and three more."""
    rows = {"id": [1, 2, 3], "messages": [dumps_text(SAID), dumps_text(AUDIO), None]}

    given = to_claude(kind(rows), on_loss="record")

    assert ["id", "messages", "converted", "losses", "error"] == given.column_names
    assert rows == {name: given.column(name).to_pylist() for name in rows}
    assert [CLAUDE, None] == [loads(text) if text else None for text in given.column("converted").to_pylist()[::2]]
    assert [[], ["$.messages[0].content[0]"], []] == [[loss["path"] for loss in row] for row in given.column("losses").to_pylist()]
    assert [True, True, False] == [error is None for error in given.column("error").to_pylist()]
    assert type(kind(rows)) is type(given)


def test_what_a_loss_left_instead_is_json_text() -> None:
    """So that the column has one type whatever it is."""
    loss = Loss("$.a", "r", "hint", {"b": [1]})

    assert {"path": "$.a", "reason": "r", "kind": "hint", "replaced_by": '{"b":[1]}'} == module._row(loss)


def test_nested_columns_are_read_without_their_nulls() -> None:
    """Arrow gives each struct all fields."""
    calls = [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    lines = [[{"role": "user", "content": "hi"}, {"role": "assistant", "tool_calls": calls}], SAID]

    given = to_claude(pa.table({"messages": lines}))

    assert [None, None] == given.column("error").to_pylist()
    assert CLAUDE == loads(given.column("converted").to_pylist()[1])


def test_a_column_of_tools_belongs_to_the_line() -> None:
    """Of structs or of JSON text; a row whose tools are none is told."""
    tools = [dumps_text([{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]), None, "f()"]
    given = to_claude(pa.table({"messages": [SAID] * 3, "tools": tools}))

    assert [{**CLAUDE, "tools": [{"name": "f", "input_schema": {"type": "object"}}]}, CLAUDE] == [
        loads(text) for text in given.column("converted").to_pylist()[:2]
    ]
    assert "not JSON" in given.column("error").to_pylist()[2]
    assert tools == given.column("tools").to_pylist()


def test_a_named_forms_fields_are_columns() -> None:
    """A row is a record; a cell that is no JSON is its row's error."""
    table = pa.table({"instruction": ["hi", "hi"], "output": ["yo", "yo"], "history": [None, [[date(2026, 1, 1)]]]})
    given = convert_batch(table, source="alpaca", target="openai.chat")

    assert {"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "yo"}]} == loads(
        given.column("converted").to_pylist()[0]
    )
    assert "a date is no JSON value (at $.history[0][0])" == given.column("error").to_pylist()[1]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (pa.table({"text": ["x"]}), "no column 'messages'"),
        (pa.table({"messages": ["x"], "error": ["x"]}), "'error' already"),
    ],
)
def test_columns_that_are_missing_or_in_the_way_are_named(table: pa.Table, said: str) -> None:
    """Nothing is overwritten."""
    with pytest.raises(ConfigError, match=said):
        to_claude(table)


def test_a_value_that_is_no_json_is_its_lines_error() -> None:
    """A date in a field of the line's own doesn't become a text."""
    lines = [[{"id": date(2026, 1, 1), "messages": []}]]

    assert "a date is no JSON value (at $[0].id)" == str(to_claude(lines)[0].error)  # type: ignore[call-overload]  # a wrong one is the point
    assert "a date is no JSON value (at $[0].id)" == to_claude(pa.table({"messages": lines})).column("error").to_pylist()[0]


def test_it_survives_pickling() -> None:
    """An engine sends the function out and the results back."""
    results = pickle.loads(pickle.dumps(to_claude))([SAID, AUDIO])  # noqa: S301 - made here

    assert [CLAUDE, None] == [result.value for result in results]
    assert str(results[1].error) == str(pickle.loads(pickle.dumps(results))[1].error)  # noqa: S301 - as above


def test_a_wrong_word_is_refused_at_once() -> None:
    """It would be wrong for every line."""
    with pytest.raises(ConfigError, match="chart"):
        convert_batch([SAID], source="openai.chart", target="anthropic.messages")


def test_a_fault_of_a_dialect_is_told_as_its_lines_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin's slip doesn't end a job of millions."""

    def slip(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(module, "convert_line", slip)

    assert "a fault in interlingua or a plugin: KeyError: 'x' (at $)" == str(to_claude([SAID])[0].error)


def test_a_models_capabilities() -> None:
    """Each line is brought into what the model takes; one that it would refuse is set aside with the reason."""
    good = {"model": "gpt-5", "messages": [{"role": "user", "content": "hi"}], "temperature": 0.5}
    refused = {**good, "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "I"}]}
    known = Capabilities(frozenset({"temperature", "prefill"}))
    one, other = convert_batch([good, refused], source="openai.chat", target="openai.chat", capabilities=known)

    assert ({"model": "gpt-5", "messages": good["messages"]}, ["$.temperature"]) == (one.value, [loss.path for loss in one.losses])
    assert "goes on from no answer" in str(other.error)
    assert convert_batch([good], source="openai.chat", target="openai.chat")[0].value == good
