"""A flag that is an option of a provider."""

from __future__ import annotations

import pytest

from interlingua.cli.unknown_flags import meant_option, option_names


@pytest.mark.parametrize(
    ("expected", "flag", "args"),
    [
        ("-o temperature=0", "--temperature", ["ask", "hi", "--temperature", "0"]),
        ("-o temperature=0.5", "--temperature", ["ask", "--temperature=0.5", "hi"]),
        ("-o max_tokens=-1", "--max-tokens", ["--max-tokens", "-1"]),
        ("-o max_tokens=…", "--max-tokens", ["ask", "--max-tokens"]),
        ("-o max_tokens=…", "--max-tokens", ["ask", "--max-tokens", "--json"]),
        ("-o max_tokens=…", "--max-tokens", ["--max-tokens", "two words"]),
        (None, "--tempo", ["--tempo", "1"]),
    ],
)
def test_meant(expected: str | None, flag: str, args: list[str]) -> None:
    """The option is written as it is typed, with the flag's value where it needs no quotes."""
    assert meant_option(flag, args, {"temperature", "max_tokens"}) == expected


def test_every_provider_counts() -> None:
    """The options of all installed providers are known."""
    assert {"temperature", "threads", "organization"} <= option_names()
