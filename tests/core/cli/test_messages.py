"""The messages that a command sends."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from interlingua import Base64Source, ConfigError, DocumentPart, ImagePart, LimitExceededError, SystemMessage, TextSource, UserMessage
from interlingua.cli import messages
from interlingua.cli.messages import MAX_BYTES, as_part, media_type, read_attachment, read_limited, read_messages, read_piped

if TYPE_CHECKING:
    from pathlib import Path

PNG = b"\x89PNG\r\n\x1a\n...."


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Put bytes into standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instructions, then what is piped in, then the question."""
    pipe(monkeypatch, b"context\n")

    assert read_messages("question", system="S", attach=[]) == [SystemMessage("S"), UserMessage("context\n\nquestion")]


def test_piped_image(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image may be piped in too."""
    pipe(monkeypatch, PNG)

    (message,) = read_messages("what?", system=None, attach=[])

    assert message.content[0] == ImagePart(Base64Source.from_bytes(PNG, "image/png"))


@pytest.mark.parametrize("question", [None, "", " \n"])
def test_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, question: str | None) -> None:
    """Without a question, a context or an attachment there is no message."""
    pipe(monkeypatch, b"")

    assert read_messages(question, system="S", attach=[]) == []


def test_limit_of_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input has the limit of an attachment."""
    monkeypatch.setattr(messages, "MAX_BYTES", 10)
    pipe(monkeypatch, bytes(11))

    with pytest.raises(LimitExceededError, match="attachment limit of 10 bytes"):
        read_piped()


def test_a_device_is_not_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only pipes, files and sockets are read: a device has no end."""
    with open("/dev/zero") as device:  # noqa: PTH123 - as the shell opens it
        monkeypatch.setattr(sys, "stdin", device)
        from_device = read_piped()
    (tmp_path / "f").write_text("x")
    with (tmp_path / "f").open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        from_file = read_piped()

    assert from_device is None
    assert from_file is not None


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

    assert (raised.value.limit, raised.value.maximum, raised.value.path) == ("attachment", messages.MAX_BYTES, "f")


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
