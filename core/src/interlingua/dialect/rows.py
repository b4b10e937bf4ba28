"""What is known of models and hosts, a row a fact: which features they take, take only so, or refuse; where that is said, and when.

A plugin's tables, a user's own file and what is found out about a server all hold these rows; `row_files.py` reads them from files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final, TypeAlias

from interlingua.dialect.capabilities import EVERYTHING, FEATURES, CallSignature, Capabilities, Feature, Limit
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from interlingua.types.base import JsonObject

Verdict: TypeAlias = bool | Limit
"""Whether a feature is taken; a limit where it is taken only so."""

# What may stand behind the name of a model and makes no other one of it: its date and version, in each host's spelling.
_VERSION: Final = r"(?:[-@:.](?:\d{8}|\d{6}|\d{4}|\d{4}-\d\d-\d\d|latest|preview|v\d+))*(?::\d+)?"


def refuses(*features: Feature) -> dict[Feature, Verdict]:
    """Say that features are refused, for a row."""
    return dict.fromkeys(features, False)


@dataclass(frozen=True, slots=True)
class Row:
    """One fact, or several of one source.

    Attributes:
        takes: Feature → whether it is taken, or how.
        models: The models that it is about, by their makers' names: each stands for its dated versions too, and `*` for anything. Empty
            for all of them.
        hosts: The hosts that it is about: a provider's name, or a platform's. Empty for all of them.
        fields: A body field that only the wire knows → whether it is taken, or how; a dot leads into one (`text.verbosity`).
        names: The host's own name for a body field, by the reference name.
        several_makers: Whether the host serves models of several makers, each named before the slash of the model's id: reasoning
            goes back to its own maker's models alone.
        tool_id_length: Of how many letters and digits exactly a call's id must be; None where it may be any.
        call_signature: What the first call of a step must have, or None.
        off_fields: The body's fields that say that the model is not to reason, where the effort `none` isn't the word.
        tool_names: Which names of tools the host takes, where the rule is another one (see `Provider`).
        note: What no field here can say, in words.
        source: Where it is documented; None where on the page that the host's row names.
        seen: The day on which it was read there.
    """

    takes: Mapping[Feature, Verdict] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    fields: Mapping[str, Verdict] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    several_makers: bool = False
    tool_id_length: int | None = None
    call_signature: CallSignature | None = None
    off_fields: JsonObject | None = None
    tool_names: str | None = None
    note: str = ""
    source: str | None = None
    seen: date | None = None

    def __post_init__(self) -> None:
        """Refuse what would have no effect, or another than it looks like, before anybody relies on it.

        Raises:
            ConfigError: A feature or a verdict is none, or names are one text.
        """
        for name in ("models", "hosts"):
            if isinstance(getattr(self, name), str):
                raise ConfigError(f"a row's {name} are a tuple of names, and this is one text", hint=f'{name}=("…",)')
        for feature in self.takes:
            if feature not in FEATURES:
                from difflib import get_close_matches  # for a slip alone

                near = get_close_matches(str(feature), FEATURES, n=1)
                hint = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(sorted(FEATURES))}"
                raise ConfigError(f"there is no feature {feature!r}", hint=hint)
        for name, verdict in (*self.takes.items(), *self.fields.items()):
            if not isinstance(verdict, bool | Limit):
                raise ConfigError(f"a row can't say {verdict!r} of {name}", hint="it is True, False, or a Limit of interlingua.dialect")

    def exactness(self, model: Sequence[str], host: Sequence[str]) -> int | None:
        """Tell how much of a model's name it names, or None where it is about another one, or another host.

        What is said of `gpt-5*` yields to what is said of `gpt-5-pro`.

        Args:
            model: The model's names: its maker's, and its host's.
            host: The host's names.
        """
        if self.hosts and not any(name in self.hosts for name in host):
            return None
        if not self.models:
            return 0
        return max((len(it) for it in self.models if any(_pattern(it).fullmatch(name) for name in model)), default=None)


@lru_cache(maxsize=1024)
def _pattern(name: str) -> re.Pattern[str]:
    """Compile a model's name; one with a star stands for itself alone, any other for its versions too."""
    words = ".*".join(map(re.escape, name.split("*")))
    return re.compile(words if "*" in name else words + _VERSION)


def about(rows: Iterable[Row], model: Sequence[str], host: Sequence[str]) -> list[Row]:
    """Give the rows about a model on a host: those of one host behind those of all, and the more exact ones last. The last one holds."""
    found = [(bool(row.hosts), exactness, row) for row in rows if (exactness := row.exactness(model, host)) is not None]
    return [row for *_, row in sorted(found, key=itemgetter(0, 1))]


def applied(rows: Iterable[Row], model: Sequence[str], host: Sequence[str], base: Capabilities = EVERYTHING) -> Capabilities:
    """Give capabilities with what rows say of a model on a host; what they say holds against what was known before.

    Args:
        rows: The rows.
        model: The model's names: its maker's, and its host's.
        host: The host's names.
        base: What was known.
    """
    found = about(rows, model, host)
    if not found:
        return base
    takes: dict[Feature, Verdict] = dict.fromkeys(base.lacks, False)
    takes |= base.limits
    fields: dict[str, Verdict] = {**dict.fromkeys(base.refused_fields, False), **base.field_limits}
    names = dict(base.field_names)
    refused: set[Feature] = set()
    for row in found:
        # How a host takes a feature of any model says nothing of a model that is known to refuse it.
        takes |= {feature: it for feature, it in row.takes.items() if row.models or feature not in refused or not isinstance(it, Limit)}
        refused = {feature for feature, verdict in takes.items() if verdict is False} - base.lacks
        fields |= row.fields
        names |= row.names
    return replace(
        base,
        lacks=frozenset(feature for feature, verdict in takes.items() if verdict is False),
        limits={feature: verdict for feature, verdict in takes.items() if isinstance(verdict, Limit)},
        refused_fields=frozenset(name for name, verdict in fields.items() if verdict is False),
        field_limits={name: verdict for name, verdict in fields.items() if isinstance(verdict, Limit)},
        field_names=names,
        tool_id_length=next((row.tool_id_length for row in reversed(found) if row.tool_id_length is not None), base.tool_id_length),
        tool_names=next((row.tool_names for row in reversed(found) if row.tool_names is not None), base.tool_names),
        off_fields=next((row.off_fields for row in reversed(found) if row.off_fields is not None), base.off_fields),
        call_signature=next((row.call_signature for row in reversed(found) if row.call_signature is not None), base.call_signature),
    )
