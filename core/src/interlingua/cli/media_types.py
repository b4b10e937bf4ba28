"""What a file is: by its first bytes, then by its name. Pure."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["image", "pdf", "text"]

# (offset, bytes, media type): https://www.iana.org/assignments/media-types and each format's own specification.
_SIGNATURES: Final[tuple[tuple[tuple[tuple[int, bytes], ...], str], ...]] = (
    (((0, b"\x89PNG\r\n\x1a\n"),), "image/png"),
    (((0, b"\xff\xd8\xff"),), "image/jpeg"),
    (((0, b"GIF87a"),), "image/gif"),
    (((0, b"GIF89a"),), "image/gif"),
    (((0, b"RIFF"), (8, b"WEBP")), "image/webp"),
    (((0, b"%PDF-"),), "application/pdf"),
)

_EXTENSIONS: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
}

ACCEPTED: Final = "a PNG, JPEG, GIF or WebP image, a PDF, or text in UTF-8"


def media_type(data: bytes, name: str) -> str | None:
    """Tell a file's media type; None for one that is neither an image, a PDF nor text.

    A file with a known extension whose bytes are something else is taken for what its bytes are. One whose bytes say nothing is
    taken for text where it is UTF-8 without NUL bytes, else for what its extension says.
    """
    for marks, known in _SIGNATURES:
        if all(data.startswith(mark, offset) for offset, mark in marks):
            return known
    if is_text(data):
        return "text/plain"
    return _EXTENSIONS.get(name.rpartition(".")[2].lower())


def is_text(data: bytes) -> bool:
    """Tell whether bytes are text: UTF-8, strictly, and no NUL."""
    if b"\0" in data:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
