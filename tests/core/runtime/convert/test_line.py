"""One line of a data set: what of it is converted, and what stays on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import ConfigError, ConversionError, LossError
from interlingua._runtime.convert.line import LineRules, convert_line

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

SAID: list[JsonValue] = [{"role": "system", "content": "S"}, {"role": "user", "content": "hi"}]
CLAUDE: JsonObject = {
    "system": [{"type": "text", "text": "S"}],
    "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
}
AUDIO: JsonValue = [{"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}}]}]
TO_CLAUDE = LineRules("openai.chat", "anthropic.messages")


def test_a_bare_list_of_messages_becomes_a_record() -> None:
    """For what one wire says in the list, another says beside it."""
    assert (CLAUDE, ()) == convert_line(SAID, TO_CLAUDE)


def test_each_form_has_its_own_name_for_the_list() -> None:
    """A list goes where the source keeps its messages."""
    assert {"messages": [{"role": "user", "content": "hi"}]} == convert_line(
        [{"role": "user", "content": [{"type": "text", "text": "hi"}]}], LineRules("anthropic.messages", "openai.chat")
    )[0]


def test_a_whole_body_is_converted_as_convert_does() -> None:
    """What only the source knows is a hint."""
    line = {"model": "m", "messages": SAID, "n": 2}

    converted, losses = convert_line(line, TO_CLAUDE)

    assert {"model": "m", **CLAUDE} == converted
    assert ["$.provider_data['openai.chat'].n"] == [loss.path for loss in losses]


def test_a_record_keeps_its_own_fields() -> None:
    """What means nothing to the source stays where it was; what does is translated."""
    tools: JsonValue = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]
    line = {"id": 7, "label": {"good": None}, "messages": SAID, "tools": tools, "temperature": 1}

    assert (
        {"id": 7, "label": {"good": None}, **CLAUDE, "temperature": 1.0, "tools": [{"name": "f", "input_schema": {"type": "object"}}]},
        (),
    ) == convert_line(line, TO_CLAUDE)


def test_a_field_that_is_kept_and_means_something_is_not_the_records_own() -> None:
    """Claude's wire keeps an integer temperature verbatim, and reads it all the same."""
    line = {"messages": CLAUDE["messages"], "temperature": 1, "id": 7}

    assert {"id": 7, "messages": [{"role": "user", "content": "hi"}], "temperature": 1.0} == convert_line(
        line, LineRules("anthropic.messages", "openai.chat", "record")
    )[0]


@pytest.mark.parametrize("form", ["openai.chat", "anthropic.messages", "openai.responses"])
def test_the_same_form_gives_the_same_line(form: str) -> None:
    """Field by field."""
    line = {"id": 7, **convert_line(SAID, LineRules("openai.chat", form))[0], "temperature": 1, "n": 1}  # type: ignore[dict-item]  # JSON

    assert (line, ()) == convert_line(line, LineRules(form, form, "strict"))


def test_fields_are_kept_and_dropped_by_name() -> None:
    """Also beside a whole body."""
    line = {"model": "m", "messages": SAID, "id": 7, "secret": 1}
    rules = LineRules("openai.chat", "anthropic.messages", "strict", keep=frozenset({"id"}), drop=frozenset({"secret"}))

    assert ({"id": 7, "model": "m", **CLAUDE}, ()) == convert_line(line, rules)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"model": "m", "input": "hi"}, "a body of openai.chat has 'messages', and this one has 'model', 'input' (at $.messages)"),
        ({}, "a body of openai.chat has 'messages', and this one has nothing (at $.messages)"),
        ({"messages": None}, "expected an array, not null (at $.messages)"),
    ],
)
def test_a_body_of_another_form_is_told_by_its_fields(line: JsonObject, said: str) -> None:
    """Instead of by what is null because it isn't there."""
    with pytest.raises(ConversionError) as raised:
        convert_line(line, TO_CLAUDE)

    assert raised.value.sentence == said


@pytest.mark.parametrize("messages", [SAID, SAID[1:]])
def test_a_field_of_its_own_that_the_target_would_read_is_refused(messages: list[JsonValue]) -> None:
    """A label must not become an instruction, whether the target writes such a field or not."""
    with pytest.raises(ConversionError) as raised:
        convert_line({"id": 1, "system": "prod-7", "messages": messages}, TO_CLAUDE)
    assert ("$.system", True) == (raised.value.path, "drop" in str(raised.value.hint))


def test_a_field_that_the_target_refuses_is_refused() -> None:
    """What would make the target's own body faulty is no field to keep there."""
    with pytest.raises(ConversionError, match="temperature"):
        convert_line({"messages": CLAUDE["messages"], "temperature": "hot"}, LineRules("anthropic.messages", "openai.chat"))


def test_the_body_may_stand_in_a_field() -> None:
    """As in the lines of the providers' batches; the rest of the line is left alone."""
    line = {"custom_id": "a", "system": "prod-7", "body": {"model": "m", "messages": SAID}}

    assert ({"custom_id": "a", "system": "prod-7", "body": {"model": "m", **CLAUDE}}, ()) == convert_line(
        line, LineRules("openai.chat", "anthropic.messages", field="body")
    )


@pytest.mark.parametrize(
    ("line", "rules", "path"),
    [
        (5, TO_CLAUDE, "$"),
        ({"body": "x"}, LineRules("openai.chat", "anthropic.messages", field="body"), "$.body"),
        ({"bodies": []}, LineRules("openai.chat", "anthropic.messages", field="body"), "$"),
        ([], LineRules("openai.chat", "anthropic.messages", field="body"), "$"),
        ({"messages": 5}, TO_CLAUDE, "$.messages"),
    ],
)
def test_what_is_no_line_is_named(line: JsonValue, rules: LineRules, path: str) -> None:
    """With the path."""
    with pytest.raises(ConversionError) as raised:
        convert_line(line, rules)
    assert path == raised.value.path


def test_a_loss_does_what_the_policy_says() -> None:
    """Refused, listed, or not even listed."""
    with pytest.raises(LossError):
        convert_line(AUDIO, TO_CLAUDE)
    assert 1 == len(convert_line(AUDIO, LineRules("openai.chat", "anthropic.messages", "record"))[1])
    assert () == convert_line(AUDIO, LineRules("openai.chat", "anthropic.messages", "ignore"))[1]


def test_a_saved_chat_is_a_line() -> None:
    """Its `model` is a config string, not a wire's; it is dropped or refused."""
    saved = {**convert_line(SAID, LineRules("openai.chat", "interlingua"))[0], "model": "openai:gpt-5"}  # type: ignore[dict-item]  # JSON

    assert {"messages": SAID} == convert_line(saved, LineRules("interlingua", "openai.chat", drop=frozenset({"model"})))[0]
    with pytest.raises(ConversionError, match="'model' would mean something"):
        convert_line(saved, LineRules("interlingua", "openai.chat"))


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (LineRules("openai.chart", "openai.chat"), "openai.chart"),
        (LineRules("openai.chat", "nobody.x"), "nobody"),
        (LineRules("openai.chat", "openai.chat", "shrug"), "shrug"),  # type: ignore[arg-type]  # a wrong one is the point
        (LineRules("openai.chat", "openai.chat", keep=frozenset({"a"}), drop=frozenset({"a"})), "both kept and dropped"),
        (LineRules("openai.chat", "openai.chat", field="a", drop=frozenset({"a"})), "holds what is to be converted"),
    ],
)
def test_rules_that_fit_no_line_are_refused(rules: LineRules, said: str) -> None:
    """Before any line is read."""
    with pytest.raises(ConfigError, match=said):
        rules.check()
