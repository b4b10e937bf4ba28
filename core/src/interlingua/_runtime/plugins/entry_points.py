"""What distributions declare under an entry-point group, read once for each process.

The standard library's own scan ends at the first broken distribution and doesn't say which distribution an entry shadows, so the
distributions are walked here: one with unreadable metadata is reported and stepped over.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint


@dataclass(frozen=True, slots=True)
class Installed:
    """One entry of one distribution.

    Attributes:
        name: The entry's name.
        target: What it points to, such as `interlingua_openai`.
        distribution: The distribution's name.
        version: The distribution's version.
    """

    name: str
    target: str
    distribution: str
    version: str
    _entry: EntryPoint = field(repr=False, compare=False)

    def load(self) -> object:
        """Import what the entry points to."""
        return self._entry.load()

    @property
    def label(self) -> str:
        """The distribution and its version, for sentences."""
        return f"{self.distribution} {self.version}"


@functools.cache
def installed(group: str) -> tuple[Installed, ...]:
    """Give a group's entries of all installed distributions; the first of two with one name hides the other, as for imports."""
    from importlib.metadata import distributions

    seen: dict[str, tuple[Installed, ...]] = {}
    for distribution in distributions():
        entries = _entries(distribution, group)
        if entries:
            seen.setdefault(_normal(entries[0].distribution), entries)
    return tuple(entry for entries in seen.values() for entry in entries)


def forget() -> None:
    """Scan again at the next question, for tests that install something."""
    installed.cache_clear()


def _entries(distribution: Distribution, group: str) -> tuple[Installed, ...]:
    try:
        found = [entry for entry in distribution.entry_points if entry.group == group]
        if not found:
            return ()
        name, version = distribution.metadata["Name"], distribution.version
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a stranger's metadata must not break the rest
        _report(distribution, error)
        return ()
    return tuple(Installed(entry.name, entry.value, name or "an unnamed distribution", version or "?", entry) for entry in found)


def _report(distribution: Distribution, error: Exception) -> None:
    import logging

    place = getattr(distribution, "_path", "an installed distribution")
    logging.getLogger("interlingua").warning("the metadata of %s can't be read: %s: %s", place, type(error).__name__, error)


def _normal(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")
