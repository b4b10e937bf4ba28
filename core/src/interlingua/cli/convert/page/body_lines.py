"""A JSON value as lines to be read by people: indented, texts with their own line breaks, and each line knows its place. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.cli.convert.page.lost_places import Steps
    from interlingua.types import JsonValue

MAX_TEXT: Final = 1_000
"""How many characters of a line are shown; a longer one says how many more it has."""


class BodyLine(NamedTuple):
    """A line.

    Attributes:
        depth: How deep it stands.
        path: Its place in the value.
        text: What it says, whole.
        broken: Whether it ends at a line break of a text.
        key: How much of what it says is a text's key.
    """

    depth: int
    path: Steps
    text: str
    broken: bool = False
    key: int = 0

    @property
    def said(self) -> str:
        """What it says, without the comma that tells whether something follows."""
        return self.text.removesuffix(",")

    @property
    def value(self) -> str:
        """What it says, of a text without its key: formats call the same words by other names."""
        return self.said[self.key :]


def body_lines(value: JsonValue) -> list[BodyLine]:
    """Write a value."""
    return list(_written(value, (), "", ""))


def text_lines(text: str) -> list[BodyLine]:
    """Show a text that is no JSON."""
    return [BodyLine(0, (), line) for line in text.splitlines()]


def _written(value: JsonValue, path: Steps, before: str, after: str) -> Iterator[BodyLine]:
    """Write a value between its key and a comma."""
    depth = len(path)
    if isinstance(value, dict | list) and value:
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        yield BodyLine(depth, path, f"{before}{opening}")
        items: list[tuple[str | int, str, JsonValue]]
        if isinstance(value, dict):
            items = [(name, f"{dumps_text(name)}: ", item) for name, item in value.items()]
        else:
            items = [(index, "", item) for index, item in enumerate(value)]
        for number, (step, key, item) in enumerate(items, 1):
            yield from _written(item, (*path, step), key, "," if number < len(items) else "")
        yield BodyLine(depth, path, f"{closing}{after}")
    elif isinstance(value, str) and "\n" in value:
        first, *middle, last = (dumps_text(piece)[1:-1] for piece in value.split("\n"))
        yield BodyLine(depth, path, f'{before}"{first}', broken=True, key=len(before))
        for piece in middle:
            yield BodyLine(depth + 1, path, piece, broken=True)
        yield BodyLine(depth + 1, path, f'{last}"{after}')
    else:
        yield BodyLine(depth, path, f"{before}{dumps_text(value)}{after}", key=len(before) if isinstance(value, str) else 0)
