"""Bugs for the toy dialect's converters: each is one that somebody has shipped, somewhere."""

# ruff: noqa: ANN401, ARG002, D101, D102 - each class is named for its bug, and overrides one step of the toy dialect

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar

from tests.core.testing.toy import NAME, ToyDialect

from interlingua.dialect import EVERYTHING, Decoded, Encoded
from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, Loss, OpaquePart, SystemMessage, TextPart, Tool, ToolCallPart, ToolMessage, UserMessage
from interlingua.types.json import loads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.core.testing.toy_shapes import Shape

    from interlingua.dialect import Capabilities, Feature
    from interlingua.types import JsonObject, JsonValue, Message, Part, ProviderTool, Request, Response, Value


class DropsSignatures(ToyDialect):
    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        block = super().part_out(part, path, losses)
        return block and {name: field for name, field in block.items() if name != "seal"}


class TakesAnyRoleForTheModels(ToyDialect):
    def decode_response(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:
        answer = body.get("answer")
        return super().decode_response({**body, "answer": {**answer, "by": "assistant"}} if isinstance(answer, dict) else body)


class TakesAWordForAList(ToyDialect):
    def decode_request(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:
        stop = body.get("stop")
        return super().decode_request({**body, "stop": [stop]} if isinstance(stop, str) else body)


class DropsReasoning(ToyDialect):
    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        return None if part.type == "reasoning" else super().part_out(part, path, losses)


class DropsCitations(ToyDialect):
    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        block = super().part_out(part, path, losses)
        return block and {name: field for name, field in block.items() if name != "cites"}


class DropsEmptyTexts(ToyDialect):
    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        return None if isinstance(part, TextPart) and not part.text else super().part_out(part, path, losses)


class StripsTexts(ToyDialect):
    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        stripped = part.model_copy(update={"text": part.text.strip()}) if isinstance(part, TextPart) else part
        return super().part_out(stripped, path, losses)


class NormalizesUnicode(ToyDialect):
    def field_in(self, item: JsonValue) -> JsonValue:
        return unicodedata.normalize("NFKD", item) if isinstance(item, str) else super().field_in(item)


class MendsSurrogates(ToyDialect):
    def field_in(self, item: JsonValue) -> JsonValue:
        return item.encode(errors="replace").decode() if isinstance(item, str) else super().field_in(item)


class MergesTextsWithANewline(ToyDialect):
    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        texts = [part.text for part in message.content if isinstance(part, TextPart)]
        if len(texts) > 1 and len(texts) == len(message.content):
            message = message.model_copy(update={"content": (TextPart("\n".join(texts)),)})
        return super().message_out(message, path, losses)


class ReordersBlocks(ToyDialect):
    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        ordered = sorted(message.content, key=lambda part: part.type == "tool_call")
        return super().message_out(message.model_copy(update={"content": tuple(ordered)}), path, losses)


class KeepsOnlyTheLastSystemMessage(ToyDialect):
    def messages_out(self, messages: tuple[Message, ...], losses: list[Loss]) -> list[JsonValue]:
        system = [message for message in messages if isinstance(message, SystemMessage)]
        return super().messages_out(tuple(message for message in messages if message not in system[:-1]), losses)


class TakesSystemTextsForTheUsers(ToyDialect):
    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        return {**super().message_out(message, path, losses), **({"by": "user"} if message.role == "system" else {})}


class LosesIsError(ToyDialect):
    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        out = super().message_out(message, path, losses)
        out.pop("failed", None)
        return out


class SwallowsBadArguments(ToyDialect):
    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        if isinstance(part, ToolCallPart):
            try:
                loads(part.arguments or "{}")
            except ConversionError:
                part = part.model_copy(update={"arguments": "{}"})
        return super().part_out(part, path, losses)


class RenamesCalls(ToyDialect):
    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        block = super().part_out(part, path, losses)
        return {**block, "id": "call_" + part.id} if block and isinstance(part, ToolCallPart) else block


class KeepsOneOfParallelCalls(ToyDialect):
    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        calls = [part for part in message.content if isinstance(part, ToolCallPart)]
        kept = tuple(part for part in message.content if part not in calls[1:])
        return super().message_out(message.model_copy(update={"content": kept}), path, losses)


class AnswersTwice(ToyDialect):
    def messages_in(self, items: list[JsonValue]) -> list[Any]:
        return [copy for message in super().messages_in(items) for copy in [message] * (1 + isinstance(message, ToolMessage))]


class MovesResultsToTheEnd(ToyDialect):
    def messages_out(self, messages: tuple[Message, ...], losses: list[Loss]) -> list[JsonValue]:
        return super().messages_out(tuple(sorted(messages, key=lambda message: message.role == "tool")), losses)


class DropsUnknownFields(ToyDialect):
    def own_fields_in(self, fields: JsonObject) -> JsonObject:
        return {}


class DropsUnknownBlocks(ToyDialect):
    def message_in(self, item: JsonValue, path: str) -> Any:
        message = super().message_in(item, path)
        known = tuple(part for part in message.content if not isinstance(part, OpaquePart))
        return message.model_copy(update={"content": known})


class TakesFieldsForItsNotes(ToyDialect):
    def value_in(self, cls: type[Value], fields: JsonObject, shape: Shape, path: str, **known: object) -> Any:
        value = super().value_in(cls, fields, shape, path, **known)
        own: JsonObject = value.provider_data.get(NAME, {})
        notes: JsonObject = {name: field for name, field in own.items() if name.startswith("$")}
        rest: JsonObject = {name: field for name, field in own.items() if name not in notes}
        return value.model_copy(update={"provider_data": {NAME: rest, "$marks": {NAME: notes}}}) if notes else value

    def own_fields_out(self, value: Value) -> JsonObject:
        data: dict[str, Any] = getattr(value, "provider_data", {})
        return {**super().own_fields_out(value), **data.get("$marks", {}).get(NAME, {})}


class RefusesNamesLikeItsNotes(ToyDialect):
    def own_fields_in(self, fields: JsonObject) -> JsonObject:
        if "$spelling" in fields:
            raise ConversionError("$", "this name is reserved")
        return fields


class DropsNamesLikeItsNotes(ToyDialect):
    def own_fields_in(self, fields: JsonObject) -> JsonObject:
        return {name: field for name, field in fields.items() if not name.startswith("$")}


class TakesNullForAbsent(ToyDialect):
    def own_fields_in(self, fields: JsonObject) -> JsonObject:
        return {name: field for name, field in fields.items() if field is not None}


class MakesFloatsOfIntegers(ToyDialect):
    def field_in(self, item: JsonValue) -> JsonValue:
        return {name: float(v) if type(v) is int else v for name, v in item.items()} if isinstance(item, dict) else super().field_in(item)

    def own_fields_in(self, fields: JsonObject) -> JsonObject:
        return {name: float(v) if type(v) is int and abs(v) < 2**53 else v for name, v in fields.items()}


class RoundsBigNumbers(ToyDialect):
    def field_in(self, item: JsonValue) -> JsonValue:
        return int(float(item)) if type(item) is int else super().field_in(item)


class DropsZero(ToyDialect):
    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        encoded = super().encode_request(request, capabilities)
        return Encoded({name: field for name, field in encoded.body.items() if field != 0 or name == "say"}, {}, encoded.losses)


class DropsEmptyDescriptions(ToyDialect):
    def tool_out(self, tool: Tool | ProviderTool, path: str, losses: list[Loss]) -> JsonObject | None:
        out = super().tool_out(tool, path, losses)
        return out and {name: field for name, field in out.items() if field != ""}


class InventsADefault(ToyDialect):
    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        encoded = super().encode_request(request, capabilities)
        return Encoded({"heat": 1.0, **encoded.body}, {}, encoded.losses)


class InventsAnId(ToyDialect):
    def decode_response(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:
        return super().decode_response({"id": "made-up", **body}, headers)


class DoesWithoutAModel(ToyDialect):
    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        return super().encode_request(request.model_copy(update={"model_id": request.model_id or ""}), capabilities)


class BlamesTheMessages(ToyDialect):
    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        if request.model_id is None:
            raise ConversionError("$.messages", "nobody is asked")
        return super().encode_request(request, capabilities)


class DeclaresTooLittle(ToyDialect):
    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        encoded = super().encode_request(request, capabilities)
        seedless = {name: field for name, field in encoded.body.items() if name != "seed"}
        return Encoded(seedless, {}, (*encoded.losses, *([] if request.seed is None else [Loss("$.seed", "no seeds here", "hint")])))


class DeclaresTooMuch(ToyDialect):
    lacks: ClassVar[frozenset[Feature]] = frozenset({"seed"})


class SpeaksForItself(ToyDialect):
    def messages_out(self, messages: tuple[Message, ...], losses: list[Loss]) -> list[JsonValue]:
        return super().messages_out((SystemMessage("You are a helpful assistant."), *messages), losses)


class NamesTheWrongPlace(ToyDialect):
    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        return super().part_out(part, path.replace("messages", "turns"), losses)


class WritesWhatIsForOthers(ToyDialect):
    def own_fields_out(self, value: Value) -> JsonObject:
        data: dict[str, JsonObject] = getattr(value, "provider_data", {})
        return {name: field for fields in data.values() for name, field in fields.items()}


class SendsForeignFields(ToyDialect):
    """It keeps fields of a host's own where nobody looks for them, so that they go to every host."""

    def value_in(self, cls: type[Value], fields: JsonObject, shape: Shape, path: str, **known: object) -> Any:
        value = super().value_in(cls, fields, shape, path, **known)
        data: dict[str, JsonObject] = getattr(value, "provider_data", {})
        if NAME not in data:
            return value
        others = {name: kept for name, kept in data.items() if name != NAME}
        return value.model_copy(update={"provider_data": {**others, "toy.extras": data[NAME]}})

    def own_fields_out(self, value: Value) -> JsonObject:
        data: dict[str, JsonObject] = getattr(value, "provider_data", {})
        return data.get("toy.extras", {})


class WritesOthersBlocks(ToyDialect):
    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        return part.data if isinstance(part, OpaquePart) else super().part_out(part, path, losses)


class ForgetsWhatItCannotSay(ToyDialect):
    def own_fields_out(self, value: Value) -> JsonObject:
        data: dict[str, JsonObject] = getattr(value, "provider_data", {})
        for name in [name for name in data if name != NAME]:
            del data[name]  # the conversation's own
        return data.get(NAME, {})


class LosesImagesAbroad(ToyDialect):
    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        kept = tuple(part for part in message.content if part.type != "image")
        return super().message_out(message.model_copy(update={"content": kept}), path, losses)


class EatsTheBody(ToyDialect):
    def decode_request(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:
        decoded = super().decode_request(body, headers)
        body.pop("model", None)
        return decoded


class HidesFieldsInItsNormalForm(ToyDialect):
    def wire_normal_form(self, body: JsonObject) -> JsonObject:
        return {name: field for name, field in body.items() if not name.startswith("x_")}

    def own_fields_in(self, fields: JsonObject) -> JsonObject:
        return fields


class NormalizesAnewEachTime(ToyDialect):
    def wire_normal_form(self, body: JsonObject) -> JsonObject:
        return {**body, "x_times": [body.get("x_times")]}


class MarksTheLastMessage(ToyDialect):
    def messages_out(self, messages: tuple[Message, ...], losses: list[Loss]) -> list[JsonValue]:
        said: list[Any] = super().messages_out(messages, losses)
        return [*said[:-1], {"cache": True, **said[-1]}] if said else said


class CountsMessagesInFront(ToyDialect):
    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        encoded = super().encode_request(request, capabilities)
        return Encoded({"turns": len(request.messages), **encoded.body}, {}, encoded.losses)


class ThinsOutOldTexts(ToyDialect):
    def messages_out(self, messages: tuple[Message, ...], losses: list[Loss]) -> list[JsonValue]:
        old = [UserMessage(message.text[:2]) if isinstance(message, UserMessage) and message.text else message for message in messages[:-2]]
        return super().messages_out((*old, *messages[-2:]), losses)


class TrustsEveryField(ToyDialect):
    def message_in(self, item: JsonValue, path: str) -> Any:
        item["parts"][0:0] = []  # type: ignore[index, call-overload]  # the bug
        return super().message_in(item, path)


class TrustsTheAnswer(ToyDialect):
    def decode_response(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:
        assert body["answer"]["by"] == AssistantMessage([]).role  # type: ignore[index, call-overload]  # the bug
        return super().decode_response(body, headers)


class TrustsTheCount(ToyDialect):
    def decode_count(self, body: JsonObject) -> int:
        return int(body["tokens"])  # type: ignore[arg-type]  # the bug
