"""The rows on models are compared with the names that SDKs know."""

from __future__ import annotations

import socket
from datetime import date

import pytest
from scripts.review_models import NAMES, Review, main, review, sdk_models

from interlingua.dialect import Row, refuses

DAY = date(2026, 11, 1)


def test_what_a_comparison_finds() -> None:
    """Models without a row, names that the SDK doesn't know, and how old the rows are."""
    rows = [
        Row(refuses("seed"), ("m-*",)),  # of all of them, and so of none
        Row(refuses("seed"), ("m-1", "m-0"), seen=DAY),
        Row(models=("m-3*",), hosts=("here",), seen=DAY),
    ]

    assert Review(["m-2"], ["m-0"], {None: 1, DAY: 2}) == review(rows, {"m-1", "m-1-20261101", "m-2", "m-3-mini"})


@pytest.mark.parametrize("name", NAMES)
def test_the_installed_sdks_name_models(name: str) -> None:
    """Their files are read, not run."""
    models = sdk_models(*NAMES[name])

    assert len(models) > 10
    assert all(" " not in model for model in models)


def test_an_sdk_that_is_not_there_is_told() -> None:
    """Nothing is taken for an SDK that names nothing."""
    with pytest.raises(FileNotFoundError, match="no_such_sdk isn't installed"):
        sdk_models("no_such_sdk", ())


def test_it_runs_offline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """And the exit code says whether an SDK knows a model that no row names."""

    def refused(*_: object, **__: object) -> None:
        msg = "the network was asked"
        raise AssertionError(msg)

    monkeypatch.setattr(socket.socket, "connect", refused)
    code = main(date(2027, 1, 1))
    shown = capsys.readouterr().out

    assert "anthropic:\n  named by no row: " in shown
    assert "days ago: " in shown
    assert int(shown.count("named by no row: none") < len(NAMES)) == code
