"""The messages that a command sends."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from interlingua import Base64Source, ImagePart, LimitExceededError, SystemMessage, UserMessage
from interlingua.cli import attachments
from interlingua.cli.messages import read_messages, read_piped

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


def test_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input has the limit of an attachment."""
    monkeypatch.setattr(attachments, "MAX_BYTES", 10)
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
