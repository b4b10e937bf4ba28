"""The calls of an assistant's message and the results of tools, both ways.

Source: https://platform.openai.com/docs/api-reference/chat/object (tool_calls: `function` with JSON text, `custom` with free text).
A custom call is a `ToolCallPart` too, so that its result pairs with it; the word `custom` stays in its `provider_data`.
Compatible servers leave ids out or empty, and send arguments that are no string: a stable id is made up (`interlingua_openai.call_ids`),
the arguments are spelled as JSON text, and the wire's own stay in `provider_data`. Some calls are flat, with name and arguments beside
the type. The id that was made up for a call of an answer is always written in a request: its result will be made here, and answers the
id that the caller was shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import NOTHING, Kept, as_object, as_text, difference, restored
from interlingua.types.json import dumps_text
from interlingua.types.messages import ToolMessage
from interlingua.types.parts import OpaquePart, ToolCallPart
from interlingua_openai.call_ids import mark_own
from interlingua_openai.chat.parts import WHOLE_CALL, decode_content, decode_text_only, encode_text_only, form_of, opaque
from interlingua_openai.names import CHAT
from interlingua_openai.tool_errors import encode_failure, without_error_line
from interlingua_openai.turns import bare_text, write_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from interlingua.dialect import CallSignature, LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import AssistantMessage
    from interlingua_openai.call_ids import CallIds

LONGEST_ID: Final = 40
"""See `interlingua_openai.call_ids`."""

CALL_ID: Final = "id"
RESULT_ID: Final = "tool_call_id"

_FLAT: Final = "flat"
"""A mark: the call had its name and arguments beside the type."""

_ANSWER_ID: Final = "answer_id"
"""Among the spellings of a call: how its answer, and no request, spells its id. No field that is written bears this name."""


def ids_in(messages: Iterable[JsonValue]) -> frozenset[str]:
    """Give every id that a body's calls and results have."""
    return frozenset(found for message in messages if isinstance(message, dict) for found in _ids_of(message))


def _ids_of(message: JsonObject) -> Iterator[str]:
    calls = message.get("tool_calls")
    ids = [message.get(RESULT_ID), *(call.get(CALL_ID) for call in (calls if isinstance(calls, list) else ()) if isinstance(call, dict))]
    return (found for found in ids if isinstance(found, str))


def decode_call(value: JsonValue, path: str, ids: CallIds, *, in_answer: bool = False) -> ToolCallPart | OpaquePart:
    """Read one entry of `tool_calls`.

    Args:
        value: The entry.
        path: Where it stands.
        ids: The ids of its body.
        in_answer: Whether it is an answer's call.

    Raises:
        ConversionError: It is no object.
    """
    call = nested_call(given := as_object(value, path))
    kind = call.get("type") or "function"
    function = call.get(kind) if isinstance(kind, str) and kind in {"function", "custom"} else None
    name = function.get("name") if isinstance(function, dict) else None
    if not isinstance(function, dict) or not isinstance(name, str):
        return opaque(given, WHOLE_CALL)
    custom = kind == "custom"
    arguments = function.get("input" if custom else "arguments")
    text = arguments if isinstance(arguments, str) else "" if arguments is None else dumps_text(arguments)
    call_id = ids.of_call(call.get(CALL_ID))
    kept = difference(call, _call(call_id, name, text, custom=custom))
    if in_answer and (pair := kept.spelling(CALL_ID)) is not None:
        kept = kept.without_spelling(CALL_ID).spelled(_ANSWER_ID, pair)
    if custom:
        kept = kept.with_field("type", "custom")
    if call is not given:
        kept = kept.marked(_FLAT, mark=True)
    kept = mark_own(kept, call_id, LONGEST_ID)
    return ToolCallPart(call_id, name, text, provider_data=kept.under(CHAT))


def encode_call(part: ToolCallPart, log: LossLog, written: AbstractSet[str] = frozenset(), *, in_answer: bool = False) -> JsonObject:
    """Write one entry of `tool_calls`.

    Args:
        part: The call.
        log: Takes what the wire can't say.
        written: The made-up ids that are written all the same.
        in_answer: Whether it is an answer's call.
    """
    if not part.provider_data:
        return _call(part.id, part.name, part.arguments, custom=False)
    kept = Kept.of(part.provider_data, CHAT)
    if in_answer and (pair := kept.spelling(_ANSWER_ID)) is not None:
        kept = kept.spelled(CALL_ID, pair)
    elif part.id in written:
        kept = kept.without_spelling(CALL_ID)
    call = restored(_call(part.id, part.name, part.arguments, custom=kept.fields.get("type") == "custom"), kept, log)
    if kept.mark(_FLAT) and isinstance(function := call.get("function"), dict):
        return {name: value for name, value in call.items() if name != "function"} | function
    return call


def nested_call(call: JsonObject, *, is_flat: bool = False) -> JsonObject:
    """Give a call as the wire has it: a flat one's name and arguments stand in `function`.

    Args:
        call: The call.
        is_flat: Whether it is known to be flat, as a later piece of it is, which says no name.
    """
    if not (is_flat or isinstance(call.get("name"), str)) or call.get("type") not in {None, "function"}:
        return call
    if "function" in call or "custom" in call:
        return call
    said = {name: value for name, value in call.items() if name in {"name", "arguments"}}
    return {**{name: value for name, value in call.items() if name not in said}, "function": said}


def _call(call_id: str, name: str, text: str, *, custom: bool) -> JsonObject:
    if custom:
        return {"id": call_id, "type": "custom", "custom": {"name": name, "input": text}}
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": text}}


def with_signature(wire: JsonObject, message: AssistantMessage, signature: CallSignature, log: LossLog) -> JsonObject:
    """Give an assistant's message as a host takes it that demands a signature of the first call, where that has none.

    Args:
        wire: What was written of it.
        message: The message.
        signature: What is demanded.
        log: Takes the loss.
    """
    calls = wire.get("tool_calls")
    first = calls[0] if isinstance(calls, list) and calls else None
    if not isinstance(calls, list) or not isinstance(first, dict) or any(_found(first, place) for place in signature.places):
        return wire
    log.part = next(
        place
        for place, part in enumerate(message.content)
        if isinstance(part, ToolCallPart) or (isinstance(part, OpaquePart) and form_of(part) == WHOLE_CALL)
    )
    log.lose("the model takes no call without its own signature", "hint", replaced_by=signature.placeholder)
    log.part = None
    return {**wire, "tool_calls": [_signed(first, signature.places[0], signature.placeholder), *calls[1:]]}


def _found(call: JsonValue, place: tuple[str, ...]) -> bool:
    for name in place:
        call = call.get(name) if isinstance(call, dict) else None
    return bool(call)


def _signed(call: JsonValue, place: tuple[str, ...], placeholder: str) -> JsonValue:
    if not place:
        return placeholder
    fields = call if isinstance(call, dict) else {}
    return {**fields, place[0]: _signed(fields.get(place[0]), place[1:], placeholder)}


def decode_result(message: JsonObject, path: str, ids: CallIds) -> ToolMessage:
    """Read a tool's message.

    Raises:
        ConversionError: Its id or its content has a type that the wire doesn't know.
    """
    content, failed = without_error_line(message.get("content"), "text")
    if failed:
        message = {**message, "content": content}
    parts, kept = decode_content(message, path, decode_text_only, "role", RESULT_ID)
    own_id = message.get(RESULT_ID)
    call_id = ids.of_result(None if own_id is None else as_text(own_id, f"{path}.{RESULT_ID}"))
    if not own_id:
        kept = kept.spelled(RESULT_ID, [call_id, own_id] if RESULT_ID in message else [call_id])
    kept = mark_own(kept, call_id, LONGEST_ID)
    return ToolMessage(tool_call_id=call_id, content=parts, is_error=failed, provider_data=kept.under(CHAT))  # type: ignore[arg-type]  # decode_text_only gives a result's parts


def encode_result(message: ToolMessage, log: LossLog, written: AbstractSet[str]) -> JsonObject:
    """Write a tool's message.

    Args:
        message: The result.
        log: Takes what the wire can't say.
        written: The made-up ids that are written all the same.
    """
    content, call_id, kept = message.content, message.tool_call_id, Kept.of(message.provider_data, CHAT)
    out: JsonObject = {"role": "tool", "tool_call_id": call_id}
    if kept is NOTHING and (text := bare_text(content, CHAT)) is not None:
        out["content"] = text
    else:
        blocks: list[JsonValue] = []
        for log.part, part in enumerate(content):
            if (block := encode_text_only(part, log)) is not None:
                blocks.append(block)
        log.part = None
        write_content(out, content, blocks, kept, CHAT)
    encode_failure(out, "content", "text", log, is_error=message.is_error)
    if kept is NOTHING:
        return out
    return restored(out, kept.without_spelling(RESULT_ID) if call_id in written else kept, log)
