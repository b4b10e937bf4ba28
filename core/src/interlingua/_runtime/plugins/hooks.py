"""One plugin → its hooks, checked against the hook specifications.

Every plugin gets a manager of its own, so that its hooks can be called alone: a call through a shared manager would end at the first
plugin that raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua._runtime.config.options import neighbour
from interlingua.errors import ConfigError, InterlinguaError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import TypeVar

    import pluggy

    T = TypeVar("T")

_REASON_CHARS = 300


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
