"""Deltas of one message's content → the whole content: a string, a list of blocks or, as Cloudflare has it, a JSON value; linear in bytes.

Pieces of text are more of the last text, and those of reasoning more of the last block of it, but for what one list holds apart. Any
other block is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from interlingua.dialect import join_text
from interlingua.types.json import dumps_text
from interlingua_openai.chat.content import are_blocks
from interlingua_openai.chat.reasoning import THOUGHTS, thought_field, thought_in
from interlingua_openai.chat.stream.pieces import Pieces, put_together

if TYPE_CHECKING:
    from typing import Protocol

    from interlingua.types.base import JsonObject, JsonValue

    class Shown(Protocol):
        """What takes the pieces that are shown."""

        def text(self, field: str, text: str, number: int = 0) -> None:
            """Show a piece of the text of a number."""

        def thought(self, number: int, block: int, text: str) -> None:
            """Show a piece of a text of the block of reasoning of a number."""


class ContentSoFar:
    """The content of one message in the making."""

    __slots__ = ("_alone", "_display", "_items", "_listed", "_spelled", "_texts", "_thought", "_thoughts")

    def __init__(self, display: Shown | None) -> None:
        """Begin a content.

        Args:
            display: Takes the pieces, or None where nothing is shown.
        """
        self._display = display
        self._items: list[JsonObject | Pieces] = []
        self._spelled = False  # it came as a string, were it empty
        self._listed = False  # it came as a list
        self._alone: list[JsonValue] = []  # the value that is all of it so far
        self._texts = 0
        self._thought: JsonObject | None = None  # the block of reasoning, where the last item is one
        self._thoughts: list[int] = []  # how many texts each of them has

    def add(self, value: JsonValue) -> None:
        """Take one delta's content, which isn't null; its blocks may be changed later."""
        if isinstance(value, str):
            self._spelled = True
            if value:
                self._add_text(value)
        elif are_blocks(value) or value == []:
            self._listed = True
            for number, block in enumerate(cast("list[JsonObject]", value)):
                self._add_block(block, apart=number > 0)
        else:
            alone = not self._items
            self._spelled = True
            self._add_text(dumps_text(value))
            self._alone = [value] if alone else []

    def whole(self) -> JsonObject:
        """Give the content under its name; nothing where none came."""
        if self._alone:
            return {"content": self._alone[0]}
        if self._listed:
            return {"content": [self._block(item) for item in self._items]}
        return {"content": join_text(piece for pieces in self._items for piece in pieces)} if self._spelled else {}

    def _block(self, item: JsonObject | Pieces) -> JsonValue:
        return {"type": "text", "text": join_text(item)} if isinstance(item, Pieces) else put_together(item)

    def _add_block(self, block: JsonObject, *, apart: bool) -> None:
        text = block.get("text")
        if block["type"] == "text" and isinstance(text, str):
            self._add_text(text, None if len(block) == 2 else block, apart=apart)
        elif (field := thought_field(block)) is not None:
            self._add_thought(block, field, apart=apart)
        else:
            self._add_item(block)

    def _add_text(self, text: str, block: JsonObject | None = None, *, apart: bool = False) -> None:
        """Take a piece of text: more of the last one, but for what one list holds apart, and for a block with more beside its text."""
        last = self._items[-1] if self._items else None
        if block is None and not apart and isinstance(last, Pieces):
            self._alone = []
            last.append(text)
        else:
            self._add_item(Pieces([text]) if block is None else block)
            self._texts += 1
        if text and self._display is not None:
            self._display.text("content", text, self._texts - 1)

    def _add_thought(self, block: JsonObject, field: str, *, apart: bool) -> None:
        """Take a piece of reasoning, in the same way; fields beside its texts are set, and the later counts."""
        thinking = block[field]
        so_far = self._thought
        if so_far is None or apart or field not in so_far or isinstance(so_far[field], Pieces) != isinstance(thinking, str):
            so_far = {"type": block["type"], field: cast("JsonValue", Pieces()) if isinstance(thinking, str) else []}
            self._add_item(so_far)
            self._thought = so_far
            self._thoughts.append(0)
        so_far.update({name: value for name, value in block.items() if name != field and (value is not None or name not in so_far)})
        if isinstance(thinking, str):
            self._thoughts[-1] = 1
            cast("Pieces", so_far[field]).append(thinking)
            self._show_thought(thinking)
        else:
            for number, entry in enumerate(cast("list[JsonValue]", thinking)):
                self._add_entry(cast("list[JsonValue]", so_far[field]), entry, field, apart=number > 0)

    def _add_entry(self, entries: list[JsonValue], entry: JsonValue, field: str, *, apart: bool) -> None:
        text = thought_in(entry, field)
        last = entries[-1] if entries else None
        pieces = last.get("text") if isinstance(last, dict) else None
        # Databricks says the signature beside the text, with each piece or the last; Mistral says nothing there.
        plain = isinstance(entry, dict) and entry.keys() <= {"type", "text", *(("signature",) if THOUGHTS[field].kind == "summary" else ())}
        if text is not None and isinstance(entry, dict) and isinstance(last, dict) and plain and isinstance(pieces, Pieces) and not apart:
            pieces.append(text)
            last.update({name: value for name, value in entry.items() if name == "signature" and (value or name not in last)})
        elif text is not None and isinstance(entry, dict) and plain:
            self._thoughts[-1] += 1
            entries.append({**entry, "text": cast("JsonValue", Pieces([text]))})
        else:
            self._thoughts[-1] += text is not None
            entries.append(entry)
        if text is not None:
            self._show_thought(text)

    def _show_thought(self, text: str) -> None:
        if text and self._display is not None:
            self._display.thought(len(self._thoughts) - 1, self._thoughts[-1] - 1, text)

    def _add_item(self, item: JsonObject | Pieces) -> None:
        self._alone = []
        self._thought = None
        self._items.append(item)
