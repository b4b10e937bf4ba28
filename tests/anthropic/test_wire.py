"""How fields are kept and written back."""

from __future__ import annotations

import math

import pytest

from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, TextPart
from interlingua_anthropic.messages.wire import (
    LossLog,
    checked_body,
    content_of,
    is_int,
    is_objects,
    keep,
    kept_fields,
    restore,
    verbatim_content,
    without,
)

NAME = "anthropic.messages"


class TestKeeping:
    """Kept fields come back as they were."""

    def test_both_ways(self) -> None:
        """Fields that look like our marks are no exception."""
        wire: JsonObject = {"a": 1, "$absent": ["a"], "$$": None, "known": 2}

        kept = keep(wire, ("known",))
        target: JsonObject = {"known": 2}
        restore(target, kept_fields(kept), LossLog("$"))

        assert kept == {NAME: {"a": 1, "$$absent": ["a"], "$$$": None}}
        assert target == wire

    def test_nothing(self) -> None:
        """Nothing to keep is no provider_data at all."""
        assert keep({"a": 1}, ("a",)) == {}
        assert kept_fields({"openai.chat": {"a": 1}}) == {}

    def test_absent(self) -> None:
        """A field that the wire left out is left out again, unless it says something now."""
        kept: JsonObject = {"$absent": ["content", "id", "input", 5]}
        target: JsonObject = {"content": [], "id": "made-up", "input": {"a": 1}}

        restore(target, kept, LossLog("$"))

        assert target == {"input": {"a": 1}}

    @pytest.mark.parametrize(
        ("said", "kept", "expected", "losses"),
        [
            (1.0, 1, 1, 0),
            (2.0, 1, 2.0, 1),
            ({"a": 1}, {"a": 2, "b": 3}, {"a": 1, "b": 3}, 0),
            ([1], None, [1], 0),
            ([], None, None, 0),
            (0, 5, 0, 1),
        ],
    )
    def test_two_values(self, said: JsonValue, kept: JsonValue, expected: JsonValue, losses: int) -> None:
        """A canonical value that says something wins, objects are joined, equal values keep the wire's spelling."""
        log = LossLog("$.messages", 2)
        log.part = 1
        target: JsonObject = {"x": said}

        restore(target, {"x": kept}, log)

        assert (target["x"], type(target["x"])) == (expected, type(expected))
        assert [loss.path for loss in log.records] == ["$.messages[2].content[1].provider_data['anthropic.messages'].x"] * losses


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"content": "a"}, ([{"type": "text", "text": "a"}], {}, ())),
        ({"content": ""}, ([{"type": "text", "text": ""}], {"content": ""}, ())),
        ({"content": []}, ([], {"content": []}, ())),
        ({"content": None}, ([], {"content": None}, ())),
        ({"content": [5]}, ([], {"content": [5]}, ())),
        ({}, ([], {}, ("content",))),
    ],
)
def test_content_of(fields: JsonObject, expected: object) -> None:
    """Text, blocks, empty, null, absent and odd content are told apart."""
    assert content_of(fields) == expected


def test_verbatim_content() -> None:
    """An own spelling counts as long as the content still says nothing."""
    assert verbatim_content({"content": ""}, (TextPart(""),))
    assert verbatim_content({"$absent": ["content"]}, ())
    assert not verbatim_content({"content": ""}, (TextPart("now"),))
    assert not verbatim_content({"$absent": "odd"}, ())


def test_checked_body() -> None:
    """A body is a JSON object, given back as it is; anything else is refused with its path."""
    body: JsonObject = {"a": [1]}

    assert checked_body(body) is body
    for wrong, path in ((None, "$"), ([], "$"), ("x", "$"), (1, "$"), ({"a": [math.nan]}, "$.a[0]")):
        with pytest.raises(ConversionError) as caught:
            checked_body(wrong)

        assert caught.value.path == path


def test_types() -> None:
    """`true` is no integer, and a list of objects holds nothing else."""
    assert is_int(1)
    assert not is_int(True)  # noqa: FBT003 - the value in question
    assert is_objects([{}])
    assert not is_objects([{}, 1])
    assert without(5, "a") == {}
    assert without({"a": 1, "b": 2}, "a") == {"b": 2}
