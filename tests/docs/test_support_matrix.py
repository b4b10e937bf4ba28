"""The support matrix in `docs/explanation/laws.md` is what the dialects declare, and the laws hold that to what they do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from interlingua import get_dialect
from interlingua.testing.conformance import FEATURES

if TYPE_CHECKING:
    from interlingua.dialect import Dialect, Feature

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "laws.md").read_text()
DIALECTS = [get_dialect(name) for name in ("anthropic.messages", "openai.chat", "openai.responses")]


def matrix() -> str:
    """Make the table."""
    rows = [[f"`{name}`", *(_sign(dialect, name) for dialect in DIALECTS)] for name in FEATURES]
    return "\n".join(f"| {' | '.join(row)} |" for row in [["feature", *(f"`{dialect.name}`" for dialect in DIALECTS)], ["---"] * 4, *rows])


def _sign(dialect: Dialect, name: Feature) -> str:
    return "\N{EN DASH}" if name in dialect.lacks else "✓"


def test_the_page_shows_what_is_declared() -> None:
    """Every feature, every dialect."""
    assert matrix() in PAGE, matrix()
