"""Data URLs and the words for audio formats, which both dialects spell alike.

Source: https://platform.openai.com/docs/guides/images-vision (data URLs) and …/guides/audio (`wav` and `mp3`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interlingua.types.parts import Base64Source, FileSource
from interlingua_openai.wire import MAKER

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject
    from interlingua.types.parts import Part

_DATA_URL = re.compile(r"data:([^;,]+);base64,(.*)", re.DOTALL)

# The two formats of the API reference; any other word is the media type's own subtype.
_AUDIO_TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg"}
_AUDIO_FORMATS = {"audio/wav": "wav", "audio/x-wav": "wav", "audio/wave": "wav", "audio/mpeg": "mp3", "audio/mp3": "mp3"}


def held_elsewhere(part: Part) -> str | None:
    """Say why a part can't be said where it is a file that another provider holds; None for any other part."""
    source = getattr(part, "source", None)
    if not isinstance(source, FileSource) or source.is_for(MAKER):
        return None
    return f"a file that {source.provider} holds can't be read here"


def read_data_url(url: str) -> Base64Source | None:
    """Read a data URL; None for any other address, and for data that isn't base64."""
    found = _DATA_URL.fullmatch(url)
    return Base64Source(media_type=found[1], data=found[2]) if found else None


def data_url(source: Base64Source) -> str:
    """Write bytes as a data URL."""
    return f"data:{source.media_type};base64,{source.data}"


def read_audio(data: str, word: str) -> Base64Source:
    """Read a recording whose format is one word."""
    return Base64Source(media_type=_AUDIO_TYPES.get(word, f"audio/{word}"), data=data)


def audio(source: Base64Source) -> JsonObject:
    """Write a recording and its format's word."""
    word = _AUDIO_FORMATS.get(source.media_type, source.media_type.removeprefix("audio/"))
    return {"data": source.data, "format": word}
