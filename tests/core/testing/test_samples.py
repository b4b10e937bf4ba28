"""Twin of testing/conformance/samples.py: the losses that a sample names."""

from __future__ import annotations

import pytest

from interlingua.testing.conformance.samples import expect_losses
from interlingua.testing.documents import Sample
from interlingua.types import Loss

LOSSES = [Loss("$.seed", "no seed", "content"), Loss("$.strict", "closed", "hint"), Loss("$.strict", "all required", "hint")]


def _sample(losses: dict[str, str | list[str]]) -> Sample:
    item = {"title": "a", "source": "b", "seen": "2026-11-30", "what": "sent", "body": {}, "value": {"messages": []}, "losses": losses}
    return Sample.read("a", item)  # type: ignore[arg-type]  # a dict of JSON


@pytest.mark.parametrize("strict", ["hint", ["hint", "hint"]])
def test_the_losses_of_one_place_are_told_by_one_word_or_one_by_one(strict: str | list[str]) -> None:
    """A list says how many there are."""
    expect_losses(LOSSES, _sample({"$.seed": "content", "$.strict": strict}), "others")


@pytest.mark.parametrize(
    "losses",
    [
        {},
        {"$.seed": "content"},
        {"$.seed": "hint", "$.strict": "hint"},
        {"$.seed": "content", "$.strict": ["hint"]},
        {"$.seed": "content", "$.strict": "hint", "$.top_k": "hint"},
        {"$.seed": "content", "$.strict": ["hint", "content"]},
    ],
)
def test_other_losses_are_no_such(losses: dict[str, str | list[str]]) -> None:
    """One too few, one too many, one of another kind."""
    with pytest.raises(AssertionError, match="others: "):
        expect_losses(LOSSES, _sample(losses), "others")
