"""The entry point of the `interlingua` command, and the application that it runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from interlingua.cli.failures import CONFIG, INTERRUPTED, OTHER

if TYPE_CHECKING:
    import typer

_EXTRA = {
    "annotated_doc", "jinja2", "markdown_it", "markupsafe", "platformdirs", "prompt_toolkit", "pygments", "rich", "shellingham",
    "tomlkit", "typer",
}  # fmt: skip


def main() -> None:
    """Run the command line."""
    try:
        _mend_streams()
        sys.exit(_run())
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        from interlingua.provider.installing import install_extra

        print(f"the command line needs its extra: {install_extra('cli')}", file=sys.stderr)  # noqa: T201 - the sentence is for people
        sys.exit(CONFIG)
    except KeyboardInterrupt:  # while a library was loading; later the group tells of it
        sys.exit(INTERRUPTED)


def _run() -> str | int | None:
    """Run what is asked for, write out all that it printed, and give the exit code.

    Python would write the rest at its own end, where a full disk is a warning in its words.
    """
    from interlingua.cli.completion import VARIABLE, complete_in_bash

    application = build()
    code: str | int | None = None
    try:
        try:
            if os.environ.get(VARIABLE) == "complete_bash":
                sys.stdout.write(complete_in_bash(os.environ, lambda: application(prog_name="interlingua")))
            else:
                _show_log()
                application(prog_name="interlingua")
        except SystemExit as end:
            # Where a reader has enough, rich and typer end with 1.
            code = 0 if isinstance(end.__context__, BrokenPipeError) else end.code
        sys.stdout.flush()
    except OSError as error:  # that no command has told: typer completes before there is one
        from interlingua.cli.group import tell

        told = tell(error)
        return code or told
    return code


def _show_log() -> None:
    """Write what the library logs to standard error: here a person is to read it."""
    import logging

    if logging.lastResort is not None:
        logging.getLogger("interlingua").addHandler(logging.lastResort)


def _mend_streams() -> None:
    """Give a program that was started with a closed stream (`<&-`, `2>&-`) an empty one; without an output it has nothing to do.

    Python has no object for a closed stream, and the next file that is opened would take its number.
    """
    output_is_closed = sys.stdout is None
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            empty = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - open to the end, as the stream that it stands for
            setattr(sys, name, empty)
    if output_is_closed:
        print("error: standard output is closed\nhint: send it to a file or a pipe, or to /dev/null", file=sys.stderr)  # noqa: T201 - as above
        sys.exit(OTHER)


def build() -> typer.Typer:
    """Put the commands together; loads typer."""
    import typer

    from interlingua.cli import ask, chat, check, config, count, models, providers, record
    from interlingua.cli.convert import command as convert
    from interlingua.cli.group import Command, Group, Subgroup, root
    from interlingua.cli.new_provider import command as new_provider

    application = typer.Typer(
        name="interlingua",
        cls=Group,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=ask.EPILOG,
    )
    application.callback()(root)
    application.command(cls=Command, epilog=ask.EPILOG)(ask.ask)
    commands = (
        chat.chat, providers.providers, models.models, count.count, convert.convert, check.check, record.record,
        new_provider.new_provider,
    )  # fmt: skip
    for command in commands:
        application.command(cls=Command)(command)
    application.add_typer(config.application, name="config", cls=Subgroup)
    return application
