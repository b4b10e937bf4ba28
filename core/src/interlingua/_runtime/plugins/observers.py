"""Observers of calls and of progress: each is called on its own, so that one that raises is reported and the others still run.

Observers are the plugins of the group `interlingua.plugins`, loaded at the first event, and what an application registers. Where
there are none, an event costs a look at an empty tuple. No lock is held while a plugin's code runs.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from types import CoroutineType
from typing import TYPE_CHECKING, Final

from interlingua._runtime.plugins.loading import attempt, hooks_of, installed, reason, warn
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    import pluggy

    from interlingua.provider.contract import Progress
    from interlingua.provider.hookspecs import CallRecord

GROUP: Final = "interlingua.plugins"
_CALL_FINISHED: Final = "interlingua_call_finished"
_PROGRESS: Final = "interlingua_progress"


@dataclass(frozen=True, slots=True)
class _Observer:
    plugin: object
    label: str
    hooks: dict[str, pluggy.HookCaller]


_lock = threading.Lock()
_registered: tuple[_Observer, ...] = ()  # replaced as a whole, so that it may be read without the lock
_installed: tuple[_Observer, ...] | None = None  # None until the first event


def _renew_lock() -> None:
    """In a forked process: whoever held the lock may not be here to release it."""
    global _lock  # noqa: PLW0603 - see below
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):  # pragma: no branch - not on Windows, which has no fork
    os.register_at_fork(after_in_child=_renew_lock)


def register_observer(plugin: object) -> None:
    """Register an object or module that implements `interlingua_call_finished` or `interlingua_progress`.

    Raises:
        ConfigError: It is registered already, implements neither hook, or one with wrong arguments.
    """
    global _registered  # noqa: PLW0603 - the process has one set of observers
    label = f"the observer {_name(plugin)}"
    made = _Observer(plugin, label, hooks_of(plugin, (_CALL_FINISHED, _PROGRESS), label))
    with _lock:
        if any(observer.plugin is plugin for observer in _registered):
            raise ConfigError(f"{label} is registered already")
        _registered = (*_registered, made)


def unregister_observer(plugin: object) -> None:
    """Forget an observer that an application registered.

    Raises:
        ConfigError: It isn't registered.
    """
    global _registered  # noqa: PLW0603 - the process has one set of observers
    with _lock:
        kept = tuple(observer for observer in _registered if observer.plugin is not plugin)
        if len(kept) == len(_registered):
            raise ConfigError(f"the observer {_name(plugin)} isn't registered")
        _registered = kept


def call_finished(record: CallRecord) -> None:
    """Tell every observer of a finished call."""
    _tell(_CALL_FINISHED, record=record)


def progress(progress: Progress) -> None:
    """Tell every observer what a provider is busy with."""
    _tell(_PROGRESS, progress=progress)


def _tell(hook: str, **fact: object) -> None:
    for observer in (*_load_installed(), *_registered):
        caller = observer.hooks.get(hook)
        if caller is None:
            continue
        try:
            answers = caller(**fact)
        except Exception as error:  # noqa: BLE001 - an observer never breaks a call
            warn(f"{observer.label} raised {reason(error)} in {hook}")
            continue
        for answer in answers:
            if isinstance(answer, CoroutineType):
                answer.close()
                warn(f"{observer.label} did nothing: its {hook} is async, and observers are plain functions")


def _load_installed() -> tuple[_Observer, ...]:
    global _installed  # noqa: PLW0603 - loaded once for the process
    kept = _installed
    if kept is None:
        loaded, faults = [], []
        for entry in installed(GROUP):
            label = f"the plugin {entry.name!r} of {entry.label}"
            try:
                plugin = attempt(label, f"importing {entry.target}", entry.load)
                loaded.append(_Observer(plugin, label, hooks_of(plugin, (_CALL_FINISHED, _PROGRESS), label)))
            except ConfigError as error:
                faults.append(error.sentence)
        with _lock:
            kept, first = (tuple(loaded), True) if _installed is None else (_installed, False)
            _installed = kept
        if first:  # of threads that load at once, one reports
            for fault in faults:
                warn(fault)
    return kept


def forget() -> None:
    """Load the installed observers again at the next event, for tests that install something."""
    global _installed  # noqa: PLW0603 - see above
    _installed = None


def _name(plugin: object) -> str:
    return getattr(plugin, "__name__", None) or type(plugin).__name__
