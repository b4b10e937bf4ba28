"""The reference page of OpenAI's provider is whole."""

from __future__ import annotations

import re
from pathlib import Path

from interlingua_openai.options import OpenAIOptions

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "openai.md").read_text()


def test_every_option_has_its_row() -> None:
    """None more, none less."""
    rows = re.search(r"\| option \|.*?\n\n", PAGE, re.DOTALL)
    assert rows is not None
    named = [name for row in rows[0].splitlines()[2:] if row for name in re.findall(r"`(\w+)`", row.split("|")[1])]

    assert sorted(OpenAIOptions.model_fields) == sorted(named)
