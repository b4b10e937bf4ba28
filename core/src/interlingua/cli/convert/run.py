"""A run of `convert`: read, convert, write, count; and an end that leaves either everything in its place, or a run to go on with."""

from __future__ import annotations

import signal
from itertools import islice
from typing import TYPE_CHECKING, Final

from interlingua.cli.convert.journal import Journal, Tally, load_journal
from interlingua.cli.convert.json_lines import LineReader, LineWriter
from interlingua.cli.convert.report import open_report
from interlingua.cli.convert.workers import converted
from interlingua.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.cli.convert.parquet import RowReader
    from interlingua.cli.convert.partial_file import Writer
    from interlingua.cli.convert.plan import Plan
    from interlingua.cli.convert.report import Report

NAMED: Final = 10
"""How many of the lines set aside are named on standard error."""


class Run:
    """One run, from its beginning or from where a stopped one was."""

    def __init__(self, plan: Plan, *, resume: bool) -> None:
        """Open the files.

        Raises:
            ConfigError: A stopped run can't be gone on with, or an input can't be read.
        """
        self._plan = plan
        fingerprint = plan.fingerprint() if plan.resumable else {}
        going_on = resume and plan.journal.exists()
        self._journal = load_journal(plan.journal, fingerprint) if going_on else Journal(fingerprint, 0, 0, {}, Tally(0, 0, 0, {}))
        sizes = self._journal.sizes if going_on else None
        if plan.resumable and not going_on:
            plan.journal.unlink(missing_ok=True)
        self.reader: LineReader | RowReader
        self._writer: Writer
        if plan.parquet:
            from interlingua.cli.convert.parquet import RowReader, RowWriter

            self.reader = rows = RowReader(plan)
            self._writer = RowWriter(plan, rows.schema, sizes)
        else:
            self.reader = lines = LineReader(plan)
            self._writer = LineWriter(plan, sizes, self._journal.tally, lines.layout)
        title = f"{plan.source.name}: {plan.rules.source} to {plan.rules.target}"
        self._report: Report | None = None
        if plan.report:
            try:
                self._report = open_report(plan.report, sizes["report"] if sizes else 0, title, plan.rules)
            except BaseException:
                self._stop()
                raise
        if going_on:
            note(f"going on behind line {self._journal.last:,}")

    @property
    def tally(self) -> Tally:
        """What was counted so far."""
        return self._journal.tally

    def go(self, advance: Callable[[int, int], None]) -> None:
        """Convert everything, and show how far it is; a run that ends early is left to go on with, where that is possible."""
        try:
            self._convert(advance)
            self._writer.seal()
        except BaseException:
            self._stop()
            raise
        # No Ctrl-C comes between two files that belong together; what is done here takes an instant.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            if self._report:
                self._report.end(self.tally)
                self._report.file.place()
            self._writer.place()
            if self._plan.resumable:
                self._plan.journal.unlink(missing_ok=True)
        finally:
            signal.signal(signal.SIGINT, before)

    def _convert(self, advance: Callable[[int, int], None]) -> None:
        journal = self._journal
        for batch, outcomes in converted(self.reader.batches(journal.position, journal.last), self._plan.rules, self._plan.jobs):
            self._writer.write(batch, outcomes)
            if self._report:
                self._report.add(batch, outcomes)
            faults = (
                (item.number, outcome.reason) for item, outcome in zip(batch.items, outcomes, strict=True) if outcome.reason is not None
            )
            for number, reason in islice(faults, max(0, NAMED - self.tally.set_aside)):  # the report has them all
                note(f"line {number:,} set aside: {reason}")
            self.tally.add(batch, outcomes)
            journal.position, journal.last = batch.position, batch.last
            if self._plan.resumable:
                journal.sizes = self._writer.sizes() | {"report": 0}
                if self._report:
                    self._report.file.flush()
                    journal.sizes["report"] = self._report.file.size
                journal.save(self._plan.journal)
            advance(batch.position, self.tally.lines)

    def _stop(self) -> None:
        if self._plan.stopped:
            self._writer.leave()
            if self._report:
                self._report.file.close()
            note(f"stopped behind line {self._journal.last:,}; go on with --resume")
            return
        self._writer.abandon()
        if self._report:
            self._report.file.abandon()
