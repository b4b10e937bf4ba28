"""How far a run has come: written after each batch, so that a stopped one goes on where it was. Always whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, JsonValue, ValidationError

from interlingua.cli.convert.tally import SavedTally, Tally
from interlingua.errors import ConfigError, InterlinguaError
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from pathlib import Path


class _Saved(BaseModel):
    format: Literal[1] = 1
    fingerprint: dict[str, JsonValue]
    position: int
    last: int
    sizes: dict[str, int]
    tally: SavedTally


@dataclass(slots=True)
class Journal:
    """How far a run has come.

    Attributes:
        fingerprint: What must be the same for it to go on.
        position: Where the input goes on.
        last: The number of the last line that was read.
        sizes: How long each file is that far.
        tally: What was counted that far.
    """

    fingerprint: dict[str, JsonValue]
    position: int = 0
    last: int = 0
    sizes: dict[str, int] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)

    def save(self, path: Path) -> None:
        """Write it, as a whole."""
        saved = _Saved(fingerprint=self.fingerprint, position=self.position, last=self.last, sizes=self.sizes, tally=self.tally.saved())
        fresh = path.with_name(f"{path.name}.new")
        fresh.write_bytes(dumps(saved.model_dump(mode="json")))
        fresh.replace(path)


def load_journal(path: Path, fingerprint: dict[str, JsonValue]) -> Journal:
    """Read the journal of a stopped run.

    Raises:
        ConfigError: It can't be read, or the run was another one.
    """
    try:
        saved = _Saved.model_validate(loads(path.read_bytes()))
    except (InterlinguaError, ValidationError):
        raise ConfigError(f"the journal {str(path)!r} can't be read", hint="begin anew with --force") from None
    changed = [name for name in fingerprint if saved.fingerprint.get(name) != fingerprint[name]]
    if changed:
        raise ConfigError(
            f"the stopped run was another one: {' and '.join(changed)} changed since",
            hint="repeat its command with --resume, or begin anew with --force",
        )
    return Journal(saved.fingerprint, saved.position, saved.last, saved.sizes, Tally.restored(saved.tally))
