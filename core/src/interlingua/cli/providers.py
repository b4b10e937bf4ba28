"""`interlingua providers`: the installed plugins, their options, where their keys come from, and those that failed to load."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, cast

import typer

from interlingua.cli.completion import complete_provider
from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from interlingua.provider import Provider
    from interlingua.runtime import InstalledProvider
    from interlingua.types import JsonObject


def providers(
    *,
    name: Annotated[str | None, typer.Argument(autocompletion=complete_provider, show_default=False, help="Only this provider.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """List the installed providers with their options, and where their keys come from."""
    from interlingua import get_provider
    from interlingua.cli.output import note, write_json
    from interlingua.runtime import installed_providers

    installed = [_describable(row) for row in installed_providers() if name in {None, row.name}]
    if name is not None and not installed:
        get_provider(name)  # raises, and says which name is near
    if json:
        write_json([_described(row) for row in installed])
        return
    hosts = {row.name: main_of(row, installed) for row in installed} if name is None else {}
    for row in installed:
        if hosts.get(row.name) is None:
            _print(row)
            if further := [host for host in installed if hosts.get(host.name) is row]:
                _print_hosts(row, further)
    if not installed:
        from interlingua.provider.installing import install_plugins

        note(f"no provider is installed\nhint: {install_plugins('llamacpp')}; there are anthropic and openai too")


def _describable(row: InstalledProvider) -> InstalledProvider:
    """Try to describe a provider: one whose own code fails at it is listed with the reason, as one that doesn't load."""
    from interlingua.cli.option_rows import option_rows, spoken_dialects
    from interlingua.errors import ConfigError
    from interlingua.runtime import attempt

    if (provider := row.provider) is None:
        return row
    try:
        attempt(
            f"the provider {row.name!r} of {row.distribution}",
            "describing it",
            lambda: (spoken_dialects(provider), [*option_rows(provider)], key_line(provider)),
        )
    except ConfigError as error:
        return replace(row, provider=None, error=error)
    return row


def _described(row: InstalledProvider) -> JsonObject:
    from interlingua.cli.option_rows import option_rows, spoken_dialects

    known: JsonObject = {"name": row.name, "distribution": row.distribution, "version": row.version}
    if row.provider is None:
        return {**known, "error": row.error.sentence if row.error else None}
    return {
        **known,
        "default_model": row.provider.default_model,
        "models": list(row.provider.models),
        "dialects": [*spoken_dialects(row.provider)],
        "key_variables": list(row.provider.key_variables(row.provider.options_type())),
        "options": [option.to_dict() for option in option_rows(row.provider)],
    }


def _print(row: InstalledProvider) -> None:
    from interlingua.cli.option_rows import option_rows, spoken_dialects
    from interlingua.cli.output import print_lines, print_table, write_out

    print_lines(f"{row.name} ({row.distribution} {row.version})")
    if (error := row.error) is not None:
        print_lines(f"failed to load: {error.sentence}" + (f" (hint: {error.hint})" if error.hint else "") + "\n")
        return
    provider = cast("Provider", row.provider)  # where there is no error
    models = ", ".join(provider.models) or "any"
    print_lines(f"models: {models}" + (f"; default: {provider.default_model}" if provider.default_model else ""))
    print_lines(f"dialects: {', '.join(spoken_dialects(provider))}")
    print_lines(f"key: {key_line(provider)}")
    print_table(("option", "type", "default", "help"), [option.cells() for option in option_rows(provider)])
    write_out("\n")


def main_of(row: InstalledProvider, installed: list[InstalledProvider]) -> InstalledProvider | None:
    """Tell which provider this one is a further host of: it is made from that one's class, in the same distribution."""
    for other in installed:
        if row.provider and other.provider and other is not row and other.distribution == row.distribution:
            kind, general = type(row.provider), type(other.provider)
            if kind is not general and issubclass(kind, general):
                return other
    return None


def _print_hosts(main: InstalledProvider, hosts: list[InstalledProvider]) -> None:
    """List the further hosts of a plugin in a table: the options are the plugin's, and what differs is one command away."""
    from interlingua.cli.output import print_lines, print_table, write_out

    print_lines(f"{main.name}'s formats elsewhere, with these options (`interlingua providers NAME` shows a host's own defaults):")
    providers = [cast("Provider", host.provider) for host in hosts]  # only a provider that loaded is a host
    print_table(
        ("host", "key", "address"),
        [(provider.name, key_line(provider), provider.options_type().base_url or "your own") for provider in providers],
    )
    write_out("\n")


def key_line(provider: Provider) -> str:
    """Say where a provider's key comes from, and whether it is there; never the key."""
    names = provider.key_variables(provider.options_type())
    return " or ".join(f"{name} ({'set' if os.environ.get(name) else 'not set'})" for name in names) or "none needed"
