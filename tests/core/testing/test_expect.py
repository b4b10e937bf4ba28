"""Twin of testing/conformance/expect.py: the sentence names the first place that differs."""

from __future__ import annotations

import pytest

from interlingua.testing.conformance.expect import difference, expect, expect_none, expect_same
from interlingua.types import AssistantMessage, TextDelta, TextPart, ToolCallPart, UserMessage


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({"a": [1, {"b": "x"}]}, {"a": [1, {"b": "y"}]}, "$.a[1].b was 'x', and is 'y'"),
        ({"a": 1}, {"a": 1.0}, "$.a was 1, and is 1.0"),
        ({"a": 1, "b": 2}, {"a": 1}, "$.b has gone: 2"),
        ({"a": 1}, {"a": 1, "x y": None}, "$['x y'] came from nowhere: None"),
        ([1], [1, 2], "$[1] came from nowhere: 2"),
        ((UserMessage("a"),), (UserMessage("b"),), "$[0].content[0].text was 'a', and is 'b'"),
        ([TextDelta(0, "a")], [TextDelta(1, "a")], "$[0].index was 0, and is 1"),
        (
            AssistantMessage([ToolCallPart("1", "f", '{"a":1}'), TextPart("x")]),
            AssistantMessage([ToolCallPart("1", "f", '{"a": 1}')]),
            "$.content[1] has gone: {'text': 'x', 'type': 'text'}",
        ),
        ("a", "b", "$ was 'a', and is 'b'"),
        ({"arguments": ""}, {"arguments": "{}"}, "$.arguments was '', and is '{}'"),
    ],
)
def test_differences(before: object, after: object, sentence: str) -> None:
    """Values of ours, chunks and JSON are walked alike; arguments that are spelt otherwise and mean the same are no difference."""
    with pytest.raises(AssertionError) as caught:
        expect_same(after, before, "it came back another")

    assert str(caught.value) == f"it came back another: {sentence}"
    assert difference(before, after) == sentence


def test_what_is_as_expected_says_nothing() -> None:
    """Neither of the three raises."""
    expect(condition=True, broken="never said")
    expect_none((), "never said")
    expect_same({"a": 1}, {"a": 1}, "never said")


def test_what_is_too_much_is_listed() -> None:
    """A list of what should not be there, shortened."""
    with pytest.raises(AssertionError, match=r"silently lost: \['\$\.a'\]"):
        expect_none(["$.a"], "silently lost")
    with pytest.raises(AssertionError, match="it broke"):
        expect(condition=False, broken="it broke")
