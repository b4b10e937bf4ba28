"""The README and the pages are tests too: every Python sample in them runs, unless a `skip` directive beside it says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sybil import Sybil
from sybil.integration.pytest import SybilItem
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

if TYPE_CHECKING:
    import pytest

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["README.md", "docs/*.md", "docs/*/*.md"],
).pytest()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Show a failed sample's traceback whole: Sybil's filter ends the run with IndexError on a chained exception (its issue 118)."""
    if isinstance(item, SybilItem):
        item._traceback_filter = lambda excinfo: excinfo.traceback  # type: ignore[method-assign]  # noqa: SLF001 - it has no switch
