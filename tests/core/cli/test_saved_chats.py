"""Conversations on disk."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from interlingua import AssistantMessage, ConfigError, Conversation, SystemMessage, UserMessage
from interlingua.cli.saved_chats import VARIABLE, last_chat, load, may_be_replaced, new_chat, save, state_dir

if TYPE_CHECKING:
    from pathlib import Path

MESSAGES = (SystemMessage("S"), UserMessage("hi \ud83d"), AssistantMessage("ho"))


def test_round_trip(tmp_path: Path) -> None:
    """What was saved is loaded, with the model; the file is a plain conversation, and its owner's alone."""
    file = tmp_path / "chats" / "a.json"

    save(file, MESSAGES, "llamacpp:x")

    assert load(file) == (MESSAGES, "llamacpp:x")
    assert Conversation.from_json(file.read_bytes()).messages == MESSAGES
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    """A save that fails on its way changes nothing and leaves nothing behind."""
    file = tmp_path / "a.json"
    save(file, MESSAGES, "m")
    before = file.read_bytes()

    with pytest.raises(Exception, match=r"NaN|nan"):
        save(file, MESSAGES, float("nan"))  # type: ignore[arg-type]

    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


def test_the_last_chat_is_the_one_spoken_in_last(tmp_path: Path) -> None:
    """The time of the last turn decides, not the name."""
    old, new = (new_chat(tmp_path, datetime(year, 1, 1, tzinfo=UTC)) for year in (2002, 2001))
    for place, file in enumerate((old, new)):
        save(file, MESSAGES, "m")
        os.utime(file, (place, place))

    assert last_chat(tmp_path) == new


def test_no_chat_yet(tmp_path: Path) -> None:
    """Nothing can be gone on with where nothing was said."""
    with pytest.raises(ConfigError, match="no conversation to go on with"):
        last_chat(tmp_path)


def test_files_that_are_no_conversation(tmp_path: Path) -> None:
    """Another file is refused, and never replaced."""
    file = tmp_path / "notes.txt"
    file.write_text("my notes")

    with pytest.raises(ConfigError, match="no saved conversation"):
        load(file)
    with pytest.raises(ConfigError, match="No such file"):
        load(tmp_path / "none")

    assert not may_be_replaced(file)
    assert may_be_replaced(tmp_path / "none")


def test_state_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment places the folder; else it is the user's own for this program."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "a" / "b"))
    placed = state_dir()
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    usual = state_dir()

    assert (placed, usual) == (tmp_path / "a" / "b", tmp_path / "interlingua")
    assert placed.is_dir()
