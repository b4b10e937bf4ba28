"""Tables on standard output."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from tests.core.cli.test_output import Screen

from interlingua.cli.tables import print_table

if TYPE_CHECKING:
    import pytest


def test_piped(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Piped, cells are separated by tabs and hold none."""
    print_table(("a", "b"), [("1\t2", "x\ny")])

    assert capfdbinary.readouterr().out == b"a\tb\n1 2\tx y\n"


def test_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal columns are aligned, and brackets are no markup."""
    raw = io.BytesIO()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", Screen(raw, encoding="utf-8", write_through=True))

    print_table(("a", "b"), [("[red]x", "y")])

    assert b"[red]x" in raw.getvalue()
