"""One `interlingua.toml` → its checked content. Every fault is a `ConfigError` with the file, the line and the marker.

```toml
default_model = "fast"

[aliases]
fast = "anthropic:claude-haiku-4-5?max_tokens=1024"

[defaults]              # for every provider that has the option
timeout = 60

[providers.openai]      # for one
stop = ["END", "STOP"]
```

A file never holds a key. A project's file comes with a stranger's repository, so it may not say where requests go, where keys come
from or what is loaded: not in a table, and not in a config string either.

In errors a line is shown up to its `=`: what follows may be a key that was put in the wrong place. A line that has none is not shown.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from interlingua._runtime.shown import UNSEEN, SpecText, is_secret, is_secret_name, may_be_shown, neighbour
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

OptionValue: TypeAlias = str | int | float | bool | tuple[str, ...]
"""What an option's value may be in a file."""

_TABLES: Final = ("default_model", "aliases", "defaults", "providers")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")

# What a project may not set. Providers name such options as they like, so words in a name are looked for.
_NOT_A_PROJECTS: Final = (
    (re.compile(r"url|host|proxy|endpoint|address|header|platform|region|resource|^project$"), "where requests go"),
    (re.compile(r"^key|api_?key|credential|secret|auth|profile"), "which key is used"),
    (re.compile(r"plugin|command|binary|executable|module"), "what is loaded"),
)

MAX_BYTES: Final = 1_048_576
"""The longest file that is read."""

_SHOWN_CHARS: Final = 200
_PART: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_PATH: Final = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER: Final = re.compile(rf"[ \t]*\[{{1,2}}[ \t]*({_PATH})[ \t]*\]")
_KEY: Final = re.compile(rf"[ \t]*({_PATH})[ \t]*=")
_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class TomlText:
    """A file's text.

    Attributes:
        path: Where it was read.
        text: What it says, without byte order mark, with one kind of line end.
    """

    path: Path
    text: str = field(repr=False)

    def parsed(self) -> dict[str, object]:
        """Give its tables.

        Raises:
            ConfigError: It is no TOML; the marker stands where it stops being so.
        """
        try:
            return tomllib.loads(self.text)
        except RecursionError:
            reason = "it is nested too deeply"
        except ValueError as error:
            reason = str(error)
        place = _PLACE.search(reason)
        words = reason[: place.start()] if place else reason
        written = self.text.rstrip().split("\n")  # where TOML misses something at the end of the file
        number, column = (int(place[1]), int(place[2])) if place and place[1] else (len(written), len(written[-1]))
        raise self.marked(f"this is no TOML: {words}", number, column - 1, column)

    def fault(self, message: str, *key: str, hint: str | None = None, option: str | None = None, index: int | None = None) -> ConfigError:
        """Make the error that shows a key's line, with the marker under the key.

        Args:
            message: What is wrong.
            key: Where: the tables' names, and the key's.
            hint: What to do.
            option: Which option it is about.
            index: Which of several tables of the first name; what stands within a line of such a table is shown by that line.
        """
        for depth in range(len(key), 0 if index is not None else len(key) - 1, -1):
            if (place := self._place(key[:depth], index)) is not None:
                return self.marked(message, *place, hint=hint, option=option)
        return ConfigError(f"{self.path}: {message}", hint=hint, option=option)

    def _place(self, key: tuple[str, ...], index: int | None) -> tuple[int, int, int] | None:
        """Tell a key's line, and where in it the key begins and ends."""
        table: tuple[str, ...] = ()
        seen = -1
        for number, line in enumerate(self.text.split("\n"), 1):
            header = _HEADER.match(line)
            found = header or _KEY.match(line)
            if found is None:
                continue
            parts = tuple(part.strip().strip("\"'") for part in re.findall(_PART, found[1]))
            table = parts if header else table
            seen += header is not None and parts == key[:1]
            if key == (parts if header else (*table, *parts)) and index in {None, seen}:
                return number, *found.span(1)
        return None

    def marked(self, message: str, number: int, start: int, end: int, *, hint: str | None = None, option: str | None = None) -> ConfigError:
        """Make the error that shows a line, numbered from 1, with the marker under the characters from `start` to `end`."""
        line = self.text.split("\n")[number - 1]
        before, equals, after = line.partition("=")
        if line.strip() and not _HEADER.fullmatch(line.rstrip()):
            line = f"{before}= …" if equals and after.strip() else f"{before}{equals}" if equals else "…"
        shown = UNSEEN.sub("\N{REPLACEMENT CHARACTER}", line if len(line) <= _SHOWN_CHARS and may_be_shown(line) else "…")
        start = min(start, max(0, len(shown) - 1))
        return ConfigError(
            f"{self.path}, line {number}: {message}", hint=hint, text=shown, span=(start, max(start, min(end, len(shown)))), option=option
        )


def read_toml(path: Path) -> TomlText:
    """Read a file.

    Raises:
        ConfigError: It can't be read, is too long or no UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise ConfigError(f"{path} has more than {MAX_BYTES:,} bytes")
    # Editors on Windows write a byte order mark and CRLF; neither says anything.
    text = data.decode("utf-8-sig", errors="surrogateescape").replace("\r\n", "\n")
    source = TomlText(path, text)
    if wrong := re.search("[\udc80-\udcff]+", text):
        before = text[: wrong.start()].split("\n")
        start = len(before[-1])
        raise source.marked("this is no UTF-8", len(before), start, start + len(wrong[0]), hint="save the file as UTF-8")
    return source


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A file's content, checked.

    Attributes:
        source: The file, for errors.
        default_model: Its default config string or alias, or None.
        aliases: Name → config string or other alias.
        defaults: Option → value, for every provider.
        providers: Provider → option → value.
    """

    source: TomlText
    default_model: str | None
    aliases: Mapping[str, str]
    defaults: Mapping[str, OptionValue]
    providers: Mapping[str, Mapping[str, OptionValue]]


def read_config_file(path: Path, *, project: bool) -> ConfigFile:
    """Read a file.

    Args:
        path: Where it is.
        project: Whether it belongs to a project, which may set less.

    Raises:
        ConfigError: It can't be read, is no TOML, or holds an unknown key, a wrong value, or what it may not hold.
    """
    return checked(read_toml(path), project=project)


def checked(source: TomlText, *, project: bool) -> ConfigFile:
    """Check a file's text, as `read_config_file` does.

    Raises:
        ConfigError: As there.
    """
    content = source.parsed()
    for place, value in _leaves(content, ()):
        _refuse_keys(source, place, value)
        if project:
            _refuse_what_is_not_a_projects(source, place, value)
    for name in content:
        if name not in _TABLES:
            near = neighbour(name, _TABLES)
            hint = f"did you mean {near}?" if near else f"it may hold {', '.join(_TABLES)}"
            raise source.fault(f"unknown key {name!r}", name, hint=hint)
    providers = _table(source, content, "providers")
    return ConfigFile(
        source,
        _text(source, content["default_model"], "default_model") if "default_model" in content else None,
        {
            _word(source, name, "aliases"): _text(source, target, "aliases", name)
            for name, target in _table(source, content, "aliases").items()
        },
        _options(source, _table(source, content, "defaults"), "defaults"),
        {
            _word(source, name, "providers"): _options(source, _table(source, providers, name, "providers"), "providers", name)
            for name in providers
        },
    )


def _leaves(value: object, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], object]]:
    yield place, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*place, name))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, place)


def _refuse_keys(source: TomlText, place: tuple[str, ...], value: object) -> None:
    name = place[-1] if place else ""
    # An alias may have any name; what an option of that name would hold is a key.
    by_name = is_secret_name(name) and place[0] != "aliases"
    holds_key = isinstance(value, str) and (is_secret(value) or any(map(is_secret_name, _option_names(place, value))))
    if by_name or is_secret(name) or holds_key:
        what = "would hold a key" if by_name else "looks like a key, or an address with one"
        hint = "keys come from the provider's environment variable, or from api_key="
        fault = source.fault(f"this {what}, and a file never holds one", *place, hint=hint, option=name if by_name else None)
        fault.key_variables = ()
        raise fault


def _refuse_what_is_not_a_projects(source: TomlText, place: tuple[str, ...], value: object) -> None:
    for name in (*place, *_option_names(place, value)):
        refused = next((what for words, what in _NOT_A_PROJECTS if words.search(name.lower())), None)
        if refused and not (place[0] == "aliases" and name == place[-1]):
            hint = "set it in your own interlingua.toml, or in the config string"
            raise source.fault(f"a project's file may not set {refused} ({name[:40]})", *place, hint=hint, option=name)


def _option_names(place: tuple[str, ...], value: object) -> list[str]:
    """Give the names of the options in a config string."""
    if not (isinstance(value, str) and place and place[0] in {"default_model", "aliases"}):
        return []
    spec = SpecText(value)
    return [spec[option.name] for option in spec.options]


def _table(source: TomlText, parent: Mapping[str, object], name: str, *above: str) -> dict[str, object]:
    value = parent.get(name, {})
    if not isinstance(value, dict):
        raise source.fault(f"{name} is a table", *above, name, hint=f"write [{'.'.join((*above, name))}] on a line of its own")
    return value


def _word(source: TomlText, name: str, table: str) -> str:
    if not _WORD.fullmatch(name):
        raise source.fault("this name is not made of letters, digits, `-` and `_`", table, name)
    return name


def _text(source: TomlText, value: object, *place: str) -> str:
    if not isinstance(value, str) or not value:
        raise source.fault(f"{place[-1]} is a config string in quotes", *place, hint='such as "anthropic:claude-opus-4-8"')
    return value


def _options(source: TomlText, table: Mapping[str, object], *place: str) -> dict[str, OptionValue]:
    options: dict[str, OptionValue] = {}
    for name, value in table.items():
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            options[name] = tuple(value)
        elif isinstance(value, str | bool | float) or (isinstance(value, int) and abs(value) < 2**63):
            options[name] = value
        else:
            met = f"option {name!r} takes text, a number, true or false, or a list of texts"
            raise source.fault(met, *place, name, option=name)
    return options
