"""Messages ⇄ the items of `input`, both ways.

Source: https://platform.openai.com/docs/api-reference/responses/create (input). Consecutive items that the model said are one message;
every item of a user, of the application or of a tool is one of its own. A content with one text and nothing beside it is a string; what
else the wire had (a list of one text, null, absent) is kept as its form. `type` is optional here, and left out unless it was there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from interlingua.dialect import NOTHING, Kept, are_objects, as_object, restored
from interlingua.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from interlingua.types.parts import OpaquePart, TextPart, ToolCallPart
from interlingua_openai.call_ids import CallIds, ids_to_write, with_taken_ids
from interlingua_openai.names import RESPONSES
from interlingua_openai.parts import encode_opaque
from interlingua_openai.responses.assistant import decode_item, encode_items
from interlingua_openai.responses.calls import CALL_ID, LONGEST_ID, OUTPUTS, decode_result, encode_result, ids_in, is_custom
from interlingua_openai.responses.parts import decode_block, encode_block, is_item, opaque
from interlingua_openai.responses.reasoning import ReasoningBefore
from interlingua_openai.turns import bare_text, is_plain, known_role, write_content

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from interlingua.dialect import Capabilities, LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import Message
    from interlingua.types.parts import AssistantPart, SystemPart, UserPart

_ROLES: Final = ("user", "system", "developer")

PLACE: Final = "place"
"""A mark: `input`, on a system message that leads the list of items instead of standing in `instructions`."""

# Items that the application adds: the outputs of what it does itself, with or without an id, among them. Those of tools that the server
# runs as well have an id where the server made them, and stay where the model's items are.
# Source: https://platform.openai.com/docs/api-reference/responses/create (input), …/guides/tools-computer-use, …/tools-local-shell,
# …/tools-apply-patch, …/tools-shell, …/tools-tool-search.
_OF_THE_APPLICATION: Final = (
    "mcp_approval_response",
    "additional_tools",
    "configuration_update",
    "compaction_trigger",
    "computer_call_output",
    "local_shell_call_output",
    "apply_patch_call_output",
)
_EITHERS: Final = ("shell_call_output", "tool_search_output")


def decode_turns(instructions: JsonValue, items: list[JsonValue]) -> list[Message]:
    """Read what was said.

    Args:
        instructions: The body's `instructions`; anything but a text is no message.
        items: Its `input`.

    Raises:
        ConversionError: An item is no object.
    """
    messages: list[Message] = [SystemMessage(instructions)] if isinstance(instructions, str) else []
    ids = CallIds(ids_in(items))
    custom: set[str] = set()
    own = _calls_of_own_shells(items)
    turn: list[AssistantPart] = []
    before = ReasoningBefore()
    for ids.place, value in enumerate(items):
        item = as_object(value, f"$.input[{ids.place}]")
        kind = item.get("type")
        if _is_the_models(item, own):
            turn += decode_item(item, ids, reasoning=before.take(item))
            continue
        before = ReasoningBefore()
        if turn:
            messages.append(AssistantMessage(turn))
            custom.update([part.id for part in turn if type(part) is ToolCallPart and is_custom(part)])
            turn = []
        if isinstance(kind, str) and kind in OUTPUTS:
            messages.append(decode_result(item, ids, custom))
        elif item.get("role") in _ROLES and (kind is None or kind == "message"):
            messages.append(_decode_message(item, leads=not messages))
        else:
            messages.append(UserMessage(opaque(item, "item")))
    if turn:
        messages.append(AssistantMessage(turn))
    return messages


def _calls_of_own_shells(items: list[JsonValue]) -> frozenset[str]:
    """Give the ids of the calls that ask for a shell on the application's own machine."""
    found: set[str] = set()
    for item in items:
        match item:
            case {"type": "shell_call", "call_id": str(call_id), "environment": {"type": "local"}}:
                found.add(call_id)
            case _:
                pass
    return frozenset(found)


def _is_the_models(item: JsonObject, own: AbstractSet[str]) -> bool:
    kind, role = item.get("type"), item.get("role")
    if isinstance(role, str) and (kind is None or kind == "message"):
        return role == "assistant"
    if isinstance(kind, str) and kind in OUTPUTS:
        return False
    if kind in _EITHERS:
        call_id = item.get("call_id")
        is_own = item.get("execution") == "client" or (isinstance(call_id, str) and call_id in own)
        return bool(item.get("id")) and not is_own
    return kind not in _OF_THE_APPLICATION


def _decode_message(item: JsonObject, *, leads: bool) -> SystemMessage | UserMessage:
    """Read a message item of a user, the system or a developer; `leads` where nothing stands before it, not even `instructions`."""
    content = item.get("content")
    blocks: list[JsonObject] = []
    if are_objects(content):
        blocks = content
    elif not isinstance(content, str | None):
        return UserMessage(opaque(item, "item"))
    role = item["role"]
    fields = {name: value for name, value in item.items() if name != "content" and (name != "role" or role == "developer")}
    parts: list[UserPart] = [TextPart(content)] if isinstance(content, str) else [decode_block(block) for block in blocks]
    kept = Kept(fields).with_form(item, "" if is_plain(parts, RESPONSES) else [])
    if role == "user":
        return UserMessage(parts, provider_data=kept.under(RESPONSES))
    if leads and not kept and is_plain(parts, RESPONSES):
        kept = kept.marked(PLACE, "input")
    texts: list[SystemPart] = [
        part if isinstance(part, TextPart | OpaquePart) else opaque(blocks[place], "block") for place, part in enumerate(parts)
    ]
    return SystemMessage(texts, provider_data=kept.under(RESPONSES))


def encode_turns(messages: tuple[Message, ...], capabilities: Capabilities, log: LossLog) -> tuple[str | None, list[JsonValue]]:
    """Write `instructions`, where a leading system message is what they can say, and the items of `input`."""
    turns = list(enumerate(with_taken_ids(messages, RESPONSES, LONGEST_ID)))
    instructions: str | None = None
    if turns and isinstance(first := turns[0][1], SystemMessage) and not Kept.of(first.provider_data, RESPONSES):
        instructions = bare_text(first.content, RESPONSES)
        if instructions is not None:
            del turns[0]
    written = ids_to_write((message for _, message in turns), RESPONSES, CALL_ID, CALL_ID)
    custom: set[str] = set()
    items: list[JsonValue] = []
    for log.message, message in turns:
        match message:
            case UserMessage() | SystemMessage():
                items += _encode_message(message, capabilities, log)
            case AssistantMessage():
                log.lose_own(message.provider_data, "only its items have fields on this wire")
                items += encode_items(message.content, log, written)
                custom.update([part.id for part in message.content if type(part) is ToolCallPart and is_custom(part)])
            case ToolMessage():
                items.append(encode_result(message, log, custom=custom, written=written))
            case _:
                assert_never(message)
    return instructions, items


def _encode_message(message: SystemMessage | UserMessage, capabilities: Capabilities, log: LossLog) -> list[JsonValue]:
    """Write a message; items among its parts stand for themselves, with what is said before and after them in messages of its own."""
    content = message.content
    kept = Kept.of(message.provider_data, RESPONSES)
    if not kept and (text := bare_text(content, RESPONSES)) is not None:
        return [{"role": message.role, "content": text}]
    role, kept = known_role(message.role, kept, capabilities, log)
    out: list[JsonValue] = []
    run: list[SystemPart | UserPart] = []
    blocks: list[JsonValue] = []
    for place, part in enumerate(content):
        log.part = place
        if not (message.role == "user" and isinstance(part, OpaquePart) and is_item(part)):
            run.append(part)
            if (block := encode_block(part, log)) is not None:
                blocks.append(block)
            continue
        item = encode_opaque(part, log)
        log.part = None
        if run:
            said = _message(role, run, blocks, kept, log)
            out += said
            run, blocks, kept = [], [], NOTHING if said else kept
        out.append(item)
    log.part = None
    said = _message(role, run, blocks, kept, log) if run or not content else []
    if not said and kept is not NOTHING:
        log.lose_own(message.provider_data, "only its items have fields on this wire")
    return [*out, *said]


def _message(role: str, parts: Sequence[SystemPart | UserPart], blocks: list[JsonValue], kept: Kept, log: LossLog) -> list[JsonValue]:
    """Write one message item; none where every part was left out, each with its loss: an empty one would be refused."""
    if parts and not blocks:
        return []
    out: JsonObject = {"role": role}
    write_content(out, parts, blocks, kept, RESPONSES)
    return [restored(out, kept, log) if kept else out]
