"""The head and the foot of the page: how the run went, each reason with what it counts and a filter, and how it all looks. Pure."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.cli.convert.journal import SET_ASIDE
from interlingua.cli.convert.page.markup import counted, group_name, safe, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.cli.convert.journal import Tally

FOOT: Final = b"</main>\n</body>\n</html>\n"

_MAX_PLACES: Final = 5
_SECTION: Final = re.compile(rb'<section id="line-(\d+)" class="line ([g0-9a-f ]*)">')
_LOST: Final = re.compile(rb'<li class="(g[0-9a-f]+)"><b class="\w+">\w+</b> <a href="#(lost-\d+-\d+)">')


class _Reason(NamedTuple):
    """What was lost, or set aside, for one reason.

    Attributes:
        kind: The losses' kind, or `set aside`.
        reason: The reason.
        number: How many losses or lines there were.
        places: Their places, the most frequent first.
        first: The first line that had it.
    """

    kind: str
    reason: str
    number: int
    places: list[str]
    first: int

    @property
    def name(self) -> str:
        """The name of its filter."""
        return group_name(self.kind, self.reason)


class _Shown:
    """What is on the page, read off its sections: a run may have been stopped and gone on, and nothing else knows."""

    def __init__(self, sections: bytes) -> None:
        found = [(int(number), groups.decode().split()) for number, groups in _SECTION.findall(sections)]
        self.lines = {number for number, _ in found}
        self.by_group: dict[str, int] = {}
        for _, groups in found:
            for group in groups:
                self.by_group[group] = self.by_group.get(group, 0) + 1
        self.first_place: dict[str, str] = {}
        for group, place in _LOST.findall(sections):
            self.first_place.setdefault(group.decode(), place.decode())


def head(title: str, tally: Tally, sections: bytes) -> bytes:
    """Write what stands before the sections."""
    shown = _Shown(sections)
    reasons = list(_reasons(tally))
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8") + _filters(reasons, shown)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    rows = "".join(_row(reason, shown) for reason in reasons)
    chosen = (
        f'<form autocomplete="off">\n<p>Tick reasons to see their lines alone.</p>\n<ul class="reasons">\n{rows}</ul>\n{_RESET}</form>\n'
        if rows
        else "<p>Nothing was lost.</p>\n"
    )
    return to_bytes(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{safe(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<header id="summary">\n<h1>{safe(title)}</h1>\n<p>{safe(tally.summary())}</p>\n{chosen}{_part(tally, shown)}</header>\n<main>\n'
    )


_RESET: Final = '<p class="all"><button type="reset">Show all lines again</button></p>\n'


def _reasons(tally: Tally) -> Iterator[_Reason]:
    """Sum what was counted by reason: lines set aside first, then the most frequent losses."""
    for reason, (count, first) in sorted(tally.faults.items(), key=lambda entry: -entry[1][0]):
        yield _Reason(SET_ASIDE, reason, count, [], first)
    summed: dict[tuple[str, str], _Reason] = {}
    for (kind, path, reason), (count, first) in sorted(tally.groups.items(), key=lambda entry: -entry[1][0]):
        sum_ = summed.get((kind, reason), _Reason(kind, reason, 0, [], first))
        summed[kind, reason] = sum_._replace(number=sum_.number + count, places=[*sum_.places, path], first=min(sum_.first, first))
    yield from sorted(summed.values(), key=lambda reason: (reason.kind != "content", -reason.number))


def _row(reason: _Reason, shown: _Shown) -> str:
    """Write a reason with its filter; one of which the page shows no line has none."""
    here = shown.by_group.get(reason.name, 0)
    kind = f'<b class="{reason.kind.replace(" ", "-") or "rest"}">{reason.kind or "other"}</b>'
    words = f"{kind} {safe(reason.reason)}"
    choice = f'<label><input type="checkbox" class="f" id="{reason.name}"> <span>{words}</span></label>' if here else f"<p>{words}</p>"
    what = counted(reason.number, "line") if reason.kind == SET_ASIDE else counted(reason.number, "loss", "losses")
    if reason.first in shown.lines:
        link = f', first on <a href="#{shown.first_place.get(reason.name, f"line-{reason.first}")}">line {reason.first:,}</a>'
    else:
        link = f", first on line {reason.first:,}, which isn't on this page"
    places = ", ".join(f"<code>{safe(path)}</code>" for path in reason.places[:_MAX_PLACES])
    if len(reason.places) > _MAX_PLACES:
        places += f" and {len(reason.places) - _MAX_PLACES:,} more places"
    return f"<li>{choice}<p>{what}{link}; {counted(here, 'line')} here{f'<br>{places}' if places else ''}</p></li>\n"


def _filters(reasons: list[_Reason], shown: _Shown) -> str:
    """Hide, where any box is ticked, each line that none of them is about: without any script."""
    return "".join(
        f"body:has(#{reason.name}:checked) .{reason.name}.line{{display:block}}\n" for reason in reasons if reason.name in shown.by_group
    )


def _part(tally: Tally, shown: _Shown) -> str:
    """Say how much of the run the page shows."""
    told = tally.with_losses + tally.set_aside
    if len(shown.lines) == told:
        return ""
    of = f"the first {len(shown.lines):,} of {counted(told, 'line')} that lost something or were set aside"
    return f'<p class="part">This page shows {of}; a report that ends in .jsonl has them all.</p>\n'
