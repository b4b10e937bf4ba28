"""A streamed answer → chunks.

Source: https://docs.claude.com/en/docs/build-with-claude/streaming. Blocks are collected as the wire's own objects and read by
the same functions as a whole answer's, so that both agree; a call's arguments alone stay the text that was streamed.
What an event says beside its known fields, and no part or field of the response can hold, is shown as an `OpaqueDelta`, and kept
with the response as the mark `events`.

Gateways begin one message twice: what the second start adds is taken, and told as a hint
(https://github.com/maximhq/bifrost/issues/4556, https://github.com/BerriAI/litellm/issues/32478). Where another message begins inside
one, something between has lost its connection and asked again, and the two are never joined
(https://github.com/vercel/ai/issues/18331).
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from interlingua.dialect import Kept, SSEStreamDecoder, said_error, text_or_none
from interlingua.errors import ConversionError, InterlinguaError
from interlingua.types import Finish, Loss, OpaqueDelta, PartStart, ResponseStart, Usage
from interlingua.types.json import loads
from interlingua_anthropic.errors import error_from_event, error_in, names_error
from interlingua_anthropic.messages.answer import MODELLED, decode_envelope, decode_usage
from interlingua_anthropic.messages.stream.block import StreamBlock
from interlingua_anthropic.messages.tool_ids import ToolIds
from interlingua_anthropic.names import EVENTS, MESSAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from interlingua.dialect import ServerSentEvent
    from interlingua.errors import ProviderError
    from interlingua.types import Chunk, JsonObject, JsonValue, Response

# Fields of the message that only its start can say.
_EARLY = MODELLED - {"stop_reason", "usage"}


class MessagesStreamDecoder(SSEStreamDecoder):
    """Decodes one stream; its final event is `message_stop`."""

    def __init__(self) -> None:
        """Begin a stream."""
        super().__init__()
        self._envelope: JsonObject | None = None  # the message as far as it is known, without its content
        self._ids = ToolIds()
        self._open: dict[int, StreamBlock] = {}  # by the wire's index
        self._count = 0  # of parts so far
        self._beside: list[JsonValue] = []  # what neither a part nor a field of the response can hold
        self._id: str | None = None  # where the first start said none
        self._model_id: str | None = None  # the model that went on, where the one that began didn't, or wasn't named
        self._losses: list[Loss] = []
        self._stopped = False
        self._handlers: dict[str, Callable[[JsonObject, list[Chunk]], None]] = {
            "content_block_delta": self._on_delta,
            "content_block_start": self._on_block_start,
            "content_block_stop": self._on_block_stop,
            "message_start": self._on_message_start,
            "message_delta": self._on_message_delta,
            "message_stop": self._on_message_stop,
            "ping": self._on_ping,
        }

    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        """Take one event; see `SSEStreamDecoder.on_event`."""
        # Gateways may end every stream with OpenAI's marker; an event without data says nothing, as the official SDK reads it too.
        if event.data == b"[DONE]" or (not event.data and event.event != "error"):
            return
        if self._stopped:  # the answer is whole, and nothing takes that away
            if event.event != "ping" and not _is_ping(event.data):  # the chunk itself says so
                out.append(OpaqueDelta(None, {"text": event.data.decode("utf-8", "replace")}))
            return
        if (error := said_error(event, names_error)) is not None:
            raise _typed(error)
        data = loads(event.data)
        if data is None and event.event == "ping":
            return
        if not isinstance(data, dict):
            if error_in(data):  # a list of one
                raise _typed(data)
            raise ConversionError("$", "an event is an object")
        kind = data.get("type")
        handler = self._handlers.get(kind) if isinstance(kind, str) else None
        if handler is not None:
            handler(data, out)
        elif _is_error(data, name := kind if isinstance(kind, str) else event.event):
            raise _typed({"type": name, **data} if name else data)
        else:
            out.append(OpaqueDelta(None, data))
            self._beside.append(data)

    def on_end(self, out: list[Chunk]) -> None:
        """Say nothing more: `message_stop` has said it, or never came."""

    @property
    def usage(self) -> Usage:
        """The usage that the stream has told so far."""
        usage = (self._envelope or {}).get("usage")
        return decode_usage(usage) if isinstance(usage, dict) else Usage()

    def partial(self) -> Response:
        """Give what has arrived, open blocks with all that the wire said of them."""
        response = super().partial()
        content = list(response.message.content)
        for block in self._open.values():
            content[block.index] = block.part()
        message = response.message.model_copy(update={"content": tuple(content)})
        late = {"id": self._id or response.id, "model_id": self._model_id or response.model_id}
        return response.model_copy(update={"message": message, **late})

    def _on_message_start(self, data: JsonObject, out: list[Chunk]) -> None:
        message = data.get("message")
        if not isinstance(message, dict):
            raise ConversionError("$", "a stream begins with one message_start that holds its message")
        if self._envelope is not None:
            self._on_repeated_start(self._envelope, message, data, out)
            return
        if not isinstance(content := message.get("content"), list | None):
            raise ConversionError("$.message.content", "an answer has a list of blocks")
        self._envelope = {**message, "content": []}  # the events that follow say what is in it
        left = _take(self._envelope, _without(data, "type", "message"), _EARLY | message.keys())
        envelope = decode_envelope(self._envelope)
        if envelope.id:
            self._ids = ToolIds(envelope.id)
        fields = Kept({name: value for name, value in self._envelope.items() if name not in MODELLED})
        out.append(ResponseStart(envelope.id, envelope.model_id, fields.under(MESSAGES)))
        self._show(None, data, left, out)
        for block in content if isinstance(content, list) else ():
            self._begin(block, out).end(out)

    def _on_repeated_start(self, envelope: JsonObject, message: JsonObject, data: JsonObject, out: list[Chunk]) -> None:
        """Take what a second start adds to its message; what contradicts the first is shown and kept.

        Raises:
            ConversionError: It begins another message.
        """
        begun, again = text_or_none(envelope.get("id")), text_or_none(message.get("id"))
        if begun and again and begun != again:
            raise ConversionError("$.message.id", f"another message, {again!r}, begins inside {begun!r}")
        self._losses.append(Loss("$", "the stream begins its message twice", "hint"))
        if not begun:
            self._id = envelope["id"] = again
        if not text_or_none(envelope.get("model")):
            self._model_id = envelope["model"] = text_or_none(message.get("model"))
        left = _without(data, "type", "message")
        odd: JsonObject = {name: value for name, value in _take(envelope, message, _EARLY).items() if value and value != envelope.get(name)}
        if odd:
            left["message"] = odd
        self._show(None, data, left, out)

    def _on_block_start(self, data: JsonObject, out: list[Chunk]) -> None:
        index = data.get("index")
        if type(index) is not int or index in self._open or self._envelope is None:
            raise ConversionError("$.index", "a block begins once, after message_start, with an index of its own")
        block = self._open[index] = self._begin(data.get("content_block"), out)
        if len(data) > 3:
            # No delta of the block, so it is shown as the stream's own.
            self._show(None, data, {"index": block.index, **_without(data, "type", "index", "content_block")}, out)

    def _begin(self, wire: object, out: list[Chunk]) -> StreamBlock:
        if not isinstance(wire, dict):
            raise ConversionError("$.content_block", "a block is an object")
        if wire.get("type") == "fallback":
            self._fall_back(wire.get("from"), wire.get("to"))
        block = StreamBlock(self._count, wire, self._ids.of_call, self._beside)
        self._count += 1
        out.append(PartStart(block.index, block.start))
        return block

    def _fall_back(self, before: JsonValue, after: JsonValue) -> None:
        """Take the model that goes on in the place of the one that began: the whole answer is labelled with it as well.

        The start may name the one that began with its date (`claude-a-20260101`).
        """
        so_far = self._model_id or (self._envelope or {}).get("model")
        if isinstance(before, dict) and isinstance(after, dict):
            old, new = before.get("model"), after.get("model")
            if isinstance(so_far, str) and isinstance(old, str) and isinstance(new, str) and so_far.startswith(old):
                self._model_id = new

    def _on_delta(self, data: JsonObject, out: list[Chunk]) -> None:
        index, delta = data.get("index"), data.get("delta")
        block = self._open.get(index) if type(index) is int else None
        if block is None or not isinstance(delta, dict):
            raise ConversionError("$.index", "a delta belongs to a block that has begun")
        text = block.add(delta, out)
        if len(data) > 3:
            self._show(block.index, data, _without(data, "type", "index", "delta"), out)
        elif text:
            self.may_come_again(text, block.grow)

    def _on_block_stop(self, data: JsonObject, out: list[Chunk]) -> None:
        index = data.get("index")
        block = self._open.pop(index, None) if type(index) is int else None
        if block is None:
            raise ConversionError("$.index", "a block ends after it has begun")
        if len(data) > 2:
            self._show(block.index, data, _without(data, "type", "index"), out)
        block.end(out)

    def _on_message_delta(self, data: JsonObject, out: list[Chunk]) -> None:
        """Take the message's last fields."""
        envelope, delta = self._envelope, data.get("delta")
        if delta is None:
            delta = {}
        if envelope is None or not isinstance(delta, dict):
            raise ConversionError("$.delta", "a message_delta holds fields of a message that has begun")
        left = _take(envelope, _without(data, "type", "delta"), _EARLY | delta.keys())
        if odd := _take(envelope, delta, _EARLY):
            left["delta"] = odd
        self._show(None, data, left, out)

    def _on_message_stop(self, data: JsonObject, out: list[Chunk]) -> None:
        """Finish; blocks that a server forgot to end are whole as well."""
        envelope = self._envelope
        if envelope is None:
            raise ConversionError("$", "a message_stop ends a message that has begun")
        if len(data) > 1:
            known = {name for name, value in envelope.items() if value is not None} - {"usage"}
            self._show(None, data, _take(envelope, _without(data, "type"), _EARLY | known), out)
        for block in self._open.values():
            block.end(out)
        self._open.clear()
        if self._model_id is not None:  # the whole answer names it too
            envelope["model"] = self._model_id
        end = decode_envelope(envelope)
        kept = end.provider_data
        if self._beside:
            kept = Kept.of(kept, MESSAGES).marked(EVENTS, self._beside).under(MESSAGES)
        model_id = None if self._model_id is None else end.model_id
        losses = (*end.losses, *self._losses)
        out.append(Finish(end.finish_reason, end.provider_finish_reason, end.usage, kept, losses, id=self._id, model_id=model_id))
        self._stopped = True

    def _on_ping(self, data: JsonObject, out: list[Chunk]) -> None:
        """Take a ping: it only keeps the connection alive."""
        self._show(None, data, _without(data, "type"), out)

    def _show(self, index: int | None, data: JsonObject, fields: JsonObject, out: list[Chunk]) -> None:
        """Show and keep fields of an event that have no place in a part or the message, if there are any."""
        if fields:
            shown: JsonObject = {"type": data["type"], **fields}
            out.append(OpaqueDelta(index, shown))
            self._beside.append(shown if index is None else {**shown, "index": index})


def _take(envelope: JsonObject, fields: JsonObject, taken: Collection[str]) -> JsonObject:
    """Put the fields of an event into the message, the later in the place of the earlier; give those that have no place there.

    A later null says nothing. Usage is cumulative: a later figure wins over an earlier one.
    """
    left: JsonObject = {}
    for name, value in fields.items():
        so_far = envelope.get(name)
        if name in taken:
            left[name] = value
        elif value is None and so_far is not None:
            continue
        elif name != "usage" or not isinstance(so_far, dict):
            envelope[name] = value
        elif isinstance(value, dict):
            envelope[name] = so_far | {figure: count for figure, count in value.items() if count is not None or figure not in so_far}
        else:
            left[name] = value
    return left


def _without(event: JsonObject, *names: str) -> JsonObject:
    return {name: value for name, value in event.items() if name not in names}


def _is_error(data: JsonObject, name: str) -> bool:
    """Tell whether an event that isn't known is an error: by its name, or by what it holds."""
    return (
        name == "error" or names_error(name) or isinstance(data.get("error"), dict) or ("type" not in data and error_in(data) is not None)
    )


def _typed(event: JsonValue) -> ProviderError:
    """Type an error's event; llama.cpp puts the object into the event itself: {"code": 500, "message": …, "type": "server_error"}."""
    return error_from_event(error_in(event) or event, text_or_none(event.get("request_id")) if isinstance(event, dict) else None)


def _is_ping(data: bytes) -> bool:
    with suppress(InterlinguaError):
        value = loads(data)
        return isinstance(value, dict) and value.get("type") == "ping"
    return False
