"""The README and the pages are tests too: every Python sample in them runs, unless a `skip` directive beside it says why not.

Each begins with nothing defined, as when it is pasted alone.

A sample may leave its model to the garbage collector, as short scripts do. Sockets are then closed late, with a ResourceWarning;
that is ignored here and nowhere else, and a sample's leftovers are collected before the next one.
"""

from __future__ import annotations

import gc
import warnings
from typing import TYPE_CHECKING

import pytest
from sybil import Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.integration.pytest import SybilItem
from sybil.parsers.markdown import CodeBlockParser, SkipParser

if TYPE_CHECKING:
    from sybil import Example


class _AloneEvaluator(PythonEvaluator):
    """Runs a sample without what the ones before it defined."""

    def __call__(self, example: Example) -> None:
        """Begin anew, and run."""
        _collect(example.namespace)
        super().__call__(example)


def _collect(namespace: dict[str, object]) -> None:
    """Let go of a sample's objects."""
    namespace.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


collect_ignore = ["docs/examples"]  # tests/packaging runs what is generated, and the example is no different

pytest_collect_file = Sybil(
    parsers=[CodeBlockParser("python", _AloneEvaluator()), SkipParser()],
    patterns=["README.md", "docs/*.md", "docs/*/*.md"],
    teardown=_collect,
).pytest()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Bear a sample's unclosed sockets, and show its failure whole.

    Sybil's own filter of tracebacks ends the run with IndexError on a chained exception (its issue 118).
    """
    if isinstance(item, SybilItem):
        item.add_marker(pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"))
        item._traceback_filter = lambda excinfo: excinfo.traceback  # type: ignore[method-assign]  # noqa: SLF001 - it has no switch
