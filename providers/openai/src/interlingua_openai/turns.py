"""Messages as both dialects have to write them: in which order, under which role, and how a content is spelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Kept
from interlingua.types.parts import TextPart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.dialect import Capabilities, LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.parts import Part


def known_role(role: str, kept: Kept, capabilities: Capabilities, log: LossLog) -> tuple[str, Kept]:
    """Give the role that a message is written under, and what is kept beside it.

    The wire's other word for a system message, `developer`, is kept; a host that doesn't know it gets `system`.
    """
    if role != "system" or kept.fields.get("role") != "developer":
        return role, kept
    if capabilities.has("developer_role"):
        return "developer", kept
    log.lose("this host has no developer role", "hint", below=".role", replaced_by="system")
    return role, kept.without("role")


def is_plain(content: Sequence[Part], dialect: str) -> bool:
    """Tell whether a content is said as a string unless it is marked otherwise: one text with nothing of the dialect's beside it."""
    if len(content) != 1:
        return False
    part = content[0]
    return type(part) is TextPart and not (part.provider_data and Kept.of(part.provider_data, dialect))


def bare_text(content: Sequence[Part], dialect: str) -> str | None:
    """Give the text of a content that is plain and loses nothing as a string, so that it needs no closer look; else None."""
    if len(content) != 1 or type(part := content[0]) is not TextPart or part.citations:
        return None
    return None if part.provider_data and Kept.of(part.provider_data, dialect) else part.text


def write_content(
    out: JsonObject, content: Sequence[Part], blocks: list[JsonValue], kept: Kept, dialect: str, *, field: str = "content"
) -> None:
    """Write a content in the form that the wire had, where that still fits: a string, a list, null or nothing.

    Args:
        out: The wire's object, which gets the field.
        content: The content.
        blocks: What the wire says of it.
        kept: What is kept beside it, with the form.
        dialect: The dialect that is written.
        field: The content's field.
    """
    form = kept.form(field)
    if form != "list" and is_plain(content, dialect):
        out[field] = content[0].text  # type: ignore[union-attr]  # a plain content is a text
    elif form == "null" and not content:
        out[field] = None
    elif form != "absent" or content:
        out[field] = blocks
