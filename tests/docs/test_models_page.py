"""The page of what models take says what the rows say."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from tests.docs.models_table import HOSTS, MAIN, PAGE, _line, rows_of, words, written

from interlingua.dialect import FEATURES, Row, facts, read_rows


def test_the_tables_are_the_rows() -> None:
    """A row that changed must be written anew: `python -m tests.docs.models_table`."""
    page = PAGE.read_text()

    assert written(page) == page


def test_no_row_is_left_out() -> None:
    """Of any plugin here, or of a host by name."""
    for name in (*MAIN, HOSTS):
        lines = PAGE.read_text().partition(f"<!-- rows of {name} -->\n")[2].partition("<!-- end -->")[0].splitlines()

        assert len(lines) == 2 + sum(len([*facts(row)]) or 1 for row in rows_of(name)) > 2


def test_a_fact_is_a_line() -> None:
    """With all that its row says of it."""
    row = Row(models=("a", "b*"), hosts=("here",), note="a | b", source="https://docs.invalid/a", seen=date(2026, 11, 30))

    assert _line(row, "field `n`", "refuses") == (
        "| field `n` | refuses; a \\| b | `a`, `b*` | here | [docs.invalid](https://docs.invalid/a) | 2026-11-30 |\n"
    )
    assert _line(Row(), "", "") == "|  |  | all | everywhere |  |  |\n"


def test_the_files_on_the_page_are_files() -> None:
    """Each sample in TOML is read."""
    samples = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)

    assert [] != samples
    assert all(read_rows(tomllib.loads(sample)) for sample in samples)


def test_the_words_are_on_the_page() -> None:
    """Each feature with what it is, and in which forms a row says how it is taken; what rows use is among them."""
    page = PAGE.read_text()
    used = {feature for name in (*MAIN, HOSTS) for row in rows_of(name) for feature in row.takes}

    assert len(FEATURES) + 2 == len(words().splitlines())
    assert used <= FEATURES
    assert "| `seed` | a seed, for answers that can be repeated | true or false |\n" in page
    assert "| `stop` | texts that end the answer; a limit says how many | true or false, `{ at_most = … }` |\n" in page


def test_the_pages_that_use_the_words_lead_to_them() -> None:
    """The hosts, the laws, and the page of the command."""
    for path in ("reference/presets.md", "explanation/laws.md", "reference/command-line.md"):
        assert "models.md#the-words" in (PAGE.parents[1] / path).read_text(), path
