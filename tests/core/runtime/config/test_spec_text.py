"""Any text is split into pieces, and shown without values."""

from __future__ import annotations

import pytest

from interlingua._runtime.config.spec_text import Option, SpecText


def test_splits_where_the_marks_stand() -> None:
    """Spans are places in the text."""
    source = SpecText("a:b?c=d&e")

    assert (source.provider, source.model_id, source.asks) == ((0, 1), (2, 3), True)
    assert source.options == (Option((4, 5), (6, 7)), Option((8, 9), None))
    assert source[(2, 3)] == "b"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("a:b", "a:b"),
        ("a:b?c=dddd&e=&f", "a:b?c=…&e=&f"),
        ("a:b?token=dd&e=f", "a:b?token=…"),
        ("a:b?Word", "a:b?…"),
        ("a://u", "a:…"),
        ("a:" + "b" * 201, "a:…"),
        ("a:b\n", "a:b\ufffd"),
    ],
)
def test_masks(text: str, shown: str) -> None:
    """Values, what follows a key's name, and what may be part of a value are shown as `…`."""
    assert SpecText(text).masked() == shown


@pytest.mark.parametrize(
    ("span", "over"),
    [((0, 1), "a"), ((2, 5), "bcd"), ((3, 4), "c"), ((8, 9), "…"), ((12, 13), "f"), ((14, 15), "…"), ((0, 17), "a:bcd?e=…&f=…")],
)
def test_places_are_translated(span: tuple[int, int], over: str) -> None:
    """A place in a masked value is the whole mask; every other keeps its characters."""
    error = SpecText("a:bcd?e=ggg&f=hhh").fault("x", span)

    assert error.text is not None
    assert error.span is not None
    assert error.text[slice(*error.span)] == over


def test_a_fault_at_the_end_stands_after_the_text() -> None:
    """What is missing is marked where it would stand."""
    assert SpecText("a:b?").fault("x", (4, 4)).span == (4, 4)


def test_tells_what_is_shown() -> None:
    """A masked piece is not shown."""
    source = SpecText("a:b?c=d")

    assert source.shows(source.provider)
    assert not source.shows((6, 7))
