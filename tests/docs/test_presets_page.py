"""The page of the presets says what the data says."""

from __future__ import annotations

from datetime import date

from tests.docs.presets_table import PAGE, departure, presets, written

from interlingua.dialect import Row


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


def test_a_rows_source_stands_behind_it() -> None:
    """Where it isn't the host's own page, and with the day on which it was seen."""
    day = date(2026, 11, 30)

    assert departure(Row(note="so be it")) == "so be it"
    assert departure(Row(note="so be it", seen=day)) == "so be it (2026-11-30)"
    assert departure(Row(note="so be it", source="https://a.example", seen=day)) == "so be it ([source](https://a.example), 2026-11-30)"
