"""A TOML file's text: read within a limit, parsed, and shown in errors with the marker under a key.

A line is shown up to its `=`: what follows may be a key that was put in the wrong place. A line that has none is not shown.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from interlingua._runtime.config.spec_text import UNSEEN
from interlingua._runtime.secrets import may_be_shown
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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

    def fault(self, message: str, *key: str, hint: str | None = None, option: str | None = None) -> ConfigError:
        """Make the error that shows a key's line, with the marker under the key."""
        found = next((place for path, *place in self._keys() if path == key), None)
        if found is None:
            return ConfigError(f"{self.path}: {message}", hint=hint, option=option)
        return self.marked(message, *found, hint=hint, option=option)

    def _keys(self) -> Iterator[tuple[tuple[str, ...], int, int, int]]:
        table: tuple[str, ...] = ()
        for number, line in enumerate(self.text.split("\n"), 1):
            if header := _HEADER.match(line):
                table = _parts(header[1])
                yield table, number, *header.span(1)
            elif key := _KEY.match(line):
                yield (*table, *_parts(key[1])), number, *key.span(1)

    def marked(self, message: str, number: int, start: int, end: int, *, hint: str | None = None, option: str | None = None) -> ConfigError:
        """Make the error that shows a line, numbered from 1, with the marker under the characters from `start` to `end`."""
        line = self.text.split("\n")[number - 1]
        shown = UNSEEN.sub("\N{REPLACEMENT CHARACTER}", _shown(line))
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


def _shown(line: str) -> str:
    plain = _HEADER.fullmatch(line.rstrip()) or not line.strip()
    before, equals, after = line.partition("=")
    shown = line if plain else f"{before}= …" if equals and after.strip() else f"{before}{equals}" if equals else "…"
    return shown if len(shown) <= _SHOWN_CHARS and may_be_shown(shown) else "…"


def _parts(path: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in re.findall(_PART, path))
