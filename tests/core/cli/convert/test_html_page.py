"""The page: everything on it is text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from interlingua import Loss
from interlingua.cli.convert.html_page import _MAX_BODY_CHARS, page_end, page_start, section
from interlingua.cli.convert.items import Item, Outcome
from interlingua.cli.convert.tally import Tally
from interlingua.types.json import dumps

EVIL = "</pre><script>alert(1)</script><img src=x onerror=alert(2)>\x1b]0;x\x07\u202e&amp;\"'"


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


OURS = {"code", "div", "figcaption", "figure", "h2", "li", "p", "pre", "section", "ul"}


@given(text=st.text() | st.just(EVIL))
def test_nothing_that_was_said_becomes_a_tag(text: str) -> None:
    """Wherever it stands."""
    losses = (Loss(f"$['{text}']", text, "content", text),)
    page = section(Item(1, dumps([text])), Outcome(dumps({text: 1}), losses))
    page += section(Item(2, text.encode(errors="replace")), Outcome(None, (), text))
    found = Tags(page.decode())

    assert found.tags <= OURS
    assert found.attributes <= {"class", "id"}
    assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e]", page.decode())


def test_the_frame_is_safe_too() -> None:
    """The title, the summary, and no script at all by policy."""
    tally = Tally(1, 0, 1, {("hint", EVIL, EVIL): (1, 1)})
    found = Tags((page_start(EVIL) + page_end(tally, whole=False)).decode())

    assert {"script", "img"}.isdisjoint(found.tags)
    assert b"default-src 'none'" in page_start("t")


def test_bodies_are_indented_and_bounded() -> None:
    """What is no JSON is shown as it is; what is too long says how long."""
    shown = section(Item(1, b'{"a":1}'), Outcome(None, (), "x")).decode()
    long = section(Item(1, b"x" * (_MAX_BODY_CHARS + 5)), Outcome(b"\xff\xed\xa0\x80")).decode()

    assert "{\n  &quot;a&quot;: 1\n}" in shown
    assert "… 5 more characters" in long
    assert "\\xff" in long
    assert b"\\ud800" in section(Item(1, b"1"), Outcome(None, (), "\ud800"))
