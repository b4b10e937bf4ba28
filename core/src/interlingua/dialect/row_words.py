"""What a row says, in words for tables and for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interlingua.dialect.rows import Row, Verdict


def verdict_words(verdict: Verdict) -> str:
    """Say how a feature is taken: `takes`, `takes …` or `refuses`."""
    if isinstance(verdict, bool):
        return "takes" if verdict else "refuses"
    if verdict.one_of is not None:
        return f"takes {', '.join(item if isinstance(item, str) else f'{item:g}' for item in verdict.one_of)}"
    least = "" if verdict.at_least is None else f" from {verdict.at_least:g}"
    return f"takes{least}" if verdict.at_most is None else f"takes{least} up to {verdict.at_most:g}"


def other_words(row: Row) -> list[str]:
    """Say what a row says of anything but features, one thing each, in Markdown."""
    tool_names = {None: "", ".+": "a tool may have any name"}.get(row.tool_names, f"a tool's name is `{row.tool_names}`")
    words = [
        *(f"`{ours}` is `{theirs}`" if ours != theirs else f"takes `{theirs}`" for ours, theirs in row.names.items()),
        *(f"{'takes' if taken else 'no'} `{name}`" for name, taken in row.fields.items()),
        f"a call's id has exactly {row.tool_id_length} letters and digits, others are mapped" if row.tool_id_length else "",
        f"a step's first call gets a placeholder for a missing `{'.'.join(row.call_signature.places[0])}`" if row.call_signature else "",
        "reasoning goes back to models of its maker alone" if row.several_makers else "",
        tool_names,
    ]
    return [word for word in words if word]


def sentence(row: Row) -> str:
    """Say a whole row in Markdown, but for its source; what is refused first, the note last."""
    refused = [f"`{feature}`" for feature, verdict in row.takes.items() if verdict is False]
    said = [f"no {', '.join(refused)}"] if refused else []
    said += [f"{verdict_words(verdict)} as `{feature}`" for feature, verdict in row.takes.items() if not isinstance(verdict, bool)]
    said += [f"takes `{feature}`" for feature, verdict in row.takes.items() if verdict is True]
    words = "; ".join([*said, *other_words(row), *([row.note] if row.note else [])])
    return f"with {' or '.join(f'`{model}`' for model in row.models)}: {words}" if row.models else words
