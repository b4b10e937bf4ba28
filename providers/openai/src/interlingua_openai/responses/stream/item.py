"""One item of a streamed answer in the making: the wire's own object, and the parts that it is shown as; linear in bytes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from interlingua.dialect import are_objects, text_or_none
from interlingua.types.chunks import (
    OpaqueDelta,
    PartEnd,
    PartStart,
    ReasoningDelta,
    RefusalDelta,
    TextDelta,
    ToolCallDelta,
)
from interlingua.types.parts import ReasoningPart, RefusalPart, TextPart, ToolCallPart
from interlingua_openai.names import PROVIDER
from interlingua_openai.responses.assistant import decode_item
from interlingua_openai.responses.calls import CALL_ID, CALLS, FUNCTION_CALL
from interlingua_openai.responses.parts import TEXT_TYPES, opaque
from interlingua_openai.responses.stream.text import TextSoFar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.dialect.lane import Grow
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.chunks import Chunk
    from interlingua.types.parts import AssistantPart
    from interlingua_openai.call_ids import CallIds
    from interlingua_openai.responses.stream.events import TextEvents

_EMPTY_TEXT: Final = TextPart("")
_EMPTY_REFUSAL: Final = RefusalPart("")
_EMPTY_REASONING: Final = ReasoningPart(provider=PROVIDER, provider_data={})
_EMPTY: Final[dict[type, AssistantPart]] = {TextPart: _EMPTY_TEXT, RefusalPart: _EMPTY_REFUSAL, ReasoningPart: _EMPTY_REASONING}

_SHOWN_AS_TEXT: Final = frozenset({"message", "reasoning", *CALLS})

IDS: Final = (CALL_ID, "id")
"""Fields that name an item, the surer one first: servers change `id` between events."""


def kind_of(wire: JsonObject) -> str:
    """Give an item's type; empty for a message that isn't the model's, and where it has none."""
    kind = wire.get("type", "message")
    if kind == "message":
        return "message" if wire.get("role") == "assistant" else ""
    return kind if isinstance(kind, str) else ""


class ItemSoFar:
    """An item that isn't whole yet.

    Attributes:
        kind: See `kind_of`.
        number: Its number, as the wire says it.
        closed: The parts of the whole item; None until it is whole.
    """

    __slots__ = ("_begun", "_ids", "_indices", "_numbers", "_rank", "_reasoning", "_texts", "_wire", "closed", "kind", "number")

    def __init__(
        self,
        wire: JsonObject,
        ids: CallIds,
        numbers: Iterator[int],
        out: list[Chunk],
        *,
        number: int,
        rank: int,
        reasoning: str | None = None,
    ) -> None:
        """Begin an item, and show what is known of it.

        Args:
            wire: The item as the stream begins it.
            ids: The ids of the answer's calls.
            numbers: Gives the number of each new part.
            out: Takes the chunks.
            number: Its number, as the wire says it.
            rank: How many items began before it.
            reasoning: The id of the reasoning before it; see `decode_item`.
        """
        self.kind = kind_of(wire)
        self.number = number
        self.closed: dict[int, AssistantPart] | None = None
        self._wire = wire
        self._rank = rank
        self._reasoning = reasoning
        self._ids = ids
        self._numbers = numbers
        self._texts: dict[tuple[str, int], TextSoFar] = {}
        self._indices: dict[int, int] = {}  # place in a message's content (any other item: 0) → number of the part
        self._begun: dict[int, AssistantPart] = {}  # number of the part → what was known of it at its start
        if self.kind != "message":
            part = _EMPTY_REASONING if self.kind == "reasoning" else self._read(wire)[0]
            self._index(0, ToolCallPart(part.id, part.name, "") if isinstance(part, ToolCallPart) else part, out)
        if self.kind in CALLS:
            self._text(("", 0), self._wire, "arguments" if self.kind == FUNCTION_CALL else "input", out)
        # As a whole item is read: reasoning's summaries first.
        for place in ("summary", "content") if self.kind in {"message", "reasoning"} else ():
            if are_objects(blocks := wire.get(place)):
                for block in blocks:
                    self.begin_block(place, None, block, out)

    @property
    def index(self) -> int | None:
        """The number of its one part; None for a message, which may have several."""
        return None if self.kind == "message" else self._indices[0]

    @property
    def indices(self) -> list[int]:
        """The numbers of its parts, in order."""
        return sorted(self._begun)

    def id(self, field: str) -> str:
        """Give what the wire calls it in a field; empty where it doesn't."""
        return text_or_none(self._wire.get(field)) or ""

    def is_said_again(self, wire: JsonObject) -> bool:
        """Tell whether an object is this item once more, and not the next one under the same number."""
        if kind_of(wire) != self.kind:
            return False
        for field in IDS:
            item_id = wire.get(field)
            if self.id(field) and isinstance(item_id, str) and item_id:
                return item_id == self.id(field)
        return self.closed is None or wire == self._wire

    def begin_block(self, place: str, number: JsonValue, block: JsonObject, out: list[Chunk]) -> None:
        """Take a new object of one of its lists."""
        if self.closed is None:
            self._text((place, self._number(place, number, new=True)), block, _field_of(block), out)

    def end_block(self, place: str, number: JsonValue, block: JsonObject, out: list[Chunk]) -> None:
        """Take an object of one of its lists, whole."""
        if self.closed is None:
            field = _field_of(block)
            number = self._begun_number(place, self._number(place, number), block.get(field))
            text = self._text((place, number), {**block, field: None}, field, out)
            text.wire = block
            self._show(text, text.settle(block.get(text.field)), out)

    def add(self, events: TextEvents, data: JsonObject, out: list[Chunk]) -> tuple[str, Grow] | None:
        """Take a piece of a text; give it, and what adds more to that text, where the event says and shows nothing else."""
        text = self._text_of(events, data, out)
        piece = data["delta"]
        if isinstance(logprobs := data.get("logprobs"), list):
            text.logprobs += logprobs
        if not isinstance(piece, str) or not piece:
            return None
        self._grow(text, piece, out, data)
        return None if logprobs or self.kind not in _SHOWN_AS_TEXT else (piece, partial(self._grow, text))

    def _grow(self, text: TextSoFar, piece: str, out: list[Chunk], data: JsonObject | None = None) -> None:
        text.pieces.append(piece)
        self._show(text, piece, out, data)

    def settle(self, events: TextEvents, data: JsonObject, out: list[Chunk]) -> None:
        """Take a whole text."""
        text = self._text_of(events, data, out)
        if isinstance(logprobs := data.get("logprobs"), list) and logprobs:
            text.logprobs = logprobs
        self._show(text, text.settle(data.get(events.field)), out)

    def annotate(self, data: JsonObject, out: list[Chunk]) -> None:
        """Take an annotation of a text."""
        text = self._text(("content", self._number("content", data.get("content_index"))), {"type": "output_text"}, "text", out)
        so_far = text.wire.get("annotations")
        text.wire = {**text.wire, "annotations": [*(so_far if isinstance(so_far, list) else ()), data["annotation"]]}

    def parts(self) -> dict[int, AssistantPart]:
        """Give the parts as far as they have come, by their numbers."""
        return dict(zip([index for _, index in sorted(self._indices.items())], self._read(self.wire()), strict=False))

    def wire(self) -> JsonObject:
        """Give the item as far as it has come."""
        out = {**self._wire}
        lists: dict[str, list[JsonValue]] = {}
        for (place, _), text in sorted(self._texts.items()):
            if place:
                lists.setdefault(place, []).append(text.text if place == "commands" else text.whole())
            else:
                out |= text.whole()
        if commands := lists.pop("commands", None):
            action = out.get("action")
            out["action"] = {**(action if isinstance(action, dict) else {}), "commands": commands}
        return {**out, **lists}

    def end(self, wire: JsonObject, out: list[Chunk], parts: list[AssistantPart] | None = None) -> None:
        """End every part, after showing what of it had not come in pieces.

        Args:
            wire: The whole item.
            out: Takes the chunks.
            parts: Its parts, where they have been read already.
        """
        if parts is None:
            parts = self._read(wire)
        self._count_from_zero(parts)
        ended: dict[int, AssistantPart] = {}
        for place, part in enumerate(parts):
            index = self._index(place, _EMPTY.get(type(part), part), out)
            self._show_rest(place, part, out)
            ended[index] = part
        if len(self._begun) > len(ended):
            # What began, and isn't in the whole item after all, ends as it was: the final body tells what counts.
            ended = {**self._begun, **self.parts(), **ended}
        self.closed = ended
        self._wire = wire
        out.extend(PartEnd(index, part) for index, part in ended.items())
        self._texts.clear()

    def _count_from_zero(self, parts: list[AssistantPart]) -> None:
        """Renumber the texts of a message that all have come, but from another number on: vLLM goes on from the item before.

        Source: https://github.com/vllm-project/vllm/issues/45742.
        """
        begun = sorted(self._indices)
        if len(begun) != len(parts) or begun == list(range(len(parts))):
            return
        texts = [self._texts.get(("content", number)) for number in begun]
        if all(text is not None and text.begins(part) for text, part in zip(texts, parts, strict=True)):
            places = {number: place for place, number in enumerate(begun)}
            self._indices = {places[number]: index for number, index in self._indices.items()}
            self._texts = {(name, places[number]): text for (name, number), text in self._texts.items()}

    def _show_rest(self, place: int, part: AssistantPart, out: list[Chunk]) -> None:
        match part:
            case ReasoningPart():
                counts = {"summary": 0, "content": 0}
                for block in part.blocks:
                    name = "summary" if block.kind == "summary" else "content"
                    text = self._text((name, counts[name]), {}, "text", out)
                    counts[name] += 1
                    self._show(text, text.settle(block.text), out)
            case TextPart(text=whole) | RefusalPart(refusal=whole):
                text = self._text(("content", place), {"type": part.type}, "text" if part.type == "text" else "refusal", out)
                self._show(text, text.settle(whole), out)
            case ToolCallPart(arguments=whole) if ("", 0) in self._texts:
                text = self._texts["", 0]
                self._show(text, text.settle(whole), out)
            case _:
                pass  # nothing of it comes in pieces

    def _read(self, wire: JsonObject) -> list[AssistantPart]:
        self._ids.place = self._rank
        return decode_item(wire, self._ids, in_answer=True, reasoning=self._reasoning)

    def _index(self, place: int, part: AssistantPart, out: list[Chunk]) -> int:
        index = self._indices.get(place)
        if index is None:
            index = self._indices[place] = next(self._numbers)
            self._begun[index] = part
            out.append(PartStart(index, part))
        return index

    def _number(self, place: str, number: JsonValue, *, new: bool = False) -> int:
        """Tell which object of a list an event means; some servers don't say it, and mean the last one."""
        if type(number) is int:
            return number
        last = max((taken for name, taken in self._texts if name == place), default=-1)
        return last + 1 if new else max(last, 0)

    def _begun_number(self, place: str, number: int, whole: JsonValue) -> int:
        """Give the number under which a text began that an event continues, or tells whole, under another one.

        vLLM counts the number up with every piece, and so tells the whole under one that no event began.
        Source: https://github.com/vllm-project/vllm/pull/35184.
        """
        if (place, number) not in self._texts:
            last = next((key for key in reversed(self._texts) if key[0] == place), None)
            if last is not None and (not self._texts[last].settled or self._texts[last].text == whole):
                return last[1]
        return number

    def _text_of(self, events: TextEvents, data: JsonObject, out: list[Chunk]) -> TextSoFar:
        number = self._number(events.place, data.get(events.number)) if events.place else 0
        number = self._begun_number(events.place, number, data.get(events.field))
        return self._text((events.place, number), {"type": events.kind} if events.place else self._wire, events.field, out)

    def _text(self, key: tuple[str, int], block: JsonObject, field: str, out: list[Chunk]) -> TextSoFar:
        """Give a text; begin it with what its object has of it already."""
        text = self._texts.get(key)
        if text is None:
            index = self._index(key[1], _empty(block), out) if self.kind == "message" else self._indices[0]
            text = self._texts[key] = TextSoFar(index, len(self._texts), block, field)
            if not key[0]:
                text.pieces.clear()  # the pieces of an item's own text say all of it again; where none comes, its end shows it
            self._show(text, text.text, out)
        return text

    def _show(self, text: TextSoFar, piece: str, out: list[Chunk], data: JsonObject | None = None) -> None:
        if not piece:
            return
        if self.kind == "message":
            out.append(RefusalDelta(text.index, piece) if text.field == "refusal" else TextDelta(text.index, piece))
        elif self.kind == "reasoning":
            out.append(ReasoningDelta(text.index, text.block, piece))
        elif self.kind in CALLS:
            out.append(ToolCallDelta(text.index, piece))
        elif data is not None:
            out.append(OpaqueDelta(text.index, data))


def _field_of(block: JsonObject) -> str:
    return "refusal" if block.get("type") == "refusal" else "text"


def _empty(block: JsonObject) -> AssistantPart:
    kind = block.get("type")
    if kind == "refusal":
        return _EMPTY_REFUSAL
    return _EMPTY_TEXT if kind in TEXT_TYPES else opaque(block, "block")
