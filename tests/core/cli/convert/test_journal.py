"""How far a run has come."""

from __future__ import annotations

from pathlib import Path

import pytest

from interlingua import ConfigError
from interlingua.cli.convert.journal import Journal, load_journal
from interlingua.cli.convert.tally import Tally

PATH = Path(".out.journal")


def test_it_is_read_as_it_was_written() -> None:
    """And the file is the only one."""
    journal = Journal({"input": "a"}, 10, 2, {"output": 5}, Tally(1, 1, 1, {("hint", "$.a", "r"): (1, 2)}))
    journal.save(PATH)

    assert journal == load_journal(PATH, {"input": "a"})
    assert [PATH.name] == [path.name for path in Path.cwd().iterdir()]


@pytest.mark.parametrize("text", ["", "{", "{}", "5"])
def test_one_that_can_not_be_read_is_told(text: str) -> None:
    """Whatever happened to it."""
    PATH.write_text(text)

    with pytest.raises(ConfigError, match="can't be read"):
        load_journal(PATH, {})


def test_another_run_is_not_gone_on_with() -> None:
    """What changed is named."""
    Journal({"input": "a", "to": "b"}).save(PATH)

    with pytest.raises(ConfigError, match="another one: to changed"):
        load_journal(PATH, {"input": "a", "to": "c"})
