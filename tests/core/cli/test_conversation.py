"""The state of a chat, and what a line of it means, without sending anything; tests/live/test_cli.py and test_cli_terminal.py send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import AssistantMessage, ConfigError, Conversation, Response, SystemMessage, TextPart, ToolCallPart, UserMessage
from interlingua.cli.conversation import COMMANDS, Chat, Line, help_text, read_line
from interlingua.types import Origin

if TYPE_CHECKING:
    from pathlib import Path

TURN = (UserMessage("hi"), AssistantMessage("ho"))


@pytest.fixture
def chat(tmp_path: Path) -> Chat:
    """A chat that nothing was said in."""
    return Chat("openai:gpt-4o", ["seed=1"], "raise", new_file=lambda: tmp_path / "chat.json")


def test_save_and_load(chat: Chat, tmp_path: Path) -> None:
    """A saved conversation is loaded again, elsewhere too."""
    chat.messages = TURN
    assert chat.take(f"/save {tmp_path / 'a.json'}")
    chat.messages = ()
    assert chat.take(f"/load {tmp_path / 'a.json'}")

    assert chat.messages == TURN
    assert Conversation.from_json((tmp_path / "a.json").read_bytes()).messages == TURN


def test_what_is_kept_of_a_broken_answer_says_who_made_it(chat: Chat) -> None:
    """Its texts alone, so that another model's host isn't sent what stands beside them."""
    origin = Origin("openai", "https://one.example:443/00")
    partial = AssistantMessage([TextPart("a"), ToolCallPart("c", "f", "{")], origin=origin, provider_data={"openai.chat": {"x": 1}})
    chat._keep_partial(UserMessage("hi"), Response(message=partial))
    kept = chat.messages[1]

    assert kept == AssistantMessage("a")
    assert isinstance(kept, AssistantMessage)
    assert kept.origin == origin


def test_save_replaces_no_other_file(chat: Chat, tmp_path: Path) -> None:
    """A file that is no conversation is left alone."""
    file = tmp_path / "notes.txt"
    file.write_text("mine")

    with pytest.raises(ConfigError, match="no saved conversation"):
        chat.take(f"/save {file}")

    assert file.read_text() == "mine"


def test_a_failed_load_changes_nothing(chat: Chat) -> None:
    """The conversation stays as it is."""
    chat.messages = TURN

    with pytest.raises(ConfigError, match="can't read"):
        chat.take("/load none.json")

    assert chat.messages == TURN


def test_model(chat: Chat) -> None:
    """Another model goes on with the same conversation; a wrong one changes nothing."""
    chat.messages = TURN
    assert str(chat.model.spec) == "openai:gpt-4o?seed=1"
    chat.take("/model llamacpp:")

    with pytest.raises(ConfigError, match="no provider"):
        chat.take("/model opnai:gpt-4o")

    assert str(chat.model.spec) == "llamacpp:smollm2-135m"
    assert chat.messages == TURN


def test_the_options_of_the_start_are_the_first_models(chat: Chat, capsys: pytest.CaptureFixture[str]) -> None:
    """Another model doesn't get them, and that is said once."""
    chat.take("/model llamacpp:")
    first = capsys.readouterr().err
    chat.take("/model llamacpp:")

    assert "(seed)" in first
    assert "/model llamacpp:?name=value" in first
    assert "(seed)" not in capsys.readouterr().err


def test_system(chat: Chat) -> None:
    """Instructions stand first and are replaced, not added; a cleared conversation keeps them."""
    chat.messages = TURN
    chat.take("/system one")
    chat.take("/system two")
    with_both = chat.messages
    chat.take("/clear")

    assert with_both == (SystemMessage("two"), *TURN)
    assert chat.messages == (SystemMessage("two"),)


def test_lines_that_say_nothing(chat: Chat, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty line is no turn; /help lists; /exit leaves."""
    assert chat.take("  ")
    assert chat.take("/help")
    assert chat.take("/system")
    assert not chat.take("/exit")
    assert "/save FILE" in capsys.readouterr().err
    assert chat.messages == ()


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        (Line(None, "hello /there"), "hello /there"),
        (Line(None, "two\nlines"), "two\nlines\n"),
        (Line(None, "/usr/bin is a folder"), "//usr/bin is a folder"),
        (Line("/save", "my file.json"), "/save my file.json "),
        (Line("/system", "be brief"), " /system be brief"),
        (Line("/model", ""), "/model"),
        (Line("/exit", ""), "/exit"),
    ],
)
def test_lines(expected: Line, line: str) -> None:
    """A slash begins a command, two of them say one."""
    assert read_line(line) == expected


@pytest.mark.parametrize(
    ("message", "hint", "line"),
    [
        ("no command '/sav'", "did you mean /save?", "/sav x"),
        ("no command '/q'", "/help lists the commands", "/q"),
        ("/load takes a file", "/load FILE", "/load"),
        ("/exit takes nothing", "write /exit alone", "/exit now"),
    ],
)
def test_mistakes_are_refused(message: str, hint: str, line: str) -> None:
    """An unknown command names its neighbour, and nothing is sent."""
    with pytest.raises(ConfigError, match=message) as raised:
        read_line(line)

    assert hint in str(raised.value.hint)


def test_help_lists_all() -> None:
    """Every command has its line."""
    lines = help_text().splitlines()

    assert [line.split()[0] for line in lines] == list(COMMANDS)
