"""A flag that no command has, but that is an option of a provider: `--temperature 0` is meant as `-o temperature=0`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.cli.terminal_text import visible

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def meant_option(flag: str, args: Sequence[str], names: Collection[str]) -> str | None:
    """Write the option that a flag means, with the value that it was given. Pure.

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


def option_names() -> set[str]:
    """Give the names of the options of every installed provider."""
    from interlingua.runtime import installed_providers

    return {name for row in installed_providers() if row.provider for name in row.provider.options_type.model_fields}
