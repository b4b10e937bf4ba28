"""What kind of file some bytes are: by their first ones where these are certain, else by a name. Tables, and nothing of the machine's.

(Python's `mimetypes` reads the system's files, so that one name would mean another thing on another machine.)
"""

from __future__ import annotations

import contextlib
from typing import Final

# (offset, bytes)…, media type: https://www.iana.org/assignments/media-types and each format's own specification. Only what is certain
# stands here: two letters (BMP) or a frame's first bits (MP3 without a tag) may begin any file, and Ogg and WebM may hold films.
_SIGNATURES: Final[tuple[tuple[tuple[tuple[int, bytes], ...], str], ...]] = (
    (((0, b"\x89PNG\r\n\x1a\n"),), "image/png"),
    (((0, b"\xff\xd8\xff"),), "image/jpeg"),
    (((0, b"GIF87a"),), "image/gif"),
    (((0, b"GIF89a"),), "image/gif"),
    (((0, b"RIFF"), (8, b"WEBP")), "image/webp"),
    (((4, b"ftypavif"),), "image/avif"),
    (((4, b"ftypheic"),), "image/heic"),
    (((0, b"II*\0"),), "image/tiff"),
    (((0, b"MM\0*"),), "image/tiff"),
    (((0, b"%PDF-"),), "application/pdf"),
    (((0, b"RIFF"), (8, b"WAVE")), "audio/wav"),
    (((0, b"ID3"),), "audio/mpeg"),
    (((0, b"fLaC"),), "audio/flac"),
    (((0, b"OggS"), (28, b"OpusHead")), "audio/ogg"),
    (((0, b"OggS"), (28, b"\x01vorbis")), "audio/ogg"),
    (((4, b"ftypM4A "),), "audio/mp4"),
)

_ENDINGS: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "html": "text/html",
    "htm": "text/html",
    "xml": "text/xml",
    "json": "application/json",
    "rtf": "application/rtf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "aac": "audio/aac",
}


def by_content(data: bytes) -> str | None:
    """Tell the media type from the first bytes; None where they aren't certain."""
    return next((known for marks, known in _SIGNATURES if all(data.startswith(mark, offset) for offset, mark in marks)), None)


def by_name(name: str) -> str | None:
    """Tell the media type from a file's name; None where its ending isn't known."""
    stem, _, ending = name.rpartition(".")
    return _ENDINGS.get(ending.lower()) if stem else None


def is_text(data: bytes) -> bool:
    """Tell whether bytes are text: UTF-8 without NUL."""
    if b"\0" not in data:
        with contextlib.suppress(UnicodeDecodeError):
            data.decode()
            return True
    return False


def is_textual(media_type: str) -> bool:
    """Tell whether a document of this media type is sent as the text that it is."""
    essence = media_type.partition(";")[0].strip().lower()
    return essence.startswith("text/") or essence == "application/json"
