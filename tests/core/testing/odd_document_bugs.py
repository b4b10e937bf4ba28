"""Bugs that show on documented bodies with something odd in them: a value, a word of next year, an id, a model that refuses something."""

# ruff: noqa: ANN401, D102 - each class overrides one step of the toy dialect

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.core.testing.documented_toy import DocumentedDecoder, DocumentedToy
from tests.core.testing.toy import NAME
from tests.core.testing.toy_shapes import PARTS, REASONS

from interlingua.dialect import EVERYTHING, Capabilities, Decoded, Encoded
from interlingua.types import Finish, OpaquePart, ToolMessage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types import Chunk, JsonObject, JsonValue, Loss, Message, Part, Request, Response


class KeepsWordsInSmallLetters(DocumentedToy):
    """It respells what it only keeps."""

    def own_fields_in(self, fields: JsonObject) -> JsonObject:
        return {name: field.lower() if isinstance(field, str) else field for name, field in fields.items()}


class ReadsWhatBeginsAlike(DocumentedToy):
    """A block whose kind begins like a known one is taken for it."""

    def part_in(self, item: JsonValue, path: str) -> Any:
        kind = item.get(self.kind) if isinstance(item, dict) else None
        like = next((known for known in PARTS if isinstance(kind, str) and kind.startswith(known)), kind)
        return super().part_in({**item, self.kind: like} if isinstance(item, dict) and like is not None else item, path)


class TakesAnyEndForAGoodOne(DocumentedToy):
    """A reason that nobody knows is as good as none."""

    def decode_response(self, body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:
        decoded = super().decode_response(body, headers)
        if body.get("why") in (None, *REASONS.values()):
            return decoded
        return Decoded(decoded.value.model_copy(update={"finish_reason": "stop"}), decoded.losses)


class TakesAnyEndOfAStreamForAGoodOne(DocumentedDecoder):
    """So does a decoder of streams."""

    def on_finish(self, body: JsonObject, out: list[Chunk]) -> None:
        super().on_finish(body, out)
        strange = body.get("why") not in (None, *REASONS.values())
        out[:] = [replace(chunk, finish_reason="stop") if strange and isinstance(chunk, Finish) else chunk for chunk in out]


class PutsUnmarkedBlocksBeside(DocumentedToy):
    """It knows where a block stood by a note alone."""

    def part_in(self, item: JsonValue, path: str) -> Any:
        part = super().part_in(item, path)
        return part.model_copy(update={"provider_data": {"$marks": {NAME: {"inside": True}}}}) if isinstance(part, OpaquePart) else part

    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        said = super().message_out(message, path, losses)
        beside = [part.data for part in message.content if isinstance(part, OpaquePart) and not part.provider_data]
        parts: Any = said["parts"]
        return {**said, "parts": [block for block in parts if block not in beside], "beside": [*beside]} if beside else said


class NormalizesAllStopsToOne(DocumentedToy):
    """It hides all stop texts but the first."""

    def wire_normal_form(self, body: JsonObject) -> JsonObject:
        stop = body.get("stop")
        return {**body, "stop": stop[:1]} if isinstance(stop, list) else body


class ShortensIds(DocumentedToy):
    """Two ids that begin alike become one."""

    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        block = super().part_out(part, path, losses)
        return {**block, "id": str(block["id"])[:40]} if block and part.type == "tool_call" else block

    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        said = super().message_out(message, path, losses)
        return {**said, "for": str(said["for"])[:40]} if "for" in said else said


class ReadsIdsInSmallLetters(DocumentedToy):
    """Two ids that differ in their case become one."""

    def field_in(self, item: JsonValue) -> JsonValue:
        return item.lower() if isinstance(item, str) and item.lower().startswith("call_") else super().field_in(item)


class MakesUpAnyId(DocumentedToy):
    """All calls that have no id get the same one, which may be another's."""

    def part_in(self, item: JsonValue, path: str) -> Any:
        without = isinstance(item, dict) and item.get(self.kind) == "tool_call" and "id" not in item
        return super().part_in({**item, "id": "call_0"} if isinstance(item, dict) and without else item, path)

    def message_in(self, item: JsonValue, path: str) -> Any:
        without = isinstance(item, dict) and item.get("by") == "tool" and "for" not in item
        return super().message_in({**item, "for": "call_0"} if isinstance(item, dict) and without else item, path)


class AnswersInSmallLetters(DocumentedToy):
    """The id of a result is written otherwise than its call's."""

    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        said = super().message_out(message, path, losses)
        return {**said, "for": message.tool_call_id.lower()} if isinstance(message, ToolMessage) else said


class TellsNothingOfFitting(DocumentedToy):
    """What its model refuses is left out in silence."""

    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        return replace(super().encode_request(request, capabilities), losses=super().encode_request(request).losses)


class KeepsFieldsOfCitations(DocumentedToy):
    """A field that a caller adds to a citation is not written."""

    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        said = super().part_out(part, path, losses)
        cites = said.get("cites") if said else None
        if said is None or not isinstance(cites, list):
            return said
        bare = [{name: item for name, item in cite.items() if name != "provider_data"} for cite in cites if isinstance(cite, dict)]
        return {**said, "cites": [*bare]}
