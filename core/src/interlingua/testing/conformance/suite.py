"""What makes a class of marked methods a suite of tests: for pytest, and for whoever asks for verdicts."""

from __future__ import annotations

import unittest
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from hypothesis import HealthCheck, given, is_hypothesis_test, settings

from interlingua.testing.conformance.laws import law_test

if TYPE_CHECKING:
    from interlingua.testing.conformance.laws import LawTest

Method: TypeAlias = Callable[..., None]


class Suite:
    """A suite of law tests; a subclass gets a test of its own of each, with the values of its own strategies.

    Attributes:
        tests: Method → the test that it is, in the order of the laws.
    """

    tests: ClassVar[dict[str, LawTest]] = {}

    def __init_subclass__(cls) -> None:
        """Make the tests of a subclass that is complete."""
        super().__init_subclass__()
        marked = {name: test for name in dir(cls) if (test := law_test(getattr(cls, name)))}
        cls.tests = dict(sorted(marked.items(), key=lambda item: (item[1].law.number, item[0])))
        if cls.is_complete():
            for name, test in cls.tests.items():
                method = cls.runnable(test)
                if is_hypothesis_test(method):
                    # A slow or busy machine breaks no law. Hypothesis itself knows that only where a variable says `CI`.
                    method = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])(method)
                setattr(cls, name, _marked(method, test))

    @classmethod
    def is_complete(cls) -> bool:
        """Tell whether the class says what is to be tested."""
        raise NotImplementedError

    @classmethod
    def lacks(cls, test: LawTest) -> str | None:  # noqa: ARG003 - for overriding
        """Say why there is nothing to test, or None."""
        return None

    @classmethod
    def runnable(cls, test: LawTest, wrap: Callable[[Method], Method] | None = None) -> Method:
        """Make a method that runs one test on all values, or is skipped for a declared reason.

        Args:
            test: The test.
            wrap: What to put around the method that gets the values.
        """
        if (lack := cls.lacks(test)) is not None:
            return _skipped(lack)
        if not test.values:
            return test.method
        values = {name: getattr(cls, strategy)() for name, strategy in test.values.items()}
        return given(**values)(wrap(test.method) if wrap else test.method)


def _skipped(reason: str) -> Method:
    def method(self: Suite) -> None:  # noqa: ARG001 - a method
        raise unittest.SkipTest(reason)

    return method


def _marked(method: Method, test: LawTest) -> Method:
    method.__doc__ = test.method.__doc__
    method.interlingua_law = test  # type: ignore[attr-defined]  # a subclass makes its own from it
    return method
