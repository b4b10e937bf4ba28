"""`interlingua.types.losses`: what could not be carried over."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from pydantic import ValidationError

from interlingua.errors import ConversionError
from interlingua.testing import strategies as canonical
from interlingua.types import Loss
from interlingua.types.json import dumps, loads


@given(loss=canonical.losses())
def test_json(loss: Loss) -> None:
    """A loss comes back from its JSON, equal, and can be counted."""
    assert Loss.model_validate(loads(dumps(loss.to_dict()))) == loss
    assert len({loss, loss.model_copy()}) == 1


def test_content_by_default() -> None:
    """A loss changes the meaning unless it is said to be a hint."""
    assert Loss(path="$.seed", reason="no seed").to_dict() == {"path": "$.seed", "reason": "no seed", "kind": "content"}


def test_refused() -> None:
    """There are two kinds, and what replaces something is JSON."""
    with pytest.raises(ValidationError):
        Loss(path="$", reason="", kind="trifle")  # type: ignore[arg-type]
    with pytest.raises(ConversionError):
        Loss(path="$", reason="", replaced_by=math.nan)
