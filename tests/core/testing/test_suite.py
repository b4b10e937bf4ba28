"""Twin of testing/conformance/suite.py, laws.py, strategies.py and verdicts.py: what a subclass gets, and what is left out of it."""

from __future__ import annotations

import unittest
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, NoReturn, get_args

import pytest
from hypothesis import is_hypothesis_test, settings
from hypothesis import strategies as st
from tests.core.testing.toy import ToyDialect

from interlingua import get_dialect
from interlingua.dialect import EVERYTHING, Feature
from interlingua.errors import ConfigError
from interlingua.runtime import installed_providers
from interlingua.testing.conformance import FEATURES, LAWS, DialectConformance, ProviderConformance, verdict

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities, Dialect, Encoded
    from interlingua.types import JsonObject, JsonValue, Request


class Mute(ToyDialect):
    """A wire without streams."""

    lacks: ClassVar[frozenset[Feature]] = frozenset({"streaming"})


class MuteSuite(DialectConformance):
    """Its tests, with no other dialect to hand over to."""

    dialect: ClassVar[Dialect] = Mute()
    abroad: ClassVar[tuple[Dialect, ...]] = ()


class Addressed(ToyDialect):
    """A wire whose URL names the model."""

    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """See `Dialect.encode_request`."""
        encoded = super().encode_request(request.model_copy(update={"model_id": "in-the-url"}), capabilities)
        return replace(encoded, body={name: value for name, value in encoded.body.items() if name != "model"})


class AddressedSuite(DialectConformance):
    """Its tests, with a dialect that names the model in the body to hand over to."""

    dialect: ClassVar[Dialect] = Addressed()
    abroad: ClassVar[tuple[Dialect, ...]] = (get_dialect("openai.chat"),)


@pytest.mark.parametrize(
    "name",
    [
        "test_a_missing_model_is_told", "test_requests_come_back", "test_request_bodies_come_back", "test_nothing_vanishes_from_a_request",
        "test_a_conversation_goes_abroad_and_back", "test_going_abroad_forgets_nothing", "test_appending_changes_nothing_before",
    ],
)  # fmt: skip
def test_a_wire_may_leave_the_model_to_the_url(name: str) -> None:
    """It keeps the laws; its requests name no model, and get one when they go to a wire that has to name it."""
    assert verdict(AddressedSuite, name, examples=20).outcome == "kept"


def test_every_law_has_tests_whose_docstrings_say_why() -> None:
    """Of a dialect or of a provider, in the order of the laws."""
    tests = [*DialectConformance.tests.values(), *ProviderConformance.tests.values()]

    assert {test.law.number for test in tests} == set(LAWS)
    assert [test for test in tests if not test.why] == []
    assert [test.law.number for test in DialectConformance.tests.values()] == sorted(
        test.law.number for test in DialectConformance.tests.values()
    )


def test_every_feature_that_a_wire_may_lack_is_shown() -> None:
    """But for the word that no request says; what only a model refuses is lacked by no wire."""
    features = get_args(Feature)
    of_wires = {*features[features.index("image_url") :]}
    lacked = {name for row in installed_providers() if row.provider for it in row.provider.dialects().values() for name in it.lacks}

    assert of_wires - FEATURES.keys() == {"streaming"}
    assert lacked <= FEATURES.keys() <= {*features}


def test_a_subclass_has_tests_of_its_own() -> None:
    """Each dialect's values are its own, so the same test of two classes is two tests; pytest and Hypothesis know them as such."""

    class One(DialectConformance):
        dialect: ClassVar[Dialect] = ToyDialect()

    class Other(DialectConformance):
        dialect: ClassVar[Dialect] = ToyDialect()

    assert One.test_requests_come_back is not Other.test_requests_come_back
    assert is_hypothesis_test(One.test_requests_come_back)
    assert One.test_requests_come_back.__name__ == "test_requests_come_back"
    assert "model is told" in (One.test_requests_come_back.__doc__ or "")


def test_a_slow_machine_breaks_no_law() -> None:
    """Whatever Hypothesis's profile says of time: by default it knows a busy machine only where a variable says `CI`."""
    loaded = settings.get_current_profile_name()
    settings.register_profile("hurried", deadline=timedelta(microseconds=1), max_examples=3)
    settings.load_profile("hurried")
    try:

        class Mine(DialectConformance):
            dialect: ClassVar[Dialect] = ToyDialect()

        Mine().test_request_bodies_come_back()  # type: ignore[call-arg]  # Hypothesis gives the body
    finally:
        settings.load_profile(loaded)


@pytest.mark.parametrize(
    ("test", "reason"),
    [
        ("test_cuts_change_nothing", "toy.plain declares that it lacks streaming"),
        ("test_a_conversation_goes_abroad_and_back", "no other dialect is installed"),
    ],
)
def test_what_has_nothing_to_test_is_skipped_with_the_reason(test: str, reason: str) -> None:
    """By declaration, or for want of a second wire; never in silence."""
    with pytest.raises(unittest.SkipTest, match=reason):
        getattr(MuteSuite(), test)()

    assert (verdict(MuteSuite, test).outcome, verdict(MuteSuite, test).reason) == ("lacking", reason)


def test_a_plugin_brings_values_of_its_own() -> None:
    """A class method that is overridden decides what its tests are tried on."""
    seen: list[object] = []

    class Watched(ToyDialect):
        def wire_normal_form(self, body: JsonObject) -> JsonObject:
            seen.append(body["model"])
            return super().wire_normal_form(body)

    class Mine(DialectConformance):
        dialect: ClassVar[Dialect] = Watched()

        @classmethod
        def request_bodies(cls) -> st.SearchStrategy[JsonObject]:
            return st.just({"model": "mine", "say": []})

    assert verdict(Mine, "test_request_bodies_come_back", examples=3).outcome == "kept"
    assert set(seen) == {"mine"}


def test_an_error_of_any_kind_breaks_a_law() -> None:
    """The verdict names its class, where it was raised, and the values that it came upon."""

    class Crashing(ToyDialect):
        def message_in(self, item: JsonValue, path: str) -> NoReturn:
            raise KeyError(path, type(item).__name__)

    class Mine(DialectConformance):
        dialect: ClassVar[Dialect] = Crashing()

    found = verdict(Mine, "test_response_bodies_come_back", examples=5)

    line = Crashing.message_in.__code__.co_firstlineno + 1
    assert (found.outcome, found.reason) == ("broken", f"KeyError: ('$.answer', 'dict') ({__file__}:{line})")
    assert set(found.example) == {"body"}


def test_a_provider_that_is_not_there_fails() -> None:
    """Ten skipped tests look like ten that pass; only a provider that can't be called at an address has nothing to test."""
    with pytest.raises(ConfigError, match="anthropc"):
        type("Typo", (ProviderConformance,), {"provider": "anthropc"})
    with pytest.raises(ConfigError, match="zz"):
        type("Wrong", (ProviderConformance,), {"provider": "openai", "options": {"zz": 1}})
    embedded = type("Embedded", (ProviderConformance,), {"provider": "llamacpp"})

    with pytest.raises(unittest.SkipTest, match="base_url"):
        embedded().test_only_the_runtime_tries_again()  # type: ignore[attr-defined]  # made above
