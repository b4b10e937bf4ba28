"""`interlingua.dialect.paths`: JSON paths, composed and taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.dialect.paths import at, covers, split
from interlingua.testing import strategies as canonical

STEPS = st.lists(canonical.texts() | st.integers(0, 1000), max_size=5).map(tuple)


@given(steps=STEPS)
def test_there_and_back(steps: tuple[str | int, ...]) -> None:
    """A path holds its steps, whatever the keys are, and can be printed."""
    path = at("$", *steps)

    assert split(path) == steps
    assert path.encode()


@given(steps=STEPS, more=STEPS)
def test_composed_step_by_step(steps: tuple[str | int, ...], more: tuple[str | int, ...]) -> None:
    """A path can be gone on with."""
    assert at(at("$", *steps), *more) == at("$", *steps, *more)


@pytest.mark.parametrize("text", ["", "messages", "$messages", "$.", "$.a.", "$[", "$[-1]", "$['a]", "$.a b", "$[0", "a$.b"])
def test_no_path(text: str) -> None:
    """What is no path is refused."""
    with pytest.raises(ValueError, match=r"is no JSON path"):
        split(text)


@pytest.mark.parametrize(
    ("path", "other", "does"),
    [
        ("$", "$.messages[0]", True),
        ("$.messages[1]", "$.messages[1].content[0].text", True),
        ("$.messages[1]", "$.messages[1]", True),
        ("$.messages[1]", "$.messages[10]", False),
        ("$.messages[1].content", "$.messages[1]", False),
        ("$['a.b']", "$['a.b'].c", True),
        ("$.a", "$['a.b']", False),
    ],
)
def test_covers(path: str, other: str, does: bool) -> None:  # noqa: FBT001 - a table's column
    """A place covers itself and all that it holds."""
    assert covers(path, other) is does
