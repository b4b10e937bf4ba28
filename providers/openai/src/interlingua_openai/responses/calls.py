"""Tool calls and their results, both ways.

Source: https://platform.openai.com/docs/guides/function-calling (function_call, function_call_output; custom_tool_call and
custom_tool_call_output, whose input is free text). A custom call is a `ToolCallPart` too, so that its result pairs with it; its
item's type stays in its `provider_data`, and a result is written as the answer to the kind of call that has its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, are_objects, difference, restored
from interlingua.types.json import dumps_text
from interlingua.types.messages import ToolMessage
from interlingua.types.parts import TextPart, ToolCallPart
from interlingua_openai.call_ids import mark_own
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.parts import decode_block, encode_block, opaque
from interlingua_openai.tool_errors import encode_failure, without_error_line
from interlingua_openai.turns import bare_text, is_plain, write_content

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from interlingua.dialect import LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.parts import OpaquePart, ToolResultPart
    from interlingua_openai.call_ids import CallIds

FUNCTION_CALL: Final = "function_call"
CUSTOM_CALL: Final = "custom_tool_call"
CALLS: Final = (FUNCTION_CALL, CUSTOM_CALL)
_OUTPUTS: Final = {FUNCTION_CALL: "function_call_output", CUSTOM_CALL: "custom_tool_call_output"}
OUTPUTS: Final = frozenset(_OUTPUTS.values())

CALL_ID: Final = "call_id"

LONGEST_ID: Final = 64
"""See `interlingua_openai.call_ids`."""


def ids_in(items: Iterable[JsonValue]) -> frozenset[str]:
    """Give every id that a body's calls and results have."""
    return frozenset(call_id for item in items if isinstance(item, dict) and isinstance(call_id := item.get(CALL_ID), str))


def decode_call(item: JsonObject, ids: CallIds) -> ToolCallPart | OpaquePart:
    """Read a call; one without a name is opaque."""
    custom = item.get("type") == CUSTOM_CALL
    name, arguments = item.get("name"), item.get("input" if custom else "arguments")
    if not isinstance(name, str):
        return opaque(item, "item")
    text = arguments if isinstance(arguments, str) else "" if arguments is None else dumps_text(arguments)
    call_id = ids.of_call(item.get(CALL_ID))
    kept = difference(item, _call(call_id, name, text, custom=custom))
    if custom:
        kept = kept.with_field("type", CUSTOM_CALL)
    return ToolCallPart(call_id, name, text, provider_data=mark_own(kept, call_id, LONGEST_ID).under(RESPONSES))


def encode_call(part: ToolCallPart, log: LossLog, written: AbstractSet[str] = frozenset()) -> JsonObject:
    """Write a call.

    Args:
        part: The call.
        log: Takes what the wire can't say.
        written: The made-up ids that are written all the same.
    """
    if not part.provider_data:
        return _call(part.id, part.name, part.arguments, custom=False)
    kept = Kept.of(part.provider_data, RESPONSES)
    if part.id in written:
        kept = kept.without_spelling(CALL_ID)
    return restored(_call(part.id, part.name, part.arguments, custom=kept.fields.get("type") == CUSTOM_CALL), kept, log)


def is_custom(part: ToolCallPart) -> bool:
    """Tell whether a call is one of a custom tool."""
    return bool(part.provider_data) and part.provider_data.get(RESPONSES, {}).get("type") == CUSTOM_CALL


def _call(call_id: str, name: str, text: str, *, custom: bool) -> JsonObject:
    kind, field = (CUSTOM_CALL, "input") if custom else (FUNCTION_CALL, "arguments")
    return {"type": kind, CALL_ID: call_id, "name": name, field: text}


def decode_result(item: JsonObject, ids: CallIds, custom: AbstractSet[str]) -> ToolMessage:
    """Read a result.

    Args:
        item: The item.
        ids: The ids of its body.
        custom: The ids of the custom calls before it.
    """
    output, failed = item.get("output"), False
    if isinstance(output, str) or are_objects(output):
        output, failed = without_error_line(item["output"], "input_text")
    if failed:
        item = {**item, "output": output}
    call_id = ids.of_result(item.get(CALL_ID))
    parts: list[ToolResultPart] = []
    if are_objects(output):
        parts = [decode_block(block) for block in output]
    elif output is not None:
        parts = [TextPart(output if isinstance(output, str) else dumps_text(output))]
    if output is None or isinstance(output, str) or are_objects(output):
        kept = difference(item, {"type": item["type"], CALL_ID: call_id}, leave=("output",))
        kept = kept.with_form(item, "" if is_plain(parts, RESPONSES) else [], "output")
    else:
        kept = difference(item, {"type": item["type"], CALL_ID: call_id, "output": dumps_text(output)})
    if item["type"] != _type_of(call_id, custom):
        kept = kept.with_field("type", item["type"])
    kept = mark_own(kept, call_id, LONGEST_ID)
    return ToolMessage(tool_call_id=call_id, content=parts, is_error=failed, provider_data=kept.under(RESPONSES))


def encode_result(
    message: ToolMessage,
    log: LossLog,
    *,
    custom: AbstractSet[str] = frozenset(),
    written: AbstractSet[str] = frozenset(),
) -> JsonObject:
    """Write a result.

    Args:
        message: The result.
        log: Takes what the wire can't say.
        custom: The ids of the custom calls before it.
        written: The made-up ids that are written all the same.
    """
    kept, content, call_id = Kept.of(message.provider_data, RESPONSES), message.content, message.tool_call_id
    kind = kept.fields.get("type")
    if not isinstance(kind, str) or kind not in OUTPUTS:
        kind = _type_of(call_id, custom)
    out: JsonObject = {"type": kind, CALL_ID: call_id}
    if not kept and (text := bare_text(content, RESPONSES)) is not None:
        out["output"] = text
    else:
        blocks: list[JsonValue] = []
        for log.part, part in enumerate(content):
            if (block := encode_block(part, log)) is not None:
                blocks.append(block)
        log.part = None
        write_content(out, content, blocks, kept, RESPONSES, field="output")
    encode_failure(out, "output", "input_text", log, is_error=message.is_error)
    if not kept:
        return out
    return restored(out, kept.without_spelling(CALL_ID) if call_id in written else kept, log)


def _type_of(call_id: str, custom: AbstractSet[str]) -> str:
    return _OUTPUTS[CUSTOM_CALL if call_id in custom else FUNCTION_CALL]
