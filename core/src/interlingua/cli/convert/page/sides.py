"""A line before and after, side by side: equal lines that are far from anything of interest are folded, lost places are marked. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.cli.convert.page.body_lines import MAX_TEXT
from interlingua.cli.convert.page.differences import CONTEXT, Hunk, around, folded, hunks
from interlingua.cli.convert.page.markup import counted, safe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interlingua.cli.convert.page.body_lines import BodyLine

MAX_SHOWN: Final = 60_000
"""How many characters of each side are shown, beside the lost places and what is around them."""

_LINE: Final = 40
"""What a line counts beside its characters: many short ones are much as well."""

MAX_MARKED: Final = 20
"""How many lines of a lost place are shown whatever else there is."""


class Sides:
    """Both sides of a line."""

    def __init__(self, before: Sequence[BodyLine], after: Sequence[BodyLine] | None, marks: Mapping[range, Sequence[str]]) -> None:
        """Compare them.

        Args:
            before: The line as it was.
            after: What it became, or None where it was set aside.
            marks: The lost places by their lines before, each with what is said of it.
        """
        self._before, self._after = before, after
        self._notes: dict[int, str] = {}
        for lines, notes in marks.items():
            self._notes[lines[0]] = self._notes.get(lines[0], "") + "".join(notes)
        self._lost = {index for lines in marks for index in lines}
        self._kept = around({index for lines in marks for index in lines[:MAX_MARKED]})
        self._left = {"before": MAX_SHOWN, "after": MAX_SHOWN}

    def written(self) -> str:
        """Write them."""
        if self._after is None:
            wanted = self._kept or range(len(self._before))
            return "".join(self._alone(far, run) for far, run in folded(range(len(self._before)), wanted))
        heads = '<div class="pair heads"><div class="b">before</div><div class="a">after</div></div>\n'
        return heads + "".join(self._equal(hunk) if hunk.same else self._changed(hunk) for hunk in hunks(self._before, self._after))

    def _alone(self, far: bool, run: range) -> str:  # noqa: FBT001 - what `folded` gives
        lines = f'<div class="body">{self._lines("before", run)}</div>\n'
        return _fold(run, lines, "further") if far else lines

    def _changed(self, hunk: Hunk) -> str:
        before, after = self._lines("before", hunk.before), self._lines("after", hunk.after)
        return f'<div class="pair changed"><del class="b">{before}</del><ins class="a">{after}</ins></div>\n'

    def _equal(self, hunk: Hunk) -> str:
        """Write equal lines, and fold those away that are far from what differs."""
        edges = (*hunk.before[:CONTEXT], *hunk.before[-CONTEXT:])
        offset = hunk.after[0] - hunk.before[0]
        written: list[str] = []
        for far, run in folded(hunk.before, self._kept.union(edges)):
            other = range(run[0] + offset, run[-1] + 1 + offset)
            lines = f'<div class="b">{self._lines("before", run)}</div><div class="a">{self._lines("after", other)}</div>'
            pair = f'<div class="pair same">{lines}</div>\n'
            written.append(_fold(run, pair, "equal") if far else pair)
        return "".join(written)

    def _lines(self, side: str, run: range) -> str:
        """Write lines of a side; beyond what is shown of it, lost places alone."""
        lines = self._before if side == "before" else self._after or ()
        written: list[str] = []
        skipped = 0
        for index in run:
            if self._left[side] <= 0 and (side == "after" or index not in self._kept):
                skipped += 1
                continue
            if skipped:
                written.append(_skipped(skipped))
                skipped = 0
            self._left[side] -= min(len(lines[index].text), MAX_TEXT) + _LINE
            lost = side == "before" and index in self._lost
            written.append(_line(lines[index], lost=lost, note=self._notes.get(index, "") if lost else ""))
        if skipped:
            written.append(_skipped(skipped))
        return "".join(written)


def _line(line: BodyLine, *, lost: bool, note: str) -> str:
    text = safe(line.text, MAX_TEXT)
    kinds = "l" + " n" * line.broken + " lost" * lost
    above = f'<div class="note">{note}</div>' if note else ""
    return f'{above}<div class="{kinds}">{"  " * line.depth}{f"<mark>{text}</mark>" if lost else text}</div>'


def _skipped(number: int) -> str:
    return f'<div class="l skipped">… {counted(number, "more line")}, not shown here</div>'


def _fold(run: range, lines: str, which: str) -> str:
    return f"<details><summary>{counted(len(run), f'{which} line')}</summary>\n{lines}</details>\n"
