"""What the shell may complete: providers, aliases, models and, after `?`, `&` or `-o`, the options of the chosen model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import typer  # noqa: TC002 - typer reads the annotations

from interlingua.errors import ConfigError, InterlinguaError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.provider import ProviderOptions
    from interlingua.runtime import Config

Item = tuple[str, str]


def complete_model(incomplete: str) -> list[Item]:
    """Complete `-m`: a provider or alias, then a model, then options."""
    head, mark, _ = incomplete.partition("?")
    if mark:
        return _in_query(incomplete, head)
    provider, colon, _ = incomplete.partition(":")
    items = _models(provider) if colon else _beginnings()
    return [item for item in items if item[0].startswith(incomplete)]


def complete_option(context: typer.Context, incomplete: str) -> list[Item]:
    """Complete `-o` with the options of the model that `-m` names, or of the default one."""
    if "=" in incomplete:
        return []
    try:
        provider = _config().resolve(context.params.get("model")).spec_text.partition(":")[0]
    except InterlinguaError:
        return []
    return [(f"{name}=", text) for name, text in _options(provider) if name.startswith(incomplete)]


def complete_provider(incomplete: str) -> list[Item]:
    """Complete the name of an installed provider."""
    from interlingua.runtime import provider_names

    return [(name, "") for name in provider_names() if name.startswith(incomplete)]


def _beginnings() -> Iterator[Item]:
    from interlingua.runtime import provider_names

    for name in provider_names():
        yield from _models(name)
    for alias, target in _config().aliases.items():
        yield alias, f"alias of {target}"


def _models(provider_name: str) -> Iterator[Item]:
    from interlingua import get_provider

    try:
        provider = get_provider(provider_name)
    except ConfigError:
        return
    models = dict.fromkeys([*([provider.default_model] if provider.default_model else []), *provider.models])
    if not models:
        yield f"{provider_name}:", "any model of this provider"
    for model in models:
        yield f"{provider_name}:{model}", "its default model" if model == provider.default_model else ""


def _in_query(incomplete: str, head: str) -> list[Item]:
    # The head may be an alias; what follows the last `?` or `&` is the name that is being written.
    begun = re.split(r"[?&]", incomplete)[-1]
    if "=" in begun:
        return []
    try:
        provider = _config().resolve(head).spec_text.partition(":")[0]
    except InterlinguaError:
        return []
    before = incomplete[: len(incomplete) - len(begun)]
    return [(f"{before}{name}=", text) for name, text in _options(provider) if name.startswith(begun)]


def _options(provider_name: str) -> Iterator[Item]:
    from interlingua import get_provider

    try:
        options: type[ProviderOptions] = get_provider(provider_name).options_type
    except ConfigError:
        return
    for name, field in options.model_fields.items():
        yield name, field.description or ""


def _config() -> Config:
    from interlingua import load_config

    return load_config()
