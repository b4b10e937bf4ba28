"""Runs a suite without pytest, and says of each test whether its law was kept, and of a broken one the shrunk example."""

from __future__ import annotations

import functools
import unittest
from dataclasses import dataclass
from traceback import extract_tb
from typing import TYPE_CHECKING, Literal, TypeAlias

from hypothesis import HealthCheck, Phase, settings

from interlingua.errors import InterlinguaError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.testing.conformance.laws import LawTest
    from interlingua.testing.conformance.suite import Method, Suite

Outcome: TypeAlias = Literal["kept", "lacking", "broken"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one test found.

    Attributes:
        name: The test's name.
        test: The test.
        outcome: `kept`, `lacking` (there is nothing to test, by declaration) or `broken`.
        reason: What is lacking, or how the law was broken; empty where it was kept.
        example: The smallest values on which it broke, by name.
    """

    name: str
    test: LawTest
    outcome: Outcome
    reason: str
    example: Mapping[str, object]


def verdicts(suite: type[Suite], *, examples: int = 100, shrink: bool = True) -> Iterator[Verdict]:
    """Run the tests of a suite, in the order of the laws; the same examples each time.

    Args:
        suite: The suite.
        examples: How many values each test is tried on.
        shrink: Whether to look for the smallest example, which takes longer.
    """
    for name in suite.tests:
        yield verdict(suite, name, examples=examples, shrink=shrink)


def verdict(suite: type[Suite], name: str, *, examples: int = 100, shrink: bool = True) -> Verdict:
    """Run one test of a suite."""
    test = suite.tests[name]
    tried = _Tried()
    method = suite.runnable(test, tried.remembering)
    if (lack := suite.lacks(test)) is not None:
        return Verdict(name, test, "lacking", lack, {})
    if test.values:
        method = _settings(examples, shrink=shrink)(method)
    try:
        method(suite())
    except unittest.SkipTest as skipped:
        return Verdict(name, test, "lacking", str(skipped), {})
    except Exception as broken:  # noqa: BLE001 - whatever a converter raises breaks the law, and is told
        return Verdict(name, test, "broken", _sentence(broken), tried.values)
    return Verdict(name, test, "kept", "", {})


def _settings(examples: int, *, shrink: bool) -> settings:
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    return settings(
        max_examples=examples,
        phases=phases,
        database=None,
        deadline=None,
        derandomize=True,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )


class _Tried:
    """Remembers the values of the latest run: Hypothesis runs the smallest failing example last."""

    def __init__(self) -> None:
        self.values: Mapping[str, object] = {}

    def remembering(self, method: Method) -> Method:
        @functools.wraps(method)
        def remembered(**values: object) -> None:
            self.values = {name: value for name, value in values.items() if name != "self"}
            method(**values)

        return remembered


def _sentence(error: Exception) -> str:
    text = str(error).strip()
    notes = [note for note in getattr(error, "__notes__", ()) if note.startswith(("on ", "with "))]  # ours; Hypothesis adds others
    sentence = text if isinstance(error, AssertionError) and text else f"{type(error).__name__}: {text}{_place(error)}"
    return " ".join([sentence, *notes])


def _place(error: Exception) -> str:
    """Say where a fault of a program was raised; an error of ours says by itself what it is about."""
    last = None if isinstance(error, InterlinguaError) or error.__traceback__ is None else extract_tb(error.__traceback__)[-1]
    return f" ({last.filename}:{last.lineno})" if last else ""
