"""Reports of losses and faults."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interlingua import Loss
from interlingua.cli.convert import report as module
from interlingua.cli.convert.items import Batch, Item, Outcome
from interlingua.cli.convert.journal import Tally
from interlingua.cli.convert.report import open_report
from interlingua.runtime import LineRules
from interlingua.types.json import loads

if TYPE_CHECKING:
    from interlingua.cli.convert.report import Report

BATCH = Batch([Item(1, b"1"), Item(2, b"2"), Item(3, b"3")], 6, 3)
RULES = LineRules("openai.chat", "anthropic.messages")
OUTCOMES = [Outcome(b"one"), Outcome(b"two", (Loss("$.a[0]", "tab\there", "hint", [1]),)), Outcome(None, (), "no\nJSON")]


def written(name: str, *, stopped: bool = False) -> str:
    """Write a report, in one run or in two."""
    path, tally = Path(name), Tally(0, 0, 0, {})
    tally.add(BATCH, OUTCOMES)
    report: Report = open_report(path, 0, "t", RULES)
    report.add(BATCH, OUTCOMES)
    if stopped:
        report.file.flush()
        size = report.file.size
        report.add(BATCH, OUTCOMES)
        report.file.close()
        report = open_report(path, size, "t", RULES)
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
    """Before and after, behind the summary."""
    page = written("r.html")

    assert page.startswith("<!doctype html>")
    assert page.endswith("</html>\n")
    assert ['id="line-2"', 'id="line-3"'] == [mark for mark in ('id="line-1"', 'id="line-2"', 'id="line-3"') if mark in page]
    assert page.index('id="summary"') < page.index('id="line-2"')
    assert "shows the first" not in page


def test_a_page_ends_where_it_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """And says so."""
    monkeypatch.setattr(module, "MAX_PAGE_BYTES", 10)
    page = written("r.html")

    assert 'id="line-2"' in page
    assert 'id="line-3"' not in page
    assert "shows the first 1 of 2 lines" in page


@pytest.mark.parametrize("name", ["r.jsonl", "r.txt", "r.html"])
def test_a_stopped_report_is_gone_on_with(name: str) -> None:
    """It is the same as one of a single run."""
    assert written(name) == written(f"again-{name}", stopped=True)
