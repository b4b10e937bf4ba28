"""A streamed Responses answer → chunks.

Source: https://platform.openai.com/docs/api-reference/responses-streaming. Pieces are shown as they come; a part is whole when its
item is (`response.output_item.done`); and the response itself is what the body in the final event says, read by the same functions as
an unstreamed answer. Where that body says something else than the items before it, it counts, and a loss tells so.

The final event is `response.completed`, `.incomplete` or `.failed`. A failed answer raises the error that it names, as the event
`error` does. Compatible servers leave out item numbers, the events that end an item, or the final body's items; what they streamed
counts then. An event that nobody has heard of is shown, and kept with the response under the mark `events`, as is what an event
says beside its known fields. `obfuscation` is padding against eavesdroppers who count bytes, and isn't kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Kept, SSEStreamDecoder, as_list, as_object, said_error, says_something, text_or_none
from interlingua.errors import ConversionError
from interlingua.types.chunks import Finish, OpaqueDelta, ResponseStart
from interlingua.types.json import loads
from interlingua.types.losses import Loss
from interlingua.types.response import Usage
from interlingua_openai.errors import error_from_event, error_in, names_error
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.answer import USAGE, decode_answer, decode_output
from interlingua_openai.responses.finish_reasons import FAILED
from interlingua_openai.responses.stream.events import (
    ANNOTATION_ADDED,
    BESIDE,
    DELTAS,
    DONES,
    ERROR,
    FIELDS,
    FINALS,
    ITEM_ADDED,
    ITEM_DONE,
    PART_ITEMS,
    PARTS,
    SHOWN,
    SILENT,
    STARTS,
    error_of,
    is_error,
    lasting,
)
from interlingua_openai.responses.stream.items import ItemsSoFar, match_items, say_exactly_the_same, say_the_same
from interlingua_openai.usage import decode_usage

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect import ServerSentEvent
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.chunks import Chunk
    from interlingua.types.response import Response


class ResponsesStreamDecoder(SSEStreamDecoder):
    """The state of one stream."""

    counter = "sequence_number"

    def __init__(self, **limits: int) -> None:
        """Begin a stream.

        Args:
            limits: See `SSEStreamDecoder`.
        """
        super().__init__(**limits)
        self._start: ResponseStart | None = None
        self._items = ItemsSoFar()
        self._usage: JsonValue = None
        self._beside: list[JsonValue] = []  # what neither a part nor a field of the response can hold
        self._repeated: JsonObject = {}  # unknown fields as they last were: LiteLLM's proxy says the model in every event
        self._failed: JsonObject | None = None  # the body of an answer that failed and says nothing of why
        self._remarks: list[Loss] = []
        self._begun: JsonObject = {}  # fields of the answer as the events before its end say them
        self._created = False
        self._finished = False
        self._handlers: dict[str, Callable[[JsonObject, list[Chunk]], None]] = {
            **dict.fromkeys(DELTAS, self._on_delta),
            **dict.fromkeys(DONES, self._on_text_done),
            **{f"{name}.{step}": self._on_part for name in PARTS for step in ("added", "done")},
            **dict.fromkeys(STARTS, self._on_start),
            **dict.fromkeys(FINALS, self._on_final),
            **dict.fromkeys(SHOWN, self._show),
            ITEM_ADDED: self._on_item_added,
            ITEM_DONE: self._on_item_done,
            ANNOTATION_ADDED: self._on_annotation,
        }

    @property
    def usage(self) -> Usage:
        """See `SSEStreamDecoder.usage`."""
        return decode_usage(self._usage, USAGE) if isinstance(self._usage, dict) else Usage()

    def partial(self) -> Response:
        """Give what has arrived, items by their numbers, open ones with all that the wire said of them."""
        response = super().partial()
        content = list(response.message.content)
        items = self._items.in_order()
        for item in items:
            if item.closed is None:
                for index, part in item.parts().items():
                    content[index] = part
        in_order = tuple(content[index] for item in items for index in item.indices)
        return response.model_copy(update={"message": response.message.model_copy(update={"content": in_order})})

    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        """See `SSEStreamDecoder.on_event`."""
        text = event.data
        if not text or text == b"[DONE]" or text.isspace():
            return
        if not self._finished and (error := said_error(event, names_error)) is not None:
            raise error_from_event(error_of(error) if isinstance(error, dict) else error)
        over = self._finished or self._failed is not None
        data = _object_of(event, over=over)
        kind = None if data is None else data.get("type")
        name = kind if isinstance(kind, str) else ""
        handler = self._handlers.get(name)
        if not self._finished and data is not None and (name == ERROR or (handler is None and is_error(data, name))):
            raise error_from_event(error_of(data))
        if name in SILENT:
            return
        if data is None or over:
            # Behind a `Finish` that is out the chunk itself says so; one that waits takes the hint along.
            out.append(OpaqueDelta(None, {"text": text.decode("utf-8", "replace")} if data is None else data))
            if not self._finished:
                self._remarks.append(Loss("$.output", "something that is no part of the answer came behind the final event", "hint"))
            return
        if self._start is None:
            self._begin_answer(data, out)
        if handler is None:
            self._show(data, out)
            self._beside.append(data)
            return
        known = FIELDS.get(name)
        if known is not None and not data.keys() <= known:
            self._tell_unknown(name, {field: value for field, value in data.items() if field not in known}, out)
        handler(data, out)

    def on_end(self, out: list[Chunk]) -> None:
        """Say that the answer failed, where nothing behind that said why; the final event has said all else, or never came."""
        if (body := self._failed) is not None and not self._finished:
            if isinstance(error := body.get("error"), dict):
                raise error_from_event(error)
            self._end(body, out)

    def _tell_unknown(self, name: str, fields: JsonObject, out: list[Chunk]) -> None:
        """Show and keep the fields of an event that nobody knows, each only where it says another thing than before."""
        new = {field: value for field, value in fields.items() if field not in self._repeated or self._repeated[field] != value}
        if new:
            self._repeated |= new
            event: JsonObject = {"type": name, **new}
            out.append(OpaqueDelta(None, event))
            self._beside.append(event)

    def _begin_answer(self, data: JsonObject, out: list[Chunk]) -> None:
        body = data.get("response")
        answer = body if isinstance(body, dict) else {}
        model_id = text_or_none(answer.get("model")) or text_or_none(data.get("model"))
        self._start = ResponseStart(id=text_or_none(answer.get("id")), model_id=model_id)
        self._repeated["model"] = model_id
        self._items = ItemsSoFar(self._start.id)
        out.append(self._start)

    def _on_start(self, data: JsonObject, out: list[Chunk]) -> None:  # noqa: ARG002 - there is nothing to show
        """Take an event that says how far the answer is, and its fields: the first of them has begun it."""
        self._begun |= lasting(data.get("response"))
        if data["type"] == STARTS[0]:
            if self._created:  # something between has lost its connection and asked again
                self._remarks.append(Loss("$", "the stream begins its answer twice", "hint"))
            self._created = True

    def _on_delta(self, data: JsonObject, out: list[Chunk]) -> None:
        events = DELTAS[str(data["type"])]
        item = self._items.of_text(events, data, out)
        if item.closed is not None or item.kind != events.item or not isinstance(data.get("delta"), str):
            self._show(data, out)
            return
        again = item.add(events, data, out)
        if again is not None and self.learns and data.keys() <= FIELDS[str(data["type"])]:
            self.may_come_again(*again)

    def _on_text_done(self, data: JsonObject, out: list[Chunk]) -> None:
        events = DONES[str(data["type"])]
        item = self._items.of_text(events, data, out)
        if item.closed is None and item.kind == events.item:
            item.settle(events, data, out)

    def _on_part(self, data: JsonObject, out: list[Chunk]) -> None:
        name, _, step = str(data["type"]).rpartition(".")
        place, number = PARTS[name]
        part = as_object(data.get("part"), "$.part")
        item = self._items.find(data) or self._items.last
        if item is None or item.kind not in PART_ITEMS[place]:
            self._show(data, out)
        elif step == "added":
            item.begin_block(place, data.get(number), part, out)
        else:
            item.end_block(place, data.get(number), part, out)

    def _on_annotation(self, data: JsonObject, out: list[Chunk]) -> None:
        item = self._items.find(data) or self._items.last
        if item is None or item.kind != "message" or item.closed is not None or "annotation" not in data:
            self._show(data, out)
        else:
            item.annotate(data, out)

    def _on_item_added(self, data: JsonObject, out: list[Chunk]) -> None:
        wire, number = as_object(data.get("item"), "$.item"), data.get("output_index")
        item = self._items.find_object(wire, number) if type(number) is int else None
        if item is not None and item.is_said_again(wire):
            self._show(data, out)
        else:
            self._items.begin(wire, number, out)

    def _on_item_done(self, data: JsonObject, out: list[Chunk]) -> None:
        wire = as_object(data.get("item"), "$.item")
        item = self._items.of_whole(wire, data.get("output_index"), out)
        if item.closed is None:
            item.end(wire, out)
        else:
            self._show(data, out)

    def _on_final(self, data: JsonObject, out: list[Chunk]) -> None:
        body = as_object(data.get("response"), "$.response")
        self._usage = body.get("usage")
        if data["type"] != FINALS[-1] and body.get("status") != FAILED:
            self._end(body, out)
        elif says_something(error := body.get("error")):
            raise error_from_event(error)
        else:
            self._failed = body  # Azure says why in an event of its own: https://github.com/earendil-works/pi/issues/7983

    def _end(self, body: JsonObject, out: list[Chunk]) -> None:
        start = self._start or ResponseStart()
        body = {**body}  # a short one goes on with what the first events said
        for name, named in (("id", start.id), ("model", start.model_id)):
            if named is not None and name not in body:
                body[name] = named
        body |= {name: value for name, value in self._begun.items() if name not in body}
        losses = [*self._remarks]
        begun = self._items.in_order()
        if begun and not body.get("output"):
            if "output" in body:
                losses.append(Loss("$.output", "the final response holds none of the items streamed before it", "hint"))
            body = {**body, "output": [item.wire() for item in begun]}
        items = decode_output(body)
        output = [as_object(wire, f"$.output[{place}]") for place, wire in enumerate(as_list(body.get("output") or [], "$.output"))]
        for place, (same, wire, parts) in enumerate(zip(match_items(begun, output), output, items, strict=True)):
            item = same or self._items.begin(wire, place, out)
            if item.closed is None:
                item.end(wire, out, parts)
        for item in begun:
            if item.closed is None:
                item.end(item.wire(), out)
        self._finish(decode_answer(body, [part for parts in items for part in parts]), losses, out)

    def _finish(self, response: Response, losses: list[Loss], out: list[Chunk]) -> None:
        streamed, final = self._items.parts(), [*response.message.content]
        same = say_exactly_the_same(streamed, final)
        if not same and not say_the_same(self._items.parts_by_item(), final):
            losses.append(Loss("$.output", "the final response differs from the items streamed before it, and counts", "hint"))
        provider_data = response.provider_data
        if self._beside:
            provider_data = Kept.of(provider_data, RESPONSES).marked(BESIDE, self._beside).under(RESPONSES)
        start = self._start or ResponseStart()
        out.append(
            Finish(
                finish_reason=response.finish_reason,
                provider_finish_reason=response.provider_finish_reason,
                usage=response.usage,
                provider_data=provider_data,
                losses=tuple(losses),
                message=None if same else response.message,
                id=response.id if response.id != start.id else None,
                model_id=response.model_id if response.model_id != start.model_id else None,
            )
        )
        self._finished = True

    def _show(self, data: JsonObject, out: list[Chunk]) -> None:
        data.pop("obfuscation", None)
        item = self._items.find(data)
        out.append(OpaqueDelta(item.index if item is not None and item.closed is None else None, data))


def _object_of(event: ServerSentEvent, *, over: bool) -> JsonObject | None:
    """Read an event: an object that says its type; None for what is none, where the answer is over."""
    try:
        value = loads(event.data)
    except ConversionError:
        if not over:
            raise
        return None
    if isinstance(value, list) and not over:
        value = error_in(value) or value
    if isinstance(value, dict):
        return {"type": event.event, **value} if event.event and "type" not in value else value
    return None if over else as_object(value, "$")
