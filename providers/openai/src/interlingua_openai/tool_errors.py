"""That a tool failed, in words: neither of OpenAI's wires has a field for it, and the model must know.

A failed tool's result begins with the line `[tool error]`; reading takes the line away again and sets `is_error`. So a result keeps
its meaning on the way there and back, and one that another program marked in this way is read as what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue

MARK: Final = "[tool error]"
_LINE: Final = f"{MARK}\n"


def marked(content: str | list[JsonValue], text_type: str) -> str | list[JsonValue]:
    """Put the mark before a failed tool's content.

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


def unmarked(content: JsonValue, text_type: str) -> tuple[JsonValue, bool]:
    """Give the content without its mark, and whether there was one.

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
