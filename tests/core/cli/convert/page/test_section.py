"""A line of the input on the page."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from interlingua import Loss
from interlingua.cli.convert.items import Item, Outcome
from interlingua.cli.convert.page.markup import group_name
from interlingua.cli.convert.page.section import MAX_LINE_BYTES, MAX_LINE_PIECES, MAX_LOSSES, section
from interlingua.runtime import LineRules
from interlingua.types.json import dumps

RULES = LineRules("openai.chat", "anthropic.messages")
EVIL = "</pre></section><script>alert(1)</script><img src=x onerror=alert(2)>\x1b]0;x\x07\u202e&amp;\"'\n\"><a href='javascript:x'>"
LINE = dumps({"messages": [{"role": "user", "content": "Hi"}], "seed": 4})
SEED = Loss("$.seed", "no seed", "hint")


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


OURS = {"a", "b", "code", "del", "details", "div", "h2", "ins", "li", "mark", "p", "section", "summary", "ul"}


@given(text=st.text() | st.just(EVIL))
def test_nothing_that_was_said_becomes_a_tag(text: str) -> None:
    """Wherever it stands."""
    losses = (Loss(f"$['{text}']", text, "content", text), Loss("$.seed", text), Loss("$.messages[0].content[0]", text, "hint"))
    line = dumps({"messages": [{"role": "user", "content": text}], "seed": 1, text: text})
    page = section(Item(1, line), Outcome(dumps({text: 1, "a": text}), losses), RULES)
    page += section(Item(2, text.encode(errors="replace")), Outcome(None, (), text), RULES)
    found = Tags(page.decode())

    assert found.tags <= OURS
    assert found.attributes <= {"class", "href", "id"}
    assert not re.search("[\x00-\x08\x0e-\x1f\u202a-\u202e]", page.decode())
    assert set(re.findall('href="([^"]*)"', page.decode())) <= {"#summary", "#lost-1-0", "#lost-1-1", "#lost-1-2"}


def test_a_loss_leads_to_its_place() -> None:
    """Which says it as well."""
    page = section(Item(7, LINE), Outcome(LINE, (SEED,)), RULES).decode()

    assert f'<section id="line-7" class="line {group_name("hint", "no seed")}">' in page
    assert '<b class="hint">hint</b> <a href="#lost-7-0"><code>$.seed</code></a>: no seed</li>' in page
    assert '<p id="lost-7-0" class="why hint">hint: no seed</p></div><div class="l lost">  <mark>&quot;seed&quot;: 4</mark>' in page


def test_a_loss_without_a_place_says_so() -> None:
    """And what stands instead."""
    page = section(Item(7, LINE), Outcome(LINE, (Loss("$.x", "r", "content", [1]),)), RULES).decode()

    assert "<code>$.x</code> (not found on the line): r; instead: <code>[1]</code>" in page
    assert "<mark>" not in page


def test_why_a_line_is_set_aside() -> None:
    """It is in the group of its reason, and in those of its losses."""
    page = section(Item(7, LINE), Outcome(None, (SEED,), "would lose"), RULES).decode()

    assert '<p class="fault"><b>set aside</b> would lose</p>' in page
    assert len(re.findall("g[0-9a-f]{16}", page.partition("\n")[0])) == 2
    assert "after" not in page


def test_a_line_with_very_many_losses() -> None:
    """The first ones are shown, and how many there are."""
    page = section(Item(1, LINE), Outcome(LINE, (SEED,) * (MAX_LOSSES + 7)), RULES).decode()

    assert page.count('href="#lost-') == MAX_LOSSES
    assert f"the first {MAX_LOSSES} of {MAX_LOSSES + 7} losses" in page


def test_a_section_is_bounded() -> None:
    """However long a line, its texts, its paths and its reasons are."""
    loss = Loss(f"$['{'p' * 10**6}']", "r" * 10**6, "content", "i" * 10**6)
    many = dumps({"messages": [{"role": "user", "content": "x\n" * 9_999}], "seed": 4})
    long = dumps({"messages": [{"role": "user", "content": "x" * (MAX_LINE_BYTES)}]})

    assert len(section(Item(1, many), Outcome(many, (SEED,)), RULES)) < 2**20
    assert b"<mark>" in section(Item(1, many), Outcome(many, (SEED,)), RULES)
    assert len(section(Item(1, long), Outcome(long, (loss,) * 99, "f" * 10**6), RULES)) < 2**18
    for data in (long, dumps([0] * MAX_LINE_PIECES * 2), dumps("\n" * MAX_LINE_PIECES * 2)):
        assert section(Item(1, data), Outcome(data, (SEED,)), RULES).count(b"more bytes of a line that is too long") == 2


def test_what_is_no_json_is_shown_as_it_is() -> None:
    """Before and after, and where its reader refused it."""
    page = section(Item(1, b"no\xff json"), Outcome(b"\xff\xed\xa0\x80", (SEED,)), RULES).decode()

    assert "no\\xff json" in page
    assert "\\xff\\xed" in page
    assert '<div class="l">1</div>' in section(Item(1, b"1", "too long"), Outcome(None, (), "\ud800"), RULES).decode()
