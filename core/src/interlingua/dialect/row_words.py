"""What a row says, in words for tables and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from interlingua.dialect.capabilities import Limit
from interlingua.dialect.row_files import plain
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.dialect.rows import Row, Verdict


FactKind: TypeAlias = Literal["feature", "field", "name", "rule"]


class Fact(NamedTuple):
    """One thing that a row says.

    Attributes:
        kind: Whether it is about a feature, a body field that only the wire knows, the host's name of a body field, or something
            else that a row has a word for (`tool_names`).
        about: The feature, the field, or that word.
        verdict: How that is taken, in words.
        value: The same as a file has it: true, false, bounds or a list, a name, a pattern.
    """

    kind: FactKind
    about: str
    verdict: str
    value: object

    @property
    def title(self) -> str:
        """What it is about, with its kind where one of a feature's name could be meant."""
        return f"{self.kind} {self.about}" if self.kind in {"field", "name"} else self.about


def verdict_words(verdict: Verdict) -> str:
    """Say how a feature is taken: `takes`, `takes …` or `refuses`."""
    if isinstance(verdict, bool):
        return "takes" if verdict else "refuses"
    return f"takes {limit_words(verdict)}"


def limit_words(limit: Limit, mark: str = "") -> str:
    """Say what is taken of a feature; the mark is Markdown's for a value."""
    if limit.one_of is not None:
        return " or ".join(f"{mark}{item if isinstance(item, str) else f'{item:g}'}{mark}" for item in limit.one_of)
    least = "" if limit.at_least is None else f"at least {limit.at_least:g}"
    most = "" if limit.at_most is None else f"at most {limit.at_most:g}"
    return " and ".join(filter(None, (least, most))) or "any"


def facts(row: Row) -> Iterator[Fact]:
    """Give all that a row says, one thing after the other."""
    for feature, verdict in row.takes.items():
        yield Fact("feature", feature, verdict_words(verdict), plain(verdict))
    for field, verdict in row.fields.items():
        yield Fact("field", field, verdict_words(verdict), plain(verdict))
    for ours, theirs in row.names.items():
        yield Fact("name", ours, "takes" if ours == theirs else f"takes it as {theirs}", theirs)
    said = {
        "tool_id_length": f"takes {row.tool_id_length} letters and digits",
        "call_signature": f"takes a placeholder where there is no {'.'.join(row.call_signature.places[0])}" if row.call_signature else "",
        "off_fields": f"takes {dumps_text(row.off_fields or {})} for no reasoning",
        "several_makers": "takes reasoning of the model's own maker",
        "tool_names": "takes any" if row.tool_names == ".+" else f"takes {row.tool_names}",
    }
    for name, words in said.items():
        if (value := getattr(row, name)) not in (None, False):
            yield Fact("rule", name, words, plain(value))


def sentence(row: Row) -> str:
    """Say a whole row in Markdown, but for its source: what is refused first, the note last."""
    said: dict[str, Verdict] = dict([*row.takes.items(), *row.fields.items()])
    refused = [f"`{name}`" for name, verdict in said.items() if verdict is False]
    clauses = [
        f"no {', '.join(refused)}" if refused else "",
        *(f"takes `{name}`" for name, verdict in said.items() if verdict is True),
        *(f"`{name}` is {limit_words(verdict, '`')}" for name, verdict in said.items() if isinstance(verdict, Limit)),
        *(f"`{ours}` is `{theirs}`" if ours != theirs else f"takes `{theirs}`" for ours, theirs in row.names.items()),
        f"a call's id has exactly {row.tool_id_length} letters and digits, others are mapped" if row.tool_id_length else "",
        f"a step's first call gets a placeholder for a missing `{'.'.join(row.call_signature.places[0])}`" if row.call_signature else "",
        f"no reasoning is `{dumps_text(row.off_fields)}`" if row.off_fields is not None else "",
        "reasoning goes back to models of its maker alone" if row.several_makers else "",
        {None: "", ".+": "a tool may have any name"}.get(row.tool_names, f"a tool's name is `{row.tool_names}`"),
        row.note,
    ]
    words = "; ".join(filter(None, clauses))
    return f"with {' or '.join(f'`{model}`' for model in row.models)}: {words}" if row.models else words
