"""`interlingua new-provider NAME`: write a plugin's project that passes its checks as it is, to be changed step by step."""

from __future__ import annotations

import os
import shlex
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from collections.abc import Mapping


def new_provider(
    *,
    name: Annotated[str, typer.Argument(show_default=False, help="The word before the colon in a config string, such as my-host.")],
    directory: Annotated[
        Path, typer.Option("--directory", "-d", file_okay=False, help="Where to put the project's folder, interlingua-NAME.")
    ] = Path(),
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Write the project of a new provider plugin: a converter, an error table, a transport and their tests, all passing as generated."""
    from interlingua.cli.new_provider.project import Names, project_files
    from interlingua.cli.output import note, write_out
    from interlingua.errors import ConfigError
    from interlingua.runtime import owners_of

    names = Names(name)
    if owners := owners_of(name):
        raise ConfigError(f"{name!r} is a provider already, of {' and '.join(owners)}", hint="choose another name: no two share one")
    folder = directory / names.distribution
    if os.path.lexists(folder):
        raise ConfigError(f"{str(folder)!r} is there already", hint="choose another --directory, or remove it")
    texts = project_files(names)
    try:
        _write(folder, texts)
    except OSError as error:
        raise ConfigError(f"can't write {str(folder)!r}: {error.strerror or error}", hint="choose another --directory") from None
    note(f"{len(texts)} files; try them, then make them yours (README.md says in which order):")
    note(f"  cd {shlex.quote(str(folder))} && python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest")
    write_out(f"{folder}\n")


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the whole folder, or nothing: it gets its name when all is there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for path, text in texts.items():
            file = half / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        half.chmod(0o777 & ~_umask())  # a temporary folder is its owner's alone
        half.rename(folder)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
