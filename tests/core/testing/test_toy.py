"""The toy dialect keeps every law: what the planted bugs break is broken by them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.core.testing.documented_toy import DocumentedToy
from tests.core.testing.toy import ToyDialect

from interlingua.testing.conformance import DialectConformance

if TYPE_CHECKING:
    from interlingua.dialect import Dialect


class TestToy(DialectConformance):
    """The five lines of a plugin's own test module."""

    dialect: ClassVar[Dialect] = ToyDialect()


class TestDocumentedToy(DialectConformance):
    """The toy that brings documents keeps the laws on those too."""

    dialect: ClassVar[Dialect] = DocumentedToy()
