"""What distributions declare under an entry-point group, read once for each process; and a plugin's hooks, checked.

The standard library's own scan ends at the first broken distribution and doesn't say which distribution an entry shadows, so the
distributions are walked here: one with unreadable metadata is reported and stepped over. Every plugin gets a manager of its own, so
that its hooks can be called alone: a call through a shared manager would end at the first plugin that raises.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from interlingua._runtime.shown import neighbour
from interlingua.errors import ConfigError, InterlinguaError

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Collection
    from importlib.metadata import EntryPoint

    import pluggy

T = TypeVar("T")

_REASON_CHARS: Final = 300


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

    seen: dict[str, list[Installed]] = {}
    for distribution in distributions():
        try:
            found = [entry for entry in distribution.entry_points if entry.group == group]
            if not found:
                continue
            name, version = distribution.metadata["Name"] or "an unnamed distribution", distribution.version or "?"
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a stranger's metadata must not break the rest
            place = getattr(distribution, "_path", "an installed distribution")
            warn(f"the metadata of {place} can't be read: {type(error).__name__}: {error}")
            continue
        entries = [Installed(entry.name, entry.value, name, version, entry) for entry in found]
        seen.setdefault(name.lower().replace("-", "_").replace(".", "_"), entries)
    return tuple(entry for entries in seen.values() for entry in entries)


def forget() -> None:
    """Scan again at the next question, for tests that install something."""
    installed.cache_clear()


def warn(sentence: str) -> None:
    """Report what was stepped over."""
    unheard("interlingua").warning("%s", sentence)


def unheard(name: str) -> logging.Logger:
    """Give a logger that prints nothing where nobody configures logging: Python's last resort would write to standard error."""
    import logging

    logger = logging.getLogger(name)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    return logger


def hooks_of(plugin: object, wanted: Collection[str], label: str) -> dict[str, pluggy.HookCaller]:
    """Give the callers of the hooks that a plugin implements.

    Raises:
        ConfigError: It implements none of the wanted ones, one that there isn't, or one with wrong arguments.
    """
    import pluggy

    from interlingua.provider import hookspecs

    manager = pluggy.PluginManager("interlingua")
    manager.add_hookspecs(hookspecs)
    known = list(vars(manager.hook))
    attempt(label, "registering it", lambda: manager.register(plugin, label))
    found = {caller.name: caller for caller in manager.get_hookcallers(plugin) or ()}
    for name, caller in found.items():
        # `optionalhook` marks a hook that other versions of interlingua may have.
        if name not in known and not all(implementation.optionalhook for implementation in caller.get_hookimpls()):
            near = neighbour(name, known)
            raise ConfigError(f"{label} implements {name}, and there is no such hook", hint=f"did you mean {near}?" if near else None)
    if not found.keys() & set(wanted):
        raise ConfigError(f"{label} implements no hook {' or '.join(wanted)}", hint="a hook's implementation is marked with @hookimpl")
    return found


def attempt(label: str, doing: str, call: Callable[[], T]) -> T:
    """Run a plugin's code.

    Raises:
        ConfigError: It raised; the sentence has the plugin, the exception's type and its message.
    """
    try:
        return call()
    except (Exception, SystemExit) as error:
        hint = error.hint if isinstance(error, InterlinguaError) and error.hint else f"update or remove {label}"
        raise ConfigError(f"{label} can't be used: {doing} raised {reason(error)}", hint=hint) from error


def reason(error: BaseException) -> str:
    """Say an exception in one line: its type and message."""
    words = " ".join((error.sentence if isinstance(error, InterlinguaError) else str(error)).split())
    words = words if len(words) <= _REASON_CHARS else f"{words[:_REASON_CHARS]}…"
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
