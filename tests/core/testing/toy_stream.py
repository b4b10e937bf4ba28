"""The streams of the toy wire: an answer starts, its blocks open, grow and shut, and it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from interlingua.dialect import SSEStreamDecoder, write_event
from interlingua.errors import ConversionError
from interlingua.types import Finish, PartEnd, PartStart, ResponseStart, TextDelta, TextPart, ToolCallDelta, ToolCallPart
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.core.testing.toy import ToyDialect

    from interlingua.dialect import ServerSentEvent
    from interlingua.types import Chunk, JsonObject, JsonValue

GROWING = {"text": "text", "tool_call": "args"}
"""Kind of a block that grows → the field that does."""


def stream_events(body: JsonObject, kind: str) -> Iterator[bytes]:
    """Say a whole body as a stream; `kind` is the field of a block that says which kind it is of."""
    head: Any = dict(body["answer"])
    blocks = head.pop("parts")
    yield _event("start", answer=head, **{name: body[name] for name in ("id", "model") if name in body})
    for number, block in enumerate(blocks):
        grows = GROWING.get(str(block.get(kind)), "")
        text = block.get(grows, "")
        yield _event("open", n=number, block=block | {grows: ""} if grows else block)
        for piece in (text[:3], text[3:]):
            if piece:
                yield _event("more", n=number, text=piece)
        yield _event("shut", n=number)
    yield _event("end", **{name: field for name, field in body.items() if name not in {"answer", "id", "model"}})


def _event(kind: str, **fields: JsonValue) -> bytes:
    return write_event(dumps({"ev": kind, "body": fields}))


class ToyStreamDecoder(SSEStreamDecoder):
    """Reads the toy wire's streams."""

    def __init__(self, dialect: ToyDialect) -> None:
        """Begin a stream."""
        super().__init__()
        self.dialect = dialect
        self.answer: JsonObject | None = None
        self.open: dict[int, Any] = {}
        self.pieces: dict[int, list[str]] = {}
        self.parts: dict[int, Any] = {}
        self.finished = False

    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        """Read one event."""
        outer = loads(event.data)
        kind, body = (outer.get("ev"), outer.get("body")) if isinstance(outer, dict) else (None, None)
        self.on_body(kind, body, out)

    def on_body(self, kind: JsonValue, body: JsonValue, out: list[Chunk]) -> None:
        """Read what an event of some kind says."""
        if not isinstance(body, dict) or self.finished or (kind == "start") != (self.answer is None):
            raise ConversionError("$", "this event stands where none may")
        if kind == "start":
            self.on_start(body, out)
        elif kind == "open":
            self.on_open(self.number(body), body, out)
        elif kind == "more":
            self.on_more(self.number(body), body, out)
        elif kind == "shut":
            self.on_shut(self.number(body), out)
        elif kind == "end":
            self.on_finish(body, out)
        else:
            raise ConversionError("$.ev", "there is no such event")

    def number(self, body: JsonObject) -> int:
        """Read the number of a block."""
        number = body.get("n")
        if type(number) is not int:
            raise ConversionError("$.body.n", "a block has a number")
        return number

    def on_start(self, body: JsonObject, out: list[Chunk]) -> None:
        """Begin the answer."""
        answer, said_id, model = body.get("answer"), body.get("id"), body.get("model")
        if not isinstance(answer, dict) or not isinstance(said_id, str | None) or not isinstance(model, str | None):
            raise ConversionError("$.body", "this is no start")
        self.answer = answer
        out.append(ResponseStart(said_id, model))

    def on_open(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        """Open a part."""
        if number in self.open or number in self.parts:
            raise ConversionError("$.body.n", "this block has begun before")
        self.open[number] = self.dialect.part_in(body.get("block"), "$.body.block")
        self.pieces[number] = []
        out.append(PartStart(number, self.open[number]))

    def on_more(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        """Grow a part."""
        part, text = self.open.get(number), body.get("text")
        if not isinstance(part, TextPart | ToolCallPart) or not isinstance(text, str):
            raise ConversionError("$.body", "this block doesn't grow")
        self.pieces[number].append(text)
        out.append(TextDelta(number, text) if isinstance(part, TextPart) else ToolCallDelta(number, text))

    def on_shut(self, number: int, out: list[Chunk]) -> None:
        """End a part."""
        if number not in self.open:
            raise ConversionError("$.body.n", "this block isn't open")
        part = self.grown(self.open.pop(number), "".join(self.pieces[number]))
        self.parts[number] = part
        out.append(PartEnd(number, part))

    def grown(self, part: Any, text: str) -> Any:  # noqa: ANN401 - a part of any class
        """Add what has come to what the part began with."""
        if isinstance(part, TextPart):
            return part.model_copy(update={"text": part.text + text})
        return part.model_copy(update={"arguments": part.arguments + text}) if isinstance(part, ToolCallPart) else part

    def on_finish(self, body: JsonObject, out: list[Chunk]) -> None:
        """End the answer."""
        if self.open:
            raise ConversionError("$", "a block is still open")
        said = self.dialect.decode_response({**body, "answer": {**(self.answer or {}), "parts": []}}).value
        message = said.message.model_copy(update={"content": tuple(part for _, part in sorted(self.parts.items()))})
        whole = message if message.provider_data else None
        self.finished = True
        out.append(Finish(said.finish_reason, said.provider_finish_reason, said.usage, said.provider_data, message=whole))

    def on_end(self, out: list[Chunk]) -> None:
        """Nothing is left to say."""
