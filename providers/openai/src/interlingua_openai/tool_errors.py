"""That a tool failed, in words: neither of OpenAI's wires has a field for it, and the model must know.

A failed tool's result begins with the line `[tool error]`; reading takes the line away again and sets `is_error`. So a result keeps
its meaning on the way there and back, and one that another program marked in this way is read as what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.types.base import JsonValue

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
    match content:
        case []:
            return MARK
        case [{"type": kind, "text": str(text), **rest}, *others] if kind == text_type:
            return [{"type": kind, "text": _LINE + text, **rest}, *others]
        case _:
            return [{"type": text_type, "text": MARK}, *content]


def unmarked(content: JsonValue, text_type: str) -> tuple[JsonValue, bool]:
    """Give the content without its mark, and whether there was one.

    Args:
        content: What the wire has.
        text_type: The type of the wire's text blocks.
    """
    match content:
        case str(text) if text.startswith(MARK):
            if text == MARK:
                return [], True
            return (text.removeprefix(_LINE), True) if text.startswith(_LINE) else (content, False)
        case [{"type": kind, "text": str(text), **rest}, *others] if kind == text_type and text.startswith(MARK):
            if text.startswith(_LINE):
                return [{"type": kind, "text": text.removeprefix(_LINE), **rest}, *others], True
            if text == MARK and not rest and others and not _begins_with_text(others, text_type):
                return others, True
    return content, False


def _begins_with_text(blocks: list[JsonValue], text_type: str) -> bool:
    return isinstance(first := blocks[0], dict) and first.get("type") == text_type and isinstance(first.get("text"), str)
