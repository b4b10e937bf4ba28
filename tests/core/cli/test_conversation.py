"""The state of a chat, without sending anything; tests/live/test_cli.py and test_cli_terminal.py send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import (
    AssistantMessage,
    AuthenticationError,
    ConfigError,
    Conversation,
    DocumentPart,
    Response,
    SystemMessage,
    TextPart,
    TextSource,
    ToolCallPart,
    Usage,
    UserMessage,
)
from interlingua.cli.conversation import Chat
from interlingua.cli.saved_chats import is_cut, load, save
from interlingua.provider import CallRecord
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
    chat._keep_partial((), UserMessage("hi"), Response(message=partial))
    kept = chat.messages[1]

    assert kept == AssistantMessage("a", provider_data={"interlingua": {"cut": True}})
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


def test_an_answer_that_was_cut_is_saved_so(chat: Chat, tmp_path: Path) -> None:
    """The file says it, no provider is sent it, and the conversation goes on."""
    chat._keep_partial((), UserMessage("hi"), Response(message=AssistantMessage("half")))
    saved, _ = load(tmp_path / "chat.json")
    prepared = chat.model.prepare([*saved, UserMessage("go on")])

    assert is_cut(saved[1])
    assert [loss.path for loss in prepared.losses] == ["$.seed"]
    assert "cut" not in str(prepared.body)


def test_attach(chat: Chat, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files wait for what is said next, also where a terminal quotes the path; /detach takes them off."""
    file = tmp_path / "my notes.txt"
    file.write_text("notes")
    part = DocumentPart(TextSource(text="notes"), title="my notes.txt")

    chat.take(f"/attach {file}")
    chat.take(f"/attach '{file}'")
    both = chat.attached
    chat.take("/detach")
    chat.take("/detach")

    assert both == (part, part)
    assert chat.attached == ()
    assert capsys.readouterr().err.splitlines() == [
        "my notes.txt goes with what you say next",
        "my notes.txt goes with what you say next, 2 files in all",
        "nothing goes along any more (2 taken off)",
        "nothing was attached",
    ]


def test_what_is_attached_waits_for_an_answer(chat: Chat, tmp_path: Path) -> None:
    """A question that fails takes nothing with it: what was attached goes with the next one, or with the same one again."""
    file = tmp_path / "notes.txt"
    file.write_text("notes")
    chat.take(f"/attach {file}")
    (part,) = chat.attached
    for line in ("hi", "/retry", "other words"):
        with pytest.raises(AuthenticationError):
            chat.take(line)
    waiting = chat.attached
    before, question = chat._last_question()
    chat._keep_partial(before, question, Response(message=AssistantMessage("half")))

    assert waiting == (part,)
    assert question == UserMessage([part, TextPart("other words")])
    assert chat.attached == ()


def test_what_is_attached_is_named_where_a_question_fails(chat: Chat, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It goes along with every question from then on, so the way out is told."""
    file = tmp_path / "notes.txt"
    file.write_text("notes")
    chat.take(f"/attach {file}")
    with pytest.raises(AuthenticationError):
        chat.take("hi")
    told = capsys.readouterr().err
    chat.take("/detach")
    with pytest.raises(AuthenticationError):
        chat.take("hi")

    assert "/detach takes off what the model can't read" in told
    assert "/detach" not in capsys.readouterr().err


def test_attach_refuses(chat: Chat) -> None:
    """A file that can't be read leaves what is attached as it was."""
    with pytest.raises(ConfigError, match=r"can't read the attachment 'none.png'"):
        chat.take("/attach none.png")

    assert chat.attached == ()


@pytest.mark.parametrize("line", ["/retry", "/edit", "/edit new words"])
def test_nothing_to_ask_again(chat: Chat, line: str) -> None:
    """Where nothing was asked, instructions alone are no question."""
    chat.take("/system S")

    with pytest.raises(ConfigError, match="nothing was asked yet"):
        chat.take(line)


def test_edit_gives_the_last_question_as_a_draft(chat: Chat) -> None:
    """Its text alone, to be changed and sent; the conversation is as before."""
    chat.messages = (UserMessage([DocumentPart(TextSource(text="d")), TextPart("two\nlines")]), AssistantMessage("ho"))
    before = chat.messages

    chat.take("/edit")

    assert chat.draft == "/edit two\nlines"
    assert chat.messages == before


def test_a_question_without_an_answer_is_asked_again(chat: Chat) -> None:
    """It isn't part of the conversation, and no new words are needed; instructions may change meanwhile."""
    chat.messages = TURN
    chat._unanswered = UserMessage("and?"), 0
    new = chat._last_question()
    chat._unanswered = UserMessage("hi!"), 2
    chat.take("/system S")
    changed = chat._last_question()
    chat.take("/clear")
    chat.messages = TURN

    assert new == (TURN, UserMessage("and?"))
    assert changed == ((SystemMessage("S"),), UserMessage("hi!"))
    assert chat._last_question() == ((), UserMessage("hi"))


def test_usage_of_nothing(chat: Chat) -> None:
    """Before the first answer there is nothing to tell."""
    with pytest.raises(ConfigError, match="nothing was asked since"):
        chat.take("/usage")


def test_usage(chat: Chat, capsys: pytest.CaptureFixture[str]) -> None:
    """The last call's, and from the second one on that of all."""
    record = CallRecord("p", "m", "chat", True, 1, 1.0, 0.5, Usage(input_tokens=3, output_tokens=2), "stop", (), None)  # noqa: FBT003 - `streamed`
    chat._records = [record]
    chat.take("/usage")
    one = capsys.readouterr().err
    chat._records = [record, record]
    chat.take("/usage")

    assert one == "usage: 3 tokens in, 2 out · first chunk after 0.50 s · 1.00 s in all · 1 attempt\n"
    assert capsys.readouterr().err == f"{one}2 calls since the start: 6 tokens in, 4 out · 2.00 s\n"


def test_list_and_load_by_name(chat: Chat, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A kept chat is gone on with in its own file; the model stays, and the other one is named."""
    save(tmp_path / "one.json", TURN, "openai:gpt-5")
    chat.take("/list")
    chat.take("/load one")
    chat._keep_partial(chat.messages, UserMessage("more"), Response(message=AssistantMessage("half")))
    chat.take("/list")

    assert len(load(tmp_path / "one.json")[0]) == 4
    assert not (tmp_path / "chat.json").exists()
    assert capsys.readouterr().err.splitlines() == [
        "  one  2 messages, openai:gpt-5: hi",
        "loaded 2 messages from one",
        "it was held with openai:gpt-5; to go on with that one: /model openai:gpt-5",
        "what had arrived of the answer is kept in the conversation, as cut; /retry asks again",
        "* one  4 messages, cut, openai:gpt-4o?seed=1: hi",
    ]
