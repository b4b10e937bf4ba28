"""Tool calls and their results ⇄ `tool_use` and `tool_result` blocks.

Source: https://docs.claude.com/en/api/messages#body-messages. A call's arguments are an object here, and text with us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import NOTHING, Kept, difference, restored
from interlingua.errors import ConversionError, InterlinguaError
from interlingua.types import OpaquePart, ToolCallPart, ToolMessage
from interlingua.types.json import dumps_text, loads
from interlingua.types.losses import unheld
from interlingua_anthropic.messages.parts import EMPTY_TEXT, content_of, decode_block, decode_text, encode_blocks
from interlingua_anthropic.messages.tool_ids import is_accepted
from interlingua_anthropic.names import MESSAGES, TURN

INVALID: Final = "INVALID_JSON"
"""The field in which arguments go back that are no JSON object, such as those that a limit cut off.

Source: https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming#handling-invalid-json.
"""

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect import LossLog
    from interlingua.types import JsonObject, JsonValue
    from interlingua_anthropic.messages.tool_ids import ToolIds, WireIds


def decode_call(block: JsonObject, make_id: Callable[[], str], arguments: str | None = None) -> ToolCallPart | OpaquePart:
    """Read a tool call.

    Args:
        block: The `tool_use` block.
        make_id: Makes up the id of a call that has none.
        arguments: The arguments as they were streamed, in place of the block's `input`.
    """
    name, wires_id, value = block.get("name"), block.get("id"), block.get("input")
    if not isinstance(name, str):
        return OpaquePart(MESSAGES, block)
    call_id = wires_id if isinstance(wires_id, str) and wires_id else make_id()
    kept = NOTHING
    if len(block) != 4 or call_id != wires_id or not isinstance(value, dict):
        reference: JsonObject = {"type": "tool_use", "id": call_id, "name": name}
        if "input" not in block:
            reference["input"] = {}
        # An input that is no object stays kept, as nothing that the encoder writes is like it.
        kept = difference(block, reference, ("input",) if isinstance(value, dict) else ())
    if call_id == wires_id and not is_accepted(call_id):
        kept = kept.spelled("id", [call_id, call_id])
    if arguments is None:
        arguments = dumps_text(value) if "input" in block else "{}"
    return ToolCallPart(call_id, name, arguments, provider_data=kept.under(MESSAGES))


def encode_call(part: ToolCallPart, ids: WireIds, log: LossLog, *, streamed: bool = False, answer: bool = False) -> JsonObject:
    """Write a tool call.

    Args:
        part: The call.
        ids: The ids of the body.
        log: Takes the losses.
        streamed: Whether the arguments are streamed behind the block, whatever text they are; its input is empty then.
        answer: Whether it is said in an answer, whose reader would run the tool with what stands there.

    Raises:
        ConversionError: In an answer, the arguments are not a JSON object.
    """
    kept = Kept.of(part.provider_data, MESSAGES)
    block: JsonObject = {"type": "tool_use", **ids.of_call(part.id, kept), "name": part.name}
    value: JsonValue = {}
    as_it_was = "input" in kept.fields and part.arguments == dumps_text(kept.fields["input"])
    if not streamed:
        try:
            value = loads(part.arguments) if part.arguments else {}
        except InterlinguaError:
            value = None
        if isinstance(value, dict):
            for loss in unheld(part.arguments or "{}", value, ".arguments"):
                # The tool ran with the values that are sent.
                log.lose(loss.reason, "hint", below=loss.path, replaced_by=loss.replaced_by)
        elif not as_it_was and answer:
            hint = "repair the call's arguments, or take the call out of the answer"
            raise ConversionError(f"{log.path}.arguments", f"the arguments of tool call {part.name!r} are not a JSON object", hint=hint)
        elif not as_it_was:  # an empty object would be a lie, but for what is empty in another way
            empty = value == [] or part.arguments.strip() == "null"
            value = {} if empty else {INVALID: part.arguments}
            reason = "arguments are an object on this wire" if empty else "arguments that are no JSON object have a wrapper on this wire"
            log.lose(reason, "hint", below=".arguments", replaced_by=value)
    if not as_it_was:
        block["input"] = value
    return restored(block, kept, log, whole=("input",)) if part.provider_data else block


def decode_result(block: JsonObject, ids: ToolIds, turn: Kept) -> ToolMessage:
    """Read a tool's result.

    Args:
        block: The `tool_result` block.
        ids: The made-up ids of this body.
        turn: What is kept of the user turn, if the block is its first; it is kept here.
    """
    wires_id, is_error = block.get("tool_use_id"), block.get("is_error") is True
    call_id = wires_id if isinstance(wires_id, str) and wires_id else ids.of_result()
    kept = NOTHING
    if len(block) != 3 or call_id != wires_id or "content" not in block:
        reference: JsonObject = {"type": "tool_result", "tool_use_id": call_id}
        if is_error:
            reference["is_error"] = True
        kept = difference(block, reference, ("content",))
    if call_id == wires_id and (not is_accepted(call_id) or ids.has_made(call_id)):
        kept = kept.spelled("tool_use_id", [call_id, call_id])
    blocks, spelling = content_of(block)
    if spelling is not None and spelling[1:] not in ([""], [[]]):  # these two are written as they are
        kept = kept.spelled("content", spelling)
    return ToolMessage(
        tool_call_id=call_id,
        content=[decode_block(item) if spelling is None else decode_text(item) for item in blocks],
        is_error=is_error,
        provider_data=(kept.marked(TURN, turn.to_json()) if turn else kept).under(MESSAGES),
    )


def encode_result(message: ToolMessage, ids: WireIds, log: LossLog) -> JsonObject:
    """Write a tool's result."""
    kept = Kept.of(message.provider_data, MESSAGES)
    # A tool that gave nothing is said by "" exactly; in a list, a block without text would be refused.
    content: JsonValue = "" if message.content == EMPTY_TEXT else encode_blocks(message.content, log)
    block: JsonObject = {"type": "tool_result", **ids.of_result(message.tool_call_id, kept), "content": content}
    if message.is_error:
        block["is_error"] = True
    return restored(block, kept, log) if message.provider_data else block
