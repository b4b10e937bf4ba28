"""`--report FILE`: what was lost and what was set aside, as JSON lines, a table of text, or one static page.

The page has no script, loads nothing, and everything on it is escaped.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from interlingua.cli.convert.partial_file import PartialFile
from interlingua.cli.terminal_text import one_line, visible
from interlingua.errors import InterlinguaError
from interlingua.runtime import MAX_LINE_DEPTH
from interlingua.types.json import dumps, dumps_text, loads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from interlingua.cli.convert.items import Batch, Item, Outcome
    from interlingua.cli.convert.journal import Tally
    from interlingua.types import Loss

MAX_PAGE_BYTES: Final = 16 * 2**20
"""Where a page ends that has more to show: a larger one no browser likes; the page says so."""

_MAX_BODY_CHARS: Final = 100_000

_STYLE: Final = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { display: flex; flex-direction: column; margin: 2rem; gap: 1rem; }
#summary { order: -1; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.1rem; margin: 0; }
section { border-top: 1px solid #8886; padding-top: 1rem; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
pre { font: 13px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: .8rem;
      background: #8881; border-radius: 6px; max-height: 40rem; overflow-y: auto; }
figure { margin: 0; min-width: 0; } figcaption { font-size: .85rem; opacity: .7; }
.error, .content { color: #c22; } code { font-family: ui-monospace, monospace; }
td, th { text-align: left; padding: .1rem 1rem .1rem 0; vertical-align: top; } td:first-child { text-align: right; }
td:last-child { white-space: nowrap; }
@media (max-width: 60rem) { .two { grid-template-columns: 1fr; } }
"""


class Report:
    """A report: JSON lines with a line for each line of the input that lost something or was set aside."""

    def __init__(self, path: Path, size: int, title: str) -> None:
        """Begin, or go on behind what an earlier run wrote."""
        self.file = PartialFile(path, size)
        self._title = title
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

    def begin(self) -> None:
        """Write the beginning of the page."""
        if not self.file.size:
            self.file.write(page_start(self._title))

    def add_line(self, item: Item, outcome: Outcome) -> None:
        """Take a line of the input; where the page is full they are only counted."""
        if self.file.size < MAX_PAGE_BYTES:
            self.file.write(section(item, outcome))

    def end(self, tally: Tally) -> None:
        """Write the end of the page."""
        self.file.write(page_end(tally, whole=self.file.size < MAX_PAGE_BYTES))
        super().end(tally)


def open_report(path: Path, size: int, title: str) -> Report:
    """Begin the report that the file's ending asks for, or go on with it."""
    kind = {".html": PageReport, ".txt": TableReport}.get(path.suffix, Report)
    return kind(path, size, title)


def _row(count: str, kind: str, path: str, reason: str, first: str) -> bytes:
    """Write a row whose columns stand below one another, but for the words, which stand last; how wide those are nobody knows before."""
    words = one_line(f"{path}: {reason}" if path else reason)
    return f"{count:>9}  {kind:<9}  {first:<15}  {words}\n".encode(errors="backslashreplace")


def page_start(title: str) -> bytes:
    """Begin the page."""
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return _bytes(
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{_safe(title)}</title>\n<style>{_STYLE}</style>\n<body>\n"
    )


def section(item: Item, outcome: Outcome) -> bytes:
    """Show a line before and after."""
    losses = "".join(_loss(loss) for loss in outcome.losses)
    error = f'<p class="error">set aside: {_safe(outcome.reason)}</p>' if outcome.reason is not None else ""
    after = _body(outcome.data) if outcome.data is not None else "<pre>—</pre>"
    return _bytes(
        f'<section id="line-{item.number}">\n<h2>Line {item.number:,}</h2>\n{error}<ul>{losses}</ul>\n<div class="two">'
        f"<figure><figcaption>before</figcaption>{_body(item.data)}</figure>"
        f"<figure><figcaption>after</figcaption>{after}</figure></div>\n</section>\n"
    )


def page_end(tally: Tally, *, whole: bool) -> bytes:
    """End the page; what is said here is shown first, for only now it is known."""
    rows = ""
    for row in tally.rows():
        *others, first = map(_safe, row)
        where = first.removeprefix("line ").replace(",", "")
        rows += f'<tr>{"".join(f"<td>{cell}</td>" for cell in others)}<td><a href="#line-{where}">{first}</a></td></tr>\n'
    heads = "<tr><th>count<th>kind<th>path<th>reason<th>first</tr>\n"
    table = f"<table>\n{heads}{rows}</table>\n" if rows else ""
    told = tally.with_losses + tally.set_aside
    more = "" if whole else f"<p>This page shows the first of {told:,} lines that lost something or were set aside.</p>\n"
    return _bytes(f'<header id="summary">\n<h1>{_safe(tally.summary())}</h1>\n{table}{more}</header>\n</html>\n')


def _loss(loss: Loss) -> str:
    instead = "" if loss.replaced_by is None else f"; instead: <code>{_safe(dumps_text(loss.replaced_by))}</code>"
    return f'<li class="{loss.kind}"><code>{_safe(loss.path)}</code>: {_safe(loss.reason)} ({loss.kind}){instead}</li>'


def _body(data: bytes) -> str:
    """Show a line's text, indented where it is JSON."""
    try:
        text = dumps_text(loads(data, max_depth=MAX_LINE_DEPTH), indent=2)
    except InterlinguaError:
        text = data.decode(errors="backslashreplace")
    more = f"\n… {len(text) - _MAX_BODY_CHARS:,} more characters" if len(text) > _MAX_BODY_CHARS else ""
    return f"<pre>{_safe(text[:_MAX_BODY_CHARS])}{more}</pre>"


def _safe(text: str) -> str:
    return escape(visible(text), quote=True)


def _bytes(text: str) -> bytes:
    return text.encode(errors="backslashreplace")
