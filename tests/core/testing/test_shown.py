"""Twin of testing/conformance/shown.py: what a screen shows of each part while it grows."""

from __future__ import annotations

import pytest

from interlingua.testing.conformance.shown import shown, shown_otherwise
from interlingua.types import (
    Chunk,
    Finish,
    ImagePart,
    OpaqueDelta,
    PartEnd,
    PartStart,
    ReasoningBlock,
    ReasoningDelta,
    ReasoningPart,
    RefusalDelta,
    RefusalPart,
    ResponseStart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
    URLSource,
)

_IMAGE = ImagePart(URLSource(url="https://example.com/a.png"))
_TWO_BLOCKS = ReasoningPart([ReasoningBlock("full", "one"), ReasoningBlock("full", "two")])


def test_deltas_are_joined_by_part_and_block() -> None:
    """To what a part began with, however the parts take turns."""
    chunks: list[Chunk] = [
        ResponseStart(),
        PartStart(0, TextPart("a")),
        PartStart(1, ToolCallPart("c", "look", "")),
        TextDelta(0, "b"),
        ToolCallDelta(1, "{"),
        TextDelta(0, "c"),
        ToolCallDelta(1, "}"),
        RefusalDelta(2, "no"),
        ReasoningDelta(3, 0, "x"),
        ReasoningDelta(3, 1, "y"),
        OpaqueDelta(None, {"a": 1}),
        PartStart(4, _IMAGE),
        PartEnd(0, TextPart("abc")),
        Finish("stop"),
    ]

    assert shown(chunks) == {(0, 0): "abc", (1, 0): "{}", (2, 0): "no", (3, 0): "x", (3, 1): "y"}


@pytest.mark.parametrize(
    "chunks",
    [
        [PartStart(0, TextPart("a")), TextDelta(0, "b"), PartEnd(0, TextPart("ab"))],
        [RefusalDelta(0, "no"), PartEnd(0, RefusalPart("no"))],
        [PartEnd(0, ToolCallPart("c", "look", "{}"))],
        [PartStart(0, _IMAGE), PartEnd(0, _IMAGE)],
        [ReasoningDelta(0, 0, "two"), ReasoningDelta(0, 1, "one"), PartEnd(0, _TWO_BLOCKS)],
        [ReasoningDelta(0, 0, "onetwo"), PartEnd(0, _TWO_BLOCKS)],
        [TextDelta(0, "never ended")],
    ],
    ids=["grown", "refused", "a call without arguments", "nothing to grow", "blocks in another order", "blocks as one", "open"],
)
def test_what_ends_as_it_was_shown(chunks: list[Chunk]) -> None:
    """Nothing is said of it."""
    assert shown_otherwise(chunks) is None


@pytest.mark.parametrize(
    ("chunks", "sentence"),
    [
        ([TextDelta(0, "a"), PartEnd(0, TextPart("A"))], "of part 0 the deltas showed ['a'], and it ended as ['A']"),
        ([TextDelta(0, "no"), PartEnd(0, RefusalPart("no"))], "part 0 is refusal, and a delta showed text"),
        ([TextDelta(1, "a"), PartEnd(0, TextPart("a"))], "of part 0 the deltas showed [], and it ended as ['a']"),
        ([TextDelta(0, "a"), PartEnd(0, TextPart(""))], "of part 0 the deltas showed ['a'], and it ended as []"),
        (
            [ToolCallDelta(0, "{}"), ToolCallDelta(0, "{}"), PartEnd(0, ToolCallPart("c", "look", "{}"))],
            "of part 0 the deltas showed ['{}{}'], and it ended as ['{}']",
        ),
    ],
)
def test_what_ends_as_something_else(chunks: list[Chunk], sentence: str) -> None:
    """The first such part is named, with both."""
    assert shown_otherwise(chunks) == sentence
