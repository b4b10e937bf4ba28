"""What a file is."""

from __future__ import annotations

import pytest

from interlingua.cli.media_types import media_type


@pytest.mark.parametrize(
    ("expected", "data", "name"),
    [
        ("image/png", b"\x89PNG\r\n\x1a\n....", "a.png"),
        ("image/jpeg", b"\xff\xd8\xff\xe0....", "a"),
        ("image/gif", b"GIF89a....", "a.txt"),
        ("image/gif", b"GIF87a", "a.gif"),
        ("image/webp", b"RIFF\x01\x02\x03\x04WEBPVP8 ", "a.webp"),
        ("application/pdf", b"%PDF-1.7\n\xff", "a"),
        ("text/plain", "grüß dich".encode(), "a.png"),
        ("text/plain", b"", "empty"),
        ("image/png", b"\x00\xff", "a.PNG"),
        (None, b"\x00\xff", "a.bin"),
        (None, b"RIFF\x01\x02\xff\x04WAVE", "a.wav"),
        (None, "grün".encode("latin-1"), "a.txt"),
    ],
)
def test_first_bytes_then_text_then_name(expected: str | None, data: bytes, name: str) -> None:
    """Bytes say what a file is; a name decides only where they say nothing."""
    assert media_type(data, name) == expected
