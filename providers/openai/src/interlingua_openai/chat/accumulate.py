"""Deltas of one choice → the whole choice, as the wire would have said it unstreamed; linear in bytes.

Text grows, everything else is set: pieces of strings inside a delta are joined (but for words such as an id, which servers repeat),
lists are extended, objects are merged, and of two other values the later counts. So a field that we have never heard of survives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import join_text
from interlingua_openai.chat.accumulate_calls import CallsSoFar
from interlingua_openai.chat.merge import WORDS, Pieces, add_details, merged, whole
from interlingua_openai.chat.reasoning import DETAILS, REASONING_FIELDS, detail_texts
from interlingua_openai.chat.wire import as_list, as_object

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua_openai.chat.display import Display

_TEXTS: Final = frozenset({"refusal", *REASONING_FIELDS})


class ChoiceSoFar:
    """One choice in the making."""

    __slots__ = ("_calls", "_content", "_display", "_fields", "_listed", "_message", "_shown", "_spelled", "_texts", "finished")

    def __init__(self, display: Display | None) -> None:
        """Begin a choice.

        Args:
            display: Makes chunks of what comes in, or None for a choice that isn't shown.
        """
        self._display = display
        self._fields: JsonObject = {}
        self._message: JsonObject = {}
        self._content: list[JsonObject | Pieces] = []
        self._spelled = False  # a content came as a string, were it empty
        self._listed = False  # one came as a list
        self._shown = 0  # texts among the content
        self._texts: dict[str, list[str]] = {}
        self._calls = CallsSoFar()
        self.finished = False

    def add(self, choice: JsonObject) -> None:
        """Take one chunk's entry of this choice; what it holds may be changed later."""
        for name, value in choice.items():
            if name == "delta":
                if value is not None:
                    self._add_delta(as_object(value, "$.choices[].delta"))
            elif value is None:
                self._fields.setdefault(name, None)
            elif name == "finish_reason":
                self.finished = True
                self._fields[name] = value or self._fields.get(name) or value
            elif name == "message" and "delta" not in choice:
                self._add_delta(as_object(value, "$.choices[].message"))  # a server that says the whole in one chunk
            else:
                self._fields[name] = merged(self._fields.get(name), value, joins=False)

    def wire(self) -> JsonObject:
        """Give the whole choice."""
        message: JsonObject = {name: whole(value) for name, value in self._message.items()}
        if self._listed:
            message["content"] = self._blocks()
        elif self._spelled:
            message["content"] = join_text(piece for pieces in self._content for piece in pieces)
        for name, pieces in self._texts.items():
            message[name] = join_text(pieces)
        if calls := self._calls.wire():
            message["tool_calls"] = calls
        return {**self._fields, "message": message}

    def _add_delta(self, delta: JsonObject) -> None:
        for name, value in delta.items():
            if value is None:
                self._message.setdefault(name, None)
            elif name == "content":
                self._add_content(value)
            elif name in _TEXTS and isinstance(value, str):
                self._texts.setdefault(name, []).append(value)
                if value and self._display is not None:
                    self._display.text(name, value)
            elif name == DETAILS and isinstance(value, list):
                self._add_details(value)
            elif name == "tool_calls":
                self._add_calls(value)
            else:
                self._message[name] = merged(self._message.get(name), value, joins=name not in WORDS)

    def _add_content(self, value: JsonValue) -> None:
        if isinstance(value, str):
            self._spelled = True
            if value:
                self._add_text(value, apart=False)
            return
        self._listed = True
        for number, item in enumerate(as_list(value, "$.choices[].delta.content")):
            block = as_object(item, "$.choices[].delta.content[]")
            text = block.get("text")
            if block.get("type") != "text" or not isinstance(text, str):
                self._content.append(block)
            elif len(block) == 2:
                self._add_text(text, apart=number > 0)
            else:
                self._content.append(block)
                self._show(text)

    def _add_text(self, text: str, *, apart: bool) -> None:
        """Take a piece of plain text: more of the last one, but for what one list holds apart."""
        last = self._content[-1] if self._content else None
        if isinstance(last, Pieces) and not apart:
            last.append(text)
            self._shown -= 1
        else:
            self._content.append(Pieces([text]))
        self._show(text)

    def _show(self, text: str) -> None:
        if text and self._display is not None:
            self._display.text("content", text, self._shown)
        self._shown += 1

    def _blocks(self) -> list[JsonValue]:
        """Give a content that came, at least in part, as lists."""
        return [{"type": "text", "text": join_text(item)} if isinstance(item, Pieces) else item for item in self._content]

    def _add_details(self, value: list[JsonValue]) -> None:
        self._message[DETAILS] = add_details(self._message.get(DETAILS), value)
        if self._display is not None:
            for text in detail_texts(value):
                self._display.text(DETAILS, text)

    def _add_calls(self, value: JsonValue) -> None:
        self._message.setdefault("tool_calls", [])
        for item in as_list(value, "$.choices[].delta.tool_calls"):
            call, piece = self._calls.add(as_object(item, "$.choices[].delta.tool_calls[]"))
            if self._display is not None:
                self._display.call(call, piece)
