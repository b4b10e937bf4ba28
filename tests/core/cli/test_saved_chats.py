"""Conversations on disk."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from interlingua import AssistantMessage, ConfigError, Conversation, SystemMessage, UserMessage
from interlingua.cli.saved_chats import (
    VARIABLE,
    as_cut,
    find_chat,
    is_cut,
    last_chat,
    list_lines,
    load,
    may_be_replaced,
    new_chat,
    save,
    state_dir,
)

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


def test_find_chat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name, or a beginning that only one has; a path is none."""
    monkeypatch.chdir(tmp_path)
    for name in ("a", "ab1", "ab2", "c"):
        save(tmp_path / "chats" / f"{name}.json", MESSAGES, "m")
    (tmp_path / "ab").write_text("a file of that name")
    (tmp_path / "c.txt").touch()

    found = [find_chat(tmp_path / "chats", text) for text in ("a", "ab1", "c", "ab", "c.txt", "x/c", "..")]

    assert found == [*(tmp_path / "chats" / f"{name}.json" for name in ("a", "ab1", "c")), None, None, None, None]


@pytest.mark.parametrize(
    ("message", "hint", "text"),
    [
        ("2 conversations begin with 'first': first-2, first-1", "write more", "first"),
        ("no conversation is kept as 'secnd'", "did you mean second?", "secnd"),
        ("no conversation is kept as 'xyz'", "/list", "xyz"),
    ],
)
def test_names_of_no_chat(tmp_path: Path, message: str, hint: str, text: str) -> None:
    """A beginning of several names, and a word that is none, are refused with what to write."""
    for place, name in enumerate(("first-1", "first-2", "second")):
        save(tmp_path / f"{name}.json", MESSAGES, "m")
        os.utime(tmp_path / f"{name}.json", (place, place))

    with pytest.raises(ConfigError, match=message) as raised:
        find_chat(tmp_path, text)

    assert hint in str(raised.value.hint)


def test_list_lines(tmp_path: Path) -> None:
    """The last one first; one that can't be read says why, and those beyond twenty are counted."""
    assert list(list_lines(tmp_path, current=tmp_path / "x")) == ["no conversation is kept yet"]
    for place in range(21):
        file = tmp_path / f"{place:02}.json"
        save(file, [UserMessage("a long question " * 10), as_cut(AssistantMessage("ho"))] if place == 20 else (), "m")
        os.utime(file, (place, place))
    (tmp_path / "19.json").write_text("{")
    os.utime(tmp_path / "19.json", (19, 19))

    lines = list(list_lines(tmp_path, current=tmp_path / "18.json"))

    assert lines[0] == "  20  2 messages, cut, m: a long question a long question a long question …"
    assert "no saved conversation" in lines[1]
    assert lines[2] == "* 18  0 messages, m: …"
    assert lines[20:] == [f"  and 1 older ones in {tmp_path}"]


def test_cut_answers(tmp_path: Path) -> None:
    """The mark is in the saved file, and stays."""
    save(tmp_path / "a.json", [UserMessage("hi"), as_cut(AssistantMessage("half"))], "m")
    messages, _ = load(tmp_path / "a.json")

    assert [is_cut(message) for message in messages] == [False, True]
