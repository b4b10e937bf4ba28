"""The messages of a request, both ways: each role's own, in the order of the wire, which takes any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from interlingua.dialect import NOTHING, Kept, LossLog, as_object, restored
from interlingua.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from interlingua.types.parts import OpaquePart
from interlingua_openai.call_ids import CallIds, ids_to_write, with_taken_ids
from interlingua_openai.chat.assistant import decode_assistant, encode_assistant
from interlingua_openai.chat.calls import CALL_ID, LONGEST_ID, RESULT_ID, decode_result, encode_result, ids_in, with_signature
from interlingua_openai.chat.parts import (
    WHOLE_MESSAGE,
    decode_content,
    decode_part,
    decode_text_only,
    encode_part,
    encode_text_only,
    form_of,
    opaque,
    without_citations,
)
from interlingua_openai.chat.reasoning import REASONING_FIELDS
from interlingua_openai.names import CHAT
from interlingua_openai.parts import encode_opaque
from interlingua_openai.turns import bare_text, known_role, write_content

_THOUGHTS: Final = REASONING_FIELDS[0]

PREFILL: Final = "prefill"
"""Among a host's names of fields: the one that marks a last message as the beginning of the answer."""

_UNSAID: Final = "of the message nothing is written but what stands for itself"

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.dialect import Capabilities
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.messages import Message
    from interlingua.types.parts import Part
    from interlingua.types.request import Request


def decode_messages(values: list[JsonValue]) -> tuple[Message, ...]:
    """Read the messages of a request.

    Raises:
        ConversionError: One breaks the wire's own grammar, with the path.
    """
    ids = CallIds(ids_in(values))
    return tuple([_decode_message(value, index, ids) for index, value in enumerate(values)])


def _decode_message(value: JsonValue, index: int, ids: CallIds) -> Message:
    path = f"$.messages[{index}]"
    message = as_object(value, path)
    match message.get("role"):
        case "user":
            parts, kept = decode_content(message, path, decode_part, "role")
            return UserMessage(parts, provider_data=kept.under(CHAT))  # type: ignore[arg-type]  # decode_part gives a user's parts
        case "system" | "developer" as role:
            # The word `developer` is kept, so that it can be told from `system`.
            parts, kept = decode_content(message, path, decode_text_only, *(["role"] if role == "system" else []))
            return SystemMessage(parts, provider_data=kept.under(CHAT))  # type: ignore[arg-type]  # decode_text_only gives a system's parts
        case "assistant":
            ids.begin_turn(index)
            return decode_assistant(message, path, ids)
        case "tool":
            return decode_result(message, path, ids)
        case _:
            return UserMessage(opaque(message, WHOLE_MESSAGE))


def encode_messages(request: Request, capabilities: Capabilities) -> tuple[list[JsonValue], list[Loss]]:
    """Write the messages of a request; give what the wire, or the model, can't take of them."""
    log = LossLog(CHAT, "$.messages")
    conversation = with_taken_ids(request.messages, CHAT, LONGEST_ID, capabilities.tool_id_length)
    written = ids_to_write(conversation, CHAT, CALL_ID, RESULT_ID)
    out: list[JsonValue] = []
    signs = capabilities.call_signature
    in_step = False  # calls were written since the last message from the other side
    for log.message, message in enumerate(conversation):
        match message:
            case UserMessage():
                in_step = False
                out += _encode_user(message, log)
            case AssistantMessage():
                known = message if capabilities.has("citations") else without_citations(message, log)
                said = encode_assistant(known, log, written)
                if message.content and all(value is None or value == [] for name, value in said.items() if name != "role"):
                    log.lose_own(message.provider_data, _UNSAID)
                    continue  # no part of it could be written, each with its loss, and `content: null` alone is refused
                if (reasoning := capabilities.field_names.get(_THOUGHTS)) is not None and _THOUGHTS in said:
                    said = {reasoning if name == _THOUGHTS else name: value for name, value in said.items()}
                begun = capabilities.field_names.get(PREFILL)
                if begun is not None and log.message == len(conversation) - 1 and "tool_calls" not in said:
                    said = {**said, begun: True}
                out.append(said if signs is None or in_step else with_signature(said, message, signs, log))
                in_step = in_step or "tool_calls" in said
            case ToolMessage():
                in_step = False
                out.append(encode_result(message, log, written))
            case SystemMessage():
                role, kept = known_role("system", Kept.of(message.provider_data, CHAT), capabilities, log)
                if not (alone := _encode_message(role, message.content, kept, log)):
                    log.lose_own(message.provider_data, _UNSAID)
                out += alone
            case _:
                assert_never(message)
    return out, log.records


def _encode_user(message: UserMessage, log: LossLog) -> list[JsonValue]:
    """Write a user's message; a whole message among its parts stands for itself, with what is said before and after it in messages."""
    content, kept = message.content, Kept.of(message.provider_data, CHAT)
    wholes = {place: part for place, part in enumerate(content) if isinstance(part, OpaquePart) and form_of(part) == WHOLE_MESSAGE}
    if not wholes:
        if not (alone := _encode_message("user", content, kept, log)):
            log.lose_own(message.provider_data, _UNSAID)
        return alone
    out: list[JsonValue] = []
    begin = 0
    for place in (*wholes, len(content)):
        if begin < place:
            said = _encode_message("user", content[begin:place], kept, log, first=begin)
            out += said
            kept = NOTHING if said else kept
        if (whole := wholes.get(place)) is not None:
            log.part = place
            out.append(encode_opaque(whole, log))
            log.part = None
        begin = place + 1
    if kept is not NOTHING:
        log.lose_own(message.provider_data, _UNSAID)
    return out


def _encode_message(role: str, content: Sequence[Part], kept: Kept, log: LossLog, *, first: int = 0) -> list[JsonValue]:
    """Write a message whose content is a string or a list of parts, the first of which stands at a place of its own.

    Where no part of it can be written, each with its loss, there is none: hosts refuse a content of nothing.
    """
    if kept is NOTHING and (text := bare_text(content, CHAT)) is not None:
        return [{"role": role, "content": text}]
    out: JsonObject = {"role": role}
    blocks: list[JsonValue] = []
    for log.part, each in enumerate(content, first):
        block = encode_part(each, log) if role == "user" else encode_text_only(each, log)
        if block is not None:
            blocks.append(block)
    log.part = None
    if content and not blocks:
        return []
    write_content(out, content, blocks, kept, CHAT)
    return [restored(out, kept, log) if kept else out]
