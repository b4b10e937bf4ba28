"""Rows in a file (TOML), such as a user's own.

There a row is

    [[row]]
    models = ["qwen3*", "glm-5.3"]       # names; `*` stands for anything. All models where absent
    hosts = ["vllm", "ollama"]           # names of providers, or of platforms such as bedrock. All hosts where absent
    source = "https://…"                 # where it is documented: a link for readers, which nothing follows
    seen = 2026-11-30
    note = "in words, for readers"

    [row.takes]                          # features: taken, refused, or taken so
    seed = false
    temperature = { at_most = 1 }
    reasoning_effort = ["low", "high"]
    image = ["image/png"]

    [row.fields]                         # fields that only the wire knows
    logprobs = false
    n = { at_most = 8 }

and says nothing else: how a model behaves, never an address, a key's name, a header, a proxy or a path.
"""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, cast

from interlingua.dialect.capabilities import FEATURES, CallSignature, Feature, Limit
from interlingua.dialect.rows import Row
from interlingua.errors import ConversionError
from interlingua.types.json import at, dumps_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from interlingua.dialect.rows import Verdict

# What may be said of how a feature is taken: a number by its bounds, or by those that there are; how many; one of several words.
_LISTED: Final[frozenset[Feature]] = frozenset({"temperature", "top_p", "top_p_with_reasoning", "top_k"})
_BOUNDED: Final[frozenset[Feature]] = _LISTED | {"max_tokens", "reasoning_budget"}
_COUNTED: Final[frozenset[Feature]] = frozenset({"stop", "tools", "metadata", "image_size"})
_WORDS: Final[frozenset[Feature]] = frozenset(
    {"reasoning_effort", "reasoning_off", "reasoning_effort_when_off", "image", "document", "audio"}
)

_KINDS: Final = {"listed": _LISTED, "bounded": _BOUNDED, "counted": _COUNTED, "words": _WORDS}

_BOUNDS: Final = ("at_least", "at_most")
_FORMS: Final = {
    "bounded": f"{{ {', '.join(f'{bound} = …' for bound in _BOUNDS)} }}",
    "counted": "{ at_most = … }",
    "listed": "a list of numbers",
    "words": "a list of words",
}
"""Kind → how a file writes it."""

_NAME: Final = re.compile(r"[^\s/:]+(?: [^\s/:]+)*")
_FIELD: Final = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)?")  # a dot leads into one


def read_rows(table: Mapping[str, object]) -> tuple[Row, ...]:
    """Read the rows of a file that has been parsed.

    Args:
        table: What the file holds: `row`, a list of tables.

    Raises:
        ConversionError: Something in it is no row, names a feature that there isn't, or says what no row may; with its place.
    """
    if unknown := sorted(table.keys() - {"row"}):
        raise ConversionError(at("$", unknown[0]), "a file of capabilities holds rows alone", hint="each begins with [[row]]")
    rows = table.get("row", [])
    if not isinstance(rows, list):
        raise ConversionError("$.row", "rows are a list of tables", hint="write [[row]], in double brackets")
    return tuple([_read_row(row, at("$.row", index)) for index, row in enumerate(rows)])


def _read_row(value: object, path: str) -> Row:
    said: dict[str, object] = {}
    for name, item in _table(value, path).items():
        if name not in _READERS:
            hint = f"a row has {', '.join(_READERS)}; it says how a model behaves, never where it is or how to get in"
            if name in FEATURES:
                hint = f"features stand in takes: takes = {{ {name} = false }}"
            raise ConversionError(at(path, name), f"a row has no {name!r}", hint=hint)
        said[name] = _READERS[name](item, at(path, name))
    return Row(**said)  # type: ignore[arg-type]  # each reader gives what its field holds


def _table(value: object, path: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ConversionError(path, "it is a table", hint="write name = value below its head, or { name = value }")
    return value


def _names(value: object, path: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item and "://" not in item for item in value):
        raise ConversionError(path, "it is a list of names", hint='write ["…"], or leave it out for all')
    return tuple(value)


def _hosts(value: object, path: str) -> tuple[str, ...]:
    names = _names(value, path)
    for index, name in enumerate(names):
        if not _NAME.fullmatch(name):
            raise ConversionError(at(path, index), "it is a host's name, and no address", hint="such as openai, vllm or bedrock")
    return names


def _text(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise ConversionError(path, "it is a text", hint="put it into quotes")
    return value


def _link(value: object, path: str) -> str:
    if not re.match(r"https?://\S+\Z", text := _text(value, path)):
        raise ConversionError(path, "it is the address of a page that documents it", hint="put what is no link into note")
    return text


def _day(value: object, path: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ConversionError(path, "it is a day", hint="write it without quotes: 2026-11-30")
    return value


def _whole(value: object, path: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ConversionError(path, "it is a number of characters", hint="such as 9")
    return value


def _expression(value: object, path: str) -> str:
    try:
        return re.compile(_text(value, path)).pattern
    except re.error as error:
        raise ConversionError(path, f"it is no regular expression: {error}", hint='such as "[a-z0-9_]{1,64}"') from None


def _field(value: object, path: str) -> str:
    if not _FIELD.fullmatch(name := _text(value, path)):
        raise ConversionError(path, "it is the name of a body's field", hint="of letters, digits, - and _")
    return name


# What a body is about: no other field can be written over it.
_TAKEN: Final = frozenset({"messages", "input", "contents", "model", "system", "instructions", "tools", "tool_choice", "stream"})


def _renamed(value: object, path: str) -> dict[str, str]:
    for name, theirs in _table(value, path).items():
        if theirs in _TAKEN or name in _TAKEN:
            raise ConversionError(at(path, name), f"no host calls {name!r} by the name {theirs!r}", hint="names are of settings alone")
    return {_field(name, at(path, name)): _field(item, at(path, name)) for name, item in _table(value, path).items()}


def _fields(value: object, path: str) -> dict[str, Verdict]:
    kinds = {"listed", "bounded", "words"}
    return {name: _verdict(_field(name, at(path, name)), how, at(path, name), kinds) for name, how in _table(value, path).items()}


def _off_fields(value: object, path: str) -> dict[str, object]:
    """Read the fields by which a body says that the model is not to reason; no other field can be written so, and no address."""
    for name in _table(value, path):
        if not re.search("think|reason|^chat_template_kwargs$", name):
            raise ConversionError(
                at(path, name), "it says how not to reason", hint='such as off_fields = { thinking = { type = "disabled" } }'
            )
    return _plain_fields(value, path)


def _plain_fields(value: object, path: str) -> dict[str, object]:
    for name, item in _table(value, path).items():
        if isinstance(item, dict):
            _plain_fields(item, at(path, name))
        elif not isinstance(item, str | int | float | bool) or (isinstance(item, str) and "://" in item):
            raise ConversionError(at(path, name), "it is a word, a number, or true or false", hint='such as { type = "disabled" }')
    return _table(value, path)


def _signature(value: object, path: str) -> CallSignature:
    table = _table(value, path)
    places = table.get("places")
    if table.keys() != {"places", "placeholder"} or not isinstance(places, list) or not places:
        hint = '{ places = [["extra_content", "google", "thought_signature"]], placeholder = "…" }'
        raise ConversionError(path, "it has places, and a placeholder", hint=hint)
    read = [_names(place, at(path, "places", index)) for index, place in enumerate(places)]
    return CallSignature(tuple(read), _text(table["placeholder"], at(path, "placeholder")))


def _takes(value: object, path: str) -> dict[Feature, Verdict]:
    takes: dict[Feature, Verdict] = {}
    for name, how in _table(value, path).items():
        if name not in FEATURES:
            near = get_close_matches(name, FEATURES, 1)
            hint = f"did you mean {near[0]}?" if near else f"it is one of {', '.join(sorted(FEATURES))}"
            raise ConversionError(at(path, name), f"there is no feature {name!r}", hint=hint)
        takes[name] = _verdict(name, how, at(path, name), _kinds(name))
    return takes


def _kinds(feature: Feature) -> set[str]:
    return {kind for kind, features in _KINDS.items() if feature in features}


def forms(feature: Feature) -> list[str]:
    """Say in which forms a file may write how a feature is taken; `true or false` is one of each."""
    return _forms(_kinds(feature))


def _forms(kinds: set[str]) -> list[str]:
    return ["true or false", *(form for kind, form in _FORMS.items() if kind in kinds)]


def _verdict(name: str, how: object, path: str, kinds: set[str]) -> Verdict:
    """Read how a feature or a field is taken."""
    match how:
        case bool():
            return how
        case [_, *_] if ("words" in kinds and all(isinstance(item, str) for item in how)) or (
            "listed" in kinds and all(map(_is_number, how))
        ):
            return Limit(one_of=tuple(cast("list[str | float]", how)))
        case {"at_most": int(most), **others} if "counted" in kinds and not others and most >= 0:
            return Limit(at_most=most)
        case dict() if "bounded" in kinds and how and how.keys() <= {*_BOUNDS} and all(map(_is_number, how.values())):
            limit = Limit(**how)
            if limit.at_least is None or limit.at_most is None or limit.at_least <= limit.at_most:
                return limit
    raise ConversionError(path, f"a row can't say so how {name} is taken", hint=f"it is {', or '.join(_forms(kinds))}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


_READERS: Final[Mapping[str, Callable[[object, str], object]]] = {
    "models": _names,
    "hosts": _hosts,
    "takes": _takes,
    "fields": _fields,
    "names": _renamed,
    "tool_id_length": _whole,
    "call_signature": _signature,
    "off_fields": _off_fields,
    "tool_names": _expression,
    "note": _text,
    "source": _link,
    "seen": _day,
}
"""All that a row in a file may say. `several_makers` isn't among it: whose reasoning goes where is no matter of taste."""


def as_table(row: Row) -> dict[str, object]:
    """Give a row as a file holds it, without what is empty; the inverse of `read_rows`, but for what no file says."""
    said = {name: getattr(row, name) for name in _READERS}
    empty = {field.name: field.default for field in fields(Row)}
    return {name: plain(value) for name, value in said.items() if value != empty[name] and value not in ({}, ())}


def plain(value: object) -> object:
    """Give what a field of a row holds as a file holds it: lists, tables, and what is in them."""
    match value:
        case Limit(one_of=tuple()):
            return list(value.one_of or ())
        case Limit() | CallSignature():
            return {name: plain(item) for name, item in value._asdict().items() if item is not None}
        case tuple():
            return [plain(item) for item in value]
        case dict():
            return {name: plain(item) for name, item in value.items()}
        case _:
            return value


def write_rows(rows: Iterable[Row]) -> str:
    """Write rows as a file's text (TOML), which `read_rows` reads once it is parsed; what no file says is a comment."""
    return "\n".join(map(_row_text, rows))


def _row_text(row: Row) -> str:
    table = as_table(row)
    tables = {name: item for name, item in table.items() if isinstance(item, dict) and name in {"takes", "fields", "names"}}
    lines = ["[[row]]", *(f"{name} = {_toml(item)}" for name, item in table.items() if name not in tables)]
    if row.several_makers:
        lines.append("# several_makers: reasoning goes back to models of its own maker alone. The plugin says so; a file can't")
    for name, items in tables.items():
        lines += ["", f"[row.{name}]", *(f"{_key(key)} = {_toml(item)}" for key, item in items.items())]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _toml(value: object) -> str:
    match value:
        case dict():
            return f"{{ {', '.join(f'{_key(name)} = {_toml(item)}' for name, item in value.items())} }}"
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case str():  # as JSON has it, but for the one control character that JSON writes as it is
            return dumps_text(value).replace("\x7f", "\\u007f")
        case date():
            return value.isoformat()
        case bool() | int():
            return str(value).lower()
        case _:
            return repr(value)
