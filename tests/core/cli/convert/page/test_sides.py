"""A line before and after, side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interlingua.cli.convert.page import sides
from interlingua.cli.convert.page.body_lines import BodyLine, body_lines
from interlingua.cli.convert.page.sides import Sides

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pytest


def lines(*texts: str) -> list[BodyLine]:
    """Make lines of a value that is nowhere."""
    return [BodyLine(0, (), text) for text in texts]


NUMBERS = [str(number) for number in range(30)]


def shown(before: Sequence[BodyLine], after: Sequence[BodyLine] | None, marks: Mapping[range, Sequence[str]] | None = None) -> str:
    """Write sides without what only styles are for."""
    return re.sub(r' class="[a-z ]*"', "", Sides(before, after, marks or {}).written()).replace("\n", "")


def test_what_differs_stands_opposite() -> None:
    """What is the same stands on both sides."""
    page = shown(lines("a", "b"), lines("a", "c"))

    assert page.endswith(
        "<div><div><div>a</div></div><div><div>a</div></div></div><div><del><div>b</div></del><ins><div>c</div></ins></div>"
    )


def test_a_lost_place_is_marked_and_told() -> None:
    """On all of its lines, and once; what is said of two losses of one place stands there twice."""
    page = shown(body_lines({"a": ["b"], "c": 1}), None, {range(1, 4): ["<p>one</p>"], range(1, 2): ["<p>two</p>"]})

    assert page.count("<mark>") == 3
    assert "<div><p>one</p><p>two</p></div><div>  <mark>&quot;a&quot;: [</mark></div>" in page


def test_equal_lines_far_away_are_folded() -> None:
    """They can be unfolded; what is around a lost place is not."""
    page = shown(lines(*NUMBERS), lines(*NUMBERS), {range(15, 16): ["<p>lost</p>"]})
    folds = re.findall("<details><summary>(.*?)</summary>(.*?)</details>", page)

    assert [words for words, _ in folds] == ["9 equal lines", "8 equal lines"]
    assert all("<mark>" not in inside for _, inside in folds)


def test_a_line_set_aside_stands_alone() -> None:
    """Folded around what would be lost; whole where nobody knows what."""
    assert "<details><summary>17 further lines</summary>" in shown(lines(*NUMBERS), None, {range(20, 21): []}).replace(
        "<details><summary>6", ""
    )
    assert "<details>" not in shown(lines(*NUMBERS), None)


def test_very_much_is_not_shown_but_for_the_lost_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much isn't is told."""
    monkeypatch.setattr(sides, "MAX_SHOWN", 200)
    monkeypatch.setattr(sides, "MAX_MARKED", 2)
    page = shown(lines(*NUMBERS), lines("x"), {range(15, 25): ["<p>lost</p>"]})

    assert re.findall("<mark>(.*?)</mark>", page)[:2] == ["15", "16"]
    assert "… 7 more lines, not shown here" in page
    assert page.endswith("… 10 more lines, not shown here</div></del><ins><div>x</div></ins></div>")


def test_a_long_line_is_cut_and_a_broken_one_says_so() -> None:
    """By a mark that no text can be taken for."""
    page = Sides([BodyLine(0, (), "x" * 1_005), BodyLine(0, (), '"a', broken=True)], None, {}).written()

    assert "x… 5 more characters" in page
    assert '<div class="l n">&quot;a</div>' in page
