"""Twin of responses/stream/item.py: one item in the making, and its texts."""

from __future__ import annotations

from itertools import count

import pytest

from interlingua.types import (
    Chunk,
    JsonObject,
    OpaqueDelta,
    OpaquePart,
    PartEnd,
    PartStart,
    ReasoningBlock,
    ReasoningDelta,
    ReasoningPart,
    RefusalDelta,
    RefusalPart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
)
from interlingua_openai.call_ids import CallIds
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.stream.events import DELTAS, DONES
from interlingua_openai.responses.stream.item import ItemSoFar

MESSAGE: JsonObject = {"type": "message", "role": "assistant", "content": []}
CALL: JsonObject = {"type": "function_call", "call_id": "c", "name": "f", "arguments": ""}


def begin(wire: JsonObject) -> tuple[ItemSoFar, list[Chunk]]:
    """Begin an item."""
    out: list[Chunk] = []
    return ItemSoFar(wire, CallIds(answer_id="r"), count(), out, number=2, rank=2), out


def add(item: ItemSoFar, kind: str, out: list[Chunk], **fields: object) -> None:
    """Bring a piece."""
    item.add(DELTAS[f"response.{kind}.delta"], fields, out)  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize(
    ("wire", "kind", "index", "chunks"),
    [
        (MESSAGE, "message", None, []),
        (
            {**MESSAGE, "content": [{"type": "output_text", "text": "a"}]},
            "message", None, [PartStart(0, TextPart("")), TextDelta(0, "a")],
        ),
        ({**MESSAGE, "role": "user"}, "", 0, [PartStart(0, OpaquePart(RESPONSES, {**MESSAGE, "role": "user"}))]),
        ({}, "", 0, [PartStart(0, OpaquePart(RESPONSES, {}))]),
        (CALL, "function_call", 0, [PartStart(0, ToolCallPart("c", "f", ""))]),
        ({**CALL, "arguments": "{}"}, "function_call", 0, [PartStart(0, ToolCallPart("c", "f", ""))]),
        ({"type": "function_call", "name": "f"}, "function_call", 0, [PartStart(0, ToolCallPart("call_r_2", "f", ""))]),
        (
            {"type": "reasoning", "summary": [{"type": "summary_text", "text": "s"}]},
            "reasoning", 0, [PartStart(0, ReasoningPart(provider="openai")), ReasoningDelta(0, 0, "s")],
        ),
        ({"type": "mcp_call"}, "mcp_call", 0, [PartStart(0, OpaquePart(RESPONSES, {"type": "mcp_call"}))]),
    ],
)  # fmt: skip
def test_its_beginning_is_shown(wire: JsonObject, kind: str, index: int | None, chunks: list[Chunk]) -> None:
    """With what the wire has of it already."""
    item, out = begin(wire)

    assert (item.kind, item.index, item.closed) == (kind, index, None)
    assert out == chunks


def test_blocks_of_a_message_are_parts() -> None:
    """In whatever order they begin; one that isn't modelled is opaque."""
    item, out = begin(MESSAGE)
    item.begin_block("content", 1, {"type": "refusal", "refusal": ""}, out)
    item.begin_block("content", 0, {"type": "x_new"}, out)
    add(item, "refusal", out, content_index=1, delta="no")
    item.end_block("content", None, {"type": "refusal", "refusal": "no!"}, out)

    assert out == [
        PartStart(0, RefusalPart("")),
        PartStart(1, OpaquePart(RESPONSES, {"type": "x_new"}, provider_data={"$marks": {RESPONSES: {"form": "block"}}})),
        RefusalDelta(0, "no"),
        RefusalDelta(0, "!"),
    ]
    assert {index: part.type for index, part in item.parts().items()} == {1: "opaque", 0: "refusal"}


@pytest.mark.parametrize(
    ("wire", "kind", "fields", "whole"),
    [
        ({"type": "mcp_call", "arguments": ""}, "mcp_call_arguments", {}, {"type": "mcp_call", "arguments": "ab"}),
        ({"type": "code_interpreter_call"}, "code_interpreter_call_code", {}, {"type": "code_interpreter_call", "code": "ab"}),
        (
            {"type": "shell_call", "action": {"timeout_ms": 1}},
            "shell_call_command", {"command_index": 0}, {"type": "shell_call", "action": {"timeout_ms": 1, "commands": ["ab"]}},
        ),
        ({"type": "shell_call"}, "shell_call_command", {"command_index": 0}, {"type": "shell_call", "action": {"commands": ["ab"]}}),
    ],
)  # fmt: skip
def test_pieces_of_an_opaque_item_are_folded_into_it(wire: JsonObject, kind: str, fields: JsonObject, whole: JsonObject) -> None:
    """And shown as they come."""
    item, out = begin(wire)
    events = [{**fields, "delta": "a"}, {**fields, "delta": "b"}]
    for event in events:
        add(item, kind, out, **event)
    item.settle(DONES[f"response.{kind}.done"], {**fields, DONES[f"response.{kind}.done"].field: "ab"}, out)

    assert out[1:] == [OpaqueDelta(0, event) for event in events]
    assert item.wire() == whole
    assert item.parts() == {0: OpaquePart(RESPONSES, whole)}


def test_the_end_shows_what_had_not_come() -> None:
    """Of every kind, once."""
    message, out = begin(MESSAGE)
    add(message, "output_text", out, delta="Hel")
    message.end({**MESSAGE, "content": [{"type": "output_text", "text": "Hello"}, {"type": "refusal", "refusal": "no"}]}, out)
    reasoning, thought = begin({"type": "reasoning", "summary": []})
    reasoning.end(
        {"type": "reasoning", "summary": [{"type": "summary_text", "text": "s"}], "content": [{"type": "reasoning_text", "text": "t"}]},
        thought,
    )

    assert [chunk for chunk in out if isinstance(chunk, TextDelta | RefusalDelta)] == [
        TextDelta(0, "Hel"),
        TextDelta(0, "lo"),
        RefusalDelta(1, "no"),
    ]
    assert [type(chunk) for chunk in out[-2:]] == [PartEnd, PartEnd]
    assert thought[1:3] == [ReasoningDelta(0, 0, "s"), ReasoningDelta(0, 1, "t")]
    assert reasoning.closed == {
        0: ReasoningPart([ReasoningBlock("summary", "s"), ReasoningBlock("full", "t")], provider="openai"),
    }


def test_what_began_ends() -> None:
    """Also where the whole item hasn't got it, or is something else."""
    item, out = begin(MESSAGE)
    add(item, "output_text", out, content_index=0, delta="a")
    item.begin_block("content", 1, {"type": "output_text", "text": "b"}, out)
    item.end({**MESSAGE, "content": [{"type": "output_text", "text": "a"}]}, out)
    other, others = begin({})
    other.end({**MESSAGE, "content": [{"type": "output_text", "text": "a"}, {"type": "refusal", "refusal": "no"}]}, others)

    assert [(chunk.index, chunk.part.type) for chunk in out if isinstance(chunk, PartEnd)] == [(0, "text"), (1, "text")]
    assert [(chunk.index, chunk.part.type) for chunk in others if isinstance(chunk, PartEnd)] == [(0, "text"), (1, "refusal")]


def test_nothing_is_added_to_a_whole_item() -> None:
    """Late objects say nothing."""
    item, out = begin(MESSAGE)
    item.end({**MESSAGE, "content": [{"type": "output_text", "text": "a"}]}, out)
    shown = len(out)
    item.begin_block("content", 1, {"type": "output_text", "text": "b"}, out)
    item.end_block("content", 1, {"type": "output_text", "text": "b"}, out)

    assert len(out) == shown


def test_arguments_that_are_no_text() -> None:
    """Stay what they are."""
    item, _ = begin({**CALL, "arguments": {"a": 1}})

    assert item.wire() == {**CALL, "arguments": {"a": 1}}


def test_an_empty_piece_is_none() -> None:
    """Nor is one that is no text."""
    item, out = begin(MESSAGE)
    add(item, "output_text", out, content_index=0, delta="")

    assert out == [PartStart(0, TextPart(""))]


@pytest.mark.parametrize(
    ("begun", "wire", "ended", "same"),
    [
        ({**MESSAGE, "id": "a"}, {**MESSAGE, "id": "a"}, True, True),
        ({**MESSAGE, "id": "a"}, {**MESSAGE, "id": "b"}, False, False),
        ({**MESSAGE, "id": "a"}, {"type": "reasoning", "id": "a"}, False, False),
        # an id that only one of them has, or that is no word, tells nothing
        (MESSAGE, {**MESSAGE, "id": "b"}, False, True),
        ({**MESSAGE, "id": "a"}, MESSAGE, False, True),
        ({**MESSAGE, "id": "a"}, {**MESSAGE, "id": ""}, False, True),
        ({**MESSAGE, "id": "a"}, {**MESSAGE, "id": 5}, False, True),
        # and one that has ended is only said again word for word
        (MESSAGE, {**MESSAGE, "id": "b"}, True, False),
        (MESSAGE, MESSAGE, True, True),
        # a call's own id counts before the item's, which servers change
        ({**CALL, "id": "a"}, {**CALL, "id": "b"}, True, True),
        ({**CALL, "id": "a"}, {**CALL, "id": "a", "call_id": "d"}, False, False),
    ],
)
def test_an_object_that_is_the_item_once_more(begun: JsonObject, wire: JsonObject, ended: bool, same: bool) -> None:  # noqa: FBT001 - parameters
    """Or the next one under the same number."""
    item, out = begin(begun)
    if ended:
        item.end(begun, out)

    assert item.is_said_again(wire) is same


@pytest.mark.parametrize(("kind", "wire", "chunk"), [
    ("output_text", MESSAGE, TextDelta),
    ("reasoning_text", {"type": "reasoning", "summary": []}, ReasoningDelta),
])  # fmt: skip
def test_pieces_and_the_whole_under_other_numbers_are_one_text(kind: str, wire: JsonObject, chunk: type) -> None:
    """As vLLM counts them; nothing is shown twice."""
    item, out = begin(wire)
    for number, piece in enumerate(("a", "b", "c")):
        add(item, kind, out, content_index=number, delta=piece)
    item.settle(DONES[f"response.{kind}.done"], {"content_index": 3, "text": "abc"}, out)
    item.end_block("content", 4, {"type": kind, "text": "abc"}, out)

    assert "".join(shown.text for shown in out if isinstance(shown, chunk)) == "abc"  # type: ignore[attr-defined]  # deltas of text
    assert item.wire()["content"] == [{"type": kind, "text": "abc"}]


def test_another_text_begins_behind_a_whole_one() -> None:
    """Also where no event begins it."""
    item, out = begin(MESSAGE)
    for number, piece in enumerate(("a", "b")):
        add(item, "output_text", out, content_index=number, delta=piece)
        item.settle(DONES["response.output_text.done"], {"content_index": number, "text": piece}, out)

    assert [chunk for chunk in out if isinstance(chunk, TextDelta)] == [TextDelta(0, "a"), TextDelta(1, "b")]
    assert len(item.parts()) == 2


@pytest.mark.parametrize(("first", "piece", "ends"), [(1, "a", [0]), (1, "x", [0, 1]), (0, "a", [0])])
def test_texts_that_are_not_counted_from_zero(first: int, piece: str, ends: list[int]) -> None:
    """They are those of the whole item, where it says what came of them."""
    item, out = begin(MESSAGE)
    add(item, "output_text", out, content_index=first, delta=piece)
    item.end({**MESSAGE, "content": [{"type": "output_text", "text": "ab"}]}, out)

    assert [chunk.index for chunk in out if isinstance(chunk, PartEnd)] == ends


def test_summaries_come_before_the_reasoning_itself() -> None:
    """As in a whole item, which has them so: a delta's block is the part's."""
    wire: JsonObject = {
        "type": "reasoning", "content": [{"type": "reasoning_text", "text": "c"}], "summary": [{"type": "summary_text", "text": "s"}],
    }  # fmt: skip
    _, out = begin(wire)

    assert out[1:] == [ReasoningDelta(0, 0, "s"), ReasoningDelta(0, 1, "c")]


@pytest.mark.parametrize("pieces", [[], ['{"a":', "1}"]])
def test_arguments_that_came_with_the_beginning_are_shown_once(pieces: list[str]) -> None:
    """In their pieces, or at the end where none came; until then they are known."""
    item, out = begin({**CALL, "arguments": '{"a":1}'})
    for piece in pieces:
        add(item, "function_call_arguments", out, delta=piece)
    so_far = item.parts()
    item.end({**CALL, "arguments": '{"a":1}'}, out)

    assert so_far == {0: ToolCallPart("c", "f", '{"a":1}')}
    assert "".join(chunk.arguments for chunk in out if isinstance(chunk, ToolCallDelta)) == '{"a":1}'
