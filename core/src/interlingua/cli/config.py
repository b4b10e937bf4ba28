"""`interlingua config show`: every value of the configuration, and where it comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations

application = typer.Typer(no_args_is_help=True, help="Look at the configuration.")


@application.callback()
def config() -> None:
    """Look at the configuration."""


@application.command()
def show(
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Show every value, and where it comes from."""
    from interlingua import load_config
    from interlingua.cli.output import write_json
    from interlingua.cli.tables import print_table

    rows = load_config().rows()
    if json:
        write_json([{"key": key, "value": value, "source": source} for key, value, source in rows])
    else:
        print_table(("key", "value", "source"), rows)
