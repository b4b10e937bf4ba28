"""What a line of a named form says, and how its fields are taken: one after another, so that what nobody took is the record's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from interlingua.dialect import as_text
from interlingua.errors import ConversionError
from interlingua.types import Loss
from interlingua.types.json import at, loads
from interlingua.types.losses import unheld

if TYPE_CHECKING:
    from collections.abc import Collection

    from interlingua.types import JsonObject, JsonValue, Request, Response


@dataclass(frozen=True, slots=True)
class Record:
    """What a line says.

    Attributes:
        value: What was said, to be written in the target's form.
        own: The fields that aren't the conversation's, and stay on the line.
        losses: What was lost in reading it.
        dialect: The dialect that its body was in; None where it was in none.
        named: Whether its body named a model.
    """

    value: Request | Response
    own: JsonObject
    losses: tuple[Loss, ...] = ()
    dialect: str | None = None
    named: bool = False


class Fields:
    """An object's fields, taken one after another.

    Attributes:
        left: Those that nobody took yet.
        losses: What was lost so far.
        path: Where the object stands.
    """

    __slots__ = ("_kept", "left", "losses", "path")

    def __init__(self, fields: JsonObject, path: str, keep: Collection[str] = (), losses: list[Loss] | None = None) -> None:
        """Begin with all of them.

        Args:
            fields: The object.
            path: Where it stands.
            keep: The names of fields that are the record's own, whatever they are called.
            losses: Takes what is lost; None for a list of its own.
        """
        self.left = {name: value for name, value in fields.items() if name not in keep}
        self._kept = {name: value for name, value in fields.items() if name in keep}
        self.losses = [] if losses is None else losses
        self.path = path

    def at(self, name: str) -> str:
        """Give the path of a field."""
        return at(self.path, name)

    def take(self, name: str) -> JsonValue:
        """Take a field; absent and null are alike."""
        return self.left.pop(name, None)

    def text(self, name: str) -> str:
        """Take a field of text; absent, null and empty are alike, for tables have no absent fields.

        Raises:
            ConversionError: It isn't text.
        """
        value = self.take(name)
        return "" if value is None else as_text(value, self.at(name))

    def parsed(self, name: str) -> JsonValue:
        """Take a field that holds a value, or the JSON text of one; None where it is absent, null or empty text.

        Raises:
            ConversionError: It is text, and not JSON.
        """
        return parsed(self.take(name), self.at(name), self.losses)

    def own(self) -> JsonObject:
        """Give what stays on the record."""
        return {**self._kept, **self.left}

    def leave(self, reason: str) -> None:
        """Tell each field that is left as a hint; one that says nothing goes untold."""
        self.losses += [Loss(self.at(name), reason, "hint") for name, value in self.left.items() if value not in (None, "", [], {})]

    def refuse(self, names: Collection[str], why: str) -> None:
        """Refuse a record with a field that belongs to what was said and has no place in a conversation.

        Raises:
            ConversionError: There is such a field.
        """
        for name in names:
            if self.left.get(name) not in (None, "", [], {}):
                hint = f"keep={name!r} leaves it on the line as it is (--keep {name}), drop={name!r} leaves it out (--drop {name})"
                raise ConversionError(self.at(name), why, hint=hint)


def parsed(value: JsonValue, path: str, losses: list[Loss]) -> JsonValue:
    """Give a value, or what its JSON text says; the items of a list may be text as well. Empty text is null.

    Raises:
        ConversionError: It is text, and not JSON.
    """
    if isinstance(value, list):
        return [parsed(item, at(path, index), losses) if isinstance(item, str) else item for index, item in enumerate(value)]
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    read = loads(value, path=path)
    losses += unheld(value, read, path)
    return read
