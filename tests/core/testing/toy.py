"""A small whole dialect with a wire of its own, which keeps every law: what bugs are planted in.

Each step that a bug may spoil is a method of its own. A field that the wire doesn't know goes into `provider_data`, a block of another
kind becomes an opaque part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import ValidationError
from tests.core.testing.toy_shapes import MESSAGES, PARTS, REASONS, REQUEST, RESPONSE, TOOL, Shape
from tests.core.testing.toy_stream import ToyStreamDecoder, stream_events

from interlingua.dialect import EVERYTHING, Decoded, Dialect, Encoded, at, check_model, fit
from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, Loss, OpaquePart, ProviderTool, Request, Response, Tool, Value
from interlingua.types.json import copy_json, same_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.dialect import Capabilities, StreamDecoder
    from interlingua.types import JsonObject, JsonValue, Message, Part

NAME = "toy.plain"


class ToyDialect(Dialect):
    """The toy wire.

    Attributes:
        kind: The field of a block that says which kind it is of.
    """

    name: ClassVar[str] = NAME
    kind: ClassVar[str] = "kind"

    # --- canonical → wire

    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """See `Dialect.encode_request`."""
        check_model(request)
        fitted = fit(request, capabilities, NAME)
        request = fitted.request
        losses: list[Loss] = []
        body = self.fields_out(request, REQUEST)
        body["say"] = self.messages_out(request.messages, losses)
        tools = [self.tool_out(tool, at("$", "tools", place), losses) for place, tool in enumerate(request.tools)]
        if any(tool is not None for tool in tools):
            body["tools"] = [tool for tool in tools if tool is not None]
        return Encoded(body, {}, fitted.told(tuple(losses)))

    def messages_out(self, messages: tuple[Message, ...], losses: list[Loss]) -> list[JsonValue]:
        """Say all messages."""
        return [self.message_out(message, at("$", "messages", place), losses) for place, message in enumerate(messages)]

    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        """Say a message."""
        blocks = [self.part_out(part, at(path, "content", place), losses) for place, part in enumerate(message.content)]
        _, shape = MESSAGES[message.role]
        return {"by": message.role, **self.fields_out(message, shape), "parts": [block for block in blocks if block is not None]}

    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        """Say a part, or lose it."""
        if isinstance(part, OpaquePart):
            if part.dialect == NAME:
                return part.data
            losses.append(Loss(path, "another wire's block"))
            return None
        _, shape = PARTS[part.type]
        return {self.kind: part.type, **self.fields_out(part, shape)}

    def tool_out(self, tool: Tool | ProviderTool, path: str, losses: list[Loss]) -> JsonObject | None:
        """Say a tool, or lose it."""
        if isinstance(tool, Tool):
            return self.fields_out(tool, TOOL)
        if tool.dialect == NAME:
            return tool.data
        losses.append(Loss(path, "another wire's tool"))
        return None

    def fields_out(self, value: Value, shape: Shape) -> JsonObject:
        """Say the fields of a value that are set, and those that only this wire knows."""
        return {**_said(value, shape), **self.own_fields_out(value)}

    def own_fields_out(self, value: Value) -> JsonObject:
        """Say the fields that only this wire knows."""
        data: dict[str, JsonObject] = getattr(value, "provider_data", {})
        return data.get(NAME, {})

    def encode_count(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """See `Dialect.encode_count`."""
        return self.encode_request(request, capabilities)

    def encode_response(self, response: Response) -> Encoded:
        """See `Dialect.encode_response`."""
        losses: list[Loss] = []
        body = self.fields_out(response, RESPONSE)
        body["answer"] = self.message_out(response.message, "$.message", losses)
        word = self.word_out(response)
        if word is not None:
            body["why"] = word
        return Encoded(body, {}, tuple(losses))

    def word_out(self, response: Response) -> str | None:
        """Say why the answer ended: in the word that came, while it means that."""
        if response.provider_finish_reason is not None and _reason(response.provider_finish_reason) == response.finish_reason:
            return response.provider_finish_reason
        return response.finish_reason and REASONS[response.finish_reason]

    def encode_stream(self, response: Response) -> Iterator[bytes]:
        """See `Dialect.encode_stream`."""
        return stream_events(self.encode_response(response).body, self.kind)

    # --- wire → canonical

    def decode_request(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:  # noqa: ARG002 - a toy
        """See `Dialect.decode_request`."""
        messages = self.messages_in(_list(body, "say", "$"))
        tools = [self.tool_in(item, at("$", "tools", place)) for place, item in enumerate(_list({"tools": [], **body}, "tools", "$"))]
        if "tools" in body and not tools:
            raise ConversionError("$.tools", "this wire has no empty list of tools")
        fields = {name: item for name, item in body.items() if name not in {"say", "tools"}}
        return Decoded(self.value_in(Request, fields, REQUEST, "$", messages=messages, tools=tools))

    def messages_in(self, items: list[JsonValue]) -> list[Any]:
        """Read all messages."""
        return [self.message_in(item, at("$", "say", place)) for place, item in enumerate(items)]

    def message_in(self, item: JsonValue, path: str) -> Any:  # noqa: ANN401 - a message of any class
        """Read a message."""
        message = _object(item, path)
        role = message.get("by")
        if not isinstance(role, str) or role not in MESSAGES:
            raise ConversionError(at(path, "by"), "nobody says this")
        cls, shape = MESSAGES[role]
        parts = [self.part_in(block, at(path, "parts", place)) for place, block in enumerate(_list(message, "parts", path))]
        fields = {name: field for name, field in message.items() if name not in {"by", "parts"}}
        return self.value_in(cls, fields, shape, path, content=parts)

    def part_in(self, item: JsonValue, path: str) -> Any:  # noqa: ANN401 - a part of any class
        """Read a part; one of a kind that nobody has heard of stays as it is."""
        block = _object(item, path)
        kind = block.get(self.kind)
        if not isinstance(kind, str) or kind not in PARTS:
            return OpaquePart(NAME, block)
        cls, shape = PARTS[kind]
        return self.value_in(cls, {name: field for name, field in block.items() if name != self.kind}, shape, path)

    def tool_in(self, item: JsonValue, path: str) -> Tool | ProviderTool:
        """Read a tool."""
        tool = _object(item, path)
        return self.value_in(Tool, tool, TOOL, path) if "name" in tool else ProviderTool(NAME, tool)

    def value_in(self, cls: type[Value], fields: JsonObject, shape: Shape, path: str, **known: object) -> Any:  # noqa: ANN401 - one of `cls`
        """Read a value: known fields by their names, the others into `provider_data`."""
        ours = {wire: field for field, wire in shape.items()}
        found = {ours[name]: self.field_in(item) for name, item in fields.items() if name in ours}
        own = self.own_fields_in({name: copy_json(item) for name, item in fields.items() if name not in ours})
        if own:
            known["provider_data"] = {NAME: own}
        said = {name: item for name, item in fields.items() if name in ours}
        try:
            plain = cls.model_validate({**{ours[name]: item for name, item in said.items()}, **known})
            if not same_json(_said(plain, shape), said):
                raise ConversionError(path, "this wire spells it otherwise")
            return cls.model_validate({**found, **known})
        except ValidationError as error:
            raise ConversionError(path, f"this is no {cls.__name__}: {str(error).splitlines()[0]}") from None

    def own_fields_in(self, fields: JsonObject) -> JsonObject:
        """Keep what nobody has heard of."""
        return fields

    def field_in(self, item: JsonValue) -> JsonValue:
        """Read one field."""
        return copy_json(item)

    def decode_count(self, body: JsonObject) -> int:
        """See `Dialect.decode_count`."""
        tokens = body.get("tokens")
        if not isinstance(tokens, int):
            raise ConversionError("$.tokens", "there is no number")
        return tokens

    def decode_response(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:  # noqa: ARG002 - a toy
        """See `Dialect.decode_response`."""
        message, word = self.message_in(body.get("answer"), "$.answer"), body.get("why")
        if not isinstance(message, AssistantMessage):
            raise ConversionError("$.answer", "only the assistant answers")
        if "why" in body and not isinstance(word, str):
            raise ConversionError("$.why", "this is no word")
        reason = _reason(word)
        fields = {name: item for name, item in body.items() if name not in {"answer", "why"}}
        known = {"message": message, "finish_reason": reason, "provider_finish_reason": word}
        return Decoded(self.value_in(Response, fields, RESPONSE, "$", **known))

    def stream_decoder(self) -> StreamDecoder:
        """See `Dialect.stream_decoder`."""
        return ToyStreamDecoder(self)

    def wire_normal_form(self, body: JsonObject) -> JsonObject:
        """See `Dialect.wire_normal_form`: each thing has one spelling here."""
        return body


def _object(value: JsonValue, path: str) -> JsonObject:
    if not isinstance(value, dict):
        raise ConversionError(path, "this is no object")
    return value


def _reason(word: JsonValue) -> str | None:
    return next((reason for reason, said in REASONS.items() if said == word), None if word is None else "other")


def _list(body: JsonObject, name: str, path: str) -> list[JsonValue]:
    value = body.get(name)
    if not isinstance(value, list):
        raise ConversionError(at(path, name), "this is no list")
    return value


def _said(value: Value, shape: Shape) -> JsonObject:
    """Say the fields of a value that are set."""
    said = value.to_dict()
    known = {wire: said[field] for field, wire in shape.items() if said.get(field) not in (None, [])}
    return {wire: item for wire, item in known.items() if wire not in {"failed", "live"} or item is not False}
