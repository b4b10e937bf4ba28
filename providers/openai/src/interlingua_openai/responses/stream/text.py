"""One text of a streamed item in the making; linear in bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import join_text
from interlingua.types.parts import RefusalPart, TextPart

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.parts import AssistantPart


class TextSoFar:
    """An object with a text in the making.

    Attributes:
        index: The number of its part.
        block: Which text of a reasoning part it is.
        wire: The object without what has come since.
        field: The field that is the text.
        pieces: What has come of the text.
        settled: Whether the whole text has come.
        logprobs: What has come of the probabilities of its tokens.
    """

    __slots__ = ("block", "field", "index", "logprobs", "pieces", "settled", "wire")

    def __init__(self, index: int, block: int, wire: JsonObject, field: str) -> None:
        """Begin a text, with what the wire's object has of it already."""
        self.index = index
        self.block = block
        self.wire = wire
        self.field = field
        begun = wire.get(field)
        self.pieces = [begun] if isinstance(begun, str) else []
        self.settled = False
        self.logprobs: list[JsonValue] = []

    @property
    def text(self) -> str:
        """The pieces, joined."""
        return join_text(self.pieces)

    def settle(self, whole: JsonValue) -> str:
        """Take the whole text; give what had not come in pieces, where those are its beginning."""
        if not isinstance(whole, str):
            return ""
        so_far = self.text
        self.pieces = [whole]
        self.settled = True
        return whole[len(so_far) :] if whole.startswith(so_far) else ""

    def begins(self, part: AssistantPart) -> bool:
        """Tell whether a part says what has come, and perhaps more."""
        match part:
            case TextPart(text=whole) if self.field == "text":
                return whole.startswith(self.text)
            case RefusalPart(refusal=whole) if self.field == "refusal":
                return whole.startswith(self.text)
            case _:
                return False

    def whole(self) -> JsonObject:
        """Give the object as far as it has come."""
        out = {**self.wire, self.field: self.text} if self.pieces else self.wire
        return {**out, "logprobs": self.logprobs} if self.logprobs and not out.get("logprobs") else out
