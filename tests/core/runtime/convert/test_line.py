"""One line of a data set: what of it is converted, and what stays on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import ConfigError, ConversionError, LossError
from interlingua._runtime.convert.line import LineRules, convert_line, form_names, is_line_form, said_on
from interlingua.types.json import dumps_text

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
        ({"id": 7}, "a body of openai.chat has 'messages', and this one has 'id' (at $.messages)"),
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


TOOLS: list[JsonValue] = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]


@pytest.mark.parametrize("tools", [dumps_text(TOOLS), [dumps_text(TOOLS[0])], TOOLS], ids=["text", "texts", "values"])
@pytest.mark.parametrize("messages", [dumps_text(SAID), SAID], ids=["text", "values"])
def test_messages_and_tools_may_be_json_text(messages: JsonValue, tools: JsonValue) -> None:
    """As tables have them, whose cells are of one type; no wire says them so."""
    assert ({"id": 1, **CLAUDE, "tools": [{"name": "f", "input_schema": {"type": "object"}}]}, ()) == convert_line(
        {"id": 1, "messages": messages, "tools": tools}, TO_CLAUDE
    )


def test_empty_text_instead_of_tools_says_nothing() -> None:
    """A table has no absent cells."""
    assert (CLAUDE, ()) == convert_line({"messages": SAID, "tools": ""}, TO_CLAUDE)


def test_what_no_value_holds_of_a_fields_json_text_is_told() -> None:
    """As of the line's own text; and text that is no JSON is refused in its place."""
    twice = '[{"name": "lost", "name": "f", "parameters": {"type": "object"}}]'

    assert ["$.tools[0].name"] == [
        loss.path for loss in convert_line({"messages": SAID, "tools": twice}, LineRules("openai.chat", "anthropic.messages", "record"))[1]
    ]
    with pytest.raises(ConversionError, match=r"not JSON.*\(at \$\.tools\)"):
        convert_line({"messages": SAID, "tools": "weather(city)"}, TO_CLAUDE)


@pytest.mark.parametrize("target", ["openai.chat", "openai.responses", "anthropic.messages", "interlingua"])
def test_arguments_that_are_an_object_are_no_loss(target: str) -> None:
    """Data sets have them so: they become JSON text where the wire has text, and come back as the object that they were."""
    call: JsonValue = {"id": "1", "type": "function", "function": {"name": "f", "arguments": {"city": "Paris", "days": [1, 2.5]}}}
    line: list[JsonValue] = [{"role": "user", "content": "hi"}, {"role": "assistant", "content": None, "tool_calls": [call]}]

    converted, losses = convert_line(line, LineRules("openai.chat", target, "strict"))
    assert losses == ()
    if target in {"openai.chat", "interlingua"}:
        assert ({"messages": line}, ()) == convert_line(converted, LineRules(target, "openai.chat", "strict"))
    if target == "openai.responses":
        assert '{"city": "Paris", "days": [1, 2.5]}' == converted["input"][1]["arguments"]  # type: ignore[index,call-overload]  # JSON


def test_a_record_of_a_named_form_keeps_its_own_fields() -> None:
    """Where the target doesn't read them."""
    line: JsonObject = {"id": 7, "conversations": [{"from": "human", "value": "hi"}]}
    rules = LineRules("sharegpt", "anthropic.messages")

    assert ({"id": 7, "messages": CLAUDE["messages"]}, ()) == convert_line(line, rules)
    with pytest.raises(ConversionError, match="'temperature' would mean something"):
        convert_line({**line, "temperature": 1}, rules)
    assert ({"row": {"id": 7, "messages": [{"role": "user", "content": "hi"}]}, "n": 1}, ()) == convert_line(
        {"row": line, "n": 1}, LineRules("sharegpt", "openai.chat", field="row")
    )


def test_an_answers_own_field_may_not_be_overwritten() -> None:
    """A result's line has `model` beside its answer: nothing is written over."""
    answer: JsonObject = {"id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [], "stop_reason": "end_turn"}
    line: JsonObject = {"custom_id": "a", "model": "mine", "result": {"type": "succeeded", "message": answer}}

    with pytest.raises(ConversionError, match="'model' would mean something"):
        convert_line(line, LineRules("anthropic-batch", "openai.chat"))


def test_what_a_line_says_before_it_is_converted() -> None:
    """In the field that holds it, by the form that it is in; what was lost in reading has the line's own path."""
    line: JsonObject = {"x": 1, "body": {"conversations": [{"from": "human", "value": "Hi", "weight": 1}]}}
    record = said_on(line, LineRules("sharegpt", "openai.chat", field="body"))

    assert [message.text for message in record.value.messages] == ["Hi"]
    assert [loss.path for loss in record.losses] == ["$.body.conversations[0].weight"]
    with pytest.raises(ConversionError, match="no field 'body'"):
        said_on(line, LineRules("sharegpt", "openai.chat", field="body", drop=frozenset({"body", "x"})))


def test_the_forms_have_names() -> None:
    """Those of lines are read, and those of batches written too."""
    sources, targets = form_names("source"), form_names("target")

    assert {"openai.chat", "sharegpt", "alpaca", "xlam", "openai-batch", "anthropic-batch", "interlingua"} <= sources.keys()
    assert {"sharegpt", "alpaca", "xlam"} == sources.keys() - targets.keys()
    assert [True, False] == [is_line_form(name) for name in ("sharegpt", "openai.chat")]


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
        (LineRules("sharegtp", "openai.chat"), "did you mean sharegpt"),
        (LineRules("openai.batch", "openai.chat"), "did you mean openai-batch"),
        (LineRules("foo", "openai.chat"), "sharegpt, alpaca, xlam, openai-batch, anthropic-batch or interlingua"),
        (LineRules("openai.chat", "foo"), "or openai-batch, anthropic-batch or interlingua"),
        (LineRules("openai.chat", "sharegpt"), "from a batch file openai-batch or anthropic-batch"),
        (LineRules("openai.chat", "openai-batch"), "only a batch file becomes a batch file"),
        (LineRules("sharegpt", "openai-batch"), "only a batch file becomes a batch file"),
        (LineRules("openai.chat", "nobody.x"), "nobody"),
        (LineRules("openai.chat", "openai.chat", "shrug"), "shrug"),  # type: ignore[arg-type]  # a wrong one is the point
        (LineRules("openai.chat", "openai.chat", keep=frozenset({"a"}), drop=frozenset({"a"})), "both kept and dropped"),
        (LineRules("openai.chat", "openai.chat", field="a", drop=frozenset({"a"})), "holds what is to be converted"),
    ],
)
def test_rules_that_fit_no_line_are_refused(rules: LineRules, said: str) -> None:
    """Before any line is read."""
    with pytest.raises(ConfigError) as raised:
        rules.check()
    assert said in str(raised.value)
