"""A streamed Chat Completions answer → chunks.

Source: https://platform.openai.com/docs/api-reference/chat-streaming. Deltas are shown as they come; the response itself is what
`decode_answer` makes of the whole body that the deltas add up to, so a stream and a whole answer can't disagree.

The final event is a non-null `finish_reason` on every choice that was seen (an empty one counts); neither `[DONE]` nor a usage
chunk is. The `Finish` waits for `[DONE]`, or the end of the bytes, because usage comes in between. `obfuscation` is padding against
eavesdroppers who count bytes, and the only field that isn't kept.

An error that comes after the final event takes nothing away from an answer that is whole, as little as a cut there does: it is shown
as an `OpaqueDelta`, and kept as the field `error` of the response's `provider_data`. Before it, an error ends the stream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import SSEStreamDecoder, as_int, as_list, as_object, text_or_none
from interlingua.errors import ConversionError
from interlingua.types.chunks import Finish, OpaqueDelta, ResponseStart
from interlingua.types.json import loads
from interlingua.types.losses import Loss
from interlingua_openai.chat.answer import CHUNK_OBJECT, OBJECT, USAGE, decode_answer
from interlingua_openai.chat.stream.choice import ChoiceSoFar, Display
from interlingua_openai.errors import error_from_event, error_in
from interlingua_openai.usage import decode_usage

if TYPE_CHECKING:
    from interlingua.dialect import ServerSentEvent
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.chunks import Chunk
    from interlingua.types.response import Usage

_DONE = b"[DONE]"
_SILENT = frozenset({"keepalive", "ping"})
"""Events, by their line or their field `type`, that only keep the connection."""


class ChatStreamDecoder(SSEStreamDecoder):
    """The state of one stream."""

    def __init__(self, **limits: int) -> None:
        """Begin a stream.

        Args:
            limits: See `SSEStreamDecoder`.
        """
        super().__init__(**limits)
        self._envelope: JsonObject = {}
        self._usage: JsonObject | None = None
        self._choices: dict[int, ChoiceSoFar] = {}
        self._display = Display()
        self._start: ResponseStart | None = None
        self._ended = False

    @property
    def usage(self) -> Usage | None:
        """See `SSEStreamDecoder.usage`."""
        return None if self._usage is None else decode_usage(self._usage, USAGE)

    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        """See `SSEStreamDecoder.on_event`."""
        data = event.data
        if self._ended or not data or data.isspace():
            return  # empty data is a server's way of keeping the connection
        if data == _DONE:
            self.on_end(out)
        elif event.event == "error":
            value = _value_of(data)
            self._take_error(value if isinstance(value, dict) else {"error": value}, out)
        elif (value := loads(data)) is not None and event.event not in _SILENT:
            self._add_chunk(value if isinstance(value, dict) else as_object(value, "$"), out)

    def on_end(self, out: list[Chunk]) -> None:
        """See `SSEStreamDecoder.on_end`."""
        if self._ended or not self._final_event_came:
            return
        self._ended = True
        start = self._start or ResponseStart()
        losses: list[Loss] = []
        body = self._whole()
        for name, first in (("id", start.id), ("model", start.model_id)):
            if first and body.get(name) != first:
                losses.append(Loss(path=f"$.{name}", reason="later chunks gave another one; the first one counts", kind="hint"))
                body[name] = first
        response = decode_answer(body)
        self._display.out = out
        in_order = self._display.end(response.message.content)
        out.append(
            Finish(
                finish_reason=response.finish_reason,
                provider_finish_reason=response.provider_finish_reason,
                usage=response.usage,
                provider_data=response.provider_data,
                losses=tuple(losses),
                message=response.message if response.message.provider_data or not in_order else None,
                id=response.id if response.id != start.id else None,
                model_id=response.model_id if response.model_id != start.model_id else None,
            )
        )

    def _add_chunk(self, chunk: JsonObject, out: list[Chunk]) -> None:
        if ("error" in chunk or chunk.get("object") == "error") and error_in(chunk):
            self._take_error(chunk, out)
            if "error" not in chunk or chunk.get("object") == "error":
                return  # it is nothing but an error
        if isinstance(kind := chunk.get("type"), str) and kind in _SILENT:
            return
        choices = chunk.pop("choices", None)
        if (usage := chunk.get("usage")) is not None:
            self._usage = as_object(usage, "$.usage")
        if choices:
            if self._start is None:
                self._start = ResponseStart(id=text_or_none(chunk.get("id")), model_id=text_or_none(chunk.get("model")))
                out.append(self._start)
            self._display.out = out
            for choice in choices if isinstance(choices, list) else as_list(choices, "$.choices"):
                self._add_choice(choice if isinstance(choice, dict) else as_object(choice, "$.choices[]"))
        self._envelope.update(chunk)

    @property
    def _final_event_came(self) -> bool:
        return bool(self._choices) and all(choice.finished for choice in self._choices.values())

    def _take_error(self, event: JsonObject, out: list[Chunk]) -> None:
        if not self._final_event_came:
            raise error_from_event(error_in(event) or event)
        error = event if event.get("object") == "error" else event.get("error", event)
        self._envelope["error"] = error
        out.append(OpaqueDelta(None, {"error": error}))

    def _add_choice(self, choice: JsonObject) -> None:
        index = choice.get("index")
        if index is None:
            index = 0
        so_far = self._choices.get(index) if type(index) is int else None
        if so_far is None:
            number = as_int(index, "$.choices[].index")
            if number < 0:
                raise ConversionError("$.choices[].index", f"expected an index of at least 0, got {number}")
            # The lowest number is the response; a higher one that comes first isn't shown before the end.
            so_far = self._choices[number] = ChoiceSoFar(self._display if number == 0 else None)
        so_far.add(choice)

    def _whole(self) -> JsonObject:
        """Give the body that the chunks add up to."""
        body = {name: value for name, value in self._envelope.items() if name != "obfuscation"}
        if body.get("object") == CHUNK_OBJECT:
            body["object"] = OBJECT
        if self._usage is not None:
            body["usage"] = self._usage
        body["choices"] = [choice.whole() for _, choice in sorted(self._choices.items())]
        return body


def _value_of(data: bytes) -> JsonValue:
    """Read the data of an event that is named an error: JSON, or bare text."""
    try:
        return loads(data)
    except ConversionError:
        return data.decode("utf-8", "replace")
