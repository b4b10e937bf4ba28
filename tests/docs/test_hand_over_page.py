"""The page of hand-over says what becomes of each part."""

from __future__ import annotations

import pytest
from tests.docs.hand_over_cases import CASES
from tests.docs.hand_over_table import PAGE, outcome, written
from tests.laws.hand_over.answers import WIRES


def test_the_table_is_what_happens() -> None:
    """A row that changed must be written anew: `python -m tests.docs.hand_over_table`."""
    page = PAGE.read_text()

    assert written(page) == page


@pytest.mark.parametrize("wire", WIRES)
def test_each_wire_gets_its_own_back(wire: str) -> None:
    """Every part, as it was."""
    outcomes = {outcome(case, wire, wire) for case in CASES if wire in case.bodies}

    assert {"as it was"} == outcomes


def test_text_and_calls_reach_every_wire() -> None:
    """Unchanged but for ids; results too."""
    parts = {"user's text", "model's text", "several texts", "image, bytes", "call", "parallel calls", "call without arguments",
             "call with an id that others refuse", "result", "result of a failed tool"}  # fmt: skip
    cases = [case for case in CASES if case.part in parts]

    outcomes = {outcome(case, source, target) for case in cases for source in case.bodies for target in WIRES}

    assert len(parts) == len(cases)
    assert {"as it was", "kept", "kept; the id is mapped"} == outcomes
