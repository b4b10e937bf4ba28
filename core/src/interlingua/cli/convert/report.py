"""`--report FILE`: what was lost and what was set aside, as JSON lines, a table of text, or one static page.

The page has no script, loads nothing, and everything on it is escaped.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from interlingua.cli.convert.page.section import section
from interlingua.cli.convert.page.summary import FOOT, head
from interlingua.cli.convert.partial_file import PartialFile
from interlingua.cli.convert.workers import BetweenLines
from interlingua.cli.terminal_text import one_line
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from interlingua.cli.convert.items import Batch, Item, Outcome
    from interlingua.cli.convert.journal import Tally
    from interlingua.runtime import LineRules

MAX_PAGE_BYTES: Final = 16 * 2**20
"""Where a page ends that has more to show: a larger one no browser likes; the page says so."""


class Report:
    """A report: JSON lines with a line for each line of the input that lost something or was set aside."""

    def __init__(self, path: Path, size: int, title: str, rules: LineRules) -> None:
        """Begin, or go on behind what an earlier run wrote."""
        self.file = PartialFile(path, size)
        self._title = title
        self._rules = rules
        self.begin()

    def begin(self) -> None:
        """Write what stands first."""
        self.file.write(b"")

    def add(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Take a batch."""
        for item, outcome in zip(batch.items, outcomes, strict=True):
            if outcome.losses or outcome.data is None:
                self.add_line(item, outcome)

    def add_line(self, item: Item, outcome: Outcome) -> None:
        """Take a line of the input."""
        losses = [loss.to_dict() for loss in outcome.losses]
        self.file.write(dumps({"line": item.number, "error": outcome.reason, "losses": [*losses]}) + b"\n")

    def end(self, tally: Tally) -> None:  # noqa: ARG002 - the other reports say it
        """Write what stands last."""
        self.file.seal()


class TableReport(Report):
    """A report as a table: the losses by kind, then each line that was set aside."""

    def add_line(self, item: Item, outcome: Outcome) -> None:
        """Take a line of the input."""
        if outcome.reason is not None:
            self.file.write(_row("1", "set aside", "", outcome.reason, f"line {item.number:,}"))

    def end(self, tally: Tally) -> None:
        """Write the losses."""
        for row in tally.rows():
            self.file.write(_row(*row))
        self.file.write(f"{tally.summary()}\n".encode())
        super().end(tally)

    def begin(self) -> None:
        """Write the heads."""
        if not self.file.size:
            self.file.write(_row("count", "kind", "", "path: reason", "first"))


class PageReport(Report):
    """A report as one static page: each such line before and after, side by side."""

    def add_line(self, item: Item, outcome: Outcome) -> None:
        """Take a line of the input; where the page is full they are only counted."""
        if self.file.size < MAX_PAGE_BYTES:
            with BetweenLines() as between:
                shown = between.call(partial(section, item, outcome, self._rules))
            self.file.write(shown)

    def end(self, tally: Tally) -> None:
        """Write the summary in front, for only now it is known."""
        self.file.frame(partial(head, self._title, tally), FOOT)


def open_report(path: Path, size: int, title: str, rules: LineRules) -> Report:
    """Begin the report that the file's ending asks for, or go on with it."""
    kind = {".html": PageReport, ".txt": TableReport}.get(path.suffix, Report)
    return kind(path, size, title, rules)


def _row(count: str, kind: str, path: str, reason: str, first: str) -> bytes:
    """Write a row whose columns stand below one another, but for the words, which stand last; how wide those are nobody knows before."""
    words = one_line(f"{path}: {reason}" if path else reason)
    return f"{count:>9}  {kind:<9}  {first:<15}  {words}\n".encode(errors="backslashreplace")
