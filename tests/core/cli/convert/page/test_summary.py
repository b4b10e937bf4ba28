"""The head of the page, and how it looks."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib import resources
from typing import Final

import pytest
from tests.core.cli.convert.page.test_section import EVIL, Tags

from interlingua.cli.convert.journal import Tally
from interlingua.cli.convert.page.markup import group_name
from interlingua.cli.convert.page.summary import FOOT, head

STYLE: Final = resources.files("interlingua.cli.convert.page").joinpath("page.css").read_text(encoding="utf-8")
SEED: Final = group_name("hint", "no seed")
BAD: Final = group_name("set aside", "not JSON")
SECTIONS: Final = (
    f'<section id="line-3" class="line {SEED} {BAD}">\n<li class="{SEED}"><b class="hint">hint</b> <a href="#lost-3-1">'
    f'<section id="line-9" class="line {SEED}">\n<li class="{SEED}"><b class="hint">hint</b> <a href="#lost-9-0">'
).encode()


def tally(set_aside: int = 1) -> Tally:
    """Count a run: losses of a reason in two places, and lines that are set aside."""
    groups = {
        ("hint", "$.a", "no seed"): (1, 9),
        ("hint", "$.b", "no seed"): (4, 3),
        ("content", "$.c", "gone"): (1, 99),
        ("", "…", "rest"): (2, 3),
    }
    return Tally(5, set_aside, 1, groups, {"not JSON": (set_aside, 3)})


def rows(page: bytes) -> list[str]:
    """Give the reasons as text."""
    return [" ".join(re.sub("<[^>]*>", " ", row).split()) for row in re.findall("<li>(.*?)</li>", page.decode())]


def test_reasons_are_summed_with_what_was_set_aside() -> None:
    """Over their places; what the page shows none of says where it was, and the rest is told apart."""
    page = head("t", tally(), SECTIONS)

    assert rows(page) == [
        "set aside not JSON 1 line, first on line 3 ; 1 line here",
        "content gone 1 loss, first on line 99, which isn't on this page; 0 lines here $.c",
        "hint no seed 5 losses, first on line 3 ; 2 lines here $.b , $.a",
        "other rest 2 losses, first on line 3 ; 0 lines here …",
    ]
    assert b'href="#lost-3-1">line 3</a>' in page
    assert page.count(b'type="checkbox"') == 2


def test_a_filter_is_a_rule_for_each_reason_that_is_shown() -> None:
    """Nothing but style: the policy lets no script run, and no other style."""
    page = head("t", tally(), SECTIONS).decode()
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    policy = re.search('Content-Security-Policy" content="(.*?)"', page)

    assert style
    assert policy
    assert f"body:has(#{SEED}:checked) .{SEED}.line{{display:block}}" in style[1]
    assert group_name("content", "gone") not in page
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert policy[1] == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_what_is_not_shown_is_told() -> None:
    """By how many lines there were."""
    assert b"shows" not in head("t", tally(), SECTIONS)
    assert b"This page shows the first 2 of 31 lines that" in head("t", tally(30), SECTIONS)
    assert b"<p>Nothing was lost.</p>" in head("t", Tally(1, 0, 0, {}), b"")


def test_very_many_places_are_counted() -> None:
    """The most frequent ones are named."""
    groups = {("hint", f"$.field{number}", "r"): (number, 1) for number in range(1, 9)}

    assert "$.field8 , $.field7 , $.field6 , $.field5 , $.field4 and 3 more places" in rows(head("t", Tally(1, 0, 1, groups), b""))[0]


def test_nothing_of_the_data_becomes_a_tag() -> None:
    """In the title, the reasons and the places."""
    counted = Tally(1, 1, 1, {("hint", EVIL, EVIL): (1, 1)}, {EVIL: (1, 1)})
    found = Tags((head(EVIL, counted, b"") + FOOT).decode())

    assert {"script", "img", "a"}.isdisjoint(found.tags)
    assert found.attributes <= {"autocomplete", "charset", "class", "content", "http-equiv", "id", "lang", "name", "type"}


def test_it_loads_nothing() -> None:
    """The style names no address."""
    assert not re.search(r"url\(|@import|//", STYLE)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, by WCAG 2.2."""
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


PALETTES: Final = dict(
    zip(("light", "dark"), (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in STYLE.split("@media")[:2]), strict=True)
)
PAPERS: Final = ("paper", "panel", "removed", "added")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        *[(ink, paper, 4.5) for ink in ("ink", "dim") for paper in PAPERS],
        *[(ink, paper, 4.5) for ink in ("link", "bad") for paper in ("paper", "panel")],
        ("bad", "removed", 4.5),
        ("good", "added", 4.5),
        ("mark-ink", "mark", 4.5),
        *[("link", paper, 3) for paper in PAPERS],
        *[("rule", paper, 3) for paper in ("paper",)],
    ],
)
def test_contrast_is_enough(scheme: str, ink: str, paper: str, least: float) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text, 3 to 1 for outlines and borders that say something."""
    darker, lighter = sorted(luminance(PALETTES[scheme][name]) for name in (ink, paper))

    assert (lighter + 0.05) / (darker + 0.05) >= least
