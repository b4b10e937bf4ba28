"""The page of what models take says what the rows say."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from tests.docs.models_table import HOSTS, MAIN, PAGE, _line, rows_of, written

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

    assert _line(row, "seed", "refuses") == (
        "| `seed` | refuses; a \\| b | `a`, `b*` | here | [docs.invalid](https://docs.invalid/a) | 2026-11-30 |\n"
    )
    assert _line(Row(), "", "") == "|  |  | all | everywhere |  |  |\n"


def test_the_files_on_the_page_are_files() -> None:
    """Each sample in TOML is read."""
    samples = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)

    assert [] != samples
    assert all(read_rows(tomllib.loads(sample)) for sample in samples)


def test_every_feature_of_a_model_is_explained() -> None:
    """The words are on the page of the laws, or in `Feature`; here each one that a row uses is one of those."""
    used = {feature for name in (*MAIN, HOSTS) for row in rows_of(name) for feature in row.takes}

    assert used <= FEATURES
