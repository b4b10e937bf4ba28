"""A text of a streamed answer in the making; linear in bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import join_text

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue


class TextSoFar:
    """An object with a text in the making.

    Attributes:
        index: The number of its part.
        block: Which text of a reasoning part it is.
        wire: The object without what has come since.
        field: The field that is the text.
    """

    __slots__ = ("_pieces", "block", "field", "index", "wire")

    def __init__(self, index: int, block: int, wire: JsonObject, field: str) -> None:
        """Begin a text, with what the wire's object has of it already."""
        self.index = index
        self.block = block
        self.wire = wire
        self.field = field
        said = wire.get(field)
        self._pieces = [said] if isinstance(said, str) else []

    @property
    def text(self) -> str:
        """What has come of it."""
        return join_text(self._pieces)

    def add(self, piece: str) -> None:
        """Take a piece."""
        self._pieces.append(piece)

    def settle(self, whole: JsonValue) -> str:
        """Take the whole text; give what had not come in pieces, where those are its beginning."""
        if not isinstance(whole, str):
            return ""
        so_far = self.text
        self._pieces = [whole]
        return whole[len(so_far) :] if whole.startswith(so_far) else ""

    def whole(self) -> JsonObject:
        """Give the object as far as it has come."""
        return {**self.wire, self.field: self.text} if self._pieces else self.wire
