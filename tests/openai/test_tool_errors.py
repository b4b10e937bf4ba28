"""Twin of tool_errors.py: a failed tool, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.testing.strategies import json_values, texts
from interlingua_openai.tool_errors import MARK, marked, unmarked

if TYPE_CHECKING:
    from interlingua.types import JsonValue

TEXT: JsonValue = {"type": "text", "text": "a", "x": 1}
IMAGE: JsonValue = {"type": "image_url", "image_url": {"url": "u"}}
WAYS: list[tuple[str | list[JsonValue], JsonValue]] = [
    ("no such city", "[tool error]\nno such city"),
    ("", "[tool error]\n"),
    ("[tool error]\na", "[tool error]\n[tool error]\na"),
    ([], "[tool error]"),
    ([TEXT, IMAGE], [{"type": "text", "text": "[tool error]\na", "x": 1}, IMAGE]),
    ([IMAGE], [{"type": "text", "text": "[tool error]"}, IMAGE]),
    ([3], [{"type": "text", "text": "[tool error]"}, 3]),
]


@pytest.mark.parametrize(("content", "expected"), WAYS)
def test_there_and_back(content: str | list[JsonValue], expected: JsonValue) -> None:
    """The mark is a line of its own, before the text or the first block."""
    assert expected == marked(content, "text")
    assert (content, True) == unmarked(expected, "text")


@pytest.mark.parametrize(
    "content",
    [
        None,
        "a",
        "[tool error] a",
        "a\n[tool error]\n",
        [],
        [IMAGE],
        [{"type": "input_text", "text": "[tool error]\na"}],
        [{"type": "text", "text": MARK}],
        [{"type": "text", "text": MARK}, TEXT],
        [{"type": "text", "text": MARK, "x": 1}, IMAGE],
        {"type": "text", "text": "[tool error]\na"},
    ],
)
def test_what_is_not_our_mark_stays(content: JsonValue) -> None:
    """A result in other words is no failure."""
    assert (content, False) == unmarked(content, "text")


@given(texts() | st.lists(json_values() | texts().map(lambda text: {"type": "text", "text": text}), max_size=3))
def test_every_content(content: str | list[JsonValue]) -> None:
    """Any content comes back from its mark, and any content that is read as marked is written as it was."""
    read, failed = unmarked(content, "text")

    assert (content, True) == unmarked(marked(content, "text"), "text")
    assert isinstance(read, str | list)
    assert content == (marked(read, "text") if failed else read)
