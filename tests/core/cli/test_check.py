"""`interlingua check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.core.testing.document_bugs import WritesNoCacheMarks
from tests.core.testing.documented_toy import DocumentedToy
from tests.core.testing.stream_bugs import FinishesACutStream, LosesTheUsage, reading
from tests.core.testing.toy import NAME, ToyDialect
from tests.core.testing.toy_provider import ToyProvider
from tests.core.testing.transport_bugs import RetriesOnItsOwn

from interlingua._runtime.plugins import providers
from interlingua.provider.installing import install_extra
from interlingua.testing.conformance import LAWS
from interlingua.types.json import loads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.core.cli.conftest import Run

    from interlingua.dialect import Dialect


class Speaking(ToyProvider):
    """The toy provider with a format of the test's choice."""

    dialect: Dialect = ToyDialect()

    def dialects(self) -> Mapping[str, Dialect]:
        """That one."""
        return {NAME: self.dialect}


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Speaking:
    """The toy provider, as if it were installed."""
    provider = Speaking()
    monkeypatch.setitem(providers._providers, "toy", provider)
    return provider


def test_every_law_is_in_the_table(run: Run, toy: Speaking) -> None:
    """A provider that keeps them all has a tick at each, and the exit code is good; the end says which fields were tried."""
    toy.dialect = DocumentedToy()
    done = run("check", "toy", "--examples", "2")
    rows = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]

    assert done.exit_code == 0
    assert {f"{law.number}. {law.name}" for law in LAWS.values()} == {row[1] for row in rows[1:]}
    assert {row[2] for row in rows[1:]} == {"✓"}
    assert (
        "toy.plain lacks nothing, by its own declaration\ntoy.plain brings 17 sample bodies\n  no sample shows content_filter, "
        in done.stdout
    )
    assert " was not tried\n  request: 26 documented fields tried, " in done.stdout
    assert "trying the laws on toy.plain …\n" in done.stderr


def test_a_format_alone(run: Run, toy: Speaking) -> None:  # noqa: ARG001 - it is asked for by name
    """No provider's law is tried; a law that only documents show has nothing to test where a format brings none, and says so."""
    done = run("check", "toy.plain", "--examples", "1")
    rows = {row[1]: row for row in (line.split("\t") for line in done.stdout.splitlines() if "\t" in line)}

    assert done.exit_code == 0
    assert {"what", "toy.plain"} == {row[0] for row in rows.values()}
    assert not {"9. retry honesty", "12. no secrets"} & rows.keys()
    assert ["toy.plain", "10. nothing thrown away", "\N{EN DASH}", "toy.plain brings no sample bodies"] == rows["10. nothing thrown away"]
    assert done.stdout.endswith("toy.plain brings no sample bodies: what only its documents say was not tried\n")


def test_a_format_cannot_be_asked(run: Run, toy: Speaking) -> None:  # noqa: ARG001 - it is asked for by name
    """A token comes from a provider; the hint says which."""
    done = run("check", "toy.plain", "--live")

    assert done.exit_code == 3
    assert done.stderr.endswith("error: --live asks a provider, and toy.plain is a format\nhint: check toy --live\n")


@pytest.mark.parametrize("flag", ["--exitfirst", "-x"])
def test_the_first_broken_law_ends_it(run: Run, toy: Speaking, flag: str) -> None:
    """What draws no examples is tried first; no other law is told of, and no field counted."""
    toy.dialect = WritesNoCacheMarks()
    done = run("check", "toy", flag, "--json")
    found: Any = loads(done.stdout)

    assert done.exit_code == 1
    assert {"wire round trip"} == {row["name"] for row in found["laws"]}
    assert ["broken"] == [row["outcome"] for row in found["laws"] if row["outcome"] != "kept"]
    assert {} == found["fields"]


def test_a_provider_that_keeps_all_is_tried_to_the_end(run: Run, toy: Speaking) -> None:  # noqa: ARG001 - it is asked for by name
    """With nothing broken, the option changes nothing but the order."""
    found: Any = loads(run("check", "toy.plain", "--examples", "1", "-x", "--json").stdout)

    assert {"toy.plain": {"samples": 0}} == found["fields"]
    assert {"kept", "lacking"} == {row["outcome"] for row in found["laws"]}


def test_a_broken_law_is_shown_with_its_smallest_example(run: Run, toy: Speaking) -> None:
    """Why it matters, where it broke, and on what; the exit code is 1."""
    toy.dialect = reading(LosesTheUsage)()
    done = run("check", "toy", "--examples", "30")
    _, _, broken = done.stdout.partition("\n✗ ")

    assert done.exit_code == 1
    assert (
        "\ntoy.plain\t5. streaming agrees\t✗\t2 of 12 tests; toy.plain brings no schema; toy.plain brings no sample bodies\n" in done.stdout
    )
    assert broken == (
        "toy.plain: streaming agrees (test_a_stream_says_what_the_whole_says)\n"
        "  Whoever streams must get the answer that everybody else gets: every block, signature, call and count.\n"
        "  the stream says something else: $.usage has gone: {'input_includes_cache': True, 'reasoning_tokens': 0}\n"
        "    response = Response(message=AssistantMessage(content=(TextPart(text=''),)), finish_reason='stop', "
        "usage=Usage(reasoning_tokens=0))\n"
    )


def test_as_json(run: Run, toy: Speaking) -> None:
    """Each test with its law, its outcome, the reason and the example."""
    toy.dialect = reading(FinishesACutStream)()
    toy.transport_type = RetriesOnItsOwn
    done = run("check", "toy", "--examples", "20", "--json")
    found: Any = loads(done.stdout)
    broken = {row["test"]: row for row in found["laws"] if row["outcome"] == "broken"}

    assert done.exit_code == 1
    assert "total decoders" == broken["test_a_cut_stream_is_not_finished"]["name"]
    assert {"halves"} == set(broken["test_a_cut_stream_is_not_finished"]["example"])
    assert "toy" == broken["test_only_the_runtime_tries_again"]["subject"]
    assert {"toy.plain": []} == found["lacks"]
    assert {"toy.plain": {"samples": 0}} == found["fields"]


def test_what_has_nothing_to_test_says_why(run: Run) -> None:
    """The embedded model takes no address, and needs no key."""
    done = run("check", "llamacpp", "--examples", "1")

    reason = "llamacpp can't be called at a server on loopback: option 'base_url' takes nothing"

    assert done.exit_code == 0
    assert f"\nllamacpp\t9. retry honesty\t\N{EN DASH}\t{reason}\n" in done.stdout


def test_without_the_extra(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    for name in [name for name in sys.modules if name.startswith("interlingua.testing")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    done = run("check", "openai")

    assert done.exit_code == 3
    assert f"hint: {install_extra('testing')}\n" in done.stderr


def test_an_unknown_provider(run: Run) -> None:
    """Its neighbour is named."""
    done = run("check", "opnai")

    assert done.exit_code == 3
    assert "did you mean openai?" in done.stderr


def test_a_model_is_an_option(run: Run) -> None:
    """In the place of the provider's name, a config string is refused with what was meant."""
    done = run("check", "openai:gpt-5")

    assert done.exit_code == 3
    assert done.stderr.endswith("hint: check openai, with --model gpt-5\n")
