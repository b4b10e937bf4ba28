"""The page of the presets says what the data says."""

from __future__ import annotations

from tests.docs.presets_table import PAGE, presets, written


def test_the_tables_are_the_data() -> None:
    """A row that changed must be written anew: `python -m tests.docs.presets_table`."""
    page = PAGE.read_text()

    assert written(page) == page


def test_every_host_is_on_the_page() -> None:
    """Of both plugins."""
    page = PAGE.read_text()

    for distribution in ("interlingua-openai", "interlingua-anthropic"):
        for preset in presets(distribution):
            assert f"| `{preset.name}:…` |" in page
