"""What the user types in a chat; tests/live/test_cli_terminal.py types into a real terminal."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from interlingua.cli import prompt
from interlingua.cli.saved_chats import save

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["/save", "/system"], "/s"),
        (["llamacpp:smollm2-135m"], "/model llamac"),
        (["one"], "/load o"),
        (["oto.png"], "/attach ph"),
        ([], "hello /s"),
        ([], "/save x"),
    ],
)
def test_completion(expected: list[str], text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands are completed, models after /model, files after /attach, names of chats after /load."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photo.png").touch()
    for name in ("one", "two"):
        save(tmp_path / f"{name}.json", [], "m")
    completions = prompt._Commands(tmp_path).get_completions(Document(text), CompleteEvent())

    assert [completion.text for completion in completions] == expected


def test_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C empties a line, then leaves; Alt-Enter and a paste bring newlines; a draft is changed; the history is its owner's alone."""
    monkeypatch.setattr(prompt, "create_output", lambda _: DummyOutput())
    with create_pipe_input() as keys, create_app_session(input=keys):
        read = prompt.terminal_reader(tmp_path / "history", tmp_path)
        keys.send_text("gone\x03one\x1b\rtwo\r")
        typed = read("")
        keys.send_text("\x1b[200~a\nb\x1b[201~\r")
        pasted = read("")
        keys.send_text("!\r")
        changed = read("a draft")
        keys.send_text("\x03")
        with pytest.raises(KeyboardInterrupt):
            read("")
        keys.send_text("\x04")
        with pytest.raises(EOFError):
            read("")

    assert (typed, pasted, changed) == ("one\ntwo", "a\nb", "a draft!")
    assert stat.S_IMODE((tmp_path / "history").stat().st_mode) == 0o600
