"""Files as parts of a message."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from interlingua import Base64Source, ConfigError, DocumentPart, ImagePart, LimitExceededError, TextSource
from interlingua.cli import attachments
from interlingua.cli.attachments import MAX_BYTES, as_part, read_attachment, read_limited

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n...."


def test_image(tmp_path: Path) -> None:
    """An image is an image part, whatever its name says."""
    file = tmp_path / "picture.txt"
    file.write_bytes(PNG)

    assert read_attachment(file) == ImagePart(Base64Source.from_bytes(PNG, "image/png"))


def test_pdf_and_text() -> None:
    """A PDF and a text are documents with their file's name."""
    assert as_part(b"%PDF-1", "a.pdf") == DocumentPart(Base64Source.from_bytes(b"%PDF-1", "application/pdf"), "a.pdf")
    assert as_part("ä".encode(), "a.md") == DocumentPart(TextSource(text="ä"), "a.md")


def test_unknown_kind() -> None:
    """Anything else is refused, with what is accepted."""
    with pytest.raises(ConfigError, match="unknown kind") as raised:
        as_part(b"\x00\xff", "a.bin")

    assert raised.value.hint == "an attachment is a PNG, JPEG, GIF or WebP image, a PDF, or text in UTF-8"


def test_missing_file(tmp_path: Path) -> None:
    """A file that can't be read is named."""
    with pytest.raises(ConfigError, match=r"can't read the attachment .*none\.png.*No such file"):
        read_attachment(tmp_path / "none.png")


def test_limit() -> None:
    """The limit is 32 MiB, inclusive; one byte more is an error with the limit's name."""
    assert len(read_limited(io.BytesIO(bytes(MAX_BYTES)), "f")) == 32 * 1024 * 1024

    with pytest.raises(LimitExceededError) as raised:
        read_limited(io.BytesIO(bytes(MAX_BYTES + 1)), "f")

    assert (raised.value.limit, raised.value.maximum, raised.value.path) == ("attachment", attachments.MAX_BYTES, "f")
