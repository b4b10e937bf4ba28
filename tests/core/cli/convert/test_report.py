"""Reports of losses and faults."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua import Loss
from interlingua.cli.convert import report as module
from interlingua.cli.convert.items import Batch, Item, Outcome
from interlingua.cli.convert.journal import Tally
from interlingua.cli.convert.report import _MAX_BODY_CHARS, open_report, page_end, page_start, section
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from interlingua.cli.convert.report import Report

BATCH = Batch([Item(1, b"1"), Item(2, b"2"), Item(3, b"3")], 6, 3)
OUTCOMES = [Outcome(b"one"), Outcome(b"two", (Loss("$.a[0]", "tab\there", "hint", [1]),)), Outcome(None, (), "no\nJSON")]


def written(name: str, *, stopped: bool = False) -> str:
    """Write a report, in one run or in two."""
    path, tally = Path(name), Tally(0, 0, 0, {})
    tally.add(BATCH, OUTCOMES)
    report: Report = open_report(path, 0, "t")
    report.add(BATCH, OUTCOMES)
    if stopped:
        report.file.flush()
        size = report.file.size
        report.add(BATCH, OUTCOMES)
        report.file.close()
        report = open_report(path, size, "t")
    report.end(tally)
    report.file.place()
    return path.read_text()


def test_json_lines_tell_each_line() -> None:
    """Only those that lost something or were set aside."""
    assert [
        {"line": 2, "error": None, "losses": [{"path": "$.a[0]", "reason": "tab\there", "kind": "hint", "replaced_by": [1]}]},
        {"line": 3, "error": "no\nJSON", "losses": []},
    ] == [loads(line) for line in written("r.jsonl").splitlines()]


def test_a_table_has_a_row_for_each_kind() -> None:
    """And for each line set aside; a cell stays on its line."""
    assert [
        "    count  kind       first            path: reason",
        "        1  set aside  line 3           no JSON",
        "        1  hint       line 2           $.a[*]: tab here",
        "2 lines converted, 1 of them with losses, 1 set aside",
    ] == written("r.txt").splitlines()


def test_a_page_shows_each_line() -> None:
    """Before and after."""
    page = written("r.html")

    assert page.startswith("<!doctype html>")
    assert ['id="line-2"', 'id="line-3"'] == [mark for mark in ('id="line-1"', 'id="line-2"', 'id="line-3"') if mark in page]
    assert '<td><a href="#line-2">line 2</a></td>' in page
    assert "shows the first" not in page


def test_a_page_ends_where_it_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says so."""
    monkeypatch.setattr(module, "MAX_PAGE_BYTES", 10)
    page = written("r.html")

    assert "<section" not in page
    assert "shows the first of 2 lines" in page


@pytest.mark.parametrize("name", ["r.jsonl", "r.txt", "r.html"])
def test_a_stopped_report_is_gone_on_with(name: str) -> None:
    """It is the same as one of a single run."""
    assert written(name) == written(f"again-{name}", stopped=True)


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
