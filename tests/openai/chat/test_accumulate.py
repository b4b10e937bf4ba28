"""Twin of chat/accumulate.py: deltas add up to the choice."""

from __future__ import annotations

import pytest

from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, PartStart, ReasoningDelta, RefusalDelta, TextDelta, ToolCallDelta
from interlingua.types.json import copy_json
from interlingua_openai.chat.accumulate import ChoiceSoFar
from interlingua_openai.chat.display import Display


def choice_of(*choices: JsonObject) -> JsonObject:
    """Add up chunks' entries of one choice; shown or not, it is the same."""
    hidden, shown = ChoiceSoFar(None), ChoiceSoFar(Display())
    for choice in choices:
        hidden.add(copy_json(choice))
        shown.add(copy_json(choice))
    assert shown.wire() == hidden.wire()
    return hidden.wire()


def message_of(*deltas: JsonObject) -> JsonObject:
    """Add up deltas to a message."""
    message = choice_of(*({"delta": delta} for delta in deltas))["message"]
    assert isinstance(message, dict)
    return message


def call(call_id: str | None = None, name: str | None = None, arguments: JsonValue = None, **fields: JsonValue) -> JsonObject:
    """One delta of a call."""
    said: JsonObject = {} if name is None else {"name": name}
    if arguments is not None:
        said["arguments"] = arguments
    return {**({} if call_id is None else {"id": call_id}), **fields, "function": said}


@pytest.mark.parametrize(
    ("deltas", "message"),
    [
        ([], {}),
        ([{"role": "assistant", "content": ""}, {"content": "a"}, {"content": "b"}, {}], {"role": "assistant", "content": "ab"}),
        (
            [{"role": "assistant", "content": None, "refusal": ""}, {"refusal": "n"}, {"refusal": "o"}],
            {"role": "assistant", "content": None, "refusal": "no"},
        ),
        ([{"role": "assistant"}, {"role": "assistant", "content": "a"}], {"role": "assistant", "content": "a"}),
        (
            [{"reasoning_details": [{"type": "reasoning.text", "index": 0, "text": text}]} for text in ("a", "b")],
            {"reasoning_details": [{"type": "reasoning.text", "index": 0, "text": "ab"}]},
        ),
        (
            [
                {"tool_calls": [{**call("a", "f", "{"), "index": 0}, {**call("b", "g", "{}"), "index": 1}]},
                {"tool_calls": [{**call(None, None, "}"), "index": 0}]},
            ],
            {"tool_calls": [call("a", "f", "{}"), call("b", "g", "{}")]},
        ),
        ([{"reasoning_content": "a"}, {"reasoning_content": "b"}, {"content": "c"}], {"reasoning_content": "ab", "content": "c"}),
        (
            [{"reasoning": "a", "reasoning_details": [{"text": "a"}]}, {"reasoning": "b", "reasoning_details": [{"text": "b"}]}],
            {"reasoning": "ab", "reasoning_details": [{"text": "a"}, {"text": "b"}]},
        ),
        ([{"reasoning": {"a": "b"}}], {"reasoning": {"a": "b"}}),
        # a lone surrogate at the end of one delta, its other half in the next
        ([{"content": "\ud83d"}, {"content": "\ude00"}], {"content": "😀"}),
        # fields that nobody has heard of
        ([{"x": "a"}, {"x": "b"}, {"x": "c"}], {"x": "abc"}),
        (
            [{"x": {"id": "1", "text": "a"}}, {"x": {"id": "1", "text": "b", "n": 1}}, {"x": {"text": "c", "n": 2}}],
            {"x": {"id": "1", "text": "abc", "n": 2}},
        ),
        ([{"x": {"a": [1]}}, {"x": {"a": None}}], {"x": {"a": [1]}}),
        ([{"x": [1]}, {"x": None}, {"x": [2]}], {"x": [1, 2]}),
        ([{"x": 1}, {"x": "a"}, {"x": [1]}, {"x": True}], {"x": True}),
        ([{"x": "a"}, {"x": "b"}, {"x": [1]}], {"x": [1]}),
        # audio comes in pieces too
        (
            [
                {"audio": {"id": "a", "transcript": "H"}},
                {"audio": {"id": "a", "transcript": "i", "data": "AA"}},
                {"audio": {"data": "BB", "expires_at": 1}},
            ],
            {"audio": {"id": "a", "transcript": "Hi", "data": "AABB", "expires_at": 1}},
        ),
        (
            [{"function_call": {"name": "f", "arguments": ""}}, {"function_call": {"arguments": "{}"}}],
            {"function_call": {"name": "f", "arguments": "{}"}},
        ),
        # content as lists
        (
            [{"content": [{"type": "text", "text": "a"}]}, {"content": [{"type": "text", "text": "b"}]}],
            {"content": [{"type": "text", "text": "ab"}]},
        ),
        (
            [{"content": "a"}, {"content": [{"type": "thinking"}]}, {"content": "b"}, {"content": "c"}],
            {"content": [{"type": "text", "text": "a"}, {"type": "thinking"}, {"type": "text", "text": "bc"}]},
        ),
        # what one list holds apart stays apart; what the next delta begins with goes on
        (
            [{"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}, {"content": [{"type": "text", "text": "c"}]}],
            {"content": [{"type": "text", "text": "a"}, {"type": "text", "text": "bc"}]},
        ),
        (
            [{"content": ""}, {"content": [{"type": "text", "text": ""}, {"type": "text", "text": "a", "x": 1}]}, {"content": ""}],
            {"content": [{"type": "text", "text": ""}, {"type": "text", "text": "a", "x": 1}]},
        ),
        ([{"content": ""}, {"content": [{"type": "x"}]}], {"content": [{"type": "x"}]}),
        ([{"content": []}], {"content": []}),
        ([{"tool_calls": []}], {"tool_calls": []}),
    ],
)
def test_deltas_add_up(deltas: list[JsonObject], message: JsonObject) -> None:
    """Texts are joined, lists extended, objects merged, and of other values the later counts."""
    assert message_of(*deltas) == message


def test_the_choice_keeps_its_own_fields() -> None:
    """Log probabilities are collected, words that are repeated count once."""
    choice = choice_of(
        {"index": 0, "delta": {"content": "a"}, "logprobs": {"content": [1], "refusal": None}, "finish_reason": None},
        {"index": 0, "delta": None, "logprobs": {"content": [2]}, "native": "s"},
        {"index": 0, "delta": {}, "logprobs": None, "finish_reason": "stop", "native": "stop"},
    )

    assert choice == {
        "index": 0,
        "message": {"content": "a"},
        "logprobs": {"content": [1, 2], "refusal": None},
        "finish_reason": "stop",
        "native": "stop",
    }


@pytest.mark.parametrize(
    ("words", "word", "finished"), [([None], None, False), ([""], "", True), (["", "stop", ""], "stop", True), (["eos"], "eos", True)]
)
def test_a_finish_reason_is_any_word(words: list[JsonValue], word: JsonValue, finished: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """An empty one counts, and doesn't undo a better one."""
    choice = ChoiceSoFar(None)
    for said in words:
        choice.add({"finish_reason": said})

    assert choice.wire()["finish_reason"] == word
    assert choice.finished is finished


def test_a_message_may_come_whole() -> None:
    """Some servers say all in one chunk, without a delta."""
    assert choice_of({"message": {"role": "assistant", "content": "a"}}) == {"message": {"role": "assistant", "content": "a"}}


@pytest.mark.parametrize(
    "choice",
    [{"delta": 1}, {"delta": {"content": 1}}, {"delta": {"content": ["a"]}}, {"delta": {"tool_calls": 1}}, {"delta": {"tool_calls": [1]}}],
)
def test_broken_grammar_is_refused(choice: JsonObject) -> None:
    """A delta is an object, content text or blocks, calls a list of objects."""
    with pytest.raises(ConversionError):
        choice_of(choice)


def test_what_comes_in_is_shown() -> None:
    """Every kind of text has its own deltas, each with the number of its part."""
    display = Display()
    choice = ChoiceSoFar(display)

    choice.add({"delta": {"role": "assistant", "content": "", "refusal": ""}})
    choice.add({"delta": {"reasoning_content": "a"}})
    choice.add({"delta": {"content": "b"}})
    choice.add({"delta": {"content": [{"type": "text", "text": "c"}, {"type": "text", "text": ""}, {"type": "x"}]}})
    choice.add({"delta": {"refusal": "d"}})
    choice.add({"delta": {"tool_calls": [call("1", "f", "e", index=0)]}})
    deltas = [chunk for chunk in display.out if not isinstance(chunk, PartStart)]

    assert deltas == [ReasoningDelta(0, 0, "a"), TextDelta(1, "b"), TextDelta(1, "c"), RefusalDelta(2, "d"), ToolCallDelta(3, "e")]
