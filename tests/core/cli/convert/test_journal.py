"""How far a run has come, and what is counted, in bounded memory."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from interlingua import ConfigError, Loss
from interlingua.cli.convert.items import Batch, Item, Outcome
from interlingua.cli.convert.journal import MAX_GROUPS, Journal, Tally, fault_of, load_journal

PATH = Path(".out.journal")
LOSS = Loss("$.messages[3].content[0]", "no audio")


def test_it_is_read_as_it_was_written() -> None:
    """And the file is the only one."""
    journal = Journal({"input": "a"}, 10, 2, {"output": 5}, Tally(1, 1, 1, {("hint", "$.a", "r"): (1, 2)}))
    journal.save(PATH)

    assert journal == load_journal(PATH, {"input": "a"})
    assert [PATH.name] == [path.name for path in Path.cwd().iterdir()]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{}",
        "5",
        '{"fingerprint": {}}',
        '{"fingerprint":{},"position":0,"last":0,"sizes":{},"tally":{"converted":0,"set_aside":0,"with_losses":0,"groups":5}}',
    ],
)
def test_one_that_can_not_be_read_is_told(text: str) -> None:
    """Whatever happened to it."""
    PATH.write_text(text)

    with pytest.raises(ConfigError, match="can't be read"):
        load_journal(PATH, {})


def test_another_run_is_not_gone_on_with() -> None:
    """What changed is named."""
    Journal({"input": "a", "to": "b"}, 0, 0, {}, Tally(0, 0, 0, {})).save(PATH)

    with pytest.raises(ConfigError, match="another one: to changed"):
        load_journal(PATH, {"input": "a", "to": "c"})


def tally(*outcomes: Outcome) -> Tally:
    """Count outcomes."""
    counted = Tally(0, 0, 0, {})
    counted.add(Batch([Item(number, b"") for number, _ in enumerate(outcomes, 1)], 0, 0), outcomes)
    return counted


def test_lines_are_counted_by_how_they_went() -> None:
    """In a sentence."""
    counted = tally(Outcome(b""), Outcome(b"", (LOSS,)), Outcome(None, (LOSS,), "x"))

    assert "2 lines converted, 1 of them with losses, 1 set aside" == counted.summary()
    assert 3 == counted.lines
    assert "1 line converted" == tally(Outcome(b"")).summary()


def test_losses_are_counted_by_kind_whatever_their_index() -> None:
    """With the first line that had one; the most frequent first."""
    hint = Loss("$.a", "b", "hint")
    counted = tally(Outcome(b"", (hint,)), Outcome(b"", (LOSS, Loss("$.messages[4].content[1]", "no audio"))))

    assert [
        ("2", "content", "$.messages[*].content[*]", "no audio", "line 2"),
        ("1", "hint", "$.a", "b", "line 1"),
    ] == list(counted.rows())


def test_very_many_kinds_are_counted_together() -> None:
    """Memory doesn't grow with the input."""
    counted = tally(Outcome(b"", tuple(Loss(f"$.field{number}", "r") for number in range(MAX_GROUPS + 7))))

    assert MAX_GROUPS + 1 == len(counted.groups)
    assert "7" == next(iter(counted.rows()))[0]


def test_a_tally_is_the_same_after_a_journal() -> None:
    """Through JSON."""
    counted = tally(Outcome(b"", (LOSS,)), Outcome(None, (), "x"))

    saved = TypeAdapter(Tally)

    assert counted == saved.validate_json(saved.dump_json(counted))


def test_lines_set_aside_are_counted_by_reason() -> None:
    """Whatever their indices and positions; those that would lose something are told apart by their losses."""
    faults = ("at $.messages[3]: not JSON: line 1 column 14 (char 13)", "at $.messages[0]: not JSON: line 1 column 1 (char 0)")
    counted = tally(*(Outcome(None, (), fault) for fault in faults), Outcome(None, (LOSS,), "would lose 1 thing"))

    assert {"at $.messages[*]: not JSON: line … column … (char …)": (2, 1), fault_of(Outcome(None, (LOSS,), "x")): (1, 3)} == counted.faults


def test_very_many_reasons_are_counted_together() -> None:
    """Memory doesn't grow with the input, nor with what a reason holds of it."""
    counted = tally(*(Outcome(None, (), f"{chr(number + 300)}{'x' * 9_999}") for number in range(MAX_GROUPS + 7)))

    assert MAX_GROUPS + 1 == len(counted.faults)
    assert max(map(len, counted.faults)) <= 300
    assert (7, MAX_GROUPS + 1) == list(counted.faults.values())[-1]
