"""The root of the commands: every error that one of them raises becomes one screen and an exit code here."""

from __future__ import annotations

import contextlib
import sys
import traceback
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from interlingua.cli.failures import INTERRUPTED, error_screen, exit_code
from interlingua.cli.output import abandon_full_streams, note, write_out
from interlingua.cli.parameters import DEBUG_KEY
from interlingua.cli.terminal_text import visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_TYPED_KEY = "interlingua.typed"


class Command(TyperCommand):
    """A command whose help says of a flag what it does, and no type."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # typer's public name for the context that it makes
        """Give the help."""
        _show_no_types(self, ctx)
        return super().get_help(ctx)


class Subgroup(TyperGroup):
    """Commands that stand behind a word, as `config show`; its help is like that of a command."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]  # as above
        """Give the help."""
        _show_no_types(self, ctx)
        return super().get_help(ctx)


def _show_no_types(command: TyperCommand | TyperGroup, ctx: typer.Context) -> None:
    """Take the word `<bool>` from flags, those included that typer adds."""
    for parameter in command.get_params(ctx):
        if isinstance(parameter, TyperOption) and parameter.is_flag:
            parameter.metavar = ""


class Group(Subgroup):
    """The root: ends with the exit code of the error that a command raised."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # as above
        """Keep what was typed, for what an error may say of it; `--help` and `--version` print here."""
        ctx.meta[_TYPED_KEY] = [*args]
        with _one_screen(ctx):
            return super().parse_args(ctx, ["ask", *args] if is_question(args) else args)

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # as above
        """Run the command that was asked for."""
        with _one_screen(ctx):
            return super().invoke(ctx)


def is_question(args: Sequence[str]) -> bool:
    """Tell whether a question was typed without `ask`: one argument of several words. Pure.

    One word may be a command that was mistyped, which is an error and must not cost anything.
    """
    return len(args) == 1 and not args[0].startswith("-") and len(args[0].split()) > 1


@contextlib.contextmanager
def _one_screen(ctx: typer.Context) -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        if sys.stderr.isatty():
            note("")
        raise typer.Exit(INTERRUPTED) from None
    except ModuleNotFoundError:
        raise  # the entry point knows whether the extra is missing
    except Exception as error:
        if hasattr(error, "exit_code") or isinstance(error, typer.Abort):
            _say_plainly(error)
            _say_ask(error)
            _say_option(error, ctx.meta[_TYPED_KEY])
            raise  # typer's own way to end, and its errors of use
        raise typer.Exit(tell(error, debug=bool(ctx.meta.get(DEBUG_KEY)))) from None


def tell(error: Exception, *, debug: bool = False) -> int:
    """Say on one screen why a command ended, and give its exit code."""
    if isinstance(error, OSError):
        abandon_full_streams()
    if isinstance(error, BrokenPipeError):
        return 0  # whoever read our output has enough of it
    if debug:
        note(visible("".join(traceback.format_exception(error)).rstrip()))
    note(visible(error_screen(error)))
    return exit_code(error)


def _say_plainly(error: Exception) -> None:
    """Take the reason out of pydantic's report, with which typer checks what is typed: its sentence begins with "Value error"."""
    if not isinstance(error, typer.BadParameter):
        return
    from pydantic import ValidationError

    if isinstance(error.__cause__, ValidationError):
        cause = error.__cause__.errors()[0].get("ctx", {}).get("error")
        if isinstance(cause, ValueError):
            error.message = visible(str(cause))


def _say_ask(error: Exception) -> None:
    """Where what was typed is neither a command nor one argument, say how a question is asked."""
    if isinstance(error, typer.TyperException) and error.message.startswith(("No such command", "Got unexpected extra argument")):
        error.message = f'{error.message} To ask a model, put the question in quotes: interlingua ask "…"'


def _say_option(error: Exception, typed: list[str]) -> None:
    """Where an unknown flag is an option of a provider, say how it is given."""
    # Typer has no public name for the class of this error, which alone has both attributes.
    flag = getattr(error, "option_name", None)
    command = getattr(getattr(error, "ctx", None), "command", None)
    if not isinstance(flag, str) or not hasattr(error, "possibilities") or not isinstance(error, typer.TyperException):
        return
    if any(parameter.name == "option" for parameter in getattr(command, "params", ())):
        from interlingua.runtime import installed_providers

        names = {name for row in installed_providers() if row.provider for name in row.provider.options_type.model_fields}
        if meant := meant_option(flag, typed, names):
            error.message = f"{error.message} (an option of the provider: {meant})"


def meant_option(flag: str, args: Sequence[str], names: Collection[str]) -> str | None:
    """Write the option that a flag means (`--temperature 0` is `-o temperature=0`), with the value that it was given. Pure.

    Args:
        flag: The flag, such as `--max-tokens`.
        args: What was typed.
        names: The options that there are.

    Returns:
        What to type instead, or None where there is no such option.
    """
    name = flag.lstrip("-").replace("-", "_")
    if name not in names:
        return None
    value = "…"
    for place, arg in enumerate(args):
        if arg.startswith(f"{flag}="):
            value = arg.removeprefix(f"{flag}=")
        elif arg == flag and place + 1 < len(args) and not args[place + 1].startswith("--"):
            value = args[place + 1]
    quoted = value if value and not set(value) & set(" \t\n\"'\\$&;|<>()*?`") else "…"
    return f"-o {name}={visible(quoted)}"


def _show_version(value: bool) -> None:  # noqa: FBT001 - how typer calls it
    if value:
        from importlib.metadata import version

        write_out(f"interlingua {version('interlingua')}\n")
        raise typer.Exit


def root(
    *, version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_show_version, help="Show the version.")] = False
) -> None:
    """Talk to any language model through one lossless conversation format."""
