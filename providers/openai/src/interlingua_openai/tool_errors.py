"""That a tool failed, in words: neither of OpenAI's wires has a field for it, and the model must know.

A failed tool's result begins with the line `[tool error]`; reading takes the line away again and sets `is_error`. So a result keeps
its meaning on the way there and back, and one that another program marked in this way is read as what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.dialect import LossLog
    from interlingua.types.base import JsonObject, JsonValue

MARK: Final = "[tool error]"
_LINE: Final = f"{MARK}\n"


def encode_failure(result: JsonObject, field: str, text_type: str, log: LossLog, *, is_error: bool) -> None:
    """Put the line before a failed tool's content; tell where the content of another begins with it.

    Args:
        result: The wire's object, which is changed.
        field: The field of its content.
        text_type: The type of the wire's text blocks.
        log: Takes the loss.
        is_error: Whether the tool failed.
    """
    content = result.get(field)
    if is_error:
        result[field] = with_error_line(content if isinstance(content, str | list) else [], text_type)
    elif without_error_line(content, text_type)[1]:
        reason = "the result begins as a failed tool's does, and is read as one when it comes back"
        log.lose(reason, "hint", below=".is_error", replaced_by=True)


def with_error_line(content: str | list[JsonValue], text_type: str) -> str | list[JsonValue]:
    """Put the line before a failed tool's content.

    Args:
        content: A text, or a list of blocks.
        text_type: The type of the wire's text blocks.
    """
    if isinstance(content, str):
        return _LINE + content
    if not content:
        return MARK
    if (block := _text_block(content[0], text_type)) is not None:
        return [{**block, "text": f"{_LINE}{block['text']}"}, *content[1:]]
    return [{"type": text_type, "text": MARK}, *content]


def without_error_line(content: JsonValue, text_type: str) -> tuple[JsonValue, bool]:
    """Give the content without the line, and whether there was one.

    Args:
        content: What the wire has.
        text_type: The type of the wire's text blocks.
    """
    if isinstance(content, str):
        if content == MARK:
            return [], True
        return (content.removeprefix(_LINE), True) if content.startswith(_LINE) else (content, False)
    block = _text_block(content[0], text_type) if isinstance(content, list) and content else None
    if block is None or not isinstance(content, list):
        return content, False
    text, others = str(block["text"]), content[1:]
    if text.startswith(_LINE):
        return [{**block, "text": text.removeprefix(_LINE)}, *others], True
    alone = text == MARK and len(block) == 2 and bool(others) and _text_block(others[0], text_type) is None
    return (others, True) if alone else (content, False)


def _text_block(block: JsonValue, text_type: str) -> JsonObject | None:
    return block if isinstance(block, dict) and block.get("type") == text_type and isinstance(block.get("text"), str) else None
