"""Bodies whose texts show in no log: at DEBUG level the SDK logs a request's options, and prompts belong in no log unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interlingua.types import JsonValue


class UnloggedBytes(bytes):
    """Bytes with a short repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Tell how many they are."""
        return f"<{len(self)} bytes>"


class UnloggedText(str):
    """Text with a short repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Tell how long it is."""
        return f"<{len(self)} characters>"


def unlogged(value: JsonValue) -> JsonValue:
    """Copy a body that isn't sent as bytes; names of fields and numbers still show."""
    match value:
        case str():
            return UnloggedText(value)
        case list():
            return [unlogged(item) for item in value]
        case dict():
            return {name: unlogged(item) for name, item in value.items()}
        case _:
            return value
