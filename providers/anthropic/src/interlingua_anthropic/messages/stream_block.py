"""One content block of a stream, collected until it is whole.

Source: https://docs.claude.com/en/docs/build-with-claude/streaming#content-block-delta-types. A block may come whole in its start
event. Deltas of blocks that aren't modelled, and deltas that we have never heard of, are folded into the block's own fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import InterlinguaError
from interlingua.types import OpaqueDelta, ReasoningDelta, TextDelta, ToolCallDelta, ToolCallPart
from interlingua.types.json import loads
from interlingua_anthropic.messages.decode_content import decode_assistant_block

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.types import AssistantPart, Chunk, JsonObject, JsonValue

# The block's type → the delta that brings more of it, the delta's field, and the chunk that shows it.
_DELTAS: dict[str, tuple[str, str, Callable[[int, str], Chunk]]] = {
    "text": ("text_delta", "text", TextDelta),
    "tool_use": ("input_json_delta", "partial_json", ToolCallDelta),
    "thinking": ("thinking_delta", "thinking", lambda index, text: ReasoningDelta(index, 0, text)),
}
_NO_DELTA = ("", "", TextDelta)

# Fields of a block that may be left out of its start event, since deltas bring them.
_STARTS: dict[str, JsonObject] = {"text": {"text": ""}, "thinking": {"thinking": ""}}

# Fields that a delta replaces; text in any other field is appended. The official SDK does the same.
_REPLACED = frozenset({"signature_delta", "compaction_delta"})


class StreamBlock:
    """A block so far.

    Attributes:
        index: Which part of the answer it is.
        start: What its start event says of it.
    """

    __slots__ = ("_delta", "_field", "_kind", "_make_chunk", "_pieces", "_wire", "index", "start")

    def __init__(self, index: int, wire: JsonObject, make_id: Callable[[], str]) -> None:
        """Begin a block.

        Args:
            index: Which part of the answer it is.
            wire: The block of its start event.
            make_id: Makes up the id of a call that has none.
        """
        kind = wire.get("type")
        self.index = index
        self._kind = kind if isinstance(kind, str) else ""
        self._wire = dict(wire)
        self._delta, self._field, self._make_chunk = _DELTAS.get(self._kind, _NO_DELTA)
        self._pieces: list[str] = []
        self.start = decode_assistant_block(_STARTS.get(self._kind, {}) | wire, make_id, "")

    def add(self, delta: JsonObject) -> Chunk | None:
        """Take a delta; give the chunk that shows it, or None where there is nothing to show yet."""
        if delta.get("type") == self._delta:
            text = delta.get(self._field)
            if isinstance(text, str):
                if not text:
                    return None
                self._pieces.append(text)
                return self._make_chunk(self.index, text)
        return self._fold(delta)

    def _fold(self, delta: JsonObject) -> Chunk | None:
        kind, wire = delta.get("type"), self._wire
        if kind == "input_json_delta" and isinstance(text := delta.get("partial_json"), str):
            self._pieces.append(text)
        elif kind == "citations_delta" and "citation" in delta:
            so_far = wire.get("citations")
            wire["citations"] = [*(so_far if isinstance(so_far, list) else ()), delta["citation"]]
        else:
            for name, value in delta.items():
                said = wire.get(name)
                appends = isinstance(said, str) and isinstance(value, str) and kind not in _REPLACED
                if name != "type":
                    wire[name] = f"{said}{value}" if appends else value
        shown_at_the_end = (self._kind == "text" and kind == "citations_delta") or (self._kind == "thinking" and kind == "signature_delta")
        return None if shown_at_the_end else OpaqueDelta(self.index, delta)

    def part(self) -> AssistantPart:
        """Give the part, as far as it has come."""
        text = "".join(self._pieces)
        if self._kind == "tool_use":
            # llama.cpp's start event has no `input`; what the deltas bring is one.
            return decode_assistant_block({"input": {}} | self._wire if text else self._wire, self._id, text or None)
        if not text:
            return decode_assistant_block(self._wire, self._id)
        field = self._field or "input"
        said = self._wire.get(field)
        wire = self._wire | {field: f"{said if isinstance(said, str) else ''}{text}" if self._field else _input(text)}
        return decode_assistant_block(wire, self._id)

    def _id(self) -> str:
        """Give the id that was made up at the start."""
        return self.start.id if isinstance(self.start, ToolCallPart) else ""


def _input(text: str) -> JsonValue:
    """Read the input of a server's tool; one that was cut off stays the text that it is."""
    try:
        return loads(text)
    except InterlinguaError:
        return text
