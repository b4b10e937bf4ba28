"""`interlingua.types.media_parts`: images, documents and recordings."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from interlingua import (
    AudioPart,
    Base64Source,
    ConfigError,
    ConversionError,
    DocumentPart,
    ImagePart,
    LimitExceededError,
    TextSource,
    URLSource,
)

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n...."
WAV = b"RIFF\x01\x02\x03\x04WAVEfmt "
PDF = b"%PDF-1.7"


def test_from_path(tmp_path: Path) -> None:
    """A file becomes a part; a document is called as its file is, or as the caller says."""
    for name, data in {"a.png": PNG, "a.wav": WAV, "a.pdf": PDF, "a.md": b"# hi"}.items():
        (tmp_path / name).write_bytes(data)

    assert ImagePart.from_path(tmp_path / "a.png") == ImagePart(Base64Source.from_bytes(PNG, "image/png"))
    assert AudioPart.from_path(str(tmp_path / "a.wav"), "audio/x-wav") == AudioPart(Base64Source.from_bytes(WAV, "audio/x-wav"))
    assert DocumentPart.from_path(tmp_path / "a.pdf") == DocumentPart(Base64Source.from_bytes(PDF, "application/pdf"), "a.pdf")
    assert DocumentPart.from_path(tmp_path / "a.md", title="Notes") == DocumentPart(TextSource(text="# hi"), "Notes")


def test_from_bytes() -> None:
    """Bytes become a part; positional or by name."""
    assert ImagePart.from_bytes(PNG) == ImagePart(Base64Source.from_bytes(PNG, "image/png"))
    assert AudioPart.from_bytes(b"?", "audio/mpeg") == AudioPart(Base64Source.from_bytes(b"?", "audio/mpeg"))
    assert DocumentPart.from_bytes(b"hi", media_type="text/plain") == DocumentPart(TextSource(text="hi"))
    assert DocumentPart.from_bytes(bytearray(PDF), title="T") == DocumentPart(Base64Source.from_bytes(PDF, "application/pdf"), "T")


def test_from_url_downloads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address stays one: no connection is opened, no name is looked up."""

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    url = "https://example.org/a"

    assert ImagePart.from_url(url) == ImagePart(URLSource(url=url))
    assert AudioPart.from_url(url) == AudioPart(URLSource(url=url))
    assert DocumentPart.from_url(url, title="T") == DocumentPart(URLSource(url=url), "T")


@pytest.mark.parametrize("part", [ImagePart, AudioPart, DocumentPart])
def test_refused(part: type[ImagePart | AudioPart | DocumentPart], tmp_path: Path) -> None:
    """What can't be read, is too large, or is something else, is one of our errors."""
    with (tmp_path / "large.png").open("wb") as sparse:
        sparse.truncate(32 * 1024 * 1024 + 1)

    with pytest.raises(LimitExceededError, match=r"the attachment limit of 33,554,432 bytes was passed \(at .*large\.png\)"):
        part.from_path(tmp_path / "large.png")
    with pytest.raises(ConfigError, match=r"is a folder, and a regular file of at most 32 MiB"):
        part.from_path(tmp_path)
    with pytest.raises(ConversionError, match="data is a str, and bytes is taken"):
        part.from_bytes("text")  # type: ignore[arg-type]
    with pytest.raises(ConversionError, match=r"url is 'a\.png', which no provider can fetch"):
        part.from_url("a.png")
