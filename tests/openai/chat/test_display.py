"""Twin of chat/display.py: chunks of one choice."""

from __future__ import annotations

import pytest

from interlingua.types import (
    AssistantPart,
    AudioPart,
    Chunk,
    FileSource,
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
from interlingua_openai.chat.accumulate_calls import CallSoFar
from interlingua_openai.chat.display import Display
from interlingua_openai.chat.wire import DIALECT, WHOLE_CALL


def call(number: int, call_id: str = "1", name: str = "f") -> CallSoFar:
    """A call of which id and name are known."""
    begun = CallSoFar(number)
    begun.add({"id": call_id, "function": {"name": name}})
    return begun


def test_parts_are_numbered_as_they_begin() -> None:
    """Each part begins once; a call brings what is known of it."""
    display = Display()

    display.text("reasoning", "a")
    display.text("content", "b")
    display.call(call(0), "")
    display.text("refusal", "c")
    display.call(call(0), "{}")
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
    inside = RefusalPart("d", provider_data={DIALECT: {"x": 1}})
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
    display.call(call(0), "")
    display.call(call(1), "")
    parts: list[AssistantPart] = [
        ReasoningPart(),
        TextPart("a"),
        RefusalPart("b"),
        OpaquePart(DIALECT, {WHOLE_CALL: {}}),
        ToolCallPart("2", "g", ""),
    ]
    display.out = []

    in_order = display.end(parts)

    assert display.out == [PartEnd(2, parts[0]), PartEnd(0, parts[1]), PartEnd(1, parts[2]), PartEnd(3, parts[3]), PartEnd(4, parts[4])]
    assert not in_order


@pytest.mark.parametrize(
    "part", [TextPart(""), AudioPart(FileSource(file_id="a")), OpaquePart(DIALECT, {"type": "x"}), ToolCallPart("1", "f", "")]
)
def test_a_part_that_was_never_shown_begins_and_ends(part: AssistantPart) -> None:
    """Parts without deltas come whole, at the end, and the order holds."""
    display = Display()

    in_order = display.end([part])

    assert display.out == [PartStart(0, part), PartEnd(0, part)]
    assert in_order
