"""The command line in a real terminal: Markdown drawn live, progress, Ctrl-C, and a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.live.command import MARKDOWN, Server, Terminal, broken, clean_env, interlingua, rows, running_server

from interlingua import Conversation
from interlingua.cli.saved_chats import is_cut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from interlingua import Message

HIDE_CURSOR, SHOW_CURSOR, CLEAR_LINE = b"\x1b[?25l", b"\x1b[?25h", b"\x1b[2K"
PROMPT = b"\x1b[?2004h"  # pasted text is bracketed from here on: the prompt takes input


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server for this file."""
    with running_server() as server:
        yield server


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A clean environment."""
    return clean_env(tmp_path)


def test_markdown_is_rendered(env: dict[str, str], server: Server) -> None:
    """Markdown is rendered; control characters are shown, and the cursor comes back."""
    server.plan({"type": "reply", "text": MARKDOWN})

    with Terminal(env, "ask", "hi", *server.model) as terminal:
        code = terminal.end()

    assert code == 0
    assert b"**bold**" not in terminal.output
    assert b"\x1b[1mbold\x1b[0m" in terminal.output
    assert rb"\x1b]0;owned\x07" in terminal.output
    assert b"\x1b]0;" not in terminal.output
    assert b"\x1b[31m" not in terminal.output
    assert terminal.output.rfind(SHOW_CURSOR) > terminal.output.rfind(HIDE_CURSOR) >= 0
    assert terminal.output.rstrip().endswith(b"Last words.")


def test_dumb_terminal(env: dict[str, str], server: Server) -> None:
    """A terminal that understands no sequences gets none."""
    server.plan({"type": "reply", "text": MARKDOWN})

    with Terminal(env | {"TERM": "dumb"}, "ask", "hi", *server.model) as terminal:
        code = terminal.end()

    assert code == 0
    assert b"\x1b" not in terminal.output
    assert b"**bold**" in terminal.output
    assert rb"\x1b]0;owned\x07" in terminal.output


def test_progress_while_the_model_loads(env: dict[str, str]) -> None:
    """The embedded model's loading is shown, and gone before the answer."""
    with Terminal(env, "ask", "What is the capital of France?") as terminal:
        code = terminal.end()

    assert code == 0
    assert b"loading smollm2-135m" in terminal.output
    assert terminal.output.rfind(b"loading") < terminal.output.rfind(CLEAR_LINE) < terminal.output.rfind(b"Paris")


def test_narrow_terminal(env: dict[str, str], server: Server) -> None:
    """In a narrow terminal the answer and the remarks are broken between words; a hint of a loss is told, and dim."""
    server.plan({"type": "reply", "text": "some words that do not fit in one row"})

    model = server.model[1].replace("gpt-4o-mini", "o3-mini")
    with Terminal(env, "ask", "hi", "-o", "top_p=0.5", "-m", model, columns=20) as terminal:
        code = terminal.end()
    shown = [row for row in rows(terminal.output, 20) if row and "waiting" not in row]

    assert code == 0
    assert " ".join(shown) == "some words that do not fit in one row loss (hint) at $.top_p: the model takes no top_p"
    assert max(map(len, shown)) <= 20
    assert b"\x1b[2mloss (hint)" in terminal.output


def test_ctrl_c(env: dict[str, str], server: Server) -> None:
    """Ctrl-C in mid-answer leaves what had arrived, and the cursor, and no traceback."""
    server.plan(*broken("one two three four\nfive six seven eight nine", "stall", 6))

    with Terminal(env, "ask", "hi", *server.model) as terminal:
        terminal.wait_for(b"five")
        terminal.type("\x03")
        code = terminal.end()

    assert code == 130
    assert b"Traceback" not in terminal.output
    assert terminal.output.rfind(SHOW_CURSOR) > terminal.output.rfind(HIDE_CURSOR)
    assert [row for row in rows(terminal.output) if row] == ["one two three four", "five"]


def test_plain(env: dict[str, str], server: Server) -> None:
    """With --plain the answer is shown as it came, but for control characters."""
    server.plan({"type": "reply", "text": "**one**\n<b>two</b>\x1b", "times": 2})

    with Terminal(env, "chat", "--plain", *server.model) as chat:
        chat.wait_for(PROMPT)
        chat.type("hi\r")
        chat.wait_for(b"**one**\r\n<b>two</b>\\x1b\r\n")
    with Terminal(env, "ask", "hi", "--plain", *server.model) as terminal:
        code = terminal.end()

    assert code == 0
    assert terminal.output.endswith(b"**one**\r\n<b>two</b>\\x1b\r\n")


def test_ctrl_c_while_the_model_loads(env: dict[str, str]) -> None:
    """Ctrl-C doesn't wait for the embedded model."""
    with Terminal(env, "ask", "hi") as terminal:
        terminal.wait_for(b"loading")
        terminal.type("\x03")
        code = terminal.end()

    assert code == 130
    assert b"Traceback" not in terminal.output


def test_chat(env: dict[str, str], server: Server, tmp_path: Path) -> None:
    """An unknown command is refused; Ctrl-C stops an answer and keeps what had arrived; Ctrl-D leaves; every turn is saved."""
    server.plan({"type": "reply", "text": "first answer"})

    with Terminal(env, "chat", *server.model) as terminal:
        terminal.wait_for(b"/help lists")
        terminal.wait_for(PROMPT)
        terminal.type("/sav x\r")
        terminal.wait_for(b"did you mean /save?")
        terminal.wait_for(PROMPT)
        terminal.type("one\r")
        terminal.wait_for(b"first answer")
        terminal.wait_for(PROMPT)
        server.plan(*broken("half an answer", "stall", 3))
        terminal.type("two\r")
        terminal.wait_for(b"half an")
        terminal.type("\x03")
        terminal.wait_for(b"(stopped)")
        terminal.wait_for(PROMPT)
        terminal.type("\x04")
        code = terminal.end()

    assert code == 0
    assert _texts(tmp_path) == ["one", "first answer", "two", "half an"]
    assert is_cut(_messages(tmp_path)[-1])


def test_chat_asks_again(env: dict[str, str], server: Server, tmp_path: Path) -> None:
    """/edit gives the last question to change, and /retry asks it once more: the new answer replaces the old one."""
    server.plan({"type": "reply", "text": "first answer", "times": 1}, {"type": "reply", "text": "second answer", "times": 1})

    with Terminal(env, "chat", *server.model) as terminal:
        terminal.wait_for(PROMPT)
        terminal.type("one\r")
        terminal.wait_for(b"first answer")
        terminal.wait_for(PROMPT)
        terminal.type("/edit\r")
        terminal.wait_for(b"/edit one")
        terminal.type(" more\r")
        terminal.wait_for(b"second answer")
        terminal.wait_for(PROMPT)
        server.plan(*broken("half an answer", "stall", 0))
        terminal.type("/retry\r")
        terminal.wait_for(b"waiting for")
        terminal.type("\x03")
        terminal.wait_for(b"(stopped)")
        terminal.wait_for(PROMPT)
        kept = _texts(tmp_path)
        server.plan({"type": "reply", "text": "third answer"})
        terminal.type("/retry\r")
        terminal.wait_for(b"third answer")
        terminal.wait_for(PROMPT)
        terminal.type("\x04")
        code = terminal.end()

    assert code == 0
    assert kept == ["one more", "second answer"]
    assert _texts(tmp_path) == ["one more", "third answer"]


def test_chat_takes_a_pasted_text(env: dict[str, str], server: Server, tmp_path: Path) -> None:
    """A pasted text with newlines is one thing to say; Ctrl-C on an empty line leaves with code 130; -c knows the model."""
    server.plan({"type": "reply", "text": "first answer"})

    with Terminal(env, "chat", *server.model) as terminal:
        terminal.wait_for(PROMPT)
        terminal.type("\x1b[200~one\ntwo\x1b[201~\r")
        terminal.wait_for(b"first answer")
        terminal.wait_for(PROMPT)
        terminal.type("\x03")
        code = terminal.end()
    gone_on = interlingua(env, "chat", "-c", stdin=b"/model\n")

    assert code == 130
    assert _texts(tmp_path) == ["one\ntwo", "first answer"]
    assert server.model[1].encode() in gone_on.stderr


def _messages(folder: Path) -> tuple[Message, ...]:
    (file,) = (folder / "state" / "chats").iterdir()
    return Conversation.from_json(file.read_bytes()).messages


def _texts(folder: Path) -> list[str]:
    return [message.text.strip() for message in _messages(folder) if message.role != "tool"]
