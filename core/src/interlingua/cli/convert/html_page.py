"""A report as one static page: no script, nothing loaded, everything escaped. Pure."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from interlingua.cli.terminal_text import visible
from interlingua.errors import InterlinguaError
from interlingua.runtime import MAX_LINE_DEPTH
from interlingua.types.json import dumps_text, loads

if TYPE_CHECKING:
    from interlingua.cli.convert.items import Item, Outcome
    from interlingua.cli.convert.tally import Tally
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
    rows = "".join(_row(*row) for row in tally.rows())
    heads = "<tr><th>count<th>kind<th>path<th>reason<th>first</tr>\n"
    table = f"<table>\n{heads}{rows}</table>\n" if rows else ""
    told = tally.with_losses + tally.set_aside
    more = "" if whole else f"<p>This page shows the first of {told:,} lines that lost something or were set aside.</p>\n"
    return _bytes(f'<header id="summary">\n<h1>{_safe(tally.summary())}</h1>\n{table}{more}</header>\n</html>\n')


def _row(*cells: str) -> str:
    *others, first = map(_safe, cells)
    where = first.removeprefix("line ").replace(",", "")
    return f'<tr>{"".join(f"<td>{cell}</td>" for cell in others)}<td><a href="#line-{where}">{first}</a></td></tr>\n'


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
