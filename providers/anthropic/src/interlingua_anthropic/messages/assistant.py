"""What the model says ⇄ its content blocks.

Source: https://docs.claude.com/en/api/messages#response-content. A block that isn't modelled, or whose own fields have other types,
becomes an `OpaquePart`, verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from interlingua.types import AudioPart, ImagePart, OpaquePart, ReasoningPart, RefusalPart, TextPart, ToolCallPart
from interlingua_anthropic.messages.calls import decode_call, encode_call
from interlingua_anthropic.messages.parts import decode_text, encode_opaque, encode_text
from interlingua_anthropic.messages.reasoning import decode_thinking, encode_thinking
from interlingua_anthropic.names import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interlingua.dialect import LossLog
    from interlingua.types import AssistantPart, JsonObject, JsonValue
    from interlingua_anthropic.messages.tool_ids import WireIds


def decode_assistant_block(block: JsonObject, make_id: Callable[[], str], arguments: str | None = None) -> AssistantPart:
    """Read a block that the model says.

    Args:
        block: The block.
        make_id: Makes up the id of a call that has none.
        arguments: A tool call's arguments as they were streamed, in place of the block's `input`.
    """
    match block.get("type"):
        case "text":
            return decode_text(block)
        case "tool_use":
            return decode_call(block, make_id, arguments)
        case "thinking" | "redacted_thinking":
            return decode_thinking(block)
        case _:
            return OpaquePart(MESSAGES, block)


def encode_assistant(parts: Sequence[AssistantPart], ids: WireIds, log: LossLog, *, blanks: bool = False) -> list[JsonValue]:
    """Write what the model says.

    Args:
        parts: What it says.
        ids: The ids of the body.
        log: Takes the losses.
        blanks: Whether texts that say nothing are written, as in an answer; see `encode_text`.

    Raises:
        ConversionError: In an answer, a tool call's arguments are not a JSON object.
    """
    blocks: list[JsonValue] = []
    for index, part in enumerate(parts):
        if type(part) is TextPart and not part.provider_data and not part.citations and part.text and not part.text.isspace():
            blocks.append({"type": "text", "text": part.text})
            continue
        log.part = index
        if isinstance(part, ToolCallPart):
            block: JsonObject | None = encode_call(part, ids, log, answer=blanks)
        else:
            block = encode_assistant_part(part, log, blanks=blanks)
        if block is not None:
            blocks.append(block)
    log.part = None
    return blocks


def encode_assistant_part(
    part: TextPart | ReasoningPart | RefusalPart | ImagePart | AudioPart | OpaquePart, log: LossLog, *, blanks: bool
) -> JsonObject | None:
    """Write one part that is no tool call; None where this wire can't say it."""
    match part:
        case TextPart():
            return encode_text(part, log, blanks=blanks)
        case ReasoningPart():
            return encode_thinking(part, log)
        case OpaquePart():
            return encode_opaque(part, log)
        case RefusalPart(refusal=refusal):
            log.lose("this wire has no block for a refusal", "hint", replaced_by={"type": "text", "text": refusal})
            return {"type": "text", "text": refusal}
        case ImagePart() | AudioPart():
            log.lose(f"on this wire the model says no {part.type}", "content")
            return None
        case _:
            assert_never(part)
