"""The options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from interlingua.cli.parameters import OnLossOption
from interlingua.runtime import OnLoss

if TYPE_CHECKING:
    from tests.core.cli.conftest import Run


def test_policies() -> None:
    """The choices are the runtime's policies."""
    choices = get_args(get_args(OnLossOption)[0])

    assert choices == ("raise", "record", "strict")
    assert choices == get_args(OnLoss)


def test_unknown_policy(run: Run) -> None:
    """Another word is wrong use, and the choices are named."""
    done = run("ask", "hi", "--on-loss", "ignore")

    said = " ".join(done.stderr.replace("│", " ").split())
    assert done.exit_code == 2
    assert "Invalid value for '--on-loss': 'ignore' is not one of 'raise', 'record', 'strict'." in said
