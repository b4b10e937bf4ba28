"""The page of the presets says what the data says."""

from __future__ import annotations

from datetime import date

import pytest
from tests.docs.presets_table import PAGE, departure, presets, sentence, written

from interlingua.dialect import CallSignature, Limit, Row, refuses


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


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(refuses("seed", "image"), fields={"logprobs": False}), "no `seed`, `image`, `logprobs`"),
        (Row({"stop": True}, fields={"n": True}), "takes `stop`; takes `n`"),
        (Row({"stop": Limit(at_most=4)}), "`stop` is at most 4"),
        (Row({"max_tokens": Limit(16, 32)}), "`max_tokens` is at least 16 and at most 32"),
        (Row({"reasoning_effort": Limit(one_of=("low", "high"))}), "`reasoning_effort` is `low` or `high`"),
        (Row(names={"stop": "until", "top_k": "top_k"}), "`stop` is `until`; takes `top_k`"),
        (Row(tool_id_length=9), "a call's id has exactly 9 letters and digits, others are mapped"),
        (
            Row(models=("a*", "b"), call_signature=CallSignature((("extra", "mark"),), "none"), note="so be it"),
            "with `a*` or `b`: a step's first call gets a placeholder for a missing `extra.mark`; so be it",
        ),
        (Row(tool_names="[a-z]+"), "a tool's name is `[a-z]+`"),
        (Row(tool_names=".+"), "a tool may have any name"),
        (Row(several_makers=True), "reasoning goes back to models of its maker alone"),
    ],
)
def test_a_row_in_words(row: Row, said: str) -> None:
    """The data first, then the note."""
    assert said == sentence(row)


def test_a_rows_source_stands_behind_it() -> None:
    """Where it isn't the host's own page, and with the day on which it was seen."""
    day = date(2026, 11, 30)

    assert departure(Row(note="so be it")) == "so be it"
    assert departure(Row(note="so be it", seen=day)) == "so be it (2026-11-30)"
    assert departure(Row(note="so be it", source="https://a.example", seen=day)) == "so be it ([source](https://a.example), 2026-11-30)"
