"""Bugs that show only where somebody changes what was read, or where a body is not quite as documented."""

# ruff: noqa: ANN401, D101, D102 - each class is named for its bug, and overrides one step of the toy dialect

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.core.testing.documented_toy import DocumentedToy
from tests.core.testing.toy import NAME

from interlingua.types import ToolCallPart

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue, Loss, Message, Part, Response


class SaysTheWordThatCame(DocumentedToy):
    """The wire's own word for the end is written whatever the reason is now."""

    def word_out(self, response: Response) -> str | None:
        return super().word_out(response) if response.provider_finish_reason is None else response.provider_finish_reason


class SaysPartsAsTheyCameWhileNoneIsAnother(DocumentedToy):
    """It keeps a message's parts as they came beside the message, and their own fields nowhere else."""

    def message_in(self, item: JsonValue, path: str) -> Any:
        message = super().message_in(item, path)
        came = item["parts"] if isinstance(item, dict) else []
        bare = [part.model_copy(update={"provider_data": {}}) for part in message.content]
        said = [super(SaysPartsAsTheyCameWhileNoneIsAnother, self).part_out(part, path, []) for part in bare]
        notes = {"$marks": {NAME: {"parts": [said, came]}}}
        return message.model_copy(update={"content": tuple(bare), "provider_data": {**message.provider_data, **notes}})

    def message_out(self, message: Message, path: str, losses: list[Loss]) -> JsonObject:
        written = super().message_out(message, path, losses)
        marks: dict[str, Any] = message.provider_data.get("$marks", {})
        said, came = marks.get(NAME, {}).get("parts", [None, None])
        return {**written, "parts": came} if written["parts"] == said else written


class ShortensLongIds(DocumentedToy):
    def part_out(self, part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
        short = part.model_copy(update={"id": part.id[:40]}) if isinstance(part, ToolCallPart) else part
        return super().part_out(short, path, losses)
