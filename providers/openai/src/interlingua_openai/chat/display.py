"""The chunks that show a choice while it is in the making, and those that end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.chunks import PartEnd, PartStart, ReasoningDelta, RefusalDelta, TextDelta, ToolCallDelta
from interlingua.types.parts import OpaquePart, ReasoningPart, RefusalPart, TextPart, ToolCallPart
from interlingua_openai.chat.wire import DIALECT, MAKER, WHOLE_CALL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.types.chunks import Chunk
    from interlingua.types.parts import AssistantPart
    from interlingua_openai.chat.accumulate_calls import CallSoFar

_EMPTY_TEXT = TextPart("")
_EMPTY_REFUSAL = RefusalPart("")
_EMPTY_REASONING = ReasoningPart(provider=MAKER, provider_data={})


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
                case RefusalPart() if DIALECT not in part.provider_data:  # one in the content had no deltas
                    index, self._refusal = self._refusal, None
                case ReasoningPart():
                    index, self._reasoning = self._reasoning, None
                case ToolCallPart():
                    index, calls = self._calls.get(calls), calls + 1
                case OpaquePart(data=data) if WHOLE_CALL in data:
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
