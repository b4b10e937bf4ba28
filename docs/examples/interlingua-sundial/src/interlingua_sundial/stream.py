"""The API's streams, both ways: an answer starts, its parts start, grow and end, and it ends. Pure.

Every event is one JSON object:

    {"type": "start", "id": …, "model": …, "message": {"role": "assistant"}}
    {"type": "part", "index": 0, "part": {"type": "text", "text": ""}}
    {"type": "delta", "index": 0, "text": "Hel"}
    {"type": "part_end", "index": 0}
    {"type": "end", "finish_reason": "end", "usage": {…}}
    {"type": "error", "error": {"code": …, "message": …}}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import SSEStreamDecoder, as_object, at, write_event
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    Finish,
    PartEnd,
    PartStart,
    ReasoningBlock,
    ReasoningDelta,
    ReasoningPart,
    RefusalDelta,
    RefusalPart,
    Response,
    ResponseStart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
)
from interlingua.types.json import dumps, loads

from interlingua_sundial.decode import decode_answer_part, decode_response
from interlingua_sundial.encode import encode_response
from interlingua_sundial.errors import error_from_event
from interlingua_sundial.wire import FIELDS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.dialect import ServerSentEvent
    from interlingua.types import AssistantPart, Chunk, JsonObject, JsonValue

_GROWS = {
    KINDS[cls]: FIELDS[cls][field]
    for cls, field in ((TextPart, "text"), (ToolCallPart, "arguments"), (RefusalPart, "refusal"))
    if cls in KINDS
}
"""Kind of a part that grows → the field that does."""

_ID, _MODEL, _MESSAGE = (FIELDS[Response].get(field, "") for field in ("id", "model_id", "message"))
_CONTENT = FIELDS[AssistantMessage]["content"]
_TYPE = FIELDS[TextPart]["type"]

_PIECE = 8  # characters a delta, where a whole answer is written as a stream


def encode_stream(response: Response) -> Iterator[bytes]:
    """Write a response as a stream, one event at a time."""
    left = dict(encode_response(response).body)
    message = dict(as_object(left.pop(_MESSAGE), at("$", _MESSAGE)))
    blocks = message.pop(_CONTENT, [])
    yield _event("start", **{_MESSAGE: message, **{name: left.pop(name) for name in (_ID, _MODEL) if name in left}})
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        part = as_object(block, at("$", _MESSAGE, _CONTENT, index))
        kind = part.get(_TYPE)
        field = _GROWS.get(kind, "") if isinstance(kind, str) else ""
        text = part.get(field)
        if not isinstance(text, str):
            text = ""
            field = ""
        yield _event("part", index=index, part={**part, field: ""} if field else part)
        for begin in range(0, len(text), _PIECE):
            yield _event("delta", index=index, text=text[begin : begin + _PIECE])
        yield _event("part_end", index=index)
    yield _event("end", **left)


def _event(kind: str, **fields: JsonValue) -> bytes:
    return write_event(dumps({"type": kind, **fields}))


class SundialStreamDecoder(SSEStreamDecoder):
    """The state of one stream."""

    def __init__(self) -> None:
        super().__init__()
        self._start: JsonObject | None = None
        self._open: dict[int, tuple[AssistantPart, list[str]]] = {}
        self._ended: dict[int, AssistantPart] = {}
        self._finished = False

    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        """Give the chunks that an event means."""
        if not event.data or self._finished:
            return  # a keep-alive
        data = as_object(loads(event.data), "$")
        kind = data.pop("type", None)
        if kind == "error":
            raise error_from_event(data.get("error"))
        if (kind == "start") != (self._start is None):
            raise ConversionError("$.type", f"{kind!r:.80} stands where it may not")
        match kind:
            case "start":
                self._on_start(data, out)
            case "part":
                self._on_part(data, out)
            case "delta":
                self._on_delta(data, out)
            case "part_end":
                self._on_part_end(data, out)
            case "end":
                self._on_end(data, out)
            case _:
                raise ConversionError("$.type", f"{kind!r:.80} is no event")

    def on_end(self, out: list[Chunk]) -> None:
        """Say nothing more: the last event has said it, or never came."""

    def _on_start(self, data: JsonObject, out: list[Chunk]) -> None:
        answer_id, model = data.get(_ID), data.get(_MODEL)
        if not isinstance(answer_id, str | None) or not isinstance(model, str | None):
            raise ConversionError("$", "expected an id and a model's name")
        self._start = data
        out.append(ResponseStart(answer_id, model))

    def _on_part(self, data: JsonObject, out: list[Chunk]) -> None:
        index = _index(data)
        if index in self._open or index in self._ended:
            raise ConversionError("$.index", "this part has started before")
        part = decode_answer_part(data.get("part"), "$.part")
        self._open[index] = part, []
        out.append(PartStart(index, part))

    def _on_delta(self, data: JsonObject, out: list[Chunk]) -> None:
        index, text = _index(data), data.get("text")
        if index not in self._open or not isinstance(text, str):
            raise ConversionError("$", "there is no such part to grow, or no text")
        part, pieces = self._open[index]
        match part:
            case TextPart():
                out.append(TextDelta(index, text))
            case ToolCallPart():
                out.append(ToolCallDelta(index, text))
            case RefusalPart():
                out.append(RefusalDelta(index, text))
            case ReasoningPart():
                out.append(ReasoningDelta(index, 0, text))
            case _:
                raise ConversionError("$.index", f"a part of kind {part.type} doesn't grow")
        pieces.append(text)

    def _on_part_end(self, data: JsonObject, out: list[Chunk]) -> None:
        index = _index(data)
        if index not in self._open:
            raise ConversionError("$.index", "this part isn't open")
        part, pieces = self._open.pop(index)
        self._ended[index] = _grown(part, "".join(pieces)) if pieces else part
        out.append(PartEnd(index, self._ended[index]))

    def _on_end(self, data: JsonObject, out: list[Chunk]) -> None:
        if self._open:
            raise ConversionError("$", "a part is still open")
        start = self._start or {}
        message: JsonObject = {**as_object(start.get(_MESSAGE), at("$", _MESSAGE)), _CONTENT: []}
        response = decode_response({**data, **start, _MESSAGE: message}).value
        parts = tuple(part for _, part in sorted(self._ended.items()))
        whole = response.message.model_copy(update={"content": parts})
        as_streamed = list(self._ended) == sorted(self._ended) and not whole.provider_data
        self._finished = True
        out.append(
            Finish(
                finish_reason=response.finish_reason,
                provider_finish_reason=response.provider_finish_reason,
                usage=response.usage,
                provider_data=response.provider_data,
                message=None if as_streamed else whole,
            )
        )


def _index(data: JsonObject) -> int:
    index = data.get("index")
    if type(index) is not int:
        raise ConversionError("$.index", "expected a part's number")
    return index


def _grown(part: AssistantPart, text: str) -> AssistantPart:
    """Add what has come to what a part began with."""
    match part:
        case TextPart():
            return part.model_copy(update={"text": part.text + text})
        case ToolCallPart():
            return part.model_copy(update={"arguments": part.arguments + text})
        case RefusalPart():
            return part.model_copy(update={"refusal": part.refusal + text})
        case ReasoningPart():
            return part.model_copy(update={"blocks": (*part.blocks, ReasoningBlock("full", text))})
        case _:
            return part
