"""Files that are replaced as a whole."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from interlingua.cli.whole_file import replace_file


def mode(path: Path) -> int:
    """Give a file's permissions."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_file(tmp_path: Path) -> None:
    """It and its folder are the owner's alone."""
    file = tmp_path / "a" / "b.txt"

    replace_file(file, b"x")

    assert (file.read_bytes(), mode(file), mode(file.parent)) == (b"x", 0o600, 0o700)
    assert [*file.parent.iterdir()] == [file]


def test_a_file_behind_a_link(tmp_path: Path) -> None:
    """The file is replaced with its mode, and the link stays."""
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)

    replace_file(link, b"new")

    assert link.is_symlink()
    assert (file.read_bytes(), mode(file)) == (b"new", 0o640)


def test_an_interrupted_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file is whole, and nothing else is left behind."""
    file = tmp_path / "file"
    file.write_text("old")

    def interrupted(*_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replace_file(file, b"new")

    assert file.read_text() == "old"
    assert [*tmp_path.iterdir()] == [file]
