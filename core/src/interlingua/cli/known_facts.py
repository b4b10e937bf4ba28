"""What is known of a provider's models, or of one, and who says it: what `interlingua models` shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from interlingua.dialect import Fact, Row
    from interlingua.provider import Provider

_ORDER: Final = ("feature", "field", "name", "rule", "note")


class Known(NamedTuple):
    """One fact, and who says it.

    Attributes:
        fact: The fact; None where the row has nothing but its note.
        whose: Who says it: the plugin, an option, or the user's file.
        row: The row.
    """

    fact: Fact | None
    whose: str
    row: Row

    @property
    def kind(self) -> str:
        """What the fact is about."""
        return self.fact.kind if self.fact else "note"

    @property
    def about(self) -> str:
        """The feature, field or name, or nothing."""
        return self.fact.about if self.fact else ""

    @property
    def verdict(self) -> str:
        """How that is taken, in words."""
        return self.fact.verdict if self.fact else "see the note"

    @property
    def value(self) -> object:
        """The same as a file has it, or None."""
        return self.fact.value if self.fact else None

    @property
    def meaning(self) -> str | None:
        """What a feature is."""
        from interlingua.dialect import FEATURE_WORDS

        return next((words for feature, words in FEATURE_WORDS.items() if (self.kind, self.about) == ("feature", feature)), None)

    @property
    def seen(self) -> str:
        """The day on which it was read, or nothing."""
        return self.row.seen.isoformat() if self.row.seen else ""


class Answer(NamedTuple):
    """What there is to show.

    Attributes:
        provider: The provider's name.
        model: The model; None where all of the provider's are asked about.
        rows: The plugin's rows.
        known: What is known, the host's own first.
        rest: What is known of models by their makers' names, of which the host isn't known to serve any.
        named: The names in rows that mean the model.
    """

    provider: str
    model: str | None
    rows: Sequence[Row]
    known: list[Known]
    rest: list[Known]
    named: list[str]


def answer(name: str, model: str | None, given: Sequence[str] = ()) -> Answer:
    """Find what is known: of all the provider's models as rows say it, or of one model what holds.

    Args:
        name: The provider's name.
        model: The model, with options as in a config string; None for all of them.
        given: Further options, as `name=value`.
    """
    from interlingua import get_provider, load_config
    from interlingua.cli.chosen_model import with_options
    from interlingua.dialect import about
    from interlingua.runtime import Backend, attempt

    provider, own = get_provider(name), load_config().capabilities
    asked_about = f"{name}:{model or provider.default_model or next(iter(provider.models), 'any')}"
    backend = Backend(with_options(asked_about, given), {}, corrections=own)
    model_id, options = backend.spec.model_id, backend.options
    rows, hosts, names, asked, near = attempt(
        f"the provider {name!r} of {provider.distribution}",
        "asking what its models take",
        lambda: (
            provider.rows(),
            provider.hosts(options),
            provider.names_of(model_id),
            provider.option_rows(options),
            _near(provider, provider.rows(), provider.hosts(options)) if model is None else [],
        ),
    )
    if model is None:
        mine = [row for row in own if not row.hosts or set(row.hosts) & {*hosts}]
        known = [*_known(mine, "you"), *_known(near, name)]
        return Answer(name, None, rows, known, _known([row for row in rows if row not in near], name), [])
    rows, mine = about(rows, names, hosts), about(own, names, hosts)
    said = {**_holding(rows, name), **_holding(mine, "you"), **_holding(about(asked, names, hosts), "option")}
    known = sorted(said.values(), key=lambda it: (_ORDER.index(it.kind), it.about))
    return Answer(name, model_id, rows, known, [], naming([*rows, *mine], names, hosts))


def naming(rows: Sequence[Row], names: Sequence[str], hosts: Sequence[str]) -> list[str]:
    """Give the names in rows that mean a model, each once."""
    words = [word for row in rows for word in row.models if replace(row, models=(word,)).exactness(names, hosts) is not None]
    return [*dict.fromkeys(words)]


def _near(provider: Provider, rows: Sequence[Row], hosts: Sequence[str]) -> list[Row]:
    """Give the rows of the host itself, and then those about it, or about models that it is known to serve, that its plugin has anyway.

    Of a plugin's first provider that is all of them.
    """
    from interlingua.cli.providers import main_of
    from interlingua.runtime import installed_providers

    installed = installed_providers()
    main = next((main_of(row, installed) for row in installed if row.name == provider.name), None)
    general = main.provider.rows() if main and main.provider else ()
    served = [(), *map(provider.names_of, provider.models)]
    own = [row for row in rows if row not in general]
    return [*own, *(row for row in rows if row in general and any(row.exactness(names, hosts) is not None for names in served))]


def _known(rows: Iterable[Row], whose: str) -> list[Known]:
    from interlingua.dialect import facts

    return [known for row in rows for known in [Known(fact, whose, row) for fact in facts(row)] or [Known(None, whose, row)]]


def _holding(rows: Iterable[Row], whose: str) -> dict[tuple[str, str], Known]:
    """Tell what holds of rows, as `applied` has it: the last one, but no host's limit of what the model refuses."""
    said: dict[tuple[str, str], Known] = {}
    for known in _known(rows, whose):
        key = (known.kind, known.about or known.row.note)
        before = said.get(key)
        refused = before is not None and before.kind == "feature" and before.value is False
        if known.row.models or not refused or isinstance(known.value, bool):
            said[key] = known
    return said
