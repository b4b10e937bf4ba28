"""`interlingua.types.media_types`: what kind of file some bytes are."""

from __future__ import annotations

import pytest

from interlingua.types.media_types import by_content, by_name, is_text, is_textual


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\n...."),
        ("image/jpeg", b"\xff\xd8\xff\xe0...."),
        ("image/gif", b"GIF89a...."),
        ("image/gif", b"GIF87a"),
        ("image/webp", b"RIFF\x01\x02\x03\x04WEBPVP8 "),
        ("image/avif", b"\0\0\0\x20ftypavif"),
        ("image/heic", b"\0\0\0\x20ftypheic"),
        ("image/tiff", b"II*\0"),
        ("image/tiff", b"MM\0*"),
        ("application/pdf", b"%PDF-1.7\n\xff"),
        ("audio/wav", b"RIFF\x01\x02\x03\x04WAVEfmt "),
        ("audio/mpeg", b"ID3\x04"),
        ("audio/flac", b"fLaC\0"),
        ("audio/ogg", b"OggS" + bytes(24) + b"OpusHead"),
        ("audio/ogg", b"OggS" + bytes(24) + b"\x01vorbis"),
        ("audio/mp4", b"\0\0\0\x20ftypM4A "),
        (None, b"OggS" + bytes(24) + b"\x80theora"),
        (None, b"RIFF\x01\x02\x03\x04AVI "),
        (None, b"BM\x01\x02"),
        (None, b"\x89PNG"),
        (None, b""),
    ],
)
def test_first_bytes(expected: str | None, data: bytes) -> None:
    """They tell only what is certain: half of a mark, or one that films share, tells nothing."""
    assert expected == by_content(data)


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ("image/png", "a.b.PNG"),
        ("audio/mpeg", "a.mp3"),
        ("text/markdown", "a.md"),
        (None, "a.xyz"),
        (None, "png"),
        (None, ".png"),
        (None, ""),
    ],
)
def test_names(expected: str | None, name: str) -> None:
    """The ending counts, in any case; a name that is nothing but one has none."""
    assert expected == by_name(name)


@pytest.mark.parametrize(("expected", "data"), [(True, "grün".encode()), (True, b""), (False, "grün".encode("latin-1")), (False, b"a\0b")])
def test_text(*, expected: bool, data: bytes) -> None:
    """Text is UTF-8 without NUL."""
    assert expected is is_text(data)


@pytest.mark.parametrize(
    ("expected", "media_type"),
    [
        (True, "text/csv"),
        (True, "Text/HTML; charset=utf-8"),
        (True, "application/json"),
        (False, "application/pdf"),
        (False, "image/svg+xml"),
    ],
)
def test_textual(*, expected: bool, media_type: str) -> None:
    """What is sent as the text that it is."""
    assert expected is is_textual(media_type)
