"""The suite for providers bites too: each planted bug breaks the law that guards against it, under its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from tests.core.testing import row_bugs, transport_bugs
from tests.core.testing.toy_provider import ToyProvider, ToyTransport

from interlingua._runtime.plugins import providers
from interlingua.testing.conformance import ProviderConformance, calls, verdict, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator


PLANTED = [
    (transport_bugs.RetriesOnItsOwn, "retry honesty", "test_only_the_runtime_tries_again"),
    (transport_bugs.RetriesAfterAChunk, "retry honesty", "test_nothing_is_tried_again_after_the_first_chunk"),
    (transport_bugs.TakesEveryStatusForTransient, "retry honesty", "test_a_refused_request_is_not_tried_again"),
    (transport_bugs.IgnoresRetryAfter, "retry honesty", "test_a_long_retry_after_is_raised_at_once"),
    (transport_bugs.RaisesItsOwnErrors, "retry honesty", "test_attempts_are_what_the_server_saw"),
    (transport_bugs.GivesPiecesLate, "nothing thrown away", "test_a_broken_stream_keeps_what_had_arrived"),
    (transport_bugs.LeavesTheConnectionOpen, "nothing thrown away", "test_leaving_closes_the_connection"),
    (transport_bugs.LeaksTheKey, "no secrets", "test_a_failed_call_shows_no_key"),
    (transport_bugs.LogsThePrompt, "no secrets", "test_a_failed_call_shows_no_key"),
]


@pytest.fixture
def suite(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> type[ProviderConformance]:
    """Make the suite of the toy provider with one transport."""
    monkeypatch.setitem(providers._providers, "toy", ToyProvider(request.param))
    if request.param is transport_bugs.LeavesTheConnectionOpen:
        monkeypatch.setattr(calls, "_PATIENCE", 1.0)  # it is used up, and never in a suite that passes

    class Planted(ProviderConformance):
        provider: ClassVar[str] = "toy"

    return Planted


@pytest.mark.parametrize("suite", [ToyTransport], indirect=True)
def test_the_toy_provider_keeps_every_law(suite: type[ProviderConformance]) -> None:
    """What the planted bugs break is broken by them alone."""
    assert {found.name: found.reason for found in verdicts(suite) if found.outcome != "kept"} == {}


@pytest.mark.parametrize(("suite", "law", "test"), PLANTED, indirect=["suite"])
def test_a_planted_bug_is_found(suite: type[ProviderConformance], law: str, test: str) -> None:
    """The suite fails with the law's name."""
    found = verdict(suite, test)

    assert (found.test.law.name, found.outcome) == (law, "broken")
    assert found.reason


@pytest.mark.parametrize(
    ("planted", "test", "said"),
    [
        (row_bugs.NamesNoSource, "test_rows_can_be_read_and_checked", "has no source"),
        (row_bugs.NamesNoFeature, "test_rows_can_be_read_and_checked", "did you mean seed?"),
        (row_bugs.LimitsWhatHasNone, "test_rows_can_be_read_and_checked", "can't say so how seed is taken"),
        (row_bugs.ForgetsWhatItKnows, "test_rows_can_be_read_and_checked", "another thing each time"),
        (row_bugs.IgnoresRows, "test_what_a_row_refuses_is_left_out_and_told", "temperature"),
    ],
)
def test_a_planted_row_is_found(monkeypatch: pytest.MonkeyPatch, planted: type[ToyProvider], test: str, said: str) -> None:
    """With the words for it."""
    monkeypatch.setitem(providers._providers, "toy", planted())

    class Planted(ProviderConformance):
        provider: ClassVar[str] = "toy"

    found = verdict(Planted, test)

    assert (found.test.law.name, found.outcome) == ("no silent loss", "broken")
    assert said in found.reason


@pytest.fixture(autouse=True)
def _nothing_left_open() -> Iterator[None]:
    """Close what a bug left open."""
    yield
    for left in transport_bugs._LEFT_OPEN:
        left.response.close()
        left.connection.close()
    transport_bugs._LEFT_OPEN.clear()
