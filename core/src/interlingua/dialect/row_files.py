"""Rows in a file (TOML), such as a user's own. There a row is

    [[row]]
    models = ["qwen3*", "glm-5.3"]       # names; `*` stands for anything. All models where absent
    hosts = ["vllm", "ollama"]           # names of providers, or of platforms such as bedrock. All hosts where absent
    takes = { seed = false, temperature = { at_most = 1 }, reasoning_effort = ["low", "high"], image = ["image/png"] }
    fields = { logprobs = false, n = { at_most = 8 }, verbosity = ["medium"] }    # fields that only the wire knows
    source = "https://…"
    seen = 2026-11-30
    note = "in words, for readers"

and says nothing else: how a model behaves, never an address, a key's name, a header, a proxy or a path.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from interlingua.dialect.capabilities import FEATURES, Feature, Limit
from interlingua.dialect.rows import Row
from interlingua.errors import ConversionError
from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from interlingua.dialect.rows import Verdict

# The features that are a number, or are counted; and those that are one of several words.
_NUMBERS: Final[frozenset[Feature]] = frozenset(
    {"temperature", "top_p", "top_p_with_reasoning", "top_k", "max_tokens", "reasoning_budget", "stop", "tools", "metadata"}
)
_WORDS: Final[frozenset[Feature]] = frozenset(
    {"reasoning_effort", "reasoning_off", "reasoning_effort_when_off", "image", "document", "audio"}
)

_BOUNDS: Final = ("at_least", "at_most")


def read_rows(table: Mapping[str, object]) -> tuple[Row, ...]:
    """Read the rows of a file that has been parsed.

    Args:
        table: What the file holds: `row`, a list of tables.

    Raises:
        ConversionError: Something in it is no row, names a feature that there isn't, or says what no row may; with its place.
    """
    rows = table.get("row", [])
    if unknown := sorted(table.keys() - {"row"}):
        raise ConversionError(at("$", unknown[0]), "a file of capabilities holds rows alone", hint="each begins with [[row]]")
    if not isinstance(rows, list):
        raise ConversionError("$.row", "rows are a list of tables", hint="write [[row]], in double brackets")
    return tuple([_read_row(row, f"$.row[{index}]") for index, row in enumerate(rows)])


_IN_FILES: Final = ("models", "hosts", "takes", "fields", "names", "tool_id_length", "tool_names", "note", "source", "seen")


def _read_row(value: object, path: str) -> Row:
    if not isinstance(value, dict):
        raise ConversionError(path, "a row is a table", hint="write [[row]], in double brackets")
    if unknown := sorted(value.keys() - set(_IN_FILES)):
        if unknown[0] in FEATURES:
            hint = f"features stand in takes: takes = {{ {unknown[0]} = false }}"
        else:
            hint = f"a row has {', '.join(_IN_FILES)}; it says how a model behaves, never where it is or how to get in"
        raise ConversionError(at(path, unknown[0]), "a row says nothing of the kind", hint=hint)
    kinds: dict[str, tuple[type, str]] = {
        "tool_id_length": (int, "a number"), "tool_names": (str, "a regular expression"), "note": (str, "a text"),
        "source": (str, "an address"), "seen": (date, "a day, such as 2026-11-30"),
    }  # fmt: skip
    said: dict[str, object] = {}
    for name, (kind, word) in kinds.items():
        if name in value:
            if not isinstance(value[name], kind) or isinstance(value[name], bool):
                raise ConversionError(at(path, name), f"it is {word}")
            said[name] = value[name]
    for name in ("models", "hosts"):
        listed = value.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise ConversionError(at(path, name), "it is a list of names", hint=f'{name} = ["…"]')
        said[name] = tuple(listed)
    if isinstance(pattern := said.get("tool_names"), str):
        try:
            re.compile(pattern)
        except re.error as error:
            raise ConversionError(at(path, "tool_names"), f"it is no regular expression: {error}") from None
    said["takes"] = {
        _known(name, path): _verdict(how, at(path, "takes", name), name, numbers=name in _NUMBERS, words=name in _WORDS)
        for name, how in _table(value, "takes", path)
    }
    said["fields"] = {
        name: _verdict(how, at(path, "fields", name), f"the field {name}", numbers=True, words=True)
        for name, how in _table(value, "fields", path)
    }
    said["names"] = names = dict(_table(value, "names", path))
    for key, item in names.items():
        if not isinstance(item, str):
            raise ConversionError(at(path, "names", key), "it is a name")
    return Row(**said)  # type: ignore[arg-type]  # each was checked as it was read


def _table(row: Mapping[str, object], name: str, path: str) -> Iterable[tuple[str, object]]:
    value = row.get(name, {})
    if not isinstance(value, dict):
        raise ConversionError(at(path, name), "it is a table", hint=f"{name} = {{ … }}")
    return value.items()


def _known(name: str, path: str) -> Feature:
    if name not in FEATURES:
        hint = f"it is one of {', '.join(sorted(FEATURES))}"
        raise ConversionError(at(path, "takes", name), f"there is no feature {name!r}", hint=hint)
    return name


def _verdict(how: object, path: str, name: str, *, numbers: bool, words: bool) -> Verdict:
    """Read how a feature or a field is taken."""
    if isinstance(how, bool):
        return how
    if isinstance(how, list) and how and ((words and _are(how, str)) or (numbers and _are(how, int, float))):
        return Limit(one_of=tuple(how))
    if isinstance(how, dict) and numbers and how and how.keys() <= set(_BOUNDS) and _are(how.values(), int, float):
        return Limit(**how)
    hints = ["true or false"]
    hints += ["{ at_least = …, at_most = … }"] * numbers + ["a list of what is taken"] * (numbers or words)
    raise ConversionError(path, f"a row can't say so how {name} is taken", hint=f"it is {', or '.join(hints)}")


def _are(values: Iterable[object], *kinds: type) -> bool:
    return all(isinstance(value, kinds) and not isinstance(value, bool) for value in values)


def written(row: Row) -> dict[str, object]:
    """Give a row as a file holds it, without what is empty; the inverse of `read_rows`, but for what no file says."""
    out: dict[str, object] = {}
    for name in _IN_FILES:
        value = getattr(row, name)
        if name in {"takes", "fields"}:
            value = {feature: _written(verdict) for feature, verdict in value.items()}
        if value not in (None, "", (), {}):
            out[name] = list(value) if isinstance(value, tuple) else value
    return out


def _written(verdict: Verdict) -> object:
    if isinstance(verdict, bool):
        return verdict
    if verdict.one_of is not None:
        return list(verdict.one_of)
    return {name: bound for name in _BOUNDS if (bound := getattr(verdict, name)) is not None}
