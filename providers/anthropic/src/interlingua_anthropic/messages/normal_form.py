"""The respellings of a request that mean the same: all that a round trip through this dialect may change of a body.

| spelling | becomes | source |
| --- | --- | --- |
| a message's `content` as text | a list with one text block | https://docs.claude.com/en/api/messages#body-messages |
| a tool result's `content` as text | a list with one text block | the same page, `tool_result` |
| `system` as text | a list with one text block | https://docs.claude.com/en/api/messages#body-system |
| consecutive `user` turns, the later without fields of its own | one turn with the blocks of both | …#body-messages: they are combined |
| `stream: false` | absent | https://docs.claude.com/en/api/messages#body-stream |

Empty text is no respelling of a list with an empty block (which the API refuses), and a turn without blocks is never merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import are_objects, checked_body

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


def wire_normal_form(body: JsonObject) -> JsonObject:
    """Respell a request body by the table; the body itself stays as it is.

    Raises:
        ConversionError: The body is no JSON object.
    """
    normal = dict(checked_body(body))
    if "system" in normal:
        normal["system"] = text_as_blocks(normal["system"])
    if normal.get("stream") is False:
        del normal["stream"]
    messages = normal.get("messages")
    if isinstance(messages, list):
        normal["messages"] = merged_turns([_respelled_turn(turn) for turn in messages])
    return normal


def text_as_blocks(content: JsonValue) -> JsonValue:
    """Respell text, unless it is empty, as a list with one text block."""
    return [{"type": "text", "text": content}] if isinstance(content, str) and content else content


def _respelled_turn(turn: JsonValue) -> JsonValue:
    if not isinstance(turn, dict) or "content" not in turn:
        return turn
    content = text_as_blocks(turn["content"])
    if turn.get("role") == "user" and are_objects(content):
        content = [
            {**block, "content": text_as_blocks(block["content"])} if block.get("type") == "tool_result" and "content" in block else block
            for block in content
        ]
    return {**turn, "content": content}


def merged_turns(turns: list[JsonValue]) -> list[JsonValue]:
    """Merge consecutive user turns that have blocks, where the later has no other fields."""
    merged: list[JsonValue] = []
    for turn in turns:
        last = merged[-1] if merged else None
        if (
            isinstance(turn, dict)
            and isinstance(last, dict)
            and turn.keys() == {"role", "content"}
            and _has_blocks(turn)
            and _has_blocks(last)
        ):
            merged[-1] = {**last, "content": [*_blocks(last), *_blocks(turn)]}
        else:
            merged.append(turn)
    return merged


def _has_blocks(turn: JsonObject) -> bool:
    return turn.get("role") == "user" and bool(turn.get("content")) and are_objects(turn.get("content"))


def _blocks(turn: JsonObject) -> list[JsonValue]:
    content = turn["content"]
    return content if isinstance(content, list) else []
