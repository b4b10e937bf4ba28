"""`interlingua config`: every value of the configuration, where it comes from and what is wrong with it; and changes of the user's file."""

from __future__ import annotations

import difflib
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Annotated, Final

import typer

from interlingua.cli.completion import complete_config_key, complete_model
from interlingua.cli.group import Command
from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from pathlib import Path

    from interlingua.cli.config_text import Setting
    from interlingua.errors import ConfigError
    from interlingua.runtime import Config

_KEYS: Final = "default_model, aliases.NAME, defaults.OPTION or providers.PROVIDER.OPTION."

application = typer.Typer(no_args_is_help=True, help="Look at the configuration, and change your own file.")


@application.callback()
def config() -> None:
    """Look at the configuration, and change your own file."""


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


@application.command(cls=Command)
def path(
    *,
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Print the path of your own file, whether it is there or not."""
    from interlingua.cli.output import note, write_out
    from interlingua.runtime import user_path

    file = user_path()
    write_out(f"{file}\n")
    if not file.exists():
        note("it isn't there yet: `interlingua config set` makes it")


@application.command("set", cls=Command)
def set_value(
    *,
    key: Annotated[str, typer.Argument(autocompletion=complete_config_key, help=_KEYS)],
    value: Annotated[list[str], typer.Argument(help="What it is to hold; several values make a list.")],
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Set a value in your own file, if it is a good one; comments stay."""
    from interlingua.cli.config_text import setting_of

    is_model = key.partition(".")[0] in {"default_model", "aliases"}
    _write(key, value[0] if is_model and len(value) == 1 else setting_of(value))


@application.command(cls=Command)
def unset(
    *,
    key: Annotated[str, typer.Argument(autocompletion=complete_config_key, help=_KEYS)],
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Remove a value from your own file; comments stay."""
    _write(key, None)


@application.command(cls=Command)
def alias(
    *,
    name: Annotated[str, typer.Argument(help="The name, to be used in the place of a config string.")],
    spec: Annotated[str | None, typer.Argument(show_default=False, autocompletion=complete_model, help="What it is to stand for.")] = None,
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Give a model a name of your own, or print what a name stands for."""
    from interlingua import load_config
    from interlingua.cli.output import write_out
    from interlingua.errors import ConfigError
    from interlingua.runtime import may_be_shown

    if spec is not None:
        _write(f"aliases.{name}", spec)
        return
    aliases = load_config().aliases
    if name not in aliases:
        near = difflib.get_close_matches(name, aliases, n=1)
        raise ConfigError(
            f"there is no alias {name!r}" if may_be_shown(name) else "there is no alias of that name",
            hint=f"did you mean {near[0]}?" if near else "make it: interlingua config alias NAME MODEL",
        )
    write_out(f"{aliases[name]}\n")


def _write(key: str, value: Setting | None) -> None:
    """Change the user's file; what would be no good configuration is refused, and the file is as before."""
    from interlingua.cli.config_text import changed, shown
    from interlingua.cli.output import note
    from interlingua.files import write_file
    from interlingua.runtime import config_with, user_path

    file = user_path()
    before = file.read_bytes() if file.exists() else b""
    text = changed(_text_of(file), key.split("."), value)
    config = config_with(text)
    if value is not None:
        _try(config, key, value)
    new = text.replace("\n", "\r\n") if b"\r\n" in before else text
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_file(file, (BOM_UTF8 if before.startswith(BOM_UTF8) else b"") + new.encode(), keeps_mode=True)
    note(f"{shown(key.split('.'))} is {'no longer ' * (value is None)}set in {file}")
    if (source := config.sources.get(key)) not in {None, str(file), "built-in"}:
        note(f"but {source} sets it too, and comes first")


def _text_of(file: Path) -> str:
    """Read the file, which must be TOML, with one kind of line end."""
    from interlingua.runtime import read_toml

    if not file.exists():
        return ""
    source = read_toml(file)
    source.parsed()
    return source.text


def _try(config: Config, key: str, value: Setting) -> None:
    """Try a value that was set.

    Raises:
        ConfigError: No model can be made of it, or a provider doesn't take it.
    """
    from interlingua.cli.chosen_model import model_of
    from interlingua.errors import ConfigError
    from interlingua.runtime import provider_names

    table, _, rest = key.partition(".")
    if table in {"default_model", "aliases"}:
        model_of(config, rest or str(value)).close()
        return
    of, _, option = rest.rpartition(".")
    for provider in provider_names():
        if of in {"", provider}:
            try:
                config.resolve(f"{provider}:")
            except ConfigError as error:
                if error.option == option:
                    raise


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
