"""The calls of an assistant's message, both ways.

Source: https://platform.openai.com/docs/api-reference/chat/object (tool_calls: `function` with JSON text, `custom` with free text).
A custom call is a `ToolCallPart` too, so that its result pairs with it; the word `custom` stays in its `provider_data`.
Compatible servers leave ids out or empty, and send arguments that are no string: a stable id is made up (see tool_ids.py), the
arguments are spelled as JSON text, and the wire's own stay in `provider_data`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.json import dumps_text
from interlingua.types.parts import OpaquePart, ToolCallPart
from interlingua_openai.call_ids import mark_own
from interlingua_openai.chat.tool_ids import ANSWERS_ID, CALL_ID, LONGEST_ID, respelled, without_spelling
from interlingua_openai.chat.wire import DIALECT, WHOLE_CALL, as_object, difference, restored

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from interlingua.types.base import JsonObject, JsonValue


def decode_call(value: JsonValue, path: str, made_up_id: str, *, whole: bool = False) -> ToolCallPart | OpaquePart:
    """Read one entry of `tool_calls`.

    Args:
        value: The entry.
        path: Where it stands.
        made_up_id: The id to use where the wire gives none.
        whole: Whether it is a response's call.

    Raises:
        ConversionError: It is no object.
    """
    call = as_object(value, path)
    kind = call.get("type") or "function"
    said = call.get(kind) if isinstance(kind, str) and kind in {"function", "custom"} else None
    name = said.get("name") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(name, str):
        return OpaquePart(DIALECT, {WHOLE_CALL: call})
    arguments = said.get("arguments" if kind == "function" else "input")
    text = arguments if isinstance(arguments, str) else "" if arguments is None else dumps_text(arguments)
    call_id = call.get("id")
    call_id = call_id if isinstance(call_id, str) and call_id else made_up_id
    reference = _call(call_id, name, text, custom=kind == "custom")
    kept = difference(call, reference, path)
    if whole:
        kept = respelled(kept, CALL_ID, ANSWERS_ID)
    kept = mark_own(kept, call_id, LONGEST_ID)
    if kind == "custom":
        kept["type"] = "custom"
    return ToolCallPart(call_id, name, text, provider_data={DIALECT: kept} if kept else {})


def encode_call(part: ToolCallPart, said: AbstractSet[str] = frozenset(), *, whole: bool = False) -> JsonObject:
    """Write one entry of `tool_calls`.

    Args:
        part: The call.
        said: The made-up ids that are written all the same.
        whole: Whether it is a response's call.
    """
    kept = part.provider_data.get(DIALECT)
    if kept is None:
        return _call(part.id, part.name, part.arguments, custom=False)
    if whole:
        kept = respelled(kept, ANSWERS_ID, CALL_ID)
    elif part.id in said:
        kept = without_spelling(kept, CALL_ID)
    return restored(_call(part.id, part.name, part.arguments, custom=kept.get("type") == "custom"), kept)


def _call(call_id: str, name: str, text: str, *, custom: bool) -> JsonObject:
    if custom:
        return {"id": call_id, "type": "custom", "custom": {"name": name, "input": text}}
    return {"id": call_id, "type": "function", "function": {"name": name, "arguments": text}}
