"""How far a run has come, and how its lines went: written after each batch, so that a stopped one goes on where it was. Always whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import BeforeValidator, JsonValue, PlainSerializer, TypeAdapter, ValidationError

from interlingua.errors import ConfigError, InterlinguaError
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from interlingua.cli.convert.items import Batch, Outcome

MAX_GROUPS: Final = 500
"""More kinds of losses than these are counted together."""

SET_ASIDE: Final = "set aside"
"""Stands where a loss has its kind."""

_MAX_FAULT: Final = 300
_INDEX: Final = re.compile(r"\[\d+\]")
_POSITION: Final = re.compile(r"\b(line|column|char) \d+")
_REST: Final = ("", "…", "further kinds of losses, not told apart here")
_REST_FAULTS: Final = "further reasons, not told apart here"
_ROWS: Final = TypeAdapter(list[tuple[str, str, str, int, int]])

_Groups = dict[tuple[str, str, str], tuple[int, int]]


def _read_groups(rows: JsonValue) -> _Groups:
    return {(kind, path, reason): (count, first) for kind, path, reason, count, first in _ROWS.validate_python(rows)}


def _write_groups(groups: _Groups) -> list[tuple[str | int, ...]]:
    return [(*group, *counted) for group, counted in groups.items()]


def fault_of(outcome: Outcome) -> str:
    """Say why a line is set aside without what is that line's alone, its indices and positions: many lines have one reason."""
    if outcome.losses:
        return "it would lose what --on-loss doesn't let pass"
    return _POSITION.sub(r"\1 …", _INDEX.sub("[*]", outcome.reason or ""))[:_MAX_FAULT]


@dataclass(slots=True)
class Tally:
    """How many lines went how, and which losses there were, by kind: of bounded size however long the input is.

    Attributes:
        converted: How many lines were converted.
        set_aside: How many were set aside.
        with_losses: How many of the converted ones lost something.
        groups: (kind, path without indices, reason) → how often, and the first line that had it.
        faults: Why lines were set aside → how many, and the first one.
    """

    converted: int
    set_aside: int
    with_losses: int
    groups: Annotated[_Groups, BeforeValidator(_read_groups), PlainSerializer(_write_groups)]
    faults: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        """How many lines there were."""
        return self.converted + self.set_aside

    def add(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Count a batch."""
        for item, outcome in zip(batch.items, outcomes, strict=True):
            if outcome.data is None:
                self.set_aside += 1
                fault = fault_of(outcome)
                if fault not in self.faults and len(self.faults) >= MAX_GROUPS:
                    fault = _REST_FAULTS
                count, first = self.faults.get(fault, (0, item.number))
                self.faults[fault] = (count + 1, first)
            else:
                self.converted += 1
                self.with_losses += bool(outcome.losses)
            for loss in outcome.losses:
                group: tuple[str, str, str] = (loss.kind, _INDEX.sub("[*]", loss.path), loss.reason)
                if group not in self.groups and len(self.groups) >= MAX_GROUPS:
                    group = _REST
                count, first = self.groups.get(group, (0, item.number))
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


@dataclass(slots=True)
class Journal:
    """How far a run has come.

    Attributes:
        fingerprint: What must be the same for it to go on.
        position: Where the input goes on.
        last: The number of the last line that was read.
        sizes: How long each file is that far.
        tally: What was counted that far.
        format: The form of the file.
    """

    fingerprint: dict[str, JsonValue]
    position: int
    last: int
    sizes: dict[str, int]
    tally: Tally
    format: Literal[2] = 2

    def save(self, path: Path) -> None:
        """Write it, as a whole."""
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_bytes(dumps(_JOURNAL.dump_python(self, mode="json")))
        fresh.replace(path)


_JOURNAL: Final = TypeAdapter(Journal)


def load_journal(path: Path, fingerprint: dict[str, JsonValue]) -> Journal:
    """Read the journal of a stopped run.

    Raises:
        ConfigError: It can't be read, or the run was another one.
    """
    try:
        saved = _JOURNAL.validate_python(loads(path.read_bytes()))
    except (InterlinguaError, ValidationError):
        raise ConfigError(f"the journal {str(path)!r} can't be read", hint="begin anew with --force") from None
    changed = [name for name in fingerprint if saved.fingerprint.get(name) != fingerprint[name]]
    if changed:
        raise ConfigError(
            f"the stopped run was another one: {' and '.join(changed)} changed since",
            hint="repeat its command with --resume, or begin anew with --force",
        )
    return saved
