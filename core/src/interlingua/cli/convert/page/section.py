"""A line of the input on the page: what was lost, and the line before and after, with what differs and the lost places. Pure."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from interlingua.cli.convert.journal import SET_ASIDE, fault_of
from interlingua.cli.convert.page.body_lines import body_lines, text_lines
from interlingua.cli.convert.page.lost_places import lost_places
from interlingua.cli.convert.page.markup import counted, group_name, safe, to_bytes
from interlingua.cli.convert.page.sides import Sides
from interlingua.errors import InterlinguaError
from interlingua.runtime import read_line
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.cli.convert.items import Item, Outcome
    from interlingua.cli.convert.page.body_lines import BodyLine
    from interlingua.cli.convert.page.lost_places import Steps
    from interlingua.runtime import LineRules
    from interlingua.types import Loss

MAX_LOSSES: Final = 50
"""How many losses of one line are shown."""

_MAX_GROUPED: Final = 1_000
"""By how many of them it is filtered."""

MAX_LINE_BYTES: Final = 4 * 2**20
"""Of a longer line, before or after, only the beginning is shown: laying it out and comparing it takes too long."""

MAX_LINE_PIECES: Final = 20_000
"""As of one that has more values, or texts of more lines."""

_BEGINNING: Final = 4_000


def section(item: Item, outcome: Outcome, rules: LineRules) -> bytes:
    """Show a line before and after."""
    losses = outcome.losses[:MAX_LOSSES]
    before, places = _before(item, rules, losses)
    after = None if outcome.data is None else _lines(outcome.data)
    sides = Sides(before, after, _marks(item.number, before, losses, places))
    groups = [group_name(loss.kind, loss.reason) for loss in outcome.losses[:_MAX_GROUPED]]
    fault = ""
    if outcome.reason is not None:
        groups.append(group_name(SET_ASIDE, fault_of(outcome)))
        fault = f'<p class="fault"><b>set aside</b> {safe(outcome.reason)}</p>\n'
    told = "".join(_loss(loss, _id(item.number, index), place) for index, (loss, place) in enumerate(zip(losses, places, strict=True)))
    if len(losses) < len(outcome.losses):
        told += f"<li>These are the first {len(losses)} of {counted(len(outcome.losses), 'loss', 'losses')} on this line.</li>\n"
    if told:
        told = f'<ul class="losses">\n{told}</ul>\n'
    return to_bytes(
        f'<section id="line-{item.number}" class="line {" ".join(dict.fromkeys(groups))}">\n'
        f'<h2>Line {item.number:,} <a class="up" href="#summary">summary</a></h2>\n{fault}{told}'
        f"{sides.written()}</section>\n"
    )


def _before(item: Item, rules: LineRules, losses: Sequence[Loss]) -> tuple[list[BodyLine], list[Steps | None]]:
    """Lay a line out, and find the places of its losses."""
    if item.fault is None and not _is_too_long(item.data):
        try:
            value, unread = read_line(item.data)
            return body_lines(value), lost_places(value, rules, losses, unread)
        except InterlinguaError:
            pass  # it is shown as it is: that it can't be read is why it was set aside
    return _lines(item.data), [None] * len(losses)


def _lines(data: bytes) -> list[BodyLine]:
    """Lay out what is JSON, show anything else as it is."""
    if _is_too_long(data):
        beginning = data[:_BEGINNING].decode(errors="backslashreplace")
        return text_lines(f"{beginning}\n… {len(data) - _BEGINNING:,} more bytes of a line that is too long to be laid out here")
    try:
        return body_lines(read_line(data)[0])
    except InterlinguaError:
        return text_lines(data.decode(errors="backslashreplace"))


def _is_too_long(data: bytes) -> bool:
    return len(data) > MAX_LINE_BYTES or data.count(b",") + data.count(b"\\n") > MAX_LINE_PIECES


def _marks(number: int, lines: Sequence[BodyLine], losses: Sequence[Loss], places: Sequence[Steps | None]) -> dict[range, list[str]]:
    """Give the lines of each lost place, with what is said of it there."""
    marks: defaultdict[range, list[str]] = defaultdict(list)
    held = _held(lines, {place for place in places if place is not None})
    for index, (loss, place) in enumerate(zip(losses, places, strict=True)):
        if place is not None:
            words = f"{loss.kind}: {safe(loss.reason)}"
            marks[held[place]].append(f'<p id="{_id(number, index)}" class="why {loss.kind}">{words}</p>')
    return marks


def _held(lines: Sequence[BodyLine], places: set[Steps]) -> dict[Steps, range]:
    """Find the lines of each place."""
    held: dict[Steps, range] = {}
    for depth in {len(place) for place in places}:
        for index, line in enumerate(lines):
            if (place := line.path[:depth]) in places:
                held[place] = range(held[place].start if place in held else index, index + 1)
    return held


def _loss(loss: Loss, mark: str, place: Steps | None) -> str:
    path = f"<code>{safe(loss.path)}</code>"
    where = f"{path} (not found on the line)" if place is None else f'<a href="#{mark}">{path}</a>'
    instead = "" if loss.replaced_by is None else f"; instead: <code>{safe(dumps_text(loss.replaced_by))}</code>"
    group, kind = group_name(loss.kind, loss.reason), loss.kind
    return f'<li class="{group}"><b class="{kind}">{kind}</b> {where}: {safe(loss.reason)}{instead}</li>\n'


def _id(number: int, index: int) -> str:
    return f"lost-{number}-{index}"
