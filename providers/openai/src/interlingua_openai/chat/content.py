"""The parts of a user's, system's and tool's content, both ways.

Source: https://platform.openai.com/docs/api-reference/chat/create (messages: text, image_url, input_audio and file parts).
A part that isn't one of these, or is one in a shape that we don't know, becomes an `OpaquePart`, verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from interlingua.types.parts import (
    AudioPart,
    Base64Source,
    DocumentPart,
    FileSource,
    ImagePart,
    OpaquePart,
    TextPart,
    TextSource,
    URLSource,
)
from interlingua_openai.chat.wire import DIALECT, MAKER, as_object, difference, lost, restored
from interlingua_openai.media import audio, data_url, held_elsewhere, read_audio, read_data_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interlingua.dialect import Capabilities
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.parts import Part, SystemPart, UserPart


def decode_part(value: JsonValue, path: str) -> UserPart:
    """Read one part of a user's content.

    Raises:
        ConversionError: It is no object.
    """
    block = as_object(value, path)
    kind = block.get("type")
    decoder = _DECODERS.get(kind) if isinstance(kind, str) else None
    return (decoder(block, path) if decoder else None) or OpaquePart(DIALECT, block)


def decode_text_only(value: JsonValue, path: str) -> SystemPart:
    """Read one part of a system's or tool's content, where the API knows only text.

    Raises:
        ConversionError: It is no object.
    """
    block = as_object(value, path)
    text = _decode_text(block, path) if block.get("type") == "text" else None
    return text or OpaquePart(DIALECT, block)


def encode_part(part: Part, capabilities: Capabilities, path: str, losses: list[Loss]) -> JsonObject | None:
    """Write one part of a user's content; None, with a loss, where the wire can't say it."""
    if isinstance(part, OpaquePart):
        return encode_opaque(part, path, losses)
    if (reason := held_elsewhere(part)) is not None:
        lost(losses, "content", path, reason)
        return None
    reference: JsonObject | None
    match part:
        case TextPart():
            reference = {"type": "text", "text": part.text}
            if part.citations:
                lost(losses, "hint", f"{path}.citations", "this wire can't say citations here")
        case ImagePart():
            reference = _encode_image(part)
        case AudioPart():
            reference = _encode_audio(part)
        case DocumentPart():
            reference = _encode_document(part, path, losses)
        case _:
            reference = None
    is_text = reference is not None and reference["type"] == "text"  # a document's plain text needs no eyes
    if part.type in _MEDIA and not is_text and not capabilities.has(part.type):  # type: ignore[arg-type]  # the three are features' names
        lost(losses, "content", path, f"the model takes no {part.type}")
        return None
    if reference is None:
        lost(losses, "content", path, f"this wire can't say {part.type} from {_source_of(part)} here")
        return None
    kept = part.provider_data.get(DIALECT)
    return restored(reference, kept) if kept else reference


def encode_opaque(part: OpaquePart, path: str, losses: list[Loss]) -> JsonObject | None:
    """Write an opaque part of our own; None, with a loss, for another dialect's."""
    if part.dialect == DIALECT:
        return part.data
    lost(losses, "content", path, f"{part.wire_type!r} of {part.dialect} can't be said here")
    return None


def is_plain(content: Sequence[Part]) -> bool:
    """Tell whether content is said as a string unless it is marked otherwise: one text with nothing beside it."""
    if len(content) != 1:
        return False
    part = content[0]
    return type(part) is TextPart and DIALECT not in part.provider_data


_MEDIA = frozenset({"image", "audio", "document"})


def _source_of(part: Part) -> str:
    source = getattr(part, "source", None)
    return f"a {source.type} source" if source is not None else "this role"


def _kept(block: JsonObject, reference: JsonObject, path: str) -> dict[str, JsonObject]:
    kept = difference(block, reference, path)
    return {DIALECT: kept} if kept else {}


def _decode_text(block: JsonObject, path: str) -> TextPart | None:
    text = block.get("text")
    if not isinstance(text, str):
        return None
    if len(block) == 2:
        return TextPart(text)
    return TextPart(text, provider_data=_kept(block, {"type": "text", "text": text}, path))


def _decode_image(block: JsonObject, path: str) -> ImagePart | None:
    image = block.get("image_url")
    url = image.get("url") if isinstance(image, dict) else None
    if not isinstance(url, str):
        return None
    source = read_data_url(url) or URLSource(url=url)
    return ImagePart(source, provider_data=_kept(block, {"type": "image_url", "image_url": {"url": url}}, path))


def _encode_image(part: ImagePart) -> JsonObject | None:
    match part.source:
        case Base64Source():
            return {"type": "image_url", "image_url": {"url": data_url(part.source)}}
        case URLSource(url=url):
            return {"type": "image_url", "image_url": {"url": url}}
        case FileSource():
            return None
        case _:
            assert_never(part.source)


def _decode_audio(block: JsonObject, path: str) -> AudioPart | None:
    said = block.get("input_audio")
    data = said.get("data") if isinstance(said, dict) else None
    word = said.get("format") if isinstance(said, dict) else None
    if not isinstance(data, str) or not isinstance(word, str):
        return None
    source = read_audio(data, word)
    return AudioPart(source, provider_data=_kept(block, {"type": "input_audio", "input_audio": audio(source)}, path))


def _encode_audio(part: AudioPart) -> JsonObject | None:
    return {"type": "input_audio", "input_audio": audio(part.source)} if isinstance(part.source, Base64Source) else None


def _decode_document(block: JsonObject, path: str) -> DocumentPart | None:
    file = block.get("file")
    if not isinstance(file, dict):
        return None
    name, file_id, file_data = file.get("filename"), file.get("file_id"), file.get("file_data")
    title = name if isinstance(name, str) else None
    data = read_data_url(file_data) if isinstance(file_data, str) else None
    source: FileSource | Base64Source
    reference: JsonObject = {} if title is None else {"filename": title}
    if isinstance(file_id, str):
        source = FileSource(file_id=file_id, provider=MAKER)
        reference["file_id"] = file_id
    elif data:
        source = data
        reference["file_data"] = file_data
    else:
        return None
    return DocumentPart(source, title, provider_data=_kept(block, {"type": "file", "file": reference}, path))


def _encode_document(part: DocumentPart, path: str, losses: list[Loss]) -> JsonObject | None:
    file: JsonObject = {} if part.title is None else {"filename": part.title}
    match part.source:
        case FileSource(file_id=file_id):
            file["file_id"] = file_id
        case Base64Source():
            file["file_data"] = data_url(part.source)
        case URLSource():
            return None
        case TextSource(text=text):
            said: JsonObject = {"type": "text", "text": text}
            lost(losses, "hint", path, "this wire says a document's plain text only as text", "a text part")
            if part.title is not None:
                lost(losses, "hint", f"{path}.title", "this wire can't give a text a title")
            return said
        case _:
            assert_never(part.source)
    return {"type": "file", "file": file}


_DECODERS: dict[str, Callable[[JsonObject, str], UserPart | None]] = {
    "text": _decode_text,
    "image_url": _decode_image,
    "input_audio": _decode_audio,
    "file": _decode_document,
}
