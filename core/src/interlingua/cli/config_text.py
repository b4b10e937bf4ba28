"""The text of a configuration file with one value changed: comments, order and line ends stay as they are. Pure."""

from __future__ import annotations

import copy
import tomllib
from typing import TYPE_CHECKING, Final, TypeAlias

import tomlkit

from interlingua.errors import ConfigError
from interlingua.runtime import may_be_shown

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

Setting: TypeAlias = "str | int | float | bool | list[str]"
"""What a value may be in a file."""

_LARGEST: Final = 2**63


def setting_of(texts: Sequence[str]) -> Setting:
    """Read a value as it was typed: a number and `true` or `false` where the file would print the same, several as a list, else text."""
    if len(texts) > 1:
        return [*texts]
    text = texts[0]
    if text in {"true", "false"}:
        return text == "true"
    for kind in (int, float):
        try:
            number = kind(text)
        except ValueError:
            continue
        if str(number) == text and abs(number) < _LARGEST:
            return number
    return text


def changed(text: str, key: Sequence[str], value: Setting | None) -> str:
    """Set a value, or remove it.

    Args:
        text: The file's text, which is TOML; the line ends are newlines.
        key: The tables' names, and the key's.
        value: What the key is to hold; None removes it.

    Raises:
        ConfigError: What stands at the key or above it is of another kind, or there is nothing to remove.
    """
    expected = tomllib.loads(text)
    document = tomlkit.parse(text)
    for tree in (expected, document):
        _change(tree, key, copy.copy(value))
    new = tomlkit.dumps(document)
    if tomllib.loads(new) != expected:
        raise ConfigError(f"the file is written so that {shown(key)} can't be changed alone", hint="change it in an editor")
    return new


def _change(tree: MutableMapping[str, object], key: Sequence[str], value: Setting | None) -> None:
    *tables, name = key
    at = tree
    for depth, table in enumerate(tables, 1):
        if table not in at and value is not None:
            at[table] = {}
        below = at.get(table, {})
        if not isinstance(below, dict):
            raise ConfigError(f"{shown(key[:depth])} holds a value, and {shown(key)} would be within it", hint="unset it first")
        at = below
    if isinstance(at.get(name), dict):
        raise ConfigError(f"{shown(key)} is a table", hint=f"name a key in it: {shown(key)}.NAME")
    if value is not None:
        at[name] = value
    elif name in at:
        del at[name]
    else:
        raise ConfigError(f"the file doesn't set {shown(key)}", hint="`interlingua config show` says what is set, and where")


def shown(key: Sequence[str]) -> str:
    """Write a key for an error; what looks like a secret that was put in the wrong place is not shown."""
    text = ".".join(key)
    return text if may_be_shown(text) else "this key"
