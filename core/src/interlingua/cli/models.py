"""`interlingua models`: what is known of models: which features each takes, takes only so, or refuses, and who says that."""

from __future__ import annotations

import difflib
import sys
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, cast

import typer

from interlingua.cli.completion import complete_model_id, complete_provider
from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.cli.known_facts import Answer, Known
    from interlingua.dialect import Row
    from interlingua.types import JsonObject, JsonValue


def models(
    *,
    context: typer.Context,
    provider: Annotated[
        str | None, typer.Argument(autocompletion=complete_provider, show_default=False, help="The provider whose models to show.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Argument(autocompletion=complete_model_id, show_default=False, help="One model, with options as in a config string."),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(
            "-o",
            "--option",
            metavar="NAME=VALUE",
            show_default=False,
            help="An option of the provider, such as base_url; may be given several times.",
        ),
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="Ask the provider which models it lists, and show what rows know of each.")] = False,
    every: Annotated[bool, typer.Option("--all", help="On a terminal, show the rows of other makers' models too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with the meaning of each feature.")] = False,
    toml: Annotated[bool, typer.Option("--toml", help="Print the plugin's rows as your own capabilities.toml has them.")] = False,
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """List providers with their models, what is known of a provider's models, what it lists itself, or what holds for one model."""
    from interlingua.cli.known_facts import answer
    from interlingua.cli.output import write_json, write_out
    from interlingua.dialect import write_rows

    if provider is not None and model is None and ":" in provider:
        provider, _, model = provider.partition(":")  # as everywhere else
    if toml and (json or live):
        raise typer.BadParameter(f"--toml and {'--json' if json else '--live'} can't go together", ctx=context)
    if provider is None:
        if toml or live or option:
            what = "--toml prints the rows of" if toml else "--live asks" if live else "-o is an option of"
            raise typer.BadParameter(f"{what} one provider: name it", ctx=context, param_hint="PROVIDER")
        _list_providers(json=json)
        return
    found = answer(provider, model, option or [])
    if live:
        _show_live(found, model, option or [], json=json, every=every)
    elif toml:
        write_out(write_rows(found.rows))
    elif json:
        write_json(_answered(found))
    else:
        _print(found, every=every)


def _show_live(found: Answer, model: str | None, given: Sequence[str], *, json: bool, every: bool) -> None:
    """Show what the host lists beside what rows know: of all models a table, of one whether it is listed, and then what holds."""
    from interlingua import load_config
    from interlingua.cli.chosen_model import with_options
    from interlingua.cli.interrupt import prompt_interrupt
    from interlingua.cli.known_facts import naming
    from interlingua.cli.listing import listed_models
    from interlingua.cli.output import note, print_table, write_json
    from interlingua.runtime import Backend

    config = load_config()
    with prompt_interrupt():
        backend = Backend(config.resolve(with_options(f"{found.provider}:{model or 'any'}", given)).spec_text, {})
        listed = listed_models(backend)
    provider, hosts = backend.provider, backend.provider.hosts(backend.options)
    rows = [*provider.rows(), *config.capabilities]
    named = {it.id: naming(rows, provider.names_of(it.id), hosts) for it in listed}
    if json:
        shown: list[JsonValue] = [{**it._asdict(), "named": [*named[it.id]]} for it in listed]
        write_json({**_answered(found), "listing": shown})
    elif found.model is None:
        print_table(("model", "name", "since", "rows"), [(*it, ", ".join(named[it.id]) or "none") for it in listed])
        if missing := [offered for offered in provider.models if offered not in named]:
            note(f"known here, and not listed there: {', '.join(missing)}")
    else:
        if found.model in named:
            note(f"{provider.name} lists {found.model}")
        else:
            near = difflib.get_close_matches(found.model, named, n=3)
            note(f"{provider.name} doesn't list {found.model}" + (f"; like it: {', '.join(near)}" if near else ""))
        _print(found, every=every)


def _answered(found: Answer) -> JsonObject:
    facts: list[JsonValue] = [_described(known) for known in (*found.known, *found.rest)]
    return {"provider": found.provider, "model": found.model, "named": None if found.model is None else [*found.named], "facts": facts}


def _list_providers(*, json: bool) -> None:
    from interlingua.cli.output import print_table, write_json
    from interlingua.runtime import installed_providers

    loaded = [row.provider for row in installed_providers() if row.provider]
    if json:
        write_json([{"provider": it.name, "models": [*it.models], "default_model": it.default_model} for it in loaded])
    else:
        print_table(("provider", "models"), [(it.name, ", ".join(it.models) or "any") for it in loaded])


def _described(known: Known) -> JsonObject:
    row = known.row
    return {
        "kind": known.kind, "about": known.about, "verdict": known.verdict, "value": cast("JsonValue", known.value),
        "meaning": known.meaning, "whose": known.whose, "models": [*row.models], "hosts": [*row.hosts], "source": row.source,
        "seen": known.seen or None, "note": row.note or None,
    }  # fmt: skip


def _print(found: Answer, *, every: bool) -> None:
    """Print what is known: piped, a model and a feature a line; on a terminal a row a block, or of one model a feature a line."""
    from interlingua.cli.output import is_terminal, note

    provider, model, terminal = found.provider, found.model, is_terminal(sys.stdout)
    known = [*found.known, *found.rest] if every or not terminal else found.known
    if not known and not found.rest:
        what = f"nothing is known of {model!r}" if model else f"nothing is known of the models of {provider}"
        note(f"{what}: it may do everything, and the API is the judge\nhint: what you know may stand in your own capabilities.toml")
        return
    if model and not found.named:
        note(f"no row names {model!r}: this holds for every model of {provider}, and nothing more is known of it")
    elif model and all("*" in name for name in found.named):
        note(f"no row names {model!r} itself: it is known as one of {', '.join(found.named)}")
    if not terminal:
        _print_piped(known, model)
    elif model is None:
        for row, facts in groupby(known, key=attrgetter("row", "whose")):
            _print_row(*row, [*facts])
    else:
        _print_resolved(known, provider)
    if known is found.known and found.rest:
        more = len({id(it.row) for it in found.rest})
        note(f"{more} more rows are of models by their makers' names, wherever they run, or of other hosts\nhint: --all shows them")


def _print_piped(known: list[Known], model: str | None) -> None:
    from interlingua.cli.output import print_table

    print_table(
        ("model", "kind", "about", "verdict", "says", "hosts", "source", "seen", "note"),
        [
            (name, it.kind, it.about, it.verdict, it.whose, ", ".join(it.row.hosts), it.row.source or "", it.seen, it.row.note)
            for it in known
            for name in ([model] if model else it.row.models or ["any"])
        ],
    )


def _print_row(row: Row, whose: str, facts: list[Known]) -> None:
    from interlingua.cli.output import print_lines

    hosts = f" on {', '.join(row.hosts)}" if row.hosts else ""
    print_lines(f"{', '.join(row.models) or 'any model'}{hosts}" + " (yours)" * (whose == "you"))
    for known in facts:
        if known.fact:
            print_lines(f"{known.fact.title}: {known.verdict}", "  ")
    print_lines(_source(facts[0], row.note) + "\n", "  ")


def _print_resolved(known: list[Known], provider: str) -> None:
    from interlingua.cli.output import print_lines

    said = [(it, _source(it, it.row.note if it.fact else "")) for it in known]
    sources = {source: number for number, source in enumerate(dict.fromkeys(source for _, source in said), 1)}
    fields: dict[str, list[str]] = {}
    for it, source in said:
        whose = "" if it.whose == provider else " (yours)" if it.whose == "you" else " (by an option)"
        how = f"{it.verdict}{whose} [{sources[source]}]"
        if it.kind == "field":
            fields.setdefault(how, []).append(it.about)
            continue
        print_lines(f"{it.fact.title}: {how}" if it.fact else f"note: {it.row.note}{whose} [{sources[source]}]")
        if it.meaning:
            print_lines(it.meaning, "    ")
    for how, names in fields.items():  # a wire has many that another one lacks
        print_lines(f"{'field' if len(names) == 1 else 'fields'} {', '.join(names)}: {how}")
    print_lines("")
    for source, number in sources.items():
        print_lines(f"[{number}] {source}")


def _source(known: Known, note: str) -> str:
    """Say where a fact was read, when, and what is to be said besides."""
    if known.whose == "option":
        return "an option of the config string"
    place = " ".join(filter(None, (known.row.source, f"({known.seen})" if known.seen else "")))
    return ": ".join(filter(None, (place, note))) or "no source"
