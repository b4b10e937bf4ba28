"""`interlingua.types.losses`: what could not be carried over, and what of JSON text no value can hold."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from pydantic import ValidationError

from interlingua.errors import ConversionError
from interlingua.testing import strategies as canonical
from interlingua.types import JsonValue, Loss
from interlingua.types.json import dumps, loads
from interlingua.types.losses import unheld

TWICE = "a field of this name follows in the same object, and takes its place"
ROUNDED = "a float holds 17 digits, and an exponent of 308"


@given(loss=canonical.losses())
def test_json(loss: Loss) -> None:
    """A loss comes back from its JSON, equal, and can be counted."""
    assert Loss.model_validate(loads(dumps(loss.to_dict()))) == loss
    assert len({loss, loss.model_copy()}) == 1


def test_content_by_default() -> None:
    """A loss changes the meaning unless it is said to be a hint."""
    assert Loss(path="$.seed", reason="no seed").to_dict() == {"path": "$.seed", "reason": "no seed", "kind": "content"}


def test_shown_whole() -> None:
    """Path and reason, which a loss is read for; what stands instead is shortened as in every value."""
    path, reason = "$" + ".a" * 100, "its meaning has changed since " * 9
    shown = str(Loss(path, reason, "hint", "x" * 500))

    assert shown.startswith(f"Loss(path={path!r}, reason={reason!r}, kind='hint', replaced_by='xxx")
    assert "..." in shown


def test_refused() -> None:
    """There are two kinds, and what replaces something is JSON."""
    with pytest.raises(ValidationError):
        Loss(path="$", reason="", kind="trifle")  # type: ignore[arg-type]
    with pytest.raises(ConversionError):
        Loss(path="$", reason="", replaced_by=math.nan)


@given(canonical.json_values())
def test_what_we_write_is_held(value: JsonValue) -> None:
    """Whatever `dumps` writes is read back, so nothing is told of it."""
    assert unheld(dumps(value), value) == []


def test_a_field_that_stands_twice() -> None:
    """Each but the last is told by its place; what is below it is gone with it."""
    text = '{"a": 1, "b": [{"c": {"c": 1, "c": 1}, "a": 0}, {"c": 1, "c": 2, "c": 3}], "a": 1}'

    assert unheld(text, loads(text), "$.x") == [
        Loss("$.x.a", TWICE),
        Loss("$.x.b[0].c.c", TWICE),
        Loss("$.x.b[1].c", TWICE),
        Loss("$.x.b[1].c", TWICE),
    ]


@pytest.mark.parametrize(
    ("spelt", "held"),
    [
        ("1.10", None),
        ("-0.0", None),
        ("1E+2", None),
        ("0.1000000000000000000000000", None),
        ("123456789012345678901234567890", None),
        ("5e-324", None),
        ("4.9406564584124654e-324", None),
        ("0.10000000000000001", None),
        ("0.1000000000000000055511151231257827021181583404541015625", None),
        ("0.10000000000000002", None),
        ("0.1234567890123456789", 0.12345678901234568),
        ("9007199254740993.0", 9007199254740992.0),
        ("1e-400", 0.0),
        ("-1e-99999999999999999999", -0.0),
    ],
)
def test_digits(spelt: str, held: float | None) -> None:
    """A number is held where the float that stands for it is written so, with the digits that it needs or with as many as here."""
    rounded = [] if held is None else [Loss("$[0].n", ROUNDED, "hint", held)]

    text = f'\ufeff[{{"n": {spelt}}}]'.encode()

    assert unheld(text, loads(text)) == rounded
