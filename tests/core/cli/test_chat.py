"""`interlingua chat` through a pipe, without sending anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import ConfigError, UserMessage
from interlingua.cli.chat import _complete_chat, talk
from interlingua.cli.conversation import Chat
from interlingua.cli.saved_chats import save

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.core.cli.conftest import Run


def lines(*given: str | BaseException) -> Callable[[str], str]:
    """Give a reader of lines, some of which are raised."""
    left = [*given, EOFError()]

    def read(draft: str) -> str:
        del draft
        line = left.pop(0)
        if isinstance(line, BaseException):
            raise line
        return line

    return read


@pytest.fixture
def chat(tmp_path: Path) -> Chat:
    """A chat that nothing was said in."""
    return Chat("openai:gpt-4o", [], "raise", new_file=lambda: tmp_path / "chat.json")


def test_mistakes_go_on_where_somebody_is_there(chat: Chat, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal a mistake is told, and the next line is read."""
    talk(chat, lines("/nonsense", "/model"), interactive=True, debug=False)

    said = capsys.readouterr().err
    assert said.startswith("error: there is no command '/nonsense'\nhint: ")
    assert said.endswith("talking with openai:gpt-4o\n")


def test_debug(chat: Chat, capsys: pytest.CaptureFixture[str]) -> None:
    """With --debug a mistake shows its traceback."""
    talk(chat, lines("/nonsense"), interactive=True, debug=True)

    assert "Traceback" in capsys.readouterr().err


def test_mistakes_end_a_pipe(chat: Chat) -> None:
    """Where nobody can try again, the mistake ends the chat."""
    with pytest.raises(ConfigError, match="no command"):
        talk(chat, lines("/nonsense", "/model"), interactive=False, debug=False)


def test_a_key_that_is_missing(run: Run) -> None:
    """A turn that fails gives the exit code of its error."""
    done = run("chat", "-m", "openai:gpt-4o", stdin="hi\n")

    assert (done.exit_code, done.stdout) == (4, "")


def test_go_on(run: Run, tmp_path: Path) -> None:
    """-c takes the last conversation and its model; without one it is a configuration error."""
    nothing = run("chat", "-c")
    save(tmp_path / "state" / "chats" / "a.json", [UserMessage("hi")], "openai:gpt-4o")
    something = run("chat", "-c", "-s", "S", stdin="/model\n/save b.json\n")

    assert nothing.exit_code == 3
    assert something.exit_code == 0
    assert something.stderr == "talking with openai:gpt-4o\nsaved 2 messages to b.json\n"


def test_go_on_with_a_name(run: Run, tmp_path: Path) -> None:
    """-c takes a name or a beginning of one; a name alone is wrong use, and one that isn't there has a neighbour."""
    chats = tmp_path / "state" / "chats"
    save(chats / "first-one.json", [UserMessage("hi")], "openai:gpt-4o")
    save(chats / "second.json", [UserMessage("hi")], "openai:gpt-5")

    named = run("chat", "-c", "first-one", stdin="/model\n")
    begun = run("chat", "-c", "first", stdin="/model\n")
    wrong = run("chat", "-c", "secnd")
    path = run("chat", "-c", str(chats / "second.json"))
    alone = run("chat", "hello")

    assert named.stderr == begun.stderr == "talking with openai:gpt-4o\n"
    assert (wrong.exit_code, path.exit_code, alone.exit_code) == (3, 3, 2)
    assert wrong.stderr.endswith("hint: did you mean second?\n")
    assert "/load" in path.stderr


def test_a_draft_goes_to_the_reader(chat: Chat) -> None:
    """What the next line begins with is handed over once; a pipe has nobody who could change it."""
    drafts = []

    def read(draft: str) -> str:
        drafts.append(draft)
        if len(drafts) > 2:
            raise EOFError
        return "/edit" if len(drafts) == 1 else "/model"

    chat.messages = (UserMessage("hi"),)
    talk(chat, read, interactive=True, debug=False)

    assert drafts == ["", "/edit hi", ""]


def test_edit_through_a_pipe(run: Run, tmp_path: Path) -> None:
    """There the new text stands in the line."""
    save(tmp_path / "state" / "chats" / "a.json", [UserMessage("hi")], "openai:gpt-4o")

    done = run("chat", "-c", stdin="/edit\n")

    assert done.exit_code == 3
    assert "write /edit TEXT" in done.stderr


def test_completion_of_names(tmp_path: Path) -> None:
    """The names of kept chats are completed."""
    save(tmp_path / "state" / "chats" / "one.json", [UserMessage("hi")], "m")

    assert _complete_chat("o") == [("one", "")]
