"""The parts of what a user, a system message and a tool's result say, both ways.

Source: https://platform.openai.com/docs/api-reference/responses/create (input_text, input_image, input_file; input_audio of the
evals API and of compatible servers). A part in a shape that we don't know becomes an `OpaquePart`, verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

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
from interlingua_openai.media import audio, data_url, held_elsewhere, read_audio, read_data_url
from interlingua_openai.responses.wire import DIALECT, block_of, opaque_block, own
from interlingua_openai.wire import MAKER, difference, lost, restored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interlingua.dialect import Capabilities
    from interlingua.types.base import JsonObject
    from interlingua.types.losses import Loss
    from interlingua.types.parts import Part, UserPart

TEXT_TYPES: Final = ("input_text", "output_text", "text")
"""What a block of text may be called; compatible servers and their clients mix these up."""


def decode_block(block: JsonObject, path: str) -> UserPart:
    """Read one block of a content.

    Raises:
        ConversionError: It has a field with a name of ours.
    """
    kind = block.get("type")
    decoder = _DECODERS.get(kind) if isinstance(kind, str) else None
    part = decoder(block, path) if decoder else None
    if part is not None:
        return part
    return opaque_block(block, path)


def encode_block(part: Part, capabilities: Capabilities, path: str, losses: list[Loss]) -> JsonObject | None:
    """Write one block of a content; None, with a loss, where the wire can't say it."""
    if (reason := held_elsewhere(part)) is not None:
        lost(losses, "content", path, reason)
        return None
    reference: JsonObject | None
    match part:
        case TextPart():
            reference = {"type": "input_text", "text": part.text}
            if part.citations:
                lost(losses, "hint", f"{path}.citations", "this wire can't say citations here")
        case OpaquePart():
            return _encode_opaque(part, path, losses)
        case ImagePart():
            reference = {"type": "input_image", **_image(part)}
        case DocumentPart():
            reference = _document(part, path, losses)
        case AudioPart(source=Base64Source() as source):
            reference = {"type": "input_audio", "input_audio": audio(source)}
        case _:
            reference = None
    is_text = reference is not None and reference["type"] == "input_text"  # a document's plain text needs no eyes
    if part.type in _MEDIA and not is_text and not capabilities.has(part.type):  # type: ignore[arg-type]  # the three are features' names
        lost(losses, "content", path, f"the model takes no {part.type}")
        return None
    if reference is None:
        lost(losses, "content", path, f"this wire can't say {part.type} from {_source_of(part)} here")
        return None
    kept = part.provider_data.get(DIALECT) if part.provider_data else None
    return restored(reference, kept) if kept else reference


def is_plain(content: Sequence[Part]) -> bool:
    """Tell whether content is said as a string unless it is marked otherwise: one text with nothing beside it."""
    if len(content) != 1:
        return False
    part = content[0]
    return type(part) is TextPart and not part.citations and DIALECT not in part.provider_data


_MEDIA = frozenset({"image", "audio", "document"})


def _source_of(part: Part) -> str:
    source = getattr(part, "source", None)
    return f"a {source.type} source" if source is not None else "this role"


def _encode_opaque(part: OpaquePart, path: str, losses: list[Loss]) -> JsonObject | None:
    if part.dialect != DIALECT:
        lost(losses, "content", path, f"{part.wire_type!r} of {part.dialect} can't be said here")
        return None
    return block_of(part.data)


def _decode_text(block: JsonObject, path: str) -> TextPart | None:
    text = block.get("text")
    if not isinstance(text, str):
        return None
    if len(block) == 2 and block["type"] == "input_text":
        return TextPart(text)
    return TextPart(text, provider_data=own(difference(block, {"type": "input_text", "text": text}, path)))


def _decode_image(block: JsonObject, path: str) -> ImagePart | None:
    url, file_id = block.get("image_url"), block.get("file_id")
    if isinstance(url, str):
        part = ImagePart(read_data_url(url) or URLSource(url=url), provider_data={})
    elif isinstance(file_id, str):
        part = ImagePart(FileSource(file_id=file_id, provider=MAKER), provider_data={})
    else:
        return None
    kept = difference(block, {"type": "input_image", **_image(part)}, path)
    return part.model_copy(update={"provider_data": own(kept)}) if kept else part


def _image(part: ImagePart) -> JsonObject:
    match part.source:
        case Base64Source():
            return {"image_url": data_url(part.source)}
        case URLSource(url=url):
            return {"image_url": url}
        case FileSource(file_id=file_id):
            return {"file_id": file_id}
        case _:
            assert_never(part.source)


def _decode_document(block: JsonObject, path: str) -> DocumentPart | None:
    file_id, url, data, name = block.get("file_id"), block.get("file_url"), block.get("file_data"), block.get("filename")
    source: FileSource | URLSource | Base64Source | None
    if isinstance(file_id, str):
        source = FileSource(file_id=file_id, provider=MAKER)
    elif isinstance(url, str):
        source = URLSource(url=url)
    else:
        source = read_data_url(data) if isinstance(data, str) else None
    if source is None:
        return None
    part = DocumentPart(source, name if isinstance(name, str) else None, provider_data={})
    kept = difference(block, _document(part, path, []), path)
    return part.model_copy(update={"provider_data": own(kept)}) if kept else part


def _document(part: DocumentPart, path: str, losses: list[Loss]) -> JsonObject:
    out: JsonObject = {"type": "input_file"}
    match part.source:
        case FileSource(file_id=file_id):
            out["file_id"] = file_id
        case URLSource(url=url):
            out["file_url"] = url
        case Base64Source():
            out["file_data"] = data_url(part.source)
        case TextSource(text=text):
            lost(losses, "hint", path, "this wire says a document's plain text only as text", "a text part")
            if part.title is not None:
                lost(losses, "hint", f"{path}.title", "this wire can't give a text a title")
            return {"type": "input_text", "text": text}
        case _:
            assert_never(part.source)
    if part.title is not None:
        out["filename"] = part.title
    return out


def _decode_audio(block: JsonObject, path: str) -> AudioPart | None:
    match block.get("input_audio"):
        case {"data": str(data), "format": str(word)}:
            source = read_audio(data, word)
            kept = difference(block, {"type": "input_audio", "input_audio": audio(source)}, path)
            return AudioPart(source, provider_data=own(kept))
        case _:
            return None


_DECODERS: dict[str, Callable[[JsonObject, str], UserPart | None]] = {
    **dict.fromkeys(TEXT_TYPES, _decode_text),
    "input_image": _decode_image,
    "input_file": _decode_document,
    "input_audio": _decode_audio,
}
