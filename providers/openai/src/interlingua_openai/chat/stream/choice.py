"""Deltas of one choice → the whole choice, as the wire would have said it unstreamed, and the chunks that show it; linear in bytes.

Text grows, everything else is set: pieces of strings inside a delta are joined (but for words such as an id, which servers repeat),
lists are extended, objects are merged, and of two other values the later counts. So a field that we have never heard of survives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, as_list, as_object, join_text
from interlingua.types.chunks import PartEnd, PartStart, ReasoningDelta, RefusalDelta, TextDelta, ToolCallDelta
from interlingua.types.parts import OpaquePart, ReasoningPart, RefusalPart, TextPart, ToolCallPart
from interlingua_openai.chat.parts import WHOLE_CALL, form_of
from interlingua_openai.chat.reasoning import DETAILS, REASONING_FIELDS, detail_texts
from interlingua_openai.chat.stream.calls import CallsSoFar
from interlingua_openai.chat.stream.pieces import WORDS, Pieces, add_details, merged, put_together
from interlingua_openai.names import CHAT, PROVIDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.chunks import Chunk
    from interlingua.types.parts import AssistantPart
    from interlingua_openai.chat.stream.calls import CallSoFar

_TEXTS: Final = frozenset({"refusal", *REASONING_FIELDS})

_EMPTY_TEXT = TextPart("")
_EMPTY_REFUSAL = RefusalPart("")
_EMPTY_REASONING = ReasoningPart(provider=PROVIDER, provider_data={})


class Display:
    """Numbers the parts of one choice as they come in.

    Attributes:
        out: Takes the chunks; set anew for every piece of bytes.
    """

    __slots__ = ("_calls", "_count", "_reasoning", "_reasoning_field", "_refusal", "_texts", "out")

    def __init__(self) -> None:
        """Begin a choice."""
        self.out: list[Chunk] = []
        self._count = 0
        self._texts: dict[int, int] = {}
        self._refusal: int | None = None
        self._reasoning: int | None = None
        self._reasoning_field = ""
        self._calls: dict[int, int] = {}

    def text(self, field: str, text: str, number: int = 0) -> None:
        """Show a piece of text of one of the message's fields.

        Args:
            field: The field.
            text: The piece.
            number: Which of the content's texts it belongs to.
        """
        if field == "content":
            index = self._texts.get(number)
            if index is None:
                index = self._texts[number] = self._start(_EMPTY_TEXT)
            self.out.append(TextDelta(index, text))
        elif field == "refusal":
            if self._refusal is None:
                self._refusal = self._start(_EMPTY_REFUSAL)
            self.out.append(RefusalDelta(self._refusal, text))
        else:
            if self._reasoning is None:
                self._reasoning = self._start(_EMPTY_REASONING)
                self._reasoning_field = field
            if field == self._reasoning_field:  # some servers say the same in both fields
                self.out.append(ReasoningDelta(self._reasoning, 0, text))

    def call(self, call: CallSoFar, piece: str) -> None:
        """Show a piece of a tool call; the first one brings what is known of it."""
        index = self._calls.get(call.number)
        if index is None:
            index = self._calls[call.number] = self._start(ToolCallPart(call.id, call.name, ""))
        if piece:
            self.out.append(ToolCallDelta(index, piece))

    def end(self, parts: Iterable[AssistantPart]) -> bool:
        """End every part; tell whether the parts, in order of their numbers, are the message's in its own order."""
        last, in_order, texts, calls = -1, True, 0, 0
        for part in parts:
            index: int | None
            match part:
                case TextPart():
                    index, texts = self._texts.get(texts), texts + 1
                case RefusalPart() if not Kept.of(part.provider_data, CHAT):  # one in the content had no deltas
                    index, self._refusal = self._refusal, None
                case ReasoningPart():
                    index, self._reasoning = self._reasoning, None
                case ToolCallPart():
                    index, calls = self._calls.get(calls), calls + 1
                case OpaquePart() if form_of(part) == WHOLE_CALL:
                    index, calls = self._calls.get(calls), calls + 1
                case _:
                    index = None
            if index is None:
                index = self._start(part)
            self.out.append(PartEnd(index, part))
            in_order = in_order and index > last
            last = index
        return in_order

    def _start(self, part: AssistantPart) -> int:
        index = self._count
        self._count += 1
        self.out.append(PartStart(index, part))
        return index


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

    @property
    def finish_reason(self) -> JsonValue:
        """The wire's word for why it ended, as far as it was said."""
        return self._fields.get("finish_reason")

    @property
    def usage(self) -> JsonObject | None:
        """The usage that was told inside the choice, as Moonshot does."""
        usage = self._fields.get("usage")
        return usage if isinstance(usage, dict) else None

    def add(self, choice: JsonObject) -> None:
        """Take one chunk's entry of this choice; what it holds may be changed later."""
        for name, value in choice.items():
            if name == "delta":
                if value is not None:
                    self._add_delta(value if isinstance(value, dict) else as_object(value, "$.choices[].delta"))
            elif value is None:
                self._fields.setdefault(name, None)
            elif name == "finish_reason":
                self.finished = True
                self._fields[name] = value or self._fields.get(name) or value
            elif name == "message" and "delta" not in choice:
                self._add_delta(as_object(value, "$.choices[].message"))  # a server that says the whole in one chunk
            elif isinstance(value, dict | list) and name != "usage":  # the later usage counts, whole
                self._fields[name] = merged(self._fields.get(name), value, joins=False)
            else:
                self._fields[name] = value

    def whole(self) -> JsonObject:
        """Give the whole choice."""
        message: JsonObject = {name: put_together(value) for name, value in self._message.items()}
        if self._listed:
            message["content"] = [{"type": "text", "text": join_text(item)} if isinstance(item, Pieces) else item for item in self._content]
        elif self._spelled:
            message["content"] = join_text(piece for pieces in self._content for piece in pieces)
        for name, pieces in self._texts.items():
            message[name] = join_text(pieces)
        if calls := self._calls.whole():
            message["tool_calls"] = calls
        return {**self._fields, "message": message}

    def _add_delta(self, delta: JsonObject) -> None:
        for name, value in delta.items():
            if value is None:
                self._message.setdefault(name, None)
            elif name == "content" and isinstance(value, str):
                self._spelled = True
                if value:
                    self._add_text(value)
            elif name == "content":
                self._add_blocks(as_list(value, "$.choices[].delta.content"))
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

    def _add_blocks(self, blocks: list[JsonValue]) -> None:
        self._listed = True
        for number, item in enumerate(blocks):
            block = as_object(item, "$.choices[].delta.content[]")
            text = block.get("text")
            if block.get("type") != "text" or not isinstance(text, str):
                self._content.append(block)
            else:
                self._add_text(text, None if len(block) == 2 else block, apart=number > 0)

    def _add_text(self, text: str, block: JsonObject | None = None, *, apart: bool = False) -> None:
        """Take a piece of text: more of the last one, but for what one list holds apart, and for a block with more beside its text."""
        last = self._content[-1] if self._content else None
        if block is None and not apart and isinstance(last, Pieces):
            last.append(text)
        else:
            self._content.append(Pieces([text]) if block is None else block)
            self._shown += 1
        if text and self._display is not None:
            self._display.text("content", text, self._shown - 1)

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
