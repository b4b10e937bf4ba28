"""The parts of a user's, system's and tool's content, and the citations of a web search, both ways.

Source: https://platform.openai.com/docs/api-reference/chat/create (messages: text, image_url, input_audio and file parts).
A part that isn't one of these, or is one in a shape that we don't know, becomes an `OpaquePart`, verbatim.
Citations: https://platform.openai.com/docs/guides/tools-web-search?api-mode=chat (annotations of type `url_citation` on the message,
with places in its content). Annotations of any other shape stay with the message, verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from interlingua.dialect import NOTHING, Kept, as_list, as_object, difference, restored
from interlingua.types.parts import (
    Base64Source,
    DocumentPart,
    FileSource,
    ImagePart,
    OpaquePart,
    TextPart,
    TextSource,
    URLSource,
)
from interlingua_openai import parts
from interlingua_openai.names import CHAT, PROVIDER
from interlingua_openai.parts import PartForms, citation_fields, data_url, decode_audio, file_fields, read_citation, read_data_url
from interlingua_openai.turns import is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from interlingua.dialect import LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import AssistantMessage
    from interlingua.types.parts import Citation, Part, SystemPart, UserPart

_FORM: Final = "form"
"""A mark of an opaque part: which object of the wire it is, one of the words below; without it, a part of a content."""

WHOLE_CALL: Final = "tool_call"
"""An entry of `tool_calls` whose shape isn't modelled."""

WHOLE_MESSAGE: Final = "message"
"""A whole message whose role or shape isn't modelled."""

WHOLE_IMAGE: Final = "image"
"""An entry of an assistant's `images` whose shape isn't modelled."""

OLD_CALL: Final = "function_call"
"""The one call of a message in the form that `tool_calls` replaced; it has no id to pair its result by."""


def form_of(part: OpaquePart) -> str | None:
    """Tell which object of this wire an opaque part is; None for a part of a content, and for another dialect's."""
    form = Kept.of(part.provider_data, CHAT).mark(_FORM) if part.dialect == CHAT else None
    return form if isinstance(form, str) else None


def opaque(wire: JsonObject, form: str) -> OpaquePart:
    """Keep an object of the wire that is no part of a content."""
    return OpaquePart(CHAT, wire, provider_data=NOTHING.marked(_FORM, form).under(CHAT))


def decode_content(message: JsonObject, path: str, decode: Callable[[JsonValue, str], Part], *read: str) -> tuple[list[Part], Kept]:
    """Read a message's content, and what is to be kept of the message.

    Args:
        message: The message.
        path: Where it stands.
        decode: Reads a part of a list.
        read: The fields, other than the content, that are read elsewhere.
    """
    content = message.get("content")
    if isinstance(content, str):
        found: list[Part] = [TextPart(content)]
        if len(message) == len(read) + 1 and all(name in message for name in read):
            return found, NOTHING
    elif content is None:
        found = []
    else:
        found = [decode(block, f"{path}.content[{index}]") for index, block in enumerate(as_list(content, f"{path}.content"))]
    kept = Kept({name: value for name, value in message.items() if name != "content" and name not in read})
    return found, kept.with_form(message, "" if is_plain(found, CHAT) else [])


def decode_part(value: JsonValue, path: str) -> UserPart:
    """Read one part of a user's content.

    Raises:
        ConversionError: It is no object.
    """
    block = as_object(value, path)
    kind = block.get("type")
    decoder = _DECODERS.get(kind) if isinstance(kind, str) else None
    return (decoder(block) if decoder else None) or OpaquePart(CHAT, block)


def decode_text_only(value: JsonValue, path: str) -> SystemPart:
    """Read one part of a system's or tool's content, where the API knows only text.

    Raises:
        ConversionError: It is no object.
    """
    block = as_object(value, path)
    return (_decode_text(block) if block.get("type") == "text" else None) or OpaquePart(CHAT, block)


def encode_part(part: Part, log: LossLog) -> JsonObject | None:
    """Write one part of a user's content; None, with a loss, where the wire can't say it."""
    return parts.encode_part(part, _FORMS, log)


_WAY_OUT: Final = "; Responses takes it in a tool's result (api=responses)"


def encode_text_only(part: Part, log: LossLog) -> JsonObject | None:
    """Write one part of a system's or tool's content; None, with a loss, where it is no text."""
    if isinstance(part, TextPart | OpaquePart) or (isinstance(part, DocumentPart) and isinstance(part.source, TextSource)):
        return encode_part(part, log)
    says = isinstance(part, ImagePart | DocumentPart)
    log.lose(f"this wire takes only text here, no {part.type}" + _WAY_OUT * says, "content")
    return None


def _decode_text(block: JsonObject) -> TextPart | None:
    text = block.get("text")
    if not isinstance(text, str):
        return None
    if len(block) == 2:
        return TextPart(text)
    return TextPart(text, provider_data=difference(block, {"type": "text", "text": text}).under(CHAT))


def decode_image(block: JsonObject) -> ImagePart | None:
    """Read an image; None where its address isn't in an object."""
    image = block.get("image_url")
    return image_at(image.get("url"), block) if isinstance(image, dict) else None


def image_at(url: JsonValue, block: JsonObject) -> ImagePart | None:
    """Read the image that a block has at an address; None where that is no text."""
    if not isinstance(url, str):
        return None
    kept = difference(block, {"type": "image_url", "image_url": {"url": url}})
    return ImagePart(read_data_url(url) or URLSource(url=url), provider_data=kept.under(CHAT))


def encode_image(part: ImagePart) -> JsonObject | None:
    """Write an image; None where the wire takes none from its source."""
    match part.source:
        case Base64Source():
            url = data_url(part.source)
        case URLSource():
            url = part.source.url
        case FileSource():
            return None
        case _:
            assert_never(part.source)
    return {"type": "image_url", "image_url": {"url": url}}


def _decode_document(block: JsonObject) -> DocumentPart | None:
    file = block.get("file")
    if not isinstance(file, dict):
        return None
    title, file_id = file.get("filename"), file.get("file_id")
    source = FileSource(file_id=file_id, provider=PROVIDER) if isinstance(file_id, str) else read_data_url(file.get("file_data"))
    if source is None:
        return None
    part = DocumentPart(source, title if isinstance(title, str) else None, provider_data={})
    kept = difference(block, {"type": "file", "file": file_fields(part)})
    return part.model_copy(update={"provider_data": kept.under(CHAT)}) if kept else part


def _encode_document(part: DocumentPart) -> JsonObject | None:
    return None if isinstance(part.source, URLSource) else {"type": "file", "file": file_fields(part)}


_DECODERS: Final[dict[str, Callable[[JsonObject], UserPart | None]]] = {
    "text": _decode_text,
    "image_url": decode_image,
    "input_audio": lambda block: decode_audio(block, CHAT),
    "file": _decode_document,
}

_FORMS: Final = PartForms(CHAT, "text", encode_image, _encode_document)


def decode_citations(annotations: JsonValue) -> tuple[Citation, ...]:
    """Read a message's annotations; none where one of them isn't a citation that we know."""
    if not isinstance(annotations, list):
        return ()
    citations = [_decode_citation(annotation) for annotation in annotations]
    return tuple(citation for citation in citations if citation is not None) if None not in citations else ()


def encode_citations(texts: Mapping[int, TextPart], log: LossLog) -> list[JsonValue]:
    """Write the citations of a message's texts, each by its place in the content, as the message's annotations."""
    out: list[JsonValue] = []
    for log.part, text in texts.items():
        for number, citation in enumerate(text.citations):
            below = f".citations[{number}]"
            if citation.url is None:
                log.lose("this wire can't say a citation without a URL", "hint", below=below)
            elif len(texts) > 1:
                log.lose("this wire says citations of one text only", "hint", below=below)
            else:
                if citation.cited_text is not None:
                    log.lose("this wire can't say the words that a citation cites", "hint", below=f"{below}.cited_text")
                kept = Kept.of(citation.provider_data, CHAT)
                out.append(restored(_annotation(citation), kept, log, below))
    log.part = None
    return out


def without_citations(message: AssistantMessage, log: LossLog) -> AssistantMessage:
    """Take the citations from a message, each with a loss, for a host that refuses fields which the reference knows in answers only."""
    content = list(message.content)
    for place, part in enumerate(content):
        if isinstance(part, TextPart) and part.citations:
            log.part = place
            for number in range(len(part.citations)):
                log.lose("this host takes no citations back", "hint", below=f".citations[{number}]")
            content[place] = part.model_copy(update={"citations": ()})
    log.part = None
    return message.model_copy(update={"content": tuple(content)})


def _decode_citation(annotation: JsonValue) -> Citation | None:
    fields = annotation.get("url_citation") if isinstance(annotation, dict) and annotation.get("type") == "url_citation" else None
    if not isinstance(annotation, dict) or not isinstance(fields, dict) or not isinstance(fields.get("url"), str):
        return None
    citation = read_citation(fields)
    kept = difference(annotation, _annotation(citation))
    return citation.model_copy(update={"provider_data": kept.under(CHAT)}) if kept else citation


def _annotation(citation: Citation) -> JsonObject:
    return {"type": "url_citation", "url_citation": citation_fields(citation)}
