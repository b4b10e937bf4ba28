"""`interlingua.dialect.capabilities`: what a model on a host accepts."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, FEATURES, Capabilities, Limit


def test_an_unknown_model_may_do_everything() -> None:
    """What nothing is known of takes each feature, without limits."""
    assert EVERYTHING == Capabilities()
    assert all(EVERYTHING.has(feature) and EVERYTHING.limit(feature) == Limit() for feature in FEATURES)


def test_what_is_lacked_is_not_had() -> None:
    """And a feature with a limit is had."""
    known = Capabilities(frozenset({"seed"}), limits={"temperature": Limit(at_most=1)})

    assert (False, True) == (known.has("seed"), known.has("temperature"))
    assert Limit(at_most=1) == known.limit("temperature")


@pytest.mark.parametrize(
    ("limit", "taken", "refused"),
    [
        (Limit(), [0, -1.5, "any"], []),
        (Limit(at_least=0, at_most=1), [0, 0.5, 1], [-0.1, 1.1]),
        (Limit(at_least=1024), [1024, 10**9], [1023]),
        (Limit(at_most=4), [4, "a word has no size"], [5]),
        (Limit(one_of=("low", "high")), ["low"], ["medium", 1]),
        (Limit(one_of=(1.0,)), [1, 1.0], [0.99]),
    ],
)
def test_a_limit_allows(limit: Limit, taken: list[str | float], refused: list[str | float]) -> None:
    """Its bounds belong to it; a word is taken where words aren't listed."""
    assert [*taken] == [value for value in (*taken, *refused) if limit.allows(value)]
