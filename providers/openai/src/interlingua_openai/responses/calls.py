"""Tool calls and their results, both ways.

Source: https://platform.openai.com/docs/guides/function-calling (function_call, function_call_output; custom_tool_call and
custom_tool_call_output, whose input is free text). A custom call is a `ToolCallPart` too, so that its result pairs with it; its
item's type stays in its `provider_data`, and a result is written as the answer to the kind of call that has its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types.json import dumps_text
from interlingua.types.messages import ToolMessage
from interlingua.types.parts import TextPart, ToolCallPart
from interlingua_openai.call_ids import mark_own
from interlingua_openai.responses.content import decode_block, encode_block, is_plain
from interlingua_openai.responses.tool_ids import CALL_ID, LONGEST_ID, with_id
from interlingua_openai.responses.wire import DIALECT, are_objects, opaque_item, own
from interlingua_openai.tool_errors import marked, unmarked
from interlingua_openai.wire import content_mark, difference, lost, mark_of_content, restored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from interlingua.dialect import Capabilities
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.parts import OpaquePart, ToolResultPart
    from interlingua_openai.responses.tool_ids import CallIds

FUNCTION_CALL: Final = "function_call"
CUSTOM_CALL: Final = "custom_tool_call"
CALLS: Final = (FUNCTION_CALL, CUSTOM_CALL)
_OUTPUTS: Final = {FUNCTION_CALL: "function_call_output", CUSTOM_CALL: "custom_tool_call_output"}
OUTPUTS: Final = frozenset(_OUTPUTS.values())

_OUTPUT = frozenset({"output"})


def decode_call(item: JsonObject, path: str, ids: CallIds) -> ToolCallPart | OpaquePart:
    """Read a call; one without a name is opaque."""
    custom = item.get("type") == CUSTOM_CALL
    name, said = item.get("name"), item.get("input" if custom else "arguments")
    if not isinstance(name, str):
        return opaque_item(item)
    text = said if isinstance(said, str) else "" if said is None else dumps_text(said)
    call_id = ids.of_call(item)
    kept = difference(item, _call(call_id, name, text, custom=custom), path)
    if custom:
        kept["type"] = CUSTOM_CALL
    return ToolCallPart(call_id, name, text, provider_data=own(mark_own(kept, call_id, LONGEST_ID)))


def encode_call(part: ToolCallPart, said: AbstractSet[str] = frozenset()) -> JsonObject:
    """Write a call.

    Args:
        part: The call.
        said: The made-up ids that are written all the same.
    """
    kept = part.provider_data.get(DIALECT) if part.provider_data else None
    if kept is None:
        return _call(part.id, part.name, part.arguments, custom=False)
    if part.id in said:
        kept = with_id(kept)
    return restored(_call(part.id, part.name, part.arguments, custom=is_custom(part)), kept)


def is_custom(value: ToolCallPart) -> bool:
    """Tell whether a call is one of a custom tool."""
    kept = value.provider_data.get(DIALECT) if value.provider_data else None
    return kept is not None and kept.get("type") == CUSTOM_CALL


def decode_result(item: JsonObject, path: str, ids: CallIds, custom: AbstractSet[str]) -> ToolMessage:
    """Read a result.

    Args:
        item: The item.
        path: Where it stands.
        ids: The ids of its body.
        custom: The ids of the custom calls before it.
    """
    output, failed = item.get("output"), False
    if isinstance(output, str) or are_objects(output):
        output, failed = unmarked(item["output"], "input_text")
    if failed:
        item = {**item, "output": output}
    call_id = ids.of_result(item)
    parts: list[ToolResultPart]
    respelled: JsonValue = output
    if are_objects(output):
        parts = [decode_block(block, f"{path}.output[{number}]") for number, block in enumerate(output)]
    elif output is None:
        parts = []
    else:
        respelled = output if isinstance(output, str) else dumps_text(output)
        parts = [TextPart(respelled)]
    reference: JsonObject = {"type": item["type"], CALL_ID: call_id, "output": respelled}
    kept = difference(item, reference, path, leave=frozenset() if respelled is not output else _OUTPUT)
    if respelled is output:
        kept = content_mark(item, "" if is_plain(parts) else [], kept, "output")
    if item["type"] != _type_of(call_id, custom):
        kept["type"] = item["type"]
    kept = mark_own(kept, call_id, LONGEST_ID)
    return ToolMessage(tool_call_id=call_id, content=parts, is_error=failed, provider_data=own(kept))


def encode_result(
    message: ToolMessage,
    path: str,
    capabilities: Capabilities,
    losses: list[Loss],
    *,
    custom: AbstractSet[str] = frozenset(),
    said: AbstractSet[str] = frozenset(),
) -> JsonObject:
    """Write a result.

    Args:
        message: The result.
        path: Where it stands, for losses.
        capabilities: What the model accepts.
        losses: Takes what the wire can't say.
        custom: The ids of the custom calls before it.
        said: The made-up ids that are written all the same.
    """
    kept = message.provider_data.get(DIALECT) if message.provider_data else None
    out: JsonObject = {"type": _type_of(message.tool_call_id, custom), CALL_ID: message.tool_call_id}
    if kept is not None and kept.get("type") in OUTPUTS:
        out["type"] = kept["type"]
    mark = mark_of_content(kept, "output")
    content = message.content
    if is_plain(content) and mark != "list":
        out["output"] = message.text
    elif mark == "null" and not content:
        out["output"] = None
    elif mark != "absent" or content:
        out["output"] = _blocks(content, path, capabilities, losses)
    output = out.get("output")
    if message.is_error:
        out["output"] = marked(output if isinstance(output, str | list) else [], "input_text")
    elif unmarked(output, "input_text")[1]:
        reason = "the result begins as a failed tool's does, and is read as one when it comes back"
        lost(losses, "hint", f"{path}.is_error", reason, replaced_by=True)
    if not kept:
        return out
    return restored(out, with_id(kept) if message.tool_call_id in said else kept)


def _blocks(content: Sequence[ToolResultPart], path: str, capabilities: Capabilities, losses: list[Loss]) -> list[JsonValue]:
    said = [encode_block(part, capabilities, f"{path}.content[{place}]", losses) for place, part in enumerate(content)]
    return [block for block in said if block is not None]


def _type_of(call_id: str, custom: AbstractSet[str]) -> str:
    return _OUTPUTS[CUSTOM_CALL if call_id in custom else FUNCTION_CALL]


def _call(call_id: str, name: str, text: str, *, custom: bool) -> JsonObject:
    kind, field = (CUSTOM_CALL, "input") if custom else (FUNCTION_CALL, "arguments")
    return {"type": kind, CALL_ID: call_id, "name": name, field: text}
