"""`interlingua check`: the laws on a provider and its formats, or on one format; needs no key, and sends nothing without `--live`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from interlingua.cli.completion import complete_provider
from interlingua.cli.failures import OTHER
from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.provider import Provider
    from interlingua.testing.conformance import Verdict
    from interlingua.testing.conformance.suite import Suite
    from interlingua.types import JsonObject

_MARKS: Final = {"kept": "✓", "lacking": "–", "broken": "✗"}  # noqa: RUF001 - the dash is meant
_MOST_SHOWN = 2_000  # characters of one value of an example


def check(
    *,
    provider: Annotated[
        str,
        typer.Argument(autocompletion=complete_provider, show_default=False, help="An installed provider, or a format: openai.chat."),
    ],
    examples: Annotated[int, typer.Option("--examples", min=1, help="How many values each law is tried on.")] = 50,
    exitfirst: Annotated[bool, typer.Option("--exitfirst", "-x", help="Stop at the first broken law.")] = False,
    live: Annotated[bool, typer.Option("--live", help="Ask the real backend for one token too.")] = False,
    model: Annotated[str | None, typer.Option("--model", "-m", show_default=False, help="The model to ask, with --live.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """Try the laws on a provider and its formats: whether anything is lost, invented, retried or shown that may not be.

    What the documents of a format say is tried as far as the format brings it along: sample bodies with what they mean, and
    documented fields. The end of the report says what was tried, and what was not.
    """
    from interlingua import get_dialect, get_provider
    from interlingua.cli.live_check import ask_for_a_token
    from interlingua.cli.option_rows import spoken_dialects
    from interlingua.cli.output import print_table, write_json, write_out
    from interlingua.cli.tried_fields import fields_in_words, tried_fields
    from interlingua.errors import ConfigError

    name, colon, asked = provider.partition(":")
    if colon:
        raise ConfigError(f"the laws are a provider's, and {provider!r} names a model too", hint=f"check {name}, with --model {asked}")
    maker, dot, _ = provider.partition(".")
    found = get_provider(maker)
    formats = [get_dialect(provider).name] if dot else spoken_dialects(found)
    if dot and live:
        raise ConfigError(f"--live asks a provider, and {provider} is a format", hint=f"check {maker} --live")
    suites = _suites(formats, None if dot else found)
    checked = list(_checked(suites, examples, exitfirst=exitfirst))
    broken = any(verdict.outcome == "broken" for _, verdicts in checked for verdict in verdicts)
    fields = {name: tried_fields(get_dialect(name)) for name in formats if not (broken and exitfirst)}
    answer = ask_for_a_token(found, model) if live else None
    if json:
        laws = [_described(subject, verdict) for subject, verdicts in checked for verdict in verdicts]
        lacks: JsonObject = {name: [*sorted(get_dialect(name).lacks)] for name in formats}
        live_answer: JsonObject = {} if answer is None else {"live": answer}
        write_json({"format": 1, "laws": [*laws], "lacks": lacks, "fields": {**fields}, **live_answer})
    else:
        print_table(("what", "law", "", "tests"), [_cells(subject, verdicts) for subject, verdicts in checked])
        for name in formats:
            write_out(f"{name} lacks {', '.join(sorted(get_dialect(name).lacks)) or 'nothing'}, by its own declaration\n")
        for name, tried in fields.items():
            write_out(fields_in_words(name, tried))
        _print_broken(checked)
        if answer is not None:
            print_table(("live", ""), [(name, str(value)) for name, value in answer.items()])
    if broken:
        raise typer.Exit(OTHER)


def _suites(formats: list[str], provider: Provider | None) -> list[tuple[str, type[Suite]]]:
    """Give a suite for each format, and one for the provider where it is asked for."""
    from interlingua import get_dialect
    from interlingua.errors import ConfigError
    from interlingua.provider.installing import install_extra

    try:
        from interlingua.testing.conformance import DialectConformance, ProviderConformance
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        raise ConfigError("the laws need their extra", hint=install_extra("testing")) from None
    suites: list[tuple[str, type[Suite]]] = [
        (name, type("Checked", (DialectConformance,), {"dialect": get_dialect(name)})) for name in formats
    ]
    if provider is not None:
        suites.append((provider.name, type("Checked", (ProviderConformance,), {"provider": provider.name})))
    return suites


def _checked(suites: list[tuple[str, type[Suite]]], examples: int, *, exitfirst: bool) -> Iterator[tuple[str, list[Verdict]]]:
    """Run the suites; give whose each is and what the tests of each law found."""
    from stamina.instrumentation import set_on_retry_hooks

    from interlingua.cli.output import note
    from interlingua.cli.progress import bar
    from interlingua.testing.conformance import verdict

    set_on_retry_hooks([])  # that it tries again is what is tested here
    try:
        for subject, suite in suites:
            note(f"trying the laws on {subject} …", dim=True)
            laws: dict[int, list[Verdict]] = {}
            with bar(subject, len(suite.tests), "tests") as advance:
                # Where the first broken law ends it all, what is quick comes first, and what draws examples last.
                tests = sorted(suite.tests.items(), key=lambda item: exitfirst and (item[1].values != {}, item[1].varies))
                for done, (name, test) in enumerate(tests, 1):
                    found = verdict(suite, name, examples=examples)
                    laws.setdefault(test.law.number, []).append(found)
                    advance(done, done)
                    if exitfirst and found.outcome == "broken":
                        yield subject, laws[test.law.number]
                        return
            for verdicts in laws.values():
                yield subject, verdicts
    finally:
        set_on_retry_hooks(None)  # stamina's own


def _cells(subject: str, verdicts: list[Verdict]) -> tuple[str, str, str, str]:
    """Give a law's row: the worst that a test found (lacking only where all lack), how many kept it, why others had nothing to test."""
    law = verdicts[0].test.law
    outcomes = [verdict.outcome for verdict in verdicts]
    kept = outcomes.count("kept")
    reasons = dict.fromkeys(verdict.reason for verdict in verdicts if verdict.outcome == "lacking")
    mark = _MARKS["broken" if "broken" in outcomes else "kept" if kept else "lacking"]
    remark = "; ".join([f"{kept} of {len(verdicts)} tests", *reasons] if kept or not reasons else reasons)
    return subject, f"{law.number}. {law.name}", mark, remark


def _print_broken(checked: list[tuple[str, list[Verdict]]]) -> None:
    """Show each broken law: why it matters, how it broke, and the smallest example."""
    from interlingua.cli.output import write_out

    for subject, verdict in ((subject, verdict) for subject, verdicts in checked for verdict in verdicts if verdict.outcome == "broken"):
        lines = [f"✗ {subject}: {verdict.test.law.name} ({verdict.name})", f"  {verdict.test.why}", f"  {verdict.reason}"]
        lines += [f"    {name} = {text}" for name, text in _example(verdict).items()]
        write_out("\n".join(["", *lines, ""]))


def _example(verdict: Verdict) -> dict[str, str]:
    texts = {name: repr(value) for name, value in verdict.example.items()}
    return {name: text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + " …" for name, text in texts.items()}


def _described(subject: str, verdict: Verdict) -> JsonObject:
    law = verdict.test.law
    return {
        "subject": subject,
        "law": law.number,
        "name": law.name,
        "test": verdict.name,
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "example": {**_example(verdict)},
    }
