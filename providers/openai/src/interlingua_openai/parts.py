"""Parts, as both dialects have them: files, data URLs, the words for audio formats, the fields of a citation.

Source: https://platform.openai.com/docs/guides/images-vision (data URLs) and …/guides/audio (`wav` and `mp3`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, assert_never

from interlingua.dialect import Kept, difference, is_int, restored, text_or_none
from interlingua.types.parts import (
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
from interlingua_openai.names import PROVIDER

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect import LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.parts import Part

_DATA_URL = re.compile(r"data:([^;,]+);base64,(.*)", re.DOTALL)

# The two formats of the API reference; any other word is the media type's own subtype.
_AUDIO_TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg"}
_AUDIO_FORMATS = {"audio/wav": "wav", "audio/x-wav": "wav", "audio/wave": "wav", "audio/mpeg": "mp3", "audio/mp3": "mp3"}


class PartForms(NamedTuple):
    """How a dialect writes parts.

    Attributes:
        dialect: Its name.
        text: The type of a text.
        image: Writes an image; None where the wire takes none from its source.
        document: Writes a document that is a file, likewise.
    """

    dialect: str
    text: str
    image: Callable[[ImagePart], JsonObject | None]
    document: Callable[[DocumentPart], JsonObject | None]


def encode_part(part: Part, forms: PartForms, log: LossLog) -> JsonObject | None:
    """Write one part of a user's content; None, with a loss, where the wire can't say it."""
    reference: JsonObject | None
    match part:
        case OpaquePart():
            return encode_opaque(part, log)
        case TextPart():
            reference = {"type": forms.text, "text": part.text}
            if part.citations:
                log.lose("this wire can't say citations here", "hint", below=".citations")
        case DocumentPart(source=TextSource(text=text)):  # it needs no eyes
            reference = {"type": forms.text, "text": text}
            log.lose("this wire says a document's plain text only as text", "hint", replaced_by="a text part")
            if part.title is not None:
                log.lose("this wire can't give a text a title", "hint", below=".title")
        case ImagePart() | DocumentPart() | AudioPart():
            reference = _encode_media(part, forms, log)
        case _:
            reference = None
            log.lose(f"this wire can't say {part.type} from this role here", "content")
    kept = Kept.of(part.provider_data, forms.dialect)
    return restored(reference, kept, log) if kept and reference is not None else reference


def _encode_media(part: ImagePart | DocumentPart | AudioPart, forms: PartForms, log: LossLog) -> JsonObject | None:
    source = part.source
    if isinstance(source, FileSource) and not source.is_for(PROVIDER):
        log.lose(f"a file that {source.provider} holds can't be read here", "content")
        return None
    reference: JsonObject | None = None
    if isinstance(part, AudioPart):
        if isinstance(source, Base64Source) and source.media_type.startswith("audio/"):
            reference = {"type": "input_audio", "input_audio": _audio(source)}
    else:
        reference = forms.image(part) if isinstance(part, ImagePart) else forms.document(part)
    if reference is None:
        what = f"{source.type} source" if not isinstance(source, Base64Source) else f"base64 source of {source.media_type}"
        log.lose(f"this wire can't say {part.type} from a {what} here", "content")
    return reference


def encode_opaque(part: OpaquePart, log: LossLog) -> JsonObject | None:
    """Write what isn't modelled as it came, with the fields that a caller gave it beside; None, with a loss, for another dialect's."""
    if part.dialect != log.dialect:
        log.lose(f"{part.wire_type!r} of {part.dialect} can't be said here", "content")
        return None
    fields = part.provider_data.get(log.dialect)
    return restored(part.data, Kept(fields), log) if fields else part.data


def decode_audio(block: JsonObject, dialect: str) -> AudioPart | None:
    """Read a recording; None where it has a shape that we don't know."""
    match block.get("input_audio"):
        case {"data": str(data), "format": str(word)}:
            source = Base64Source(media_type=_AUDIO_TYPES.get(word, f"audio/{word}"), data=data)
            kept = difference(block, {"type": "input_audio", "input_audio": _audio(source)})
            return AudioPart(source, provider_data=kept.under(dialect))
        case _:
            return None


def _audio(source: Base64Source) -> JsonObject:
    word = _AUDIO_FORMATS.get(source.media_type, source.media_type.removeprefix("audio/"))
    return {"data": source.data, "format": word}


def file_fields(part: DocumentPart) -> JsonObject:
    """Write a document that isn't plain text as the fields of a file."""
    out: JsonObject = {} if part.title is None else {"filename": part.title}
    match part.source:
        case TextSource():
            raise AssertionError("plain text is written as a text")
        case FileSource(file_id=file_id):
            out["file_id"] = file_id
        case URLSource(url=url):
            out["file_url"] = url
        case Base64Source():
            out["file_data"] = data_url(part.source)
        case _:
            assert_never(part.source)
    return out


def read_data_url(url: JsonValue) -> Base64Source | None:
    """Read a data URL; None for any other address, and for data that isn't base64."""
    found = _DATA_URL.fullmatch(url) if isinstance(url, str) else None
    return Base64Source(media_type=found[1], data=found[2]) if found else None


def data_url(source: Base64Source) -> str:
    """Write bytes as a data URL."""
    return f"data:{source.media_type};base64,{source.data}"


def read_citation(fields: JsonObject, title: str = "title") -> Citation:
    """Read a citation; a field of another type is left out.

    Args:
        fields: The wire's fields.
        title: The field that says what is cited.
    """
    start, end = fields.get("start_index"), fields.get("end_index")
    return Citation(
        url=text_or_none(fields.get("url")),
        title=text_or_none(fields.get(title)),
        start=start if is_int(start) else None,
        end=end if is_int(end) else None,
        provider_data={},
    )


def citation_fields(citation: Citation, title: str = "title") -> JsonObject:
    """Write the fields of a citation."""
    fields = {"url": citation.url, title: citation.title, "start_index": citation.start, "end_index": citation.end}
    return {name: value for name, value in fields.items() if value is not None}
