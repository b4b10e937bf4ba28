"""Bugs that only documents show: what they say of a body is kept, read and counted, or not."""

# ruff: noqa: ANN401, ARG002, D101, D102 - each class is named for its bug, and overrides one step of the toy dialect

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.core.testing.documented_toy import DocumentedToy
from tests.core.testing.toy import NAME, ToyDialect

from interlingua.errors import ConversionError
from interlingua.types import DocumentPart, FinishReason, OpaquePart, Response, TextPart

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.core.testing.toy_shapes import Shape

    from interlingua.dialect import Decoded, Encoded
    from interlingua.errors import ProviderError
    from interlingua.types import JsonObject, JsonValue, Loss, Message, Part, ProviderTool, Request, Tool, Value


def documented(bug: type[ToyDialect]) -> type[ToyDialect]:
    """Give a toy dialect with a bug its documents."""
    return type(bug.__name__, (bug, DocumentedToy), {})


_SWAPPED: Final[dict[FinishReason | None, FinishReason]] = {"length": "context_window", "context_window": "length"}


class SwapsTwoReasonsBothWays(DocumentedToy):
    """Its two tables agree with each other on everything."""

    def encode_response(self, response: Response) -> Encoded:
        return super().encode_response(_swapped(response))

    def decode_response(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:
        decoded = super().decode_response(body, headers)
        return type(decoded)(_swapped(decoded.value), decoded.losses)


def _swapped(response: Response) -> Response:
    return response.model_copy(update={"finish_reason": _SWAPPED.get(response.finish_reason, response.finish_reason)})


class ListensToAnybody(DocumentedToy):
    def message_in(self, item: JsonValue, path: str) -> Any:
        is_strange = isinstance(item, dict) and item.get("by") == "neighbour"
        return super().message_in({**item, "by": "user"} if isinstance(item, dict) and is_strange else item, path)


class PassesOverFailures(DocumentedToy):
    def failure(self, body: JsonObject) -> ProviderError | None:
        return None


class CountsOnlyWhatIsNew(DocumentedToy):
    def decode_count(self, body: JsonObject) -> int:
        cached = body.get("cached")
        return super().decode_count(body) - (cached if isinstance(cached, int) else 0)


class ReadsNoCitations(DocumentedToy):
    """All of them are lost, both ways."""

    def part_in(self, item: JsonValue, path: str) -> Any:
        part = super().part_in(item, path)
        return part.model_copy(update={"citations": ()}) if isinstance(part, TextPart) else part

    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        block = super().part_out(part, path, losses)
        return block and {name: field for name, field in block.items() if name != "cites"}


class WritesNoCacheMarks(DocumentedToy):
    def own_fields_out(self, value: Value) -> JsonObject:
        return {name: field for name, field in super().own_fields_out(value).items() if name != "cache"}


class SaysTitlesOnlyAsTheyWereSaid(DocumentedToy):
    """A title that came from its own wire is written from the notes on it, and one that somebody gives a document is forgotten."""

    def value_in(self, cls: type[Value], fields: JsonObject, shape: Shape, path: str, **known: object) -> Any:
        value = super().value_in(cls, fields, shape, path, **known)
        if not isinstance(value, DocumentPart) or "title" not in fields:
            return value
        return value.model_copy(update={"provider_data": {**value.provider_data, "$marks": {NAME: {"title": fields["title"]}}}})

    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        block = super().part_out(part, path, losses)
        if not isinstance(part, DocumentPart) or not block:
            return block
        notes: dict[str, Any] = part.provider_data.get("$marks", {})
        return {**{name: field for name, field in block.items() if name != "title"}, **notes.get(NAME, {})}


class SaysNoThoughtsAgain(DocumentedToy):
    """An answer is said with them, and a request without."""

    def messages_out(self, messages: tuple[Message, ...], losses: list[Loss]) -> list[JsonValue]:
        left = [tuple([part for part in message.content if part.type != "reasoning"]) for message in messages]
        said = [message.model_copy(update={"content": parts}) for message, parts in zip(messages, left, strict=True)]
        return super().messages_out(tuple(said), losses)


class ReadsNoExamplesOfTools(DocumentedToy):
    def tool_in(self, item: JsonValue, path: str) -> Tool | ProviderTool:
        kept = {name: field for name, field in item.items() if name != "shown"} if isinstance(item, dict) else item
        return super().tool_in(kept, path)


class WritesNoTier(DocumentedToy):
    def own_fields_out(self, value: Value) -> JsonObject:
        own = super().own_fields_out(value)
        return {name: field for name, field in own.items() if name != "tier"} if isinstance(value, Response) else own


class KeepsCacheMarksToItself(DocumentedToy):
    """It takes a field that a caller wrote for a note of its own, so that no loss tells of it."""

    def value_in(self, cls: type[Value], fields: JsonObject, shape: Shape, path: str, **known: object) -> Any:
        value = super().value_in(cls, {name: field for name, field in fields.items() if name != "cache"}, shape, path, **known)
        if "cache" not in fields:
            return value
        return value.model_copy(update={"provider_data": {**value.provider_data, "$marks": {NAME: {"cache": fields["cache"]}}}})

    def own_fields_out(self, value: Value) -> JsonObject:
        data: dict[str, Any] = getattr(value, "provider_data", {})
        return {**super().own_fields_out(value), **data.get("$marks", {}).get(NAME, {})}


class TellsNoLostTool(DocumentedToy):
    def tool_out(self, tool: Tool | ProviderTool, path: str, losses: list[Loss]) -> JsonObject | None:
        return super().tool_out(tool, path, [])


class AnswersNobody(DocumentedToy):
    def check_answerable(self, request: Request) -> None:
        raise ConversionError("$.messages", "there are several answers to this")


class StreamsNoCitations(DocumentedToy):
    """Says them in a whole answer and leaves them out of a stream: the encoder's bug."""

    def encode_stream(self, response: Response) -> Iterator[bytes]:
        content = [part.model_copy(update={"citations": ()}) if isinstance(part, TextPart) else part for part in response.message.content]
        return super().encode_stream(response.model_copy(update={"message": response.message.model_copy(update={"content": content})}))


class StreamsNoTier(DocumentedToy):
    def encode_stream(self, response: Response) -> Iterator[bytes]:
        own = {name: field for name, field in response.provider_data.get(NAME, {}).items() if name != "tier"}
        return super().encode_stream(response.model_copy(update={"provider_data": {NAME: own}}))


class NamesNoEvents(DocumentedToy):
    def encode_stream(self, response: Response) -> Iterator[bytes]:
        return (event[event.index(b"data: ") :] for event in super().encode_stream(response))


class StripsWhatItReads(DocumentedToy):
    def field_in(self, item: JsonValue) -> JsonValue:
        return item.strip() if isinstance(item, str) else super().field_in(item)


class HearsNoEmptyTextOfUsers(DocumentedToy):
    def message_in(self, item: JsonValue, path: str) -> Any:
        message = super().message_in(item, path)
        kept = tuple(part for part in message.content if not isinstance(part, TextPart) or part.text)
        return message.model_copy(update={"content": kept}) if message.role == "user" else message


class KeepsTheLastOfEachSpeaker(DocumentedToy):
    """Of two users' turns the second replaces the first."""

    def messages_in(self, items: list[JsonValue]) -> list[Any]:
        return [*{(message.role, getattr(message, "tool_call_id", None)): message for message in super().messages_in(items)}.values()]


class JoinsTextsThatMeet(DocumentedToy):
    def message_in(self, item: JsonValue, path: str) -> Any:
        message = super().message_in(item, path)
        content: list[Any] = []
        for part in message.content:
            if message.role == "assistant" and isinstance(part, TextPart) and content and isinstance(content[-1], TextPart):
                content[-1] = content[-1].model_copy(update={"text": content[-1].text + part.text})
            else:
                content.append(part)
        return message.model_copy(update={"content": tuple(content)})


class KeepsMarksOfPartsInTheirMessage(DocumentedToy):
    """What only this wire knows of a message's parts is written while all of them are as they were read."""

    def message_in(self, item: JsonValue, path: str) -> Any:
        message = super().message_in(item, path)
        notes = {"$marks": {NAME: {"parts": [part.to_dict() for part in message.content]}}}
        return message.model_copy(update={"content": _bare(message.content), "provider_data": {**message.provider_data, **notes}})

    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        notes: dict[str, Any] = message.provider_data.get("$marks", {})
        read = type(message).model_validate({**message.to_dict(), "content": notes.get(NAME, {}).get("parts", [])})
        is_as_it_was = _bare(read.content) == message.content
        return super().message_out(message.model_copy(update={"content": read.content}) if is_as_it_was else message, path, losses)


def _bare(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    return tuple([part if isinstance(part, OpaquePart) else part.model_copy(update={"provider_data": {}}) for part in parts])


class LooksBackAtEveryMessage(DocumentedToy):
    def messages_out(self, messages: tuple[Message, ...], losses: list[Loss]) -> list[JsonValue]:
        for place in range(len(messages)):
            _ = [message.role for message in messages[:place]]
        return super().messages_out(messages, losses)


class LooksBackAtEveryPart(DocumentedToy):
    def message_in(self, item: JsonValue, path: str) -> Any:
        message = super().message_in(item, path)
        for place in range(len(message.content)):
            _ = [part for part in message.content[:place] if isinstance(part, OpaquePart)]
        return message
