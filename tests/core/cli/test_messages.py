"""The messages that a command sends."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest

from interlingua import (
    AudioPart,
    Base64Source,
    ConfigError,
    DocumentPart,
    ImagePart,
    LimitExceededError,
    SystemMessage,
    TextSource,
    UserMessage,
)
from interlingua.cli.messages import as_part, media_type, read_attachment, read_messages, read_piped
from interlingua.files import MAX_ATTACHMENT

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
    pipe(monkeypatch, bytes(MAX_ATTACHMENT + 1))

    with pytest.raises(LimitExceededError, match=r"attachment limit of 33,554,432 bytes was passed \(at standard input"):
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


def test_pdf_sound_and_text() -> None:
    """A PDF and a text are documents with their file's name, a recording is an audio part."""
    assert as_part(b"%PDF-1", "a.pdf") == DocumentPart(Base64Source.from_bytes(b"%PDF-1", "application/pdf"), "a.pdf")
    assert as_part(b"ID3\x04", "a") == AudioPart(Base64Source.from_bytes(b"ID3\x04", "audio/mpeg"))
    assert as_part("ä".encode(), "a.md") == DocumentPart(TextSource(text="ä"), "a.md")


def test_unknown_kind() -> None:
    """Anything else is refused, with what is accepted."""
    with pytest.raises(ConfigError, match="unknown kind") as raised:
        as_part(b"\x00\xff", "a.bin")

    assert raised.value.hint == "an attachment is an image, a PDF, a WAV, MP3, M4A, FLAC or Ogg recording, or text in UTF-8"


def test_an_empty_attachment_is_refused(tmp_path: Path) -> None:
    """By its name, as every provider would refuse it."""
    (tmp_path / "a.png").touch()
    with pytest.raises(ConfigError, match=r"'a\.png' holds no bytes"):
        read_attachment(tmp_path / "a.png")


def test_missing_file(tmp_path: Path) -> None:
    """A file that can't be read is named."""
    with pytest.raises(ConfigError, match=r"can't read the attachment .*none\.png.*No such file"):
        read_attachment(tmp_path / "none.png")


def test_no_regular_file(tmp_path: Path) -> None:
    """A pipe is refused, with the way that takes one; a folder, and what is too large, by path and limit."""
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "large").open("wb") as sparse:
        sparse.truncate(MAX_ATTACHMENT + 1)

    with pytest.raises(ConfigError, match=r"the attachment .*pipe' is a pipe, and a regular file of at most 32 MiB") as raised:
        read_attachment(tmp_path / "pipe")
    with pytest.raises(ConfigError, match="is a folder") as folder:
        read_attachment(tmp_path)
    with pytest.raises(LimitExceededError) as large:
        read_attachment(tmp_path / "large")

    assert (raised.value.hint, raised.value.option) == ("pipe it into standard input instead", "attach")
    assert folder.value.hint is None
    assert (large.value.maximum, large.value.path) == (MAX_ATTACHMENT, str(tmp_path / "large"))


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
        ("audio/wav", b"RIFF\x01\x02\xff\x04WAVE", "a.bin"),
        ("audio/mpeg", b"\xff\xfb\x90", "a.mp3"),
        (None, "grün".encode("latin-1"), "a.txt"),
    ],
)
def test_first_bytes_then_text_then_name(expected: str | None, data: bytes, name: str) -> None:
    """Bytes say what a file is; a name decides only where they say nothing."""
    assert media_type(data, name) == expected
