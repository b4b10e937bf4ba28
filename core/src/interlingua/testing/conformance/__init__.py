"""The laws as classes of tests: a plugin's test module subclasses one and has them all."""

from interlingua.testing.conformance.dialect import DialectConformance
from interlingua.testing.conformance.features import FEATURES
from interlingua.testing.conformance.laws import LAWS, Law, LawTest
from interlingua.testing.conformance.provider import ProviderConformance
from interlingua.testing.conformance.verdicts import Verdict, verdict, verdicts

__all__ = ["FEATURES", "LAWS", "DialectConformance", "Law", "LawTest", "ProviderConformance", "Verdict", "verdict", "verdicts"]
