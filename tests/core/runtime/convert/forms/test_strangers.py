"""What is no conversation in the form that was named, and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import ConversionError, convert_batch
from interlingua._runtime.convert.forms.strangers import check_messages, looks_like_messages

if TYPE_CHECKING:
    from interlingua.types import JsonValue

SAID: JsonValue = [{"role": "user", "content": "hi"}]
TURNS: JsonValue = [{"from": "human", "value": "hi"}]
FORMS = ["openai.chat", "openai.responses", "anthropic.messages", "interlingua"]
NAMED = ["sharegpt", "alpaca", "xlam", "openai-batch", "anthropic-batch"]


@pytest.mark.parametrize("source", FORMS)
@pytest.mark.parametrize(
    ("line", "what", "hint"),
    [
        (TURNS, "ShareGPT's turns", 'source="sharegpt"'),
        ([{"role": "human", "content": "hi"}], "'human' is no role", "'from' and 'value'"),
        ({"conversations": TURNS}, "looks like sharegpt", "--from sharegpt"),
        ({"id": 1, "instruction": "a", "input": "b", "output": "c"}, "looks like alpaca", "--from alpaca"),
        ({"query": "a", "tools": "[]", "answers": "[]"}, "looks like xlam", "--from xlam"),
        ({"custom_id": "a", "url": "/v1/chat/completions", "body": {"messages": SAID}}, "looks like openai-batch", "--from openai-batch"),
        ({"custom_id": "a", "params": {"messages": SAID}}, "looks like anthropic-batch", "--from anthropic-batch"),
        ({"custom_id": "a", "result": {"type": "expired"}}, "looks like anthropic-batch", "--from anthropic-batch"),
        ([{"messages": SAID}, {"messages": SAID}], "an array of 2 records", "a line of its own"),
        ([{"instruction": "a", "output": "b"}], "an array of 1 record,", "a line of its own"),
        ([SAID, SAID], "a list of lists", "one conversation"),
        (["a", "b"], "a list of texts", "who says what"),
        ({"dialog": SAID}, "'dialog' holds messages", "--field dialog"),
        ({"prompt": SAID, "chosen": SAID, "rejected": SAID}, "'prompt' and 'chosen' and 'rejected' hold messages", "--field prompt"),
        ({"modelInput": {"messages": SAID}}, "'modelInput' holds messages", "--field modelInput"),
        ({"prompt": "a", "completion": "b"}, "a prompt and its completion", "'instruction' and 'output'"),
        ({"text": "a"}, "plain text", "who says what"),
        ({"requests": [{"custom_id": "a"}]}, "a batch's requests", "a line of its own"),
        ({"object": "chat.completion", "choices": []}, "it is an answer", 'what="response"'),
        ({"something": 1}, "this one has 'something'", "(field, --field)"),
        ("5", "neither an object nor a list of messages", "a line is"),
    ],
)
def test_a_stranger_is_told_with_the_next_step(source: str, line: JsonValue, what: str, hint: str) -> None:
    """Whatever form it was taken for, and however losses are treated: it isn't taken for a conversation."""
    [done] = convert_batch([line], source=source, target="openai.chat", on_loss="ignore")

    assert isinstance(done.error, ConversionError)
    assert (True, True) == (what in done.error.reason, hint in str(done.error.hint)), str(done.error)


@pytest.mark.parametrize("source", NAMED)
@pytest.mark.parametrize(
    ("line", "own", "what", "hint"),
    [
        ({"messages": SAID, "id": 1}, "", "", "(--from openai.chat on"),
        ({"conversations": SAID}, "", "", "(--from openai.chat --field conversations on"),
        ({"messages": SAID, "system": "x"}, "", "", "(--from anthropic.messages on"),
        ({"modelInput": {"messages": SAID}}, "", "'modelInput' holds messages", "(--from openai.chat --field modelInput on"),
        ({"modelInput": {"input": SAID}}, "", "'modelInput' holds messages", "(--from openai.responses --field modelInput on"),
        (SAID, "", "", "(--from openai.chat on"),
        (TURNS, "sharegpt", "ShareGPT's turns", "--from sharegpt"),
        ({"conversations": TURNS}, "sharegpt", "looks like sharegpt", "--from sharegpt"),
        ([{"role": "human", "content": "hi"}], "", "'human' is no role", "'from' and 'value'"),
        ({"instruction": "a", "input": "b", "output": "c"}, "alpaca", "looks like alpaca", "--from alpaca"),
        ({"query": "a", "tools": "[]", "answers": "[]", "instruction": None}, "xlam", "looks like xlam", "--from xlam"),
        ({"custom_id": "a", "body": {"messages": SAID}}, "openai-batch", "looks like openai-batch", "--from openai-batch"),
        ({"custom_id": "a", "params": {"messages": SAID}}, "anthropic-batch", "looks like anthropic-batch", "--from anthropic-batch"),
        ([{"messages": SAID}, {"messages": SAID}], "", "an array of 2 records", "a line of its own"),
        ([SAID, SAID], "", "a list of lists", "one conversation"),
        ({"prompt": "a", "completion": "b"}, "", "a prompt and its completion", "'instruction' and 'output'"),
        ({"text": "a"}, "", "plain text", "messages of openai.chat"),
        ({"object": "chat.completion", "choices": []}, "", "it is an answer", 'what="response"'),
        ({"something": 1}, "", "this one has 'something'", "(field, --field)"),
    ],
)
def test_a_named_form_tells_a_stranger_likewise(source: str, line: JsonValue, own: str, what: str, hint: str) -> None:
    """What another form is named for isn't left at the name of the missing field; a form's own line converts."""
    [done] = convert_batch([line], source=source, target="anthropic.messages", on_loss="ignore")

    assert (source == own) == (done.error is None)
    if isinstance(done.error, ConversionError):
        assert (True, True) == (what in done.error.reason, hint in str(done.error.hint)), str(done.error)


@pytest.mark.parametrize(("line", "source", "field"), [
    ({"messages": SAID}, "openai.chat", None),
    ({"conversations": SAID}, "openai.chat", "conversations"),
    ({"messages": SAID, "system": "x"}, "anthropic.messages", None),
    ({"x": {"input": SAID}}, "openai.responses", "x"),
    ({"dialog": TURNS}, "sharegpt", "dialog"),
])  # fmt: skip
def test_the_next_step_leads_on(line: JsonValue, source: str, field: str | None) -> None:
    """As the hint says it, the line converts."""
    [refused] = convert_batch([line], source="sharegpt", target="anthropic.messages")
    [done] = convert_batch([line], source=source, target="anthropic.messages", field=field, on_loss="ignore")

    assert isinstance(refused.error, ConversionError)
    assert (field is not None) == ("field" in str(refused.error.hint))
    assert done.error is None


@pytest.mark.parametrize(
    ("line", "source", "said"),
    [
        ({"input": {"messages": SAID}, "preferred_output": SAID, "non_preferred_output": SAID}, "openai.chat", "--field input"),
        ({"model": "m", "messages": SAID}, "openai.responses", "'messages' holds messages"),
        ({"model": "m", "prompt": "hi"}, "openai.responses", "plain text"),
        ({"model": "m", "input": SAID}, "openai.chat", "'input' holds messages"),
    ],
)
def test_a_body_of_another_api_is_told_by_its_fields(line: JsonValue, source: str, said: str) -> None:
    """A preference record of fine-tuning, and whole bodies: one without a list would be an empty conversation."""
    [done] = convert_batch([line], source=source, target="anthropic.messages")

    assert said in str(done.error)


def test_a_whole_body_may_say_nothing_itself() -> None:
    """Where its messages are a template that the server holds."""
    [done] = convert_batch([{"model": "m", "prompt": {"id": "pmpt_1"}}], source="openai.responses", target="openai.responses")

    assert done.error is None


@pytest.mark.parametrize(
    "line",
    [
        {"messages": [*SAID, {"role": "assistant", "content": "yo", "weight": 0}], "tools": [], "parallel_tool_calls": False},
        {"messages": SAID, "conversations": TURNS, "id": 1},
        [],
    ],
)  # fmt: skip
def test_a_conversation_with_odd_company_is_one(line: JsonValue) -> None:
    """A record of OpenAI's fine-tuning, and one with fields of its own."""
    [done] = convert_batch([line], source="openai.chat", target="anthropic.messages")

    assert done.error is None


def test_a_message_of_an_unheard_of_kind_is_the_dialects_business() -> None:
    """Only what is surely something else is refused here."""
    check_messages({"messages": [{"type": "web_search_call"}, {"parts": []}]}, "messages", "x.y", "$", whole=False)
    check_messages({"messages": [{"parts": []}]}, "messages", "x.y", "$", whole=False)


def test_what_looks_like_messages() -> None:
    """Chat's and ShareGPT's; an empty list looks like nothing."""
    assert [True, True, False, False] == [looks_like_messages(value) for value in (SAID, TURNS, [], ["a"])]  # type: ignore[list-item]  # JSON
