"""Twin of dialect/meant.py: what a body means by leaving a field out."""

from __future__ import annotations

import pytest

from interlingua.dialect import meaning, with_meaning
from interlingua.types import JsonValue, Tool


@pytest.mark.parametrize(
    ("strict", "meant", "default", "said"),
    [
        (None, False, True, False),
        (None, True, False, True),
        (None, True, True, None),
        (None, False, False, None),
        (True, False, True, None),
        (False, True, False, None),
    ],
)
def test_what_must_be_said(strict: bool | None, meant: JsonValue, default: JsonValue, said: JsonValue) -> None:  # noqa: FBT001 - a table
    """Only what saying nothing wouldn't mean, and only where nothing was said."""
    tool = Tool("f", strict=strict, provider_data=with_meaning({"x": {"y": 1}}, strict=meant))

    assert said == meaning(tool, "strict", {"strict": default})
    assert {"x": {"y": 1}, "$meant": {"strict": meant}} == tool.provider_data


def test_a_tool_made_by_hand_means_what_each_wire_does() -> None:
    """Nobody noted anything."""
    assert meaning(Tool("f"), "strict", {"strict": True}) is None


def test_it_is_no_part_of_equality() -> None:
    """What was said is the same, in whichever wire's body; and it is saved with the tool."""
    noted, other = (Tool("f", provider_data=with_meaning({}, strict=strict)) for strict in (True, False))

    assert Tool("f") == noted == other
    assert hash(Tool("f")) == hash(noted)
    assert Tool("g") != noted
    assert Tool("f", provider_data={"x": {"y": 1}}) != noted
    assert noted != "f"
    assert {"$meant": {"strict": True}} == Tool.model_validate(noted.to_dict()).provider_data
