"""What is counted, in bounded memory."""

from __future__ import annotations

from interlingua import Loss
from interlingua.cli.convert.items import Batch, Item, Outcome
from interlingua.cli.convert.tally import MAX_GROUPS, SavedTally, Tally

LOSS = Loss("$.messages[3].content[0]", "no audio")


def tally(*outcomes: Outcome) -> Tally:
    """Count outcomes."""
    counted = Tally()
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


def test_it_is_the_same_after_a_journal() -> None:
    """Through JSON."""
    counted = tally(Outcome(b"", (LOSS,)), Outcome(None, (), "x"))

    assert counted == Tally.restored(SavedTally.model_validate_json(counted.saved().model_dump_json()))
