"""Twin of chat/stream/content.py: pieces of a content add up to the whole, and are shown."""

from __future__ import annotations

import pytest
from tests.openai.chat.stream.streams import chunks_of

from interlingua.dialect import assemble
from interlingua.types import JsonObject, JsonValue, ReasoningDelta, TextDelta
from interlingua_openai.chat.stream.content import ContentSoFar


def thinking(*texts: str, **fields: JsonValue) -> JsonObject:
    """A block of reasoning."""
    return {"type": "thinking", "thinking": [{"type": "text", "text": text} for text in texts], **fields}


def text(said: str, **fields: JsonValue) -> JsonObject:
    """A block of text."""
    return {"type": "text", "text": said, **fields}


def bare(thinking: JsonValue) -> JsonObject:
    """A block of reasoning without a list of texts."""
    return {"type": "thinking", "thinking": thinking}


def summary(text: str, **fields: JsonValue) -> JsonObject:
    """A block of reasoning as Databricks has it."""
    return {"type": "reasoning", "summary": [{"type": "summary_text", "text": text, **fields}]}


REFERENCE: JsonObject = {"type": "reference", "reference_ids": [1]}


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        ([], {}),
        ([""], {"content": ""}),
        (["a", "", "b"], {"content": "ab"}),
        ([[]], {"content": []}),
        (["a", [text("b")]], {"content": [text("ab")]}),
        ([[text("a"), text("b")], "c"], {"content": [text("a"), text("bc")]}),
        ([[text("a", x=1)], "b"], {"content": [text("a", x=1), text("b")]}),
        ([[text("a")], [REFERENCE], [text("b")], "c"], {"content": [text("a"), REFERENCE, text("bc")]}),
        (
            [[thinking("H")], [thinking("m")], [thinking("m", signature="s")], "So", "."],
            {"content": [thinking("Hmm", signature="s"), text("So.")]},
        ),
        (
            [[thinking("a", closed=False)], [thinking(closed=True, signature=None)]],
            {"content": [thinking("a", closed=True, signature=None)]},
        ),
        ([[thinking("a", signature="s")], [thinking(signature=None)]], {"content": [thinking("a", signature="s")]}),
        ([[thinking("a"), thinking("b")], [thinking("c")]], {"content": [thinking("a"), thinking("bc")]}),
        ([[thinking("a", "b")], [thinking("c")]], {"content": [thinking("a", "bc")]}),
        ([[thinking("a")], [text("b")], [thinking("c")]], {"content": [thinking("a"), text("b"), thinking("c")]}),
        (
            [
                [thinking("a")],
                [bare([REFERENCE])],
                [thinking("b")],
                [bare([text("c", x=1)])],
            ],
            {"content": [bare([text("a"), REFERENCE, text("b"), text("c", x=1)])]},
        ),
        (
            [[bare("a")], [bare("b")]],
            {"content": [bare("ab")]},
        ),
        ([[bare("a")], [thinking("b")]], {"content": [bare("a"), thinking("b")]}),
        ([[bare(1)]], {"content": [bare(1)]}),
        (
            [[summary("H")], [summary("m", signature="")], [summary("", signature="s")], [text("So")]],
            {"content": [summary("Hm", signature="s"), text("So")]},
        ),
        ([[summary("a")], [thinking("b")], [summary("c")]], {"content": [summary("a"), thinking("b"), summary("c")]}),
        ([{"a": 1}], {"content": {"a": 1}}),
        (["", {"a": 1}, ""], {"content": {"a": 1}}),
        ([4], {"content": 4}),
        ([[1, 2]], {"content": [1, 2]}),
        (["It is ", 4, "."], {"content": "It is 4."}),
        ([4, 2], {"content": "42"}),
        ([{"a": 1}, [REFERENCE]], {"content": [text('{"a": 1}'), REFERENCE]}),
    ],
)
def test_pieces_add_up(pieces: list[JsonValue], whole: JsonObject) -> None:
    """Text to text and reasoning to reasoning, but for what one list holds apart; a value alone is the content."""
    content = ContentSoFar(None)
    for piece in pieces:
        content.add(piece)

    assert content.whole() == whole


def test_what_is_shown_is_the_whole() -> None:
    """The deltas of each part are its texts."""
    contents: list[JsonValue] = [
        [thinking("a", "b")],
        [thinking("c")],
        [text("d"), REFERENCE],
        [bare([REFERENCE, text("e", x=1)])],
        [thinking("f")],
        "g",
        [bare("h")],
        "",
        4,
    ]

    chunks = chunks_of(deltas=[{"content": content} for content in contents])

    assert [(chunk.index, chunk.block, chunk.text) for chunk in chunks if isinstance(chunk, ReasoningDelta)] == [
        (0, 0, "a"),
        (0, 1, "b"),
        (0, 1, "c"),
        (2, 0, "e"),
        (2, 1, "f"),
        (4, 0, "h"),
    ]
    assert [(chunk.index, chunk.text) for chunk in chunks if isinstance(chunk, TextDelta)] == [(1, "d"), (3, "g"), (5, "4")]
    assert [part.text for part in assemble(chunks).reasoning] == ["a\n\nbc", "e\n\nf", "h"]
    assert assemble(chunks).text == "dg4"
