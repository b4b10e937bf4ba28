"""`interlingua.dialect.contract`: the values that a dialect takes and gives."""

from __future__ import annotations

import pytest

from interlingua.dialect.contract import EVERYTHING, Capabilities, Decoded, Dialect, Encoded, StreamDecoder


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
