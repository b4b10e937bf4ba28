"""How many lines went how, and which losses there were, by kind: of bounded size however long the input is. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.cli.convert.items import Batch, Outcome

MAX_GROUPS: Final = 500
"""More kinds of losses than these are counted together."""

_INDEX: Final = re.compile(r"\[\d+\]")
_REST: Final = ("", "…", "further kinds of losses, not told apart here")


class SavedTally(BaseModel):
    """A tally in a journal."""

    converted: int
    set_aside: int
    with_losses: int
    groups: list[tuple[str, str, str, int, int]]


@dataclass(slots=True)
class Tally:
    """What was counted so far.

    Attributes:
        converted: How many lines were converted.
        set_aside: How many were set aside.
        with_losses: How many of the converted ones lost something.
        groups: (kind, path without indices, reason) → how often, and the first line that had it.
    """

    converted: int = 0
    set_aside: int = 0
    with_losses: int = 0
    groups: dict[tuple[str, str, str], tuple[int, int]] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        """How many lines there were."""
        return self.converted + self.set_aside

    def add(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Count a batch."""
        for item, outcome in zip(batch.items, outcomes, strict=True):
            if outcome.data is None:
                self.set_aside += 1
            else:
                self.converted += 1
                self.with_losses += bool(outcome.losses)
            for loss in outcome.losses:
                self._count((loss.kind, _INDEX.sub("[*]", loss.path), loss.reason), item.number)

    def _count(self, group: tuple[str, str, str], number: int) -> None:
        if group not in self.groups and len(self.groups) >= MAX_GROUPS:
            group = _REST
        count, first = self.groups.get(group, (0, number))
        self.groups[group] = (count + 1, first)

    def rows(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Give the groups as rows of text, the most frequent first."""
        for (kind, path, reason), (count, first) in sorted(self.groups.items(), key=lambda entry: (-entry[1][0], entry[0])):
            yield f"{count:,}", kind, path, reason, f"line {first:,}"

    def summary(self) -> str:
        """Say it in a sentence."""
        parts = [f"{self.converted:,} line{'s' * (self.converted != 1)} converted"]
        if self.with_losses:
            parts.append(f"{self.with_losses:,} of them with losses")
        if self.set_aside:
            parts.append(f"{self.set_aside:,} set aside")
        return ", ".join(parts)

    def saved(self) -> SavedTally:
        """Give it for the journal."""
        groups = [(*group, *counted) for group, counted in self.groups.items()]
        return SavedTally(converted=self.converted, set_aside=self.set_aside, with_losses=self.with_losses, groups=groups)

    @classmethod
    def restored(cls, saved: SavedTally) -> Tally:
        """Take it from the journal."""
        groups = {(kind, path, reason): (count, first) for kind, path, reason, count, first in saved.groups}
        return cls(saved.converted, saved.set_aside, saved.with_losses, groups)
