"""Twin of chat/stream/choice.py: deltas add up to the choice, and chunks show it."""

from __future__ import annotations

import pytest

from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantPart,
    AudioPart,
    Chunk,
    FileSource,
    JsonObject,
    JsonValue,
    OpaquePart,
    PartEnd,
    PartStart,
    ReasoningDelta,
    ReasoningPart,
    RefusalDelta,
    RefusalPart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
)
from interlingua.types.json import copy_json
from interlingua_openai.chat.parts import WHOLE_CALL, opaque
from interlingua_openai.chat.stream.calls import CallSoFar
from interlingua_openai.chat.stream.choice import ChoiceSoFar, Display
from interlingua_openai.names import CHAT


def choice_of(*choices: JsonObject) -> JsonObject:
    """Add up chunks' entries of one choice; shown or not, it is the same."""
    hidden, shown = ChoiceSoFar(None), ChoiceSoFar(Display())
    for choice in choices:
        hidden.add(copy_json(choice))
        shown.add(copy_json(choice))
    assert shown.whole() == hidden.whole()
    return hidden.whole()


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

    assert choice.whole()["finish_reason"] == word
    assert choice.finished is finished


def test_a_message_may_come_whole() -> None:
    """Some servers say all in one chunk, without a delta."""
    assert choice_of({"message": {"role": "assistant", "content": "a"}}) == {"message": {"role": "assistant", "content": "a"}}


@pytest.mark.parametrize(
    "choice",
    [{"delta": 1}, {"delta": {"tool_calls": 1}}, {"delta": {"tool_calls": [1]}}],
)
def test_broken_grammar_is_refused(choice: JsonObject) -> None:
    """A delta is an object, calls a list of objects."""
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


def begun(number: int, call_id: str = "1", name: str = "f") -> CallSoFar:
    """A call of which id and name are known."""
    so_far = CallSoFar(number)
    so_far.add({"id": call_id, "function": {"name": name}})
    return so_far


def test_parts_are_numbered_as_they_begin() -> None:
    """Each part begins once; a call brings what is known of it."""
    display = Display()

    display.text("reasoning", "a")
    display.text("content", "b")
    display.call(begun(0), "")
    display.text("refusal", "c")
    display.call(begun(0), "{}")
    display.text("content", "d")

    expected: list[Chunk] = [
        PartStart(0, ReasoningPart(provider="openai")),
        ReasoningDelta(0, 0, "a"),
        PartStart(1, TextPart("")),
        TextDelta(1, "b"),
        PartStart(2, ToolCallPart("1", "f", "")),
        PartStart(3, RefusalPart("")),
        RefusalDelta(3, "c"),
        ToolCallDelta(2, "{}"),
        TextDelta(1, "d"),
    ]
    assert display.out == expected


def test_texts_that_stand_apart_are_parts_of_their_own() -> None:
    """Each ends with its own number, also one that had nothing to show; a refusal in the content takes no other's number."""
    display = Display()
    display.text("content", "a", 0)
    display.text("content", "b", 2)
    display.text("refusal", "c")
    inside = RefusalPart("d", provider_data={CHAT: {"x": 1}})
    parts: list[AssistantPart] = [TextPart("a"), TextPart(""), TextPart("b"), inside, RefusalPart("c")]
    display.out = []

    in_order = display.end(parts)

    assert [(chunk.index, chunk.part) for chunk in display.out if isinstance(chunk, PartEnd)] == [
        (0, parts[0]),
        (3, parts[1]),
        (1, parts[2]),
        (4, parts[3]),
        (2, parts[4]),
    ]
    assert not in_order


def test_reasoning_that_is_said_twice_is_shown_once() -> None:
    """Some servers send the same text in both fields."""
    display = Display()

    display.text("reasoning", "a")
    display.text("reasoning_content", "a")

    assert [chunk for chunk in display.out if isinstance(chunk, ReasoningDelta)] == [ReasoningDelta(0, 0, "a")]


def test_every_part_ends() -> None:
    """The whole parts come with the numbers that they began with."""
    display = Display()
    display.text("content", "a")
    display.text("refusal", "b")
    display.text("reasoning", "c")
    display.call(begun(0), "")
    display.call(begun(1), "")
    parts: list[AssistantPart] = [
        ReasoningPart(),
        TextPart("a"),
        RefusalPart("b"),
        opaque({}, WHOLE_CALL),
        ToolCallPart("2", "g", ""),
    ]
    display.out = []

    in_order = display.end(parts)

    assert display.out == [PartEnd(2, parts[0]), PartEnd(0, parts[1]), PartEnd(1, parts[2]), PartEnd(3, parts[3]), PartEnd(4, parts[4])]
    assert not in_order


@pytest.mark.parametrize(
    "part", [TextPart(""), AudioPart(FileSource(file_id="a")), OpaquePart(CHAT, {"type": "x"}), ToolCallPart("1", "f", "")]
)
def test_a_part_that_was_never_shown_begins_and_ends(part: AssistantPart) -> None:
    """Parts without deltas come whole, at the end, and the order holds."""
    display = Display()

    in_order = display.end([part])

    assert display.out == [PartStart(0, part), PartEnd(0, part)]
    assert in_order
