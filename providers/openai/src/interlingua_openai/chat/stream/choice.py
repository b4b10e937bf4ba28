"""Deltas of one choice → the whole choice, as the wire would have said it unstreamed, and the chunks that show it; linear in bytes.

Text grows, everything else is set: pieces of strings inside a delta are joined (but for words such as an id, which servers repeat),
lists are extended, objects are merged, and of two other values the later counts. So a field that we have never heard of survives.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, are_objects, as_list, as_object, join_text, says_something
from interlingua.types.chunks import PartEnd, PartStart, ReasoningDelta, RefusalDelta, TextDelta, ToolCallDelta
from interlingua.types.parts import ImagePart, OpaquePart, ReasoningPart, RefusalPart, TextPart, ToolCallPart
from interlingua_openai.chat.content import IMAGES, decode_image_entry, is_in_images
from interlingua_openai.chat.parts import WHOLE_CALL, form_of
from interlingua_openai.chat.reasoning import DETAILS, FIELD, REASONING_FIELDS, THOUGHTS, detail_texts
from interlingua_openai.chat.stream.calls import CallsSoFar
from interlingua_openai.chat.stream.content import ContentSoFar
from interlingua_openai.chat.stream.pieces import WORDS, add_details, merged, put_together
from interlingua_openai.names import CHAT, PROVIDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from interlingua.dialect.lane import Grow
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

    __slots__ = ("_images", "_open", "_reasoning_field", "out")

    def __init__(self) -> None:
        """Begin a choice."""
        self.out: list[Chunk] = []
        self._open: dict[tuple[str, int], int] = {}  # what a part is, and which of these → its number
        self._images: list[AssistantPart] = []
        self._reasoning_field = ""

    def text(self, field: str, text: str, number: int = 0) -> None:
        """Show a piece of text of one of the message's fields.

        Args:
            field: The field.
            text: The piece.
            number: Which of the content's texts it belongs to.
        """
        if field == "content":
            self.out.append(TextDelta(self._index("text", number, _EMPTY_TEXT), text))
        elif field == "refusal":
            self.out.append(RefusalDelta(self._index("refusal", 0, _EMPTY_REFUSAL), text))
        else:
            index = self._index("reasoning", 0, _EMPTY_REASONING)
            self._reasoning_field = self._reasoning_field or field
            if field == self._reasoning_field:  # some servers say the same in both fields
                self.out.append(ReasoningDelta(index, 0, text))

    def thought(self, number: int, block: int, text: str) -> None:
        """Show a piece of a text of the content's reasoning.

        Args:
            number: Which of its blocks it belongs to.
            block: Which of the block's texts.
            text: The piece.
        """
        self.out.append(ReasoningDelta(self._index("thought", number, _EMPTY_REASONING), block, text))

    def image(self, part: AssistantPart) -> None:
        """Show an image, which comes whole."""
        self._index("image", len(self._images), part)
        self._images.append(part)

    def call(self, call: CallSoFar, piece: str) -> None:
        """Show a piece of a tool call; the first one brings what is known of it."""
        index = self._open.get(("call", call.number))
        if index is None:
            index = self._index("call", call.number, ToolCallPart(call.id, call.name, ""))
        if piece:
            self.out.append(ToolCallDelta(index, piece))

    def end(self, parts: Iterable[AssistantPart]) -> bool:
        """End every part; tell whether the parts, in order of their numbers, are the message's in its own order."""
        last, in_order = -1, True
        ended: Counter[str] = Counter()
        for part in parts:
            kind = _kind(part)
            index = self._index(kind, ended[kind], part)
            ended[kind] += 1
            self.out.append(PartEnd(index, part))
            in_order = in_order and index > last
            last = index
        # An entry that came later was no object, so that the field stays as it is.
        undone = range(ended["image"], len(self._images))
        self.out += [PartEnd(self._open["image", number], self._images[number]) for number in undone]
        return in_order and not undone

    def _index(self, kind: str, number: int, part: AssistantPart) -> int:
        """Give the number of a part; one that isn't shown yet begins."""
        index = self._open.get((kind, number))
        if index is None:
            index = self._open[kind, number] = len(self._open)
            self.out.append(PartStart(index, part))
        return index


def _kind(part: AssistantPart) -> str:
    """Tell what shows a part; one of no kind has had no deltas."""
    match part:
        case TextPart():
            return "text"
        case RefusalPart() if not Kept.of(part.provider_data, CHAT):  # one in the content had no deltas
            return "refusal"
        case ReasoningPart():
            return "thought" if Kept.of(part.provider_data, CHAT).mark(FIELD) in THOUGHTS else "reasoning"
        case ToolCallPart() | OpaquePart() if isinstance(part, ToolCallPart) or form_of(part) == WHOLE_CALL:
            return "call"
        case ImagePart() | OpaquePart() if is_in_images(part):
            return "image"
        case _:
            return ""


class ChoiceSoFar:
    """One choice in the making."""

    __slots__ = ("_calls", "_content", "_display", "_fields", "_message", "_texts", "finished")

    def __init__(self, display: Display | None) -> None:
        """Begin a choice.

        Args:
            display: Makes chunks of what comes in, or None for a choice that isn't shown.
        """
        self._display = display
        self._fields: JsonObject = {}
        self._message: JsonObject = {}
        self._content = ContentSoFar(display)
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
                # Some servers have an empty one in every chunk: it ends the choice where nothing more is said with it.
                self.finished = value != "" or not says_something(choice.get("delta")) or bool(self._fields.get(name))
                self._fields[name] = value or self._fields.get(name) or value
            elif name == "message" and "delta" not in choice:
                self._add_delta(as_object(value, "$.choices[].message"))  # a server that says the whole in one chunk
            elif isinstance(value, dict | list) and name != "usage":  # the later usage counts, whole
                self._fields[name] = merged(self._fields.get(name), value, joins=False)
            else:
                self._fields[name] = value

    def said_alone(self, choice: JsonObject) -> tuple[str, Grow] | None:
        """Tell whether a chunk's entry, which was taken, said one piece of text, and else nothing that would add up; give both."""
        delta = choice.get("delta")
        if not isinstance(delta, dict) or any(isinstance(value, dict | list) for name, value in choice.items() if name != "delta"):
            return None
        said = [name for name, value in delta.items() if value is not None and name != "role"]
        if len(said) != 1:
            return None
        field, value = said[0], delta[said[0]]
        if isinstance(value, str) and value and (field == "content" or field in _TEXTS):
            return value, partial(self._grow, lambda text: {field: text})
        if field == "tool_calls" and isinstance(value, list) and len(value) == 1 and isinstance(call := value[0], dict):
            function, beside = call.get("function"), {name: item for name, item in call.items() if name != "function"}
            if beside.keys() <= {"index", "type"} and isinstance(function, dict) and function.keys() == {"arguments"}:
                arguments = function["arguments"]
                if isinstance(arguments, str) and arguments:
                    return arguments, partial(self._grow, lambda text: {"tool_calls": [{**beside, "function": {"arguments": text}}]})
        return None

    def _grow(self, delta_of: Callable[[str], JsonObject], text: str, out: list[Chunk]) -> None:
        if self._display is not None:
            self._display.out = out
        self._add_delta(delta_of(text))

    def whole(self) -> JsonObject:
        """Give the whole choice."""
        message: JsonObject = {name: put_together(value) for name, value in self._message.items()}
        message |= self._content.whole()
        for name, pieces in self._texts.items():
            message[name] = join_text(pieces)
        if calls := self._calls.whole():
            message["tool_calls"] = calls
        return {**self._fields, "message": message}

    def _add_delta(self, delta: JsonObject) -> None:
        for name, value in delta.items():
            if value is None:
                self._message.setdefault(name, None)
            elif name == "content":
                self._content.add(value)
            elif name in _TEXTS and isinstance(value, str):
                self._texts.setdefault(name, []).append(value)
                if value and self._display is not None:
                    self._display.text(name, value)
            elif name == DETAILS and isinstance(value, list):
                self._add_details(value)
            elif name == "tool_calls":
                self._add_calls(value)
            else:
                self._add_field(name, value)

    def _add_field(self, name: str, value: JsonValue) -> None:
        if name == IMAGES and self._display is not None and are_objects(value):
            for entry in value:
                self._display.image(decode_image_entry(entry))
        self._message[name] = merged(self._message.get(name), value, joins=name not in WORDS)

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
