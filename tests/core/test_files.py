"""`interlingua.files`: files that a caller names."""

from __future__ import annotations

import io
import os
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interlingua import ConfigError, LimitExceededError
from interlingua.files import MAX_ATTACHMENT, read_file, read_pieces, write_file

if TYPE_CHECKING:
    from collections.abc import Callable


def socket_at(path: str) -> None:
    """Make a socket that stays behind."""
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(path)


def device_at(path: str) -> None:
    """Make a link to a device."""
    Path(path).symlink_to("/dev/zero")


class TestRead:
    """A regular file is read whole, and nothing else is."""

    def test_whole(self, tmp_path: Path) -> None:
        """Named by a path or by text."""
        file = tmp_path / "a"
        file.write_bytes(bytes(3_000_000))

        assert bytes(3_000_000) == read_file(file) == read_file(str(file))

    def test_a_link_to_a_regular_file_is_one(self, tmp_path: Path) -> None:
        """It is the file that counts."""
        (tmp_path / "a").write_bytes(b"x")
        (tmp_path / "link").symlink_to("a")

        assert read_file(tmp_path / "link") == b"x"

    @pytest.mark.parametrize(
        ("make", "kind"),
        [(os.mkfifo, "a pipe"), (os.mkdir, "a folder"), (socket_at, "a socket"), (device_at, "a device")],
        ids=["pipe", "folder", "socket", "device"],
    )
    def test_no_regular_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[str], None], kind: str) -> None:
        """Is refused by path, kind and limit; nothing waits for the other end of a pipe."""
        monkeypatch.chdir(tmp_path)
        make("a")

        with pytest.raises(ConfigError) as raised:
            read_file("a", what="attachment")

        assert str(raised.value) == f"the attachment 'a' is {kind}, and a regular file of at most 32 MiB (33,554,432 bytes) is read"

    def test_replaced_by_a_pipe_in_between(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What was opened is looked at too, and a pipe is opened without waiting."""
        (tmp_path / "file").write_bytes(b"x")
        os.mkfifo(tmp_path / "pipe")
        regular = os.stat(tmp_path / "file")  # noqa: PTH116 - what the reader calls
        monkeypatch.setattr("interlingua.files.os.stat", lambda _path: regular)

        with pytest.raises(ConfigError, match="is a pipe, and a regular file is read"):
            read_file(tmp_path / "pipe", limit=None)

    @pytest.mark.parametrize(
        ("name", "reason"), [("none", "No such file or directory"), ("a\0b", "embedded null byte"), ("\ud800", "surrogates not allowed")]
    )
    def test_unreadable(self, name: str, reason: str) -> None:
        """A file that can't be read is named, with the reason."""
        with pytest.raises(ConfigError, match=f"can't read the file .*{reason}"):
            read_file(name)

    def test_limit(self, tmp_path: Path) -> None:
        """The limit is inclusive; one byte more is an error that names path and limit, before a byte is read."""
        file = tmp_path / "a"
        with file.open("wb") as sparse:
            sparse.truncate(MAX_ATTACHMENT + 1)

        with pytest.raises(LimitExceededError) as raised:
            read_file(file)

        assert (raised.value.limit, raised.value.maximum, raised.value.path) == ("attachment", 32 * 1024 * 1024, str(file))
        assert len(read_file(file, limit=None)) == len(read_file(file, limit=MAX_ATTACHMENT + 1)) == MAX_ATTACHMENT + 1

    def test_it_grows_while_it_is_read(self) -> None:
        """A file that says to be shorter than it is, as those in /proc do, has the same limit."""
        assert len(b"".join(read_pieces(io.BytesIO(bytes(MAX_ATTACHMENT)), "f"))) == MAX_ATTACHMENT

        with pytest.raises(LimitExceededError) as raised:
            list(read_pieces(io.BytesIO(bytes(MAX_ATTACHMENT + 1)), "f"))

        assert (raised.value.limit, raised.value.maximum, raised.value.path) == ("attachment", MAX_ATTACHMENT, "f")


class TestWrite:
    """A file is written whole, for its owner alone, or not at all."""

    def test_mode(self, tmp_path: Path) -> None:
        """Also where one with more rights was there."""
        file = tmp_path / "a"
        file.write_bytes(b"old")
        file.chmod(0o644)

        write_file(str(file), b"new")

        assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", 0o600)
        assert list(tmp_path.iterdir()) == [file]

    @pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=repr)
    def test_interrupted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException) -> None:
        """What was there stays, and nothing is left beside it."""

        def fail(_handle: int) -> None:
            raise failure

        file = tmp_path / "a"
        file.write_bytes(b"old")
        monkeypatch.setattr("interlingua.files.os.fsync", fail)

        with pytest.raises((ConfigError, KeyboardInterrupt), match=r"can't write the file .*No space left|^$"):
            write_file(file, b"new")

        assert file.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [file]

    def test_no_folder(self, tmp_path: Path) -> None:
        """A place that isn't there is named."""
        with pytest.raises(ConfigError, match=r"can't write the file .*none/a': No such file or directory"):
            write_file(tmp_path / "none" / "a", b"x")

    def test_something_else_has_the_name(self, tmp_path: Path) -> None:
        """A pipe, a device or a folder is never replaced."""
        os.mkfifo(tmp_path / "a")

        with pytest.raises(ConfigError, match="is a pipe, and a regular file is written"):
            write_file(tmp_path / "a", b"x")

        assert stat.S_ISFIFO((tmp_path / "a").stat().st_mode)


def test_a_file_that_keeps_its_mode(tmp_path: Path) -> None:
    """What a link leads to is replaced with its mode, and the link stays; a new file is its owner's alone."""
    file, link, new = tmp_path / "file", tmp_path / "link", tmp_path / "new"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)

    write_file(link, b"new", keeps_mode=True)
    write_file(new, b"x", keeps_mode=True)

    assert link.is_symlink()
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", 0o640)
    assert (new.read_bytes(), stat.S_IMODE(new.stat().st_mode)) == (b"x", 0o600)
