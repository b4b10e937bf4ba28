"""`interlingua config show`: every value of the configuration, where it comes from, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from interlingua.cli.group import Command
from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from interlingua.errors import ConfigError
    from interlingua.runtime import Config

application = typer.Typer(no_args_is_help=True, help="Look at the configuration.")


@application.callback()
def config() -> None:
    """Look at the configuration."""


@application.command(cls=Command)
def show(
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Show every value, where it comes from, and what is wrong with it."""
    from interlingua import load_config
    from interlingua.cli.failures import error_screen
    from interlingua.cli.output import note, print_table, write_json

    config = load_config()
    rows = [(*row, _fault(config, row[0])) for row in config.rows()]
    if json:
        write_json(
            [
                {"key": key, "value": value, "source": source, "error": fault.message if fault else None}
                for key, value, source, fault in rows
            ]
        )
        return
    print_table(("key", "value", "source", "state"), [(*row, "" if fault is None else "invalid") for *row, fault in rows])
    for *_, fault in rows:
        if fault is not None:
            note(error_screen(fault))


def _fault(config: Config, key: str) -> ConfigError | None:
    """Try a model that the configuration names; the other values are tried with it."""
    from interlingua.cli.chosen_model import model_of
    from interlingua.errors import ConfigError

    table, _, name = key.partition(".")
    if table not in {"default_model", "aliases"}:
        return None
    try:
        model_of(config, name or None).close()
    except ConfigError as error:
        return error
    return None
