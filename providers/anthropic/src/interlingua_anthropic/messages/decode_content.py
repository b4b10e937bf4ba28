"""Content blocks → parts. A block that isn't modelled, or whose own fields have other types, becomes an `OpaquePart`, verbatim.

Source: https://docs.claude.com/en/api/messages#body-messages (blocks of a request) and #response-content (of an answer).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types import (
    Base64Source,
    Citation,
    DocumentPart,
    FileSource,
    ImagePart,
    OpaquePart,
    ReasoningBlock,
    ReasoningPart,
    TextPart,
    TextSource,
    ToolCallPart,
    ToolMessage,
    URLSource,
)
from interlingua.types.json import dumps_text
from interlingua_anthropic.messages.tool_ids import is_accepted
from interlingua_anthropic.messages.wire import (
    NAME,
    PROVIDER,
    TURN,
    VERBATIM,
    content_of,
    is_blank,
    is_objects,
    is_text_in_base64,
    keep,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.types import AssistantPart, JsonObject, JsonValue
    from interlingua_anthropic.messages.tool_ids import ToolIds

_TEXT = frozenset({"type", "text"})
_TEXT_WITH_CITATIONS = _TEXT | {"citations"}
_THINKING = frozenset({"type", "thinking", "signature"})
_REDACTED = frozenset({"type", "data"})

# Where each kind of citation says its source's title and address.
# Source: https://docs.claude.com/en/docs/build-with-claude/citations
_TITLES = ("document_title", "title")


def decode_text(block: JsonObject) -> TextPart | OpaquePart:
    """Read a text block; anything else is opaque."""
    text = block.get("text")
    if block.get("type") != "text" or not isinstance(text, str):
        return OpaquePart(NAME, block)
    if len(block) == 2:
        return TextPart(text)
    citations = block.get("citations")
    if citations and is_objects(citations):
        return TextPart(text, [_citation(item) for item in citations], provider_data=keep(block, _TEXT_WITH_CITATIONS))
    return TextPart(text, provider_data=keep(block, _TEXT))


def _citation(wire: JsonObject) -> Citation:
    """Read a citation; `start` and `end` stay unset, since Claude's indexes point into the source, not into the answer."""
    title = next((title for name in _TITLES if isinstance(title := wire.get(name), str)), None)
    cited, url = wire.get("cited_text"), wire.get("url")
    return Citation(
        cited_text=cited if isinstance(cited, str) else None,
        title=title,
        url=url if isinstance(url, str) else None,
        provider_data={NAME: keep(wire).get(NAME, {})},
    )


def decode_said_text(block: JsonObject) -> TextPart | OpaquePart:
    """Read a text block of a request.

    One that says nothing is marked, so that it is written back: other such texts are left out of requests.
    """
    part = decode_text(block)
    if type(part) is not TextPart or not is_blank(part.text):
        return part
    return part.model_copy(update={"provider_data": {NAME: {**part.provider_data.get(NAME, {}), VERBATIM: True}}})


def decode_user_block(block: JsonObject) -> TextPart | ImagePart | DocumentPart | OpaquePart:
    """Read a block that a user, or a tool's result, may say."""
    kind = block.get("type")
    if kind == "text":
        return decode_said_text(block)
    if kind == "image":
        source, rest = _source(block.get("source"))
        if source is not None:
            return ImagePart(source, provider_data=_keep_with_source(block, rest, ("type", "source")))
    elif kind == "document":
        wire = block.get("source")
        title = block.get("title")
        known = ("type", "source", "title") if isinstance(title, str) else ("type", "source")
        text, rest = _text_source(wire)
        source, rest = (None, rest) if text is not None else _source(wire)
        if (found := text or source) is not None:
            return DocumentPart(found, title if isinstance(title, str) else None, provider_data=_keep_with_source(block, rest, known))
    return OpaquePart(NAME, block)


def _source(wire: JsonValue) -> tuple[Base64Source | URLSource | FileSource | None, JsonObject]:
    """Read an image's or document's source, and what else is in it."""
    match wire:
        case {"type": "base64", "media_type": str(media_type), "data": str(data)}:
            return Base64Source(media_type=media_type, data=data), without(wire, "type", "media_type", "data")
        case {"type": "url", "url": str(url)}:
            return URLSource(url=url), without(wire, "type", "url")
        case {"type": "file", "file_id": str(file_id)}:
            return FileSource(file_id=file_id, provider=PROVIDER), without(wire, "type", "file_id")
        case _:
            return None, {}


def _text_source(wire: JsonValue) -> tuple[TextSource | None, JsonObject]:
    """Read a document's plain text."""
    match wire:
        case {"type": "text", "media_type": "text/plain", "data": str(data)}:
            return TextSource(text=data), without(wire, "type", "media_type", "data")
        case _:
            return None, {}


def _keep_with_source(block: JsonObject, rest: JsonObject, known: tuple[str, ...]) -> dict[str, JsonObject]:
    """Keep a block's fields, and what we don't model of its source; a text in base64 is marked, as it is said as text elsewhere."""
    kept = keep({**block, "source": rest}, known[:1] + known[2:]) if rest else keep(block, known)
    source = block["source"]
    if isinstance(source, dict) and is_text_in_base64(source) and block.get("type") == "document":
        kept.setdefault(NAME, {})[VERBATIM] = True
    return kept


def decode_tool_result(block: JsonObject, ids: ToolIds, turn: JsonObject) -> ToolMessage:
    """Read a tool's result.

    Args:
        block: The `tool_result` block.
        ids: The made-up ids of this body.
        turn: The fields of the user turn, if the block is its first; they are kept here.
    """
    known = {"type"}
    call_id = block.get("tool_use_id")
    if isinstance(call_id, str) and is_accepted(call_id) and not ids.has_made(call_id):
        known.add("tool_use_id")
    if block.get("is_error") is True:
        known.add("is_error")
    blocks, verbatim, absent = content_of(block)
    if not verbatim or block["content"] in ("", []):
        known.add("content")
    if "tool_use_id" not in block:
        absent = (*absent, "tool_use_id")
    provider_data = keep(block, known, absent)
    if turn:
        provider_data.setdefault(NAME, {})[TURN] = turn
    return ToolMessage(
        tool_call_id=call_id if isinstance(call_id, str) and call_id else ids.of_result(),
        content=[decode_text(item) if verbatim else decode_user_block(item) for item in blocks],
        is_error="is_error" in known,
        provider_data=provider_data,
    )


def decode_assistant_block(block: JsonObject, make_id: Callable[[], str], arguments: str | None = None) -> AssistantPart:
    """Read a block that the model says.

    Args:
        block: The block.
        make_id: Makes up the id of a call that has none.
        arguments: A tool call's arguments as they were streamed, in place of the block's `input`.
    """
    match block.get("type"):
        case "text":
            return decode_text(block)
        case "tool_use":
            return _tool_call(block, make_id, arguments)
        case "thinking":
            return _thinking(block)
        case "redacted_thinking" if isinstance(data := block.get("data"), str):
            return ReasoningPart(redacted_data=data, provider=PROVIDER, provider_data=keep(block, _REDACTED))
    return OpaquePart(NAME, block)


def _tool_call(block: JsonObject, make_id: Callable[[], str], arguments: str | None) -> ToolCallPart | OpaquePart:
    call_id, name, value = block.get("id"), block.get("name"), block.get("input")
    if not isinstance(name, str):
        return OpaquePart(NAME, block)
    known = {"type", "name"}
    if isinstance(value, dict):
        known.add("input")
    if isinstance(call_id, str) and is_accepted(call_id):
        known.add("id")
    absent = tuple(field for field in ("id", "input") if field not in block)
    if arguments is None:
        arguments = dumps_text(value) if "input" in block else "{}"
    return ToolCallPart(
        call_id if isinstance(call_id, str) and call_id else make_id(),
        name,
        arguments,
        provider_data=keep(block, known, absent),
    )


def _thinking(block: JsonObject) -> ReasoningPart | OpaquePart:
    """Read thinking; text that the API leaves empty, since it is only signed, is no block of text."""
    text, signature = block.get("thinking"), block.get("signature")
    if not isinstance(text, str):
        return OpaquePart(NAME, block)
    known = _THINKING if isinstance(signature, str) else _THINKING - {"signature"}
    return ReasoningPart(
        blocks=(ReasoningBlock("full", text),) if text else (),
        signature=signature if isinstance(signature, str) else None,
        provider=PROVIDER,
        provider_data=keep(block, known, () if "signature" in block else ("signature",)),
    )
