"""Message items of users and of the application, both ways; and items that stand on their side without being modelled.

Source: https://platform.openai.com/docs/api-reference/responses/create (input). A content with one text and nothing beside it is a
string; what else the wire had (a list of one text, null, absent) is marked. `type` is optional here, and left out unless it was there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types.messages import SystemMessage, UserMessage
from interlingua.types.parts import OpaquePart, TextPart
from interlingua_openai.responses.content import decode_block, encode_block, is_plain
from interlingua_openai.responses.wire import DIALECT, PLACE, are_objects, item_of, marked, opaque_block, opaque_item, own
from interlingua_openai.wire import content_mark, lost, mark_of_content, restored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.dialect import Capabilities
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.parts import SystemPart, UserPart

ROLES: Final = ("user", "system", "developer")

# Items that the application adds. The outputs of tools that a server runs itself come with an id, and stay where the model's items are.
# Source: https://platform.openai.com/docs/api-reference/responses/create (input).
_OF_THE_APPLICATION: Final = ("mcp_approval_response", "additional_tools", "configuration_update", "compaction_trigger")
_EITHERS: Final = (
    "computer_call_output",
    "local_shell_call_output",
    "shell_call_output",
    "apply_patch_call_output",
    "tool_search_output",
)


def is_of_the_application(item: JsonObject) -> bool:
    """Tell whether an item that isn't modelled was added by the application, and not by the model."""
    kind = item.get("type")
    return kind in _OF_THE_APPLICATION or (kind in _EITHERS and not item.get("id"))


def decode_message(item: JsonObject, path: str, *, leads: bool) -> SystemMessage | UserMessage:
    """Read a message item of a user, the system or a developer.

    Args:
        item: The item.
        path: Where it stands.
        leads: Whether nothing stands before it, not even `instructions`.
    """
    content = item.get("content")
    blocks: list[JsonObject] = []
    if are_objects(content):
        blocks = content
    elif not isinstance(content, str | None):
        return UserMessage(opaque_item(item))
    role = item["role"]
    kept = {name: value for name, value in item.items() if name != "content" and (name != "role" or role == "developer")}
    if role == "user":
        said: list[UserPart] = [decode_block(block, f"{path}.content[{place}]") for place, block in enumerate(blocks)]
        if isinstance(content, str):
            said = [TextPart(content)]
        return UserMessage(said, provider_data=own(content_mark(item, "" if is_plain(said) else [], kept)))
    parts: list[SystemPart] = [_text_only(block, f"{path}.content[{place}]") for place, block in enumerate(blocks)]
    if isinstance(content, str):
        parts = [TextPart(content)]
    kept = content_mark(item, "" if is_plain(parts) else [], kept)
    if leads and not kept and is_plain(parts):
        kept = marked(kept, PLACE, "input")
    return SystemMessage(parts, provider_data=own(kept))


def as_instructions(message: SystemMessage | UserMessage) -> str | None:
    """Give the text of a leading message that `instructions` can say; None for any other."""
    if isinstance(message, SystemMessage) and DIALECT not in message.provider_data and is_plain(message.content):
        return message.text
    return None


def encode_message(message: SystemMessage | UserMessage, path: str, capabilities: Capabilities, losses: list[Loss]) -> list[JsonValue]:
    """Write a message; items among its parts stand for themselves, with what is said before and after them in messages of its own.

    Args:
        message: The message.
        path: Where it stands, for losses.
        capabilities: What the model accepts.
        losses: Takes what the wire can't say.
    """
    content = message.content
    kept = message.provider_data.get(DIALECT) if message.provider_data else None
    if kept is None and is_plain(content):
        return [{"role": message.role, "content": message.text}]
    if kept is not None and kept.get("role") == "developer" and not capabilities.has("developer_role"):
        lost(losses, "hint", f"{path}.role", "this host has no developer role", "system")
        kept = {name: value for name, value in kept.items() if name != "role"}
    out: list[JsonValue] = []
    run: list[SystemPart | UserPart] = []
    blocks: list[JsonValue] = []
    for place, part in enumerate(content):
        item = item_of(part.data) if isinstance(part, OpaquePart) and part.dialect == DIALECT and message.role == "user" else None
        if item is None:
            run.append(part)
            if (block := encode_block(part, capabilities, f"{path}.content[{place}]", losses)) is not None:
                blocks.append(block)
            continue
        if run:
            out += _message(message.role, run, blocks, kept)
            run, blocks, kept = [], [], None
        out.append(item)
    if run or not content:
        out += _message(message.role, run, blocks, kept)
    return out


def _message(role: str, parts: Sequence[SystemPart | UserPart], blocks: list[JsonValue], kept: JsonObject | None) -> list[JsonValue]:
    """Write one message item; none where every part was left out, each with its loss: an empty one would be refused."""
    if parts and not blocks:
        return []
    out: JsonObject = {"role": kept.get("role", role) if kept else role}
    mark = mark_of_content(kept)
    if is_plain(parts) and mark != "list":
        out["content"] = "".join([part.text for part in parts if isinstance(part, TextPart)])
    elif mark == "null" and not parts:
        out["content"] = None
    elif mark != "absent" or parts:
        out["content"] = blocks
    return [restored(out, kept) if kept else out]


def _text_only(block: JsonObject, path: str) -> SystemPart:
    part = decode_block(block, path)
    return part if isinstance(part, TextPart | OpaquePart) else opaque_block(block, path)
