"""`interlingua.dialect.contract`: the values that a dialect takes and gives."""

from __future__ import annotations

import pytest

from interlingua.dialect.capabilities import EVERYTHING, Capabilities
from interlingua.dialect.contract import Decoded, Dialect, Encoded, StreamDecoder
from interlingua.types import Request


def test_capabilities() -> None:
    """A model that nothing is known about may do everything."""
    assert EVERYTHING.has("seed")
    assert not Capabilities(lacks=frozenset({"seed"})).has("seed")
    assert EVERYTHING == Capabilities()


def test_results() -> None:
    """A conversion that loses nothing says so by an empty tuple."""
    assert (Encoded({}).headers, Encoded({}).losses) == ({}, ())
    assert Decoded(1).losses == ()


@pytest.mark.parametrize("contract", [Dialect, StreamDecoder])
def test_contracts_are_complete(contract: type) -> None:
    """A class that leaves a method out can't be instantiated."""
    with pytest.raises(TypeError, match="abstract"):
        type("Incomplete", (contract,), {})()


def test_a_dialect_says_nothing_of_its_own_accord() -> None:
    """What only some wires have is absent where it isn't overridden."""
    dialect = type("Bare", (Dialect,), dict.fromkeys(Dialect.__abstractmethods__))()
    request = Request(model_id="m", messages=())

    dialect.check_answerable(request)
    assert dialect.holds_history(request) is False
    assert dialect.failure({"error": {}}) is None
    assert dialect.adopted(request, {"store": False}) is request
    assert dialect.absent == {}
