"""Twin of tool_errors.py: a failed tool, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.dialect import LossLog
from interlingua.testing.strategies import json_values, texts
from interlingua_openai.tool_errors import MARK, encode_failure, with_error_line, without_error_line

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

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
    assert expected == with_error_line(content, "text")
    assert (content, True) == without_error_line(expected, "text")


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
    assert (content, False) == without_error_line(content, "text")


@given(texts() | st.lists(json_values() | texts().map(lambda text: {"type": "text", "text": text}), max_size=3))
def test_every_content(content: str | list[JsonValue]) -> None:
    """Any content comes back from its mark, and any content that is read as marked is written as it was."""
    read, failed = without_error_line(content, "text")

    assert (content, True) == without_error_line(with_error_line(content, "text"), "text")
    assert isinstance(read, str | list)
    assert content == (with_error_line(read, "text") if failed else read)


@pytest.mark.parametrize(
    ("result", "is_error", "expected"),
    [
        ({"output": "a"}, False, {"output": "a"}),
        ({"output": "a"}, True, {"output": "[tool error]\na"}),
        ({"output": None}, True, {"output": "[tool error]"}),
        ({}, True, {"output": "[tool error]"}),
        ({}, False, {}),
    ],
)
def test_a_result(result: JsonObject, is_error: bool, expected: JsonObject) -> None:  # noqa: FBT001 - a table's column
    """Says in its content that the tool failed."""
    log = LossLog("some.dialect", "$.messages", 2)

    encode_failure(result, "output", "text", log, is_error=is_error)

    assert result == expected
    assert log.records == []


def test_a_result_that_only_looks_failed() -> None:
    """Is told, since it is read as one that is."""
    log = LossLog("some.dialect", "$.messages", 2)

    encode_failure({"output": "[tool error]\na"}, "output", "text", log, is_error=False)

    assert [("$.messages[2].is_error", "hint", True)] == [(loss.path, loss.kind, loss.replaced_by) for loss in log.records]
