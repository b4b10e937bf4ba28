"""One content block of a stream, collected until it is whole.

Source: https://docs.claude.com/en/docs/build-with-claude/streaming#content-block-delta-types. A block may come whole in its start
event. Deltas of blocks that aren't modelled, and deltas that we have never heard of, are folded into the block's own fields.
Fields that stand beside those of a known delta are the delta's, not the block's: sent back with the block, the API would refuse
them. So they never get into the part, but are shown as an `OpaqueDelta` and kept with the response.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import join_text
from interlingua.errors import InterlinguaError
from interlingua.types import OpaqueDelta, PartEnd, ReasoningDelta, TextDelta, ToolCallDelta, ToolCallPart
from interlingua.types.json import loads
from interlingua_anthropic.messages.assistant import decode_assistant_block

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

# Deltas whose fields replace those of the block; text in any other is appended. The official SDK does the same.
_REPLACING = ("signature_delta", "compaction_delta")

# Deltas that a part's end shows well enough, by the block's type, and the one field that they have.
_SHOWN_AT_THE_END = {("text", "citations_delta"): "citation", ("thinking", "signature_delta"): "signature"}


class StreamBlock:
    """A block so far.

    Attributes:
        index: Which part of the answer it is.
        start: What its start event says of it.
    """

    __slots__ = ("_beside", "_citations", "_delta", "_field", "_kind", "_make_chunk", "_pieces", "_texts", "_wire", "index", "start")

    def __init__(self, index: int, wire: JsonObject, make_id: Callable[[], str], beside: list[JsonValue]) -> None:
        """Begin a block.

        Args:
            index: Which part of the answer it is.
            wire: The block of its start event.
            make_id: Makes up the id of a call that has none.
            beside: Takes what deltas say that isn't the block's.
        """
        kind = wire.get("type")
        self.index = index
        self._beside = beside
        self._kind = kind if isinstance(kind, str) else ""
        self._wire = dict(wire)
        self._delta, self._field, self._make_chunk = _DELTAS.get(self._kind, _NO_DELTA)
        self._pieces: list[str] = []
        self._citations: list[JsonValue] = []
        self._texts: dict[str, list[str]] = {}  # fields of the block that deltas have added to, in pieces
        self.start = decode_assistant_block(_STARTS.get(self._kind, {}) | wire, make_id, "")

    def add(self, delta: JsonObject, out: list[Chunk]) -> str | None:
        """Take a delta, and append the chunks that show it; give its text, where it says nothing else."""
        if delta.get("type") == self._delta:
            text = delta.get(self._field)
            if isinstance(text, str):
                if text:
                    self.grow(text, out)
                if len(delta) == 2:
                    return text
                self._show_beside(delta, self._field, out)
            else:  # no text, such as null: it takes none away from what has come
                self._show_beside(delta, None, out)
            return None
        kind = delta.get("type")
        field = _SHOWN_AT_THE_END.get((self._kind, kind)) if isinstance(kind, str) else None
        if field is None or field not in delta:
            self._fold(delta, kind)
            out.append(OpaqueDelta(self.index, delta))
            return None
        self._fold({"type": kind, field: delta[field]}, kind)
        if len(delta) > 2:
            self._show_beside(delta, field, out)
        return None

    def grow(self, text: str, out: list[Chunk]) -> None:
        """Take a piece of the block's text, and append the chunk that shows it."""
        self._pieces.append(text)
        out.append(self._make_chunk(self.index, text))

    def _show_beside(self, delta: JsonObject, field: str | None, out: list[Chunk]) -> None:
        """Show and keep what stands beside the field of a known delta; all of it, where the field says nothing."""
        out.append(OpaqueDelta(self.index, {name: value for name, value in delta.items() if name != field}))
        self._keep_beside(delta, field)

    def _keep_beside(self, delta: JsonObject, field: str | None) -> None:
        rest = {name: value for name, value in delta.items() if name != field}
        self._beside.append({"type": "content_block_delta", "index": self.index, "delta": rest})

    def _fold(self, delta: JsonObject, kind: JsonValue) -> None:
        if kind == "input_json_delta" and not self._field and isinstance(text := delta.get("partial_json"), str):
            self._pieces.append(text)
            if len(delta) > 2:
                self._keep_beside(delta, "partial_json")
        elif kind == "citations_delta" and "citation" in delta:
            self._citations.append(delta["citation"])
        else:
            for name, value in delta.items():
                so_far = self._wire.get(name)
                if name == "type":
                    continue
                if isinstance(value, str) and isinstance(so_far, str) and kind not in _REPLACING:
                    self._texts.setdefault(name, [so_far]).append(value)  # in pieces, so that work stays linear
                else:
                    self._texts.pop(name, None)
                    self._wire[name] = value

    def part(self) -> AssistantPart:
        """Give the part, as far as it has come."""
        wire = self._wire | {name: join_text(pieces) for name, pieces in self._texts.items()}
        if self._citations:
            so_far = wire.get("citations")
            wire["citations"] = [*(so_far if isinstance(so_far, list) else ()), *self._citations]
        text = join_text(self._pieces)
        if self._kind == "tool_use":
            # llama.cpp's start event has no `input`; what the deltas bring is one in the place of whatever stood there.
            return decode_assistant_block(wire | {"input": {}} if text else wire, self._id, text or None)
        if text and self._field:
            started = wire.get(self._field)
            wire[self._field] = join_text((started, text)) if isinstance(started, str) else text
        elif text:
            wire["input"] = _input(text)
        return decode_assistant_block(wire, self._id)

    def end(self, out: list[Chunk]) -> None:
        """Append the chunks that end the part; arguments that came whole with the start are shown by then."""
        part = self.part()
        if isinstance(part, ToolCallPart) and not self._pieces and part.arguments != "{}":
            out.append(ToolCallDelta(self.index, part.arguments))
        out.append(PartEnd(self.index, part))

    def _id(self) -> str:
        """Give the id that was made up at the start."""
        return self.start.id if isinstance(self.start, ToolCallPart) else ""


def _input(text: str) -> JsonValue:
    """Read the input of a server's tool; one that was cut off stays the text that it is."""
    try:
        return loads(text)
    except InterlinguaError:
        return text
