"""A streamed Chat Completions answer → chunks.

Source: https://platform.openai.com/docs/api-reference/chat-streaming. Deltas are shown as they come; the response itself is what
`decode_answer` makes of the whole body that the deltas add up to, so a stream and a whole answer can't disagree.

The final event is a `finish_reason` on every choice that was seen, or `[DONE]`. Null says nothing, nor does an empty word beside more of
the answer: some servers' chunks have one all along (https://github.com/ollama/ollama/issues/4357). Whole hosts send no finish reason at
all (Snowflake's Cortex, Novita), so that it is None, with a hint. Usage alone is no end. The `Finish` comes with `[DONE]` where the last
usage came at the end and not on the way there, else with the end of the bytes, as it may come behind. `obfuscation` is padding against
eavesdroppers who count bytes, and the only field that isn't kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import SSEStreamDecoder, as_int, as_list, as_object, said_error, text_or_none
from interlingua.errors import ConversionError, InterlinguaError
from interlingua.types.chunks import Finish, OpaqueDelta, ResponseStart
from interlingua.types.json import dumps_text, loads
from interlingua.types.losses import Loss
from interlingua.types.response import Response, Usage
from interlingua_openai.chat.answer import ASIDE, CHUNK_OBJECT, OBJECT, USAGE, decode_answer
from interlingua_openai.chat.finish_reasons import decode_finish_reason
from interlingua_openai.chat.stream.choice import ChoiceSoFar, Display
from interlingua_openai.errors import error_from_event, error_in, names_error
from interlingua_openai.usage import decode_usage

if TYPE_CHECKING:
    from interlingua.dialect import ServerSentEvent
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.chunks import Chunk

_DONE = b"[DONE]"
_SILENT = frozenset({"keepalive", "ping"})
"""Events, by their line or their field `type`, that only keep the connection."""
_ENVELOPE = frozenset({"id", "object", "created", "model"})
"""What Azure's chunks about its filters, which come before, within and behind the answer, leave blank (`""`, 0): it says nothing.

Source: https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-streaming (sample response streams), 2026-11-30.
"""


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
        self._is_total = False  # usage has been told, and not on the way to the end
        self._choices: dict[int, ChoiceSoFar] = {}
        self._display = Display()
        self._start: ResponseStart | None = None
        self._first: dict[str, str] = {}  # the answer's first id and model, which may come later than its start
        self._done = False  # `[DONE]` has come
        self._finished = False  # so has all that the `Finish` waits for
        self._remarks: list[Loss] = []

    @property
    def usage(self) -> Usage:
        """See `SSEStreamDecoder.usage`."""
        return decode_usage(self._told, USAGE) if isinstance(self._told, dict) else Usage()

    @property
    def _told(self) -> JsonValue:
        """The usage as the wire last had it."""
        aside = self._envelope.get(ASIDE)
        beside = aside.get("usage") if isinstance(aside, dict) else None
        return self._usage or next((choice.usage for choice in self._choices.values() if choice.usage), beside)

    def partial(self) -> Response:
        """Give what has arrived, blocks and fields included that are shown only at the end."""
        shown = super().partial()
        if self._finished or not self._choices:
            return shown
        try:
            whole = decode_answer(self._whole())
        except InterlinguaError:
            return shown  # half a block can't be read: what was shown is all that there is
        message = whole.message.model_copy(update={"origin": shown.message.origin})
        return shown.model_copy(update={"message": message, "provider_data": whole.provider_data})

    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        """See `SSEStreamDecoder.on_event`."""
        data = event.data
        if not data or data.isspace() or (self._finished and (data.startswith(_DONE) or event.event in _SILENT)):
            return  # empty data is a server's way of keeping the connection
        if data.startswith(_DONE):
            self._done = True
            if self._is_total:
                self.on_end(out)
            return
        if self._finished:  # the chunk itself says so
            out.append(OpaqueDelta(None, {"text": data.decode("utf-8", "replace")}))
            return
        try:
            if (error := said_error(event, names_error)) is not None:
                self._take_error(error, out)
            elif (value := loads(data)) is not None and event.event not in _SILENT:
                if isinstance(value, dict) and "choices" not in value and names_error(event.event):
                    value = {"type": event.event, **value}
                self._add_chunk(value, out)
        except ConversionError:
            if not self._final_event_came:
                raise
            said = data[:60].decode("utf-8", "replace")
            self._remarks.append(Loss("$", f"behind the final event stands what can't be read: {said!r}", "hint"))

    def on_end(self, out: list[Chunk]) -> None:
        """See `SSEStreamDecoder.on_end`."""
        if self._finished or not self._final_event_came:
            return
        self._finished = True
        start = self._start or ResponseStart()
        losses = self._remarks
        losses += (
            Loss(f"$.choices[{number}].finish_reason", "the stream ended with [DONE], and said no reason", "hint")
            for number, choice in sorted(self._choices.items())
            if not choice.finished
        )
        body = self._whole()
        for name, first in self._first.items():
            if body.get(name) != first:
                losses.append(Loss(path=f"$.{name}", reason="later chunks gave another one; the first one counts", kind="hint"))
                body[name] = first
        response = decode_answer(body)
        usage = response.usage
        if usage and not (self._is_total or self._done):
            told = dumps_text(self._told)
            losses.append(Loss("$.usage", f"the stream ended before the whole usage was told; on the way it was {told}", "hint"))
            usage = Usage()
        self._display.out = out
        in_order = self._display.end(response.message.content)
        out.append(
            Finish(
                finish_reason=response.finish_reason,
                provider_finish_reason=response.provider_finish_reason,
                usage=usage,
                provider_data=response.provider_data,
                losses=tuple(losses),
                message=response.message if response.message.provider_data or not in_order else None,
                id=response.id if response.id != start.id else None,
                model_id=response.model_id if response.model_id != start.model_id else None,
            )
        )

    def _add_chunk(self, value: JsonValue, out: list[Chunk]) -> None:
        chunk = value if isinstance(value, dict) else {}
        if ("choices" not in chunk or "error" in chunk) and error_in(value):
            self._take_error(value, out)
            if "error" not in chunk or chunk.get("object") == "error":
                return  # it is nothing but an error
        if chunk is not value:
            as_object(value, "$")
        if isinstance(kind := chunk.get("type"), str) and kind in _SILENT:
            return
        choices = chunk.pop("choices", None)
        tells = _tells_usage(chunk, choices)
        before = self._told if tells else None
        if (usage := chunk.get("usage")) is not None:
            self._usage = as_object(usage, "$.usage") or self._usage
        if choices:
            self._begin(chunk, out)
            for choice in choices if isinstance(choices, list) else as_list(choices, "$.choices"):
                self._add_choice(choice if isinstance(choice, dict) else as_object(choice, "$.choices[]"), out)
            if self.learns and not tells and "error" not in chunk:
                self._learn(choices)
        self._add_envelope(chunk)
        if tells and (told := self._told) is not before:
            self._is_total = isinstance(told, dict) and (not choices or all(choice.finished for choice in self._choices.values()))

    def _begin(self, chunk: JsonObject, out: list[Chunk]) -> None:
        if self._start is None:
            self._start = ResponseStart(id=text_or_none(chunk.get("id")), model_id=text_or_none(chunk.get("model")))
            out.append(self._start)
        self._display.out = out

    def _learn(self, choices: JsonValue) -> None:
        """Tell whether a chunk like this one may take the short way: all of it but a text is what the one before said too."""
        if isinstance(choices, list) and len(choices) == 1 and isinstance(choice := choices[0], dict):
            so_far = self._choices[as_int(choice.get("index") or 0, "$.choices[].index")]
            if (alone := so_far.said_alone(choice)) is not None:
                self.may_come_again(*alone)

    def _add_envelope(self, fields: JsonObject) -> None:
        if fields.get("id") == "" and self._envelope:
            fields = {name: value for name, value in fields.items() if value or name not in _ENVELOPE or name not in self._envelope}
        self._envelope.update(fields)
        for name in ("id", "model") if self._start is not None and len(self._first) < 2 else ():
            if (said := text_or_none(fields.get(name))) and name not in self._first:
                self._first[name] = said

    @property
    def _final_event_came(self) -> bool:
        return bool(self._choices) and (self._done or all(choice.finished for choice in self._choices.values()))

    @property
    def _ended_well(self) -> bool:
        return self._final_event_came and decode_finish_reason(self._choices[min(self._choices)].finish_reason) != "error"

    def _take_error(self, event: JsonValue, out: list[Chunk]) -> None:
        if not self._ended_well:
            raise error_from_event(error_in(event) or event)
        error = event.get("error", event) if isinstance(event, dict) and event.get("object") != "error" else event
        self._envelope["error"] = error
        out.append(OpaqueDelta(None, {"error": error}))

    def _add_choice(self, choice: JsonObject, out: list[Chunk]) -> None:
        error, index = choice.get("error"), choice.get("index")
        ended_well = bool(error) and self._ended_well
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
        if error and not index and not ended_well:  # OpenRouter puts it here; one of a further choice stays there
            raise error_from_event(error)
        if ended_well:
            out.append(OpaqueDelta(None, {"error": error}))

    def _whole(self) -> JsonObject:
        """Give the body that the chunks add up to."""
        body = {name: value for name, value in self._envelope.items() if name != "obfuscation"}
        if body.get("object") == CHUNK_OBJECT:
            body["object"] = OBJECT
        if self._usage is not None:
            body["usage"] = self._usage
        body["choices"] = [choice.whole() for _, choice in sorted(self._choices.items())]
        return body


def _tells_usage(chunk: JsonObject, choices: JsonValue) -> bool:
    """Tell whether a chunk may say usage: beside its choices, in one, or in Groq's own field."""
    if chunk.get("usage") is not None or ASIDE in chunk:
        return True
    return isinstance(choices, list) and any(isinstance(choice, dict) and "usage" in choice for choice in choices)
