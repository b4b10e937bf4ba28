"""Entry points → providers, dialects and observers. A broken plugin breaks only itself: it is reported and stepped over.

Choosing a provider imports that provider's module alone. No lock is held while a plugin's code runs, because a module may ask for
another provider while it is being imported: two threads that are first at once may both make a provider, and one of them is kept.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from interlingua._runtime.plugins import loading, observers
from interlingua._runtime.plugins.loading import attempt, hooks_of, installed
from interlingua._runtime.shown import neighbour, quoted
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from interlingua._runtime.plugins.loading import Installed
    from interlingua.dialect.contract import Dialect
    from interlingua.provider.contract import Provider

GROUP: Final = "interlingua.providers"
_HOOK: Final = "interlingua_provider"
_EXTRA: Final = re.compile(r"interlingua-([a-z0-9-]+)\b.*extra == ['\"]\1['\"]")

_providers: dict[str, Provider] = {}


@dataclass(frozen=True, slots=True)
class InstalledProvider:
    """What an entry point of `interlingua.providers` turned out to be.

    Attributes:
        name: The entry point's name.
        distribution: The distribution that brings it.
        version: The distribution's version.
        provider: The provider, or None where it can't be used.
        error: Why it can't be used, or None.
    """

    name: str
    distribution: str
    version: str
    provider: Provider | None
    error: ConfigError | None


def provider_names() -> list[str]:
    """Give the names of the installed providers, importing none."""
    return sorted({entry.name for entry in installed(GROUP)})


@functools.cache
def extras() -> tuple[str, ...]:
    """Give the extras of `interlingua` that install a provider of this project: those named as what they install, `interlingua-NAME`."""
    from importlib.metadata import PackageNotFoundError, requires

    try:
        wanted = requires("interlingua") or ()
    except PackageNotFoundError:  # run from its sources alone
        return ()
    return tuple(found[1] for line in wanted if (found := _EXTRA.match(line)))


def owners_of(name: str) -> list[str]:
    """Name the distributions that a provider's name is taken by, importing none: those installed, and our own where they aren't."""
    owners = [entry.label for entry in installed(GROUP) if entry.name == name]
    return owners or ([f"interlingua[{name}]"] if name in extras() else [])


def get_provider(name: str) -> Provider:
    """Give the provider of a name, loading its module alone.

    Raises:
        ConfigError: None is installed under that name, two are, or the one that is can't be used.
    """
    if name not in _providers:
        # setdefault: all threads get the same one, also where two made it at once.
        _providers.setdefault(name, _load(_the_entry(name)))
    return _providers[name]


def get_dialect(name: str) -> Dialect:
    """Give the dialect of a name such as `openai.chat`; the part before the dot is its provider's.

    Raises:
        ConfigError: The provider isn't there, or brings no such dialect.
    """
    provider_name, dot, _ = name.partition(".")
    if not dot and provider_name not in provider_names():
        raise ConfigError(f"{quoted(name)} is no dialect's name", hint="it is provider.format, such as openai.chat")
    provider = get_provider(provider_name)
    dialects = attempt(provider.distribution, "dialects()", provider.dialects)
    if name not in dialects:
        near = neighbour(name, dialects)
        hint = f"did you mean {near}?" if near else f"its dialects: {', '.join(sorted(dialects)) or 'none'}"
        raise ConfigError(f"{provider.name} has no dialect {quoted(name)}", hint=hint)
    return dialects[name]


def installed_providers() -> list[InstalledProvider]:
    """Load every installed provider; one that can't be used is stepped over, with the reason."""
    rows = []
    for entry in sorted(installed(GROUP), key=lambda entry: (entry.name, entry.distribution)):
        provider, error = None, None
        try:
            provider = get_provider(entry.name)
        except ConfigError as fault:
            error = fault
        rows.append(InstalledProvider(entry.name, entry.distribution, entry.version, provider, error))
    return rows


def forget() -> None:
    """Scan and load again at the next question, for tests that install something."""
    loading.forget()
    observers.forget()
    _providers.clear()


def _the_entry(name: str) -> Installed:
    entries = [entry for entry in installed(GROUP) if entry.name == name]
    if len(entries) > 1:
        claims = " and ".join(f"{entry.label} ({entry.target})" for entry in entries)
        raise ConfigError(f"provider {name!r} is claimed by {claims}", hint="uninstall all of them but one")
    if entries:
        return entries[0]
    from interlingua.provider.installing import install_plugins

    names = provider_names()
    if name in extras():
        fix = install_plugins(name)
    else:
        # A package of a likely name may be anybody's, so that none is named but our own, each of which brings several hosts.
        ours = [extra for extra in extras() if extra not in names]
        near = neighbour(name, {*names, *extras()})
        fix = (f"did you mean {near}?" if near else "install the plugin that provides it") + (
            f"; one of interlingua's own may bring it: {install_plugins(*ours)}" if ours else ""
        )
    raise ConfigError(f"no provider {quoted(name)} is installed", hint=f"{fix} (installed: {', '.join(names) or 'none'})")


def _load(entry: Installed) -> Provider:
    from interlingua.provider.contract import CONTRACT_VERSION, Provider

    label = f"the provider {entry.name!r} of {entry.label}"
    plugin = attempt(label, f"importing {entry.target}", entry.load)
    hook = hooks_of(plugin, (_HOOK,), label)[_HOOK]
    provider = attempt(label, f"{_HOOK}()", hook)
    if not isinstance(provider, Provider):
        raise ConfigError(f"{label} gave a {type(provider).__name__}, which is no Provider", hint=f"update or remove {entry.distribution}")
    version = getattr(provider, "contract_version", None)
    if version != CONTRACT_VERSION:
        older = not isinstance(version, int) or version < CONTRACT_VERSION
        raise ConfigError(
            f"{label} was made for contract {version}, and this interlingua keeps contract {CONTRACT_VERSION}",
            hint=f"upgrade {entry.distribution if older else 'interlingua'}, from where it was installed",
        )
    if provider.name != entry.name:
        raise ConfigError(f"{label} gave a provider named {provider.name!r}", hint="the entry point's name is the provider's")
    return provider
