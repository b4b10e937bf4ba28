"""What a user, the application or a tool says ⇄ content blocks: text, images, documents.

Source: https://docs.claude.com/en/api/messages#body-messages. A block that isn't modelled, or whose own fields have other types,
becomes an `OpaquePart`, verbatim.
"""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Final, TypeGuard, assert_never

from interlingua.dialect import Kept, are_objects, difference, restored, text_or_none
from interlingua.types import (
    AudioPart,
    Base64Source,
    Citation,
    DocumentPart,
    FileSource,
    ImagePart,
    OpaquePart,
    TextPart,
    TextSource,
    URLSource,
)
from interlingua_anthropic.names import MESSAGES, PROVIDER, VERBATIM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.dialect import LossLog
    from interlingua.types import JsonObject, JsonValue, SystemPart, ToolResultPart, UserPart

EMPTY_TEXT: Final = (TextPart(""),)
"""What `""` says where content may be text or a list."""

# Where each kind of citation says its source's title.
# Source: https://docs.claude.com/en/docs/build-with-claude/citations
_TITLES = ("document_title", "title")


_FOR_ITS_MAKER: Final = ("_tool_use", "_tool_result", "compaction", "container_upload", "thinking")


def is_blank(text: str) -> bool:
    """Tell whether a text says nothing.

    The API refuses such a text block, in its own words: "text content blocks must be non-empty", "… must contain non-whitespace text".
    """
    return not text or text.isspace()


def content_of(holder: JsonObject) -> tuple[list[JsonObject], list[JsonValue] | None]:
    """Read a `content` field that may be text or a list of blocks.

    Returns:
        The blocks; and how the field is spelled (see `Kept.spelling`) where no list of blocks that say something can spell it: empty
        text, null, no blocks, absent and odd values.
    """
    content = holder.get("content")
    if content and are_objects(content):
        return content, None
    if isinstance(content, str):
        return [{"type": "text", "text": content}], None if content else [[], ""]
    return [], [[], content] if "content" in holder else [[]]


def is_respelled(kept: Kept, content: tuple[object, ...]) -> bool:
    """Tell whether content has a spelling of its own, as `content_of` gave it, and still says nothing."""
    return (not content or content == EMPTY_TEXT) and kept.spelling("content") is not None


def decode_text(block: JsonObject) -> TextPart | OpaquePart:
    """Read a text block; anything else is opaque."""
    text = block.get("text")
    if block.get("type") != "text" or not isinstance(text, str):
        return OpaquePart(MESSAGES, block)
    if len(block) == 2:
        return TextPart(text)
    citations = block.get("citations")
    cited = [_decode_citation(item) for item in citations] if citations and are_objects(citations) else []
    kept = difference(block, {"type": "text", "text": text}, ("citations",) if cited else ())
    return TextPart(text, cited, provider_data=kept.under(MESSAGES))


def decode_request_text(block: JsonObject) -> TextPart | OpaquePart:
    """Read a text block of a request.

    One that says nothing is marked, so that it is written back: other such texts are left out of requests.
    """
    part = decode_text(block)
    if type(part) is not TextPart or not is_blank(part.text):
        return part
    kept = Kept.of(part.provider_data, MESSAGES).marked(VERBATIM, mark=True)
    return part.model_copy(update={"provider_data": kept.under(MESSAGES)})


def _decode_citation(wire: JsonObject) -> Citation:
    """Read a citation; `start` and `end` stay unset, since Claude's indexes point into the source, not into the answer."""
    return Citation(
        cited_text=text_or_none(wire.get("cited_text")),
        title=next((title for name in _TITLES if isinstance(title := wire.get(name), str)), None),
        url=text_or_none(wire.get("url")),
        provider_data={MESSAGES: wire},
    )


def encode_text(part: TextPart, log: LossLog, *, blanks: bool = False) -> JsonObject | None:
    """Write a text block.

    Args:
        part: The text.
        log: Takes the losses.
        blanks: Whether a text that says nothing is written: in an answer nobody minds it, but the API refuses it in a request.
    """
    kept = Kept.of(part.provider_data, MESSAGES)
    if not blanks and is_blank(part.text) and not kept.mark(VERBATIM):
        log.lose("a text block must say something on this wire", "hint")
        return None
    block: JsonObject = {"type": "text", "text": part.text}
    citations: list[JsonValue] = []
    for index, citation in enumerate(part.citations):
        below = f".citations[{index}]"
        if MESSAGES not in citation.provider_data:
            log.lose("only a citation that Claude made has a form on this wire", "hint", below=below)
            continue
        own = Kept.of(citation.provider_data, MESSAGES)
        for name in ("start", "end"):
            if getattr(citation, name) is not None:
                log.lose("a citation's place in the answer can't be said on this wire", "hint", below=f"{below}.{name}")
        title = next((name for name in _TITLES if isinstance(own.fields.get(name), str)), "title")
        canonical = {"cited_text": citation.cited_text, title: citation.title, "url": citation.url}
        citations.append(restored({name: text for name, text in canonical.items() if text is not None}, own, log, below))
    if citations:
        block["citations"] = citations
    return restored(block, kept, log) if part.provider_data else block


def decode_block(block: JsonObject) -> TextPart | ImagePart | DocumentPart | OpaquePart:
    """Read a block that a user, or a tool's result, may say."""
    kind = block.get("type")
    if kind == "text":
        return decode_request_text(block)
    part: ImagePart | DocumentPart
    if kind == "image" and (image := _decode_source(block.get("source"))) is not None:
        part = ImagePart(image)
    elif kind == "document" and (document := _decode_document(block.get("source"))) is not None:
        part = DocumentPart(document, text_or_none(block.get("title")))
    else:
        return OpaquePart(MESSAGES, block)
    kept = difference(block, _media_block(part))
    inline = isinstance(part.source, URLSource) and part.source.inline() is not None
    if inline or (kind == "document" and _is_text_in_base64(part.source)):
        kept = kept.marked(VERBATIM, mark=True)  # it would be said as data, or as text, elsewhere
    return part.model_copy(update={"provider_data": kept.under(MESSAGES)}) if kept else part


def _decode_document(wire: JsonValue) -> Base64Source | URLSource | FileSource | TextSource | None:
    match wire:
        case {"type": "text", "media_type": "text/plain", "data": str(data)}:
            return TextSource(text=data)
        case _:
            return _decode_source(wire)


def _decode_source(wire: JsonValue) -> Base64Source | URLSource | FileSource | None:
    """Read an image's or document's source; what else is in it is kept with the part."""
    match wire:
        case {"type": "base64", "media_type": str(media_type), "data": str(data)}:
            return Base64Source(media_type=media_type, data=data)
        case {"type": "url", "url": str(url)}:
            return URLSource(url=url)
        case {"type": "file", "file_id": str(file_id)}:
            return FileSource(file_id=file_id, provider=PROVIDER)
        case _:
            return None


def _media_block(part: ImagePart | DocumentPart) -> JsonObject:
    source: JsonObject
    match part.source:
        case Base64Source(media_type=media_type, data=data):
            source = {"type": "base64", "media_type": media_type, "data": data}
        case URLSource(url=url):
            source = {"type": "url", "url": url}
        case FileSource(file_id=file_id):
            source = {"type": "file", "file_id": file_id}
        case TextSource(text=text):
            source = {"type": "text", "media_type": "text/plain", "data": text}
        case _:
            assert_never(part.source)
    block: JsonObject = {"type": part.type, "source": source}
    if isinstance(part, DocumentPart) and part.title is not None:
        block["title"] = part.title
    return block


def _is_text_in_base64(source: object) -> TypeGuard[Base64Source]:
    """Tell whether a source holds a text document's bytes: the API takes PDF alone so, and text as text.

    Source: https://docs.claude.com/en/docs/build-with-claude/files#file-types-and-content-blocks.
    """
    return isinstance(source, Base64Source) and source.media_type.startswith("text/")


def encode_blocks(parts: Sequence[UserPart | ToolResultPart | SystemPart], log: LossLog) -> list[JsonValue]:
    """Write what a user, a tool or the application says."""
    blocks: list[JsonValue] = []
    for index, part in enumerate(parts):
        if type(part) is TextPart and not part.provider_data and not part.citations and part.text and not part.text.isspace():
            blocks.append({"type": "text", "text": part.text})
            continue
        log.part = index
        if (block := _encode_block(part, log)) is not None:
            blocks.append(block)
    log.part = None
    return blocks


def _encode_block(part: UserPart | ToolResultPart | SystemPart, log: LossLog) -> JsonObject | None:
    match part:
        case TextPart():
            return encode_text(part, log)
        case OpaquePart():
            return encode_opaque(part, log)
        case ImagePart() | DocumentPart():
            return _encode_media(part, log)
        case AudioPart():
            log.lose("this wire has no audio", "content")
            return None
        case _:
            assert_never(part)


def only_its_maker_uses(part: OpaquePart) -> bool:
    """Tell whether a block says nothing to anybody but its maker; see `Dialect.only_its_maker_uses`.

    Such are the calls of server tools and what came of them, a compaction, and reasoning in a shape that we don't know.
    Source: https://docs.claude.com/en/api/messages (content blocks).
    """
    return part.wire_type.endswith(_FOR_ITS_MAKER)


def encode_opaque(part: OpaquePart, log: LossLog) -> JsonObject | None:
    """Write a block that isn't modelled; None where it is another dialect's."""
    if part.dialect == MESSAGES:
        return part.data
    log.lose(f"{part.wire_type!r} of {part.dialect} has no form on this wire", "content")
    return None


def _encode_media(part: ImagePart | DocumentPart, log: LossLog) -> JsonObject | None:
    if isinstance(part.source, FileSource) and not part.source.is_for(PROVIDER):
        log.lose(f"a file that {part.source.provider} holds can't be read here", "content")
        return None
    kept = Kept.of(part.provider_data, MESSAGES)
    if isinstance(part.source, URLSource) and not kept.mark(VERBATIM) and (inline := part.source.inline()) is not None:
        part = part.model_copy(update={"source": inline})  # the API fetches nothing from such an address
    block = _media_block(part)
    if part.type == "document" and _is_text_in_base64(part.source) and not kept.mark(VERBATIM):
        try:
            text = b64decode(part.source.data, validate=True).decode()
        except ValueError:
            log.lose("a text document is UTF-8 on this wire, and this one isn't", "content", below=".source")
        else:
            log.lose("a text document's bytes are said as text on this wire", "hint", below=".source")
            block["source"] = {"type": "text", "media_type": "text/plain", "data": text}
    return restored(block, kept, log) if part.provider_data else block
