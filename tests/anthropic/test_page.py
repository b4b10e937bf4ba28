"""The provider's page names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from interlingua_anthropic.messages.request import _NOT_COUNTED
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.platforms import PLATFORMS

PAGE = (Path(__file__).parents[2] / "docs/reference/anthropic.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """Give one section."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_options() -> None:
    """Every option has its row, and no row is of another."""
    rows = {
        name for line in section("Options").splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1] if line[:3] == "| `" else "")
    }

    assert rows == AnthropicOptions.model_fields.keys()


@pytest.mark.parametrize("platform", PLATFORMS)
def test_platforms(platform: str) -> None:
    """Every platform has its row, with the variables of its key and its extra."""
    facts = PLATFORMS[platform]  # type: ignore[index]  # a key of it

    assert all(f"`{name}`" in section("Keys") for name in (platform, *facts.key_variables))
    assert facts.extra is None or f"`interlingua-anthropic[{facts.extra}]`" in section("Platforms")


def test_counting() -> None:
    """Every field that a count leaves out is named; sampling's three are one word."""
    named = section("Counting tokens")

    assert all(f"`{name}`" in named for name in _NOT_COUNTED - {"temperature", "top_p", "top_k", "fallback_credit_token"})
