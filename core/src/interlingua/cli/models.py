"""`interlingua models`: what is known of models: which features each takes, takes only so, or refuses, and who says that."""

from __future__ import annotations

import shutil
import sys
import textwrap
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from interlingua.cli.completion import complete_model_id, complete_provider
from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.dialect import Row
    from interlingua.runtime import Backend
    from interlingua.types import JsonObject


class Fact(NamedTuple):
    """One thing that a row says.

    Attributes:
        about: A feature, a field of the body, or what else it concerns.
        verdict: How that is taken.
        whose: Who says it: the plugin, an option, or the user's file.
        row: The row.
    """

    about: str
    verdict: str
    whose: str
    row: Row

    @property
    def seen(self) -> str:
        """The day on which it was read, or nothing."""
        return self.row.seen.isoformat() if self.row.seen else ""


def models(
    *,
    provider: Annotated[
        str | None, typer.Argument(autocompletion=complete_provider, show_default=False, help="The provider whose models to show.")
    ] = None,
    model: Annotated[
        str | None,
        typer.Argument(autocompletion=complete_model_id, show_default=False, help="One model, with options as in a config string."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    toml: Annotated[bool, typer.Option("--toml", help="Print the plugin's rows as your own capabilities.toml has them.")] = False,
    debug: DebugOption = False,  # noqa: ARG001 - the group reads it
) -> None:
    """List providers with their models, what is known of a provider's models, or what holds for one model."""
    from interlingua.cli.output import write_json, write_out
    from interlingua.dialect import write_rows
    from interlingua.errors import ConfigError

    if json and toml:
        raise ConfigError("--json and --toml don't go together", hint="leave one out", option="--toml")
    if provider is None:
        if toml:
            raise ConfigError("--toml prints the rows of one provider", hint="name it: interlingua models PROVIDER --toml", option="--toml")
        _list_providers(json=json)
        return
    backend, rows, known = _known(provider, model)
    if toml:
        write_out(write_rows(rows))
    elif json:
        write_json({"provider": provider, "model": backend.spec.model_id if model else None, "facts": [*map(_described, known)]})
    else:
        _print_facts(provider, backend.spec.model_id if model else None, known)


def _list_providers(*, json: bool) -> None:
    from interlingua.cli.output import print_table, write_json
    from interlingua.runtime import installed_providers

    loaded = [row.provider for row in installed_providers() if row.provider]
    if json:
        write_json([{"provider": it.name, "models": [*it.models], "default_model": it.default_model} for it in loaded])
    else:
        print_table(("provider", "models"), [(it.name, ", ".join(it.models) or "any") for it in loaded])


def _known(name: str, model: str | None) -> tuple[Backend, Sequence[Row], list[Fact]]:
    """Give the plugin's rows, and what is known: of all the provider's models as rows say it, or of one model what holds."""
    from interlingua import get_provider, load_config
    from interlingua.dialect import about
    from interlingua.runtime import Backend, attempt

    provider, own = get_provider(name), load_config().capabilities
    backend = Backend(f"{name}:{model or provider.default_model or next(iter(provider.models), 'any')}", {}, corrections=own)
    model_id, options = backend.spec.model_id, backend.options
    rows, hosts, names, asked = attempt(
        f"the provider {name!r} of {provider.distribution}",
        "asking what its models take",
        lambda: (provider.rows(), provider.hosts(options), provider.names_of(model_id), provider.option_rows(options)),
    )
    if model is None:
        mine = [row for row in own if not row.hosts or set(row.hosts) & {*hosts}]
        return backend, rows, [*_facts(rows, name), *_facts(mine, "you")]
    rows = about(rows, names, hosts)
    layers = [*_facts(rows, name), *_facts(about(own, names, hosts), "you"), *_facts(about(asked, names, hosts), "option")]
    said = {fact.about or fact.row.note: fact for fact in layers}  # the last one holds
    return backend, rows, [said[name] for name in sorted(said)]


def _facts(rows: Sequence[Row], whose: str) -> Iterator[Fact]:
    from interlingua.dialect import facts

    for row in rows:
        said = [*facts(row)] or [("", "see the note")]
        yield from (Fact(about, verdict, whose, row) for about, verdict in said)


def _described(fact: Fact) -> JsonObject:
    row = fact.row
    return {
        "about": fact.about, "verdict": fact.verdict, "whose": fact.whose, "models": [*row.models], "hosts": [*row.hosts],
        "source": row.source, "seen": fact.seen or None, "note": row.note or None,
    }  # fmt: skip


def _print_facts(provider: str, model: str | None, known: list[Fact]) -> None:
    """Print what is known: piped, a model and a feature a line; on a terminal a row a block, or of one model a feature a line."""
    from interlingua.cli.output import is_terminal, note, print_table

    if not known:
        what = f"nothing is known of {model!r}" if model else f"nothing is known of the models of {provider}"
        note(f"{what}: it may do everything, and the API is the judge\nhint: what you know may stand in your own capabilities.toml")
    elif not is_terminal(sys.stdout):
        heads = ("model", "feature", "verdict", "says", "hosts", "source", "seen")
        print_table(
            heads,
            [
                (name, fact.about, fact.verdict, fact.whose, ", ".join(fact.row.hosts), fact.row.source or "", fact.seen)
                for fact in known
                for name in ([model] if model else fact.row.models or ["any"])
            ],
        )
    elif model is None:
        for row, facts in groupby(known, key=attrgetter("row", "whose")):
            _print_row(*row, [*facts])
    else:
        _print_resolved(known, provider)


def _print_row(row: Row, whose: str, facts: list[Fact]) -> None:
    hosts = f" on {', '.join(row.hosts)}" if row.hosts else ""
    _print_lines(f"{', '.join(row.models) or 'any model'}{hosts}" + " (yours)" * (whose == "you"))
    for fact in facts:
        _print_lines(f"{fact.about}: {fact.verdict}" if fact.about else fact.verdict, "  ")
    _print_lines(_source(facts[0]) + "\n", "  ")


def _print_resolved(known: list[Fact], provider: str) -> None:
    sources = {source: number for number, source in enumerate(dict.fromkeys(map(_source, known)), 1)}
    for fact in known:
        whose = "" if fact.whose == provider else " (yours)" if fact.whose == "you" else " (by an option)"
        _print_lines(f"{fact.about or 'note'}: {fact.verdict}{whose} [{sources[_source(fact)]}]")
    _print_lines("")
    for source, number in sources.items():
        _print_lines(f"[{number}] {source}")


def _source(fact: Fact) -> str:
    """Say where a fact was read, when, and what is to be said besides."""
    if fact.whose == "option":
        return "an option of the config string"
    place = " ".join(filter(None, (fact.row.source, f"({fact.seen})" if fact.seen else "")))
    return ": ".join(filter(None, (place, fact.row.note))) or "no source"


def _print_lines(text: str, indent: str = "") -> None:
    """Print a text, broken between words, and what follows its first line indented."""
    from interlingua.cli.output import write_out
    from interlingua.cli.terminal_text import one_line

    width = shutil.get_terminal_size().columns
    words = textwrap.fill(
        one_line(text), width, initial_indent=indent, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False
    )
    write_out(words + "\n" * (2 if text.endswith("\n") else 1))
