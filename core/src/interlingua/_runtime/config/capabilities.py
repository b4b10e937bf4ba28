"""What a user knows of models: rows given as they are, or in a file of their own, which win over every plugin's.

The library reads no file unless it is named. The command line and `load_config()` read the user's own, beside `interlingua.toml`; a project
has none, since a repository that one clones shall not change what is sent.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from interlingua._runtime.config.file import read_toml
from interlingua.dialect.losses import split
from interlingua.dialect.row_files import read_rows
from interlingua.dialect.rows import Row
from interlingua.errors import ConfigError, ConversionError

if TYPE_CHECKING:
    from interlingua._runtime.config.file import TomlText

FILE_NAME: Final = "capabilities.toml"
PATH_VARIABLE: Final = "INTERLINGUA_CAPABILITIES"
"""The environment variable that names the user's file."""

Corrections: TypeAlias = str | os.PathLike[str] | list[Row] | tuple[Row, ...]
"""Rows that win over the plugin's: a file's path, or the rows themselves."""


def corrections(given: Corrections) -> tuple[Row, ...]:
    """Give the rows of a file, or rows as they are.

    Raises:
        ConfigError: The file can't be read or holds a fault, or what is given is neither.
    """
    if isinstance(given, str | os.PathLike):
        return load_capabilities(given)
    if isinstance(cast("object", given), list | tuple) and all(isinstance(row, Row) for row in given):  # whatever the types say
        return tuple(given)
    raise ConfigError("capabilities are a file's path, or a list of rows", hint="of interlingua.dialect.Row", option="capabilities")


def load_capabilities(path: str | os.PathLike[str]) -> tuple[Row, ...]:
    """Read a file of rows, as `interlingua.dialect.row_files` describes it.

    Raises:
        ConfigError: It can't be read, is no TOML, or holds what is no row; with the file, the row and the key.
    """
    source = read_toml(Path(path).expanduser())
    table = source.parsed()
    try:
        return read_rows(table)
    except ConversionError as error:
        raise _fault(source, error) from None


def _fault(source: TomlText, error: ConversionError) -> ConfigError:
    """Tell a fault by the file, the row and the key."""
    match split(error.path):
        case ("row", int(index), *keys):
            names = [key for key in keys if isinstance(key, str)]
            what = f"row {index + 1}, {'.'.join(names)}" if names else f"row {index + 1}"
            return source.fault(f"{what}: {error.reason}", "row", *names, hint=error.hint, option="capabilities", index=index)
        case steps:
            return source.fault(error.reason, *map(str, steps), hint=error.hint, option="capabilities")
