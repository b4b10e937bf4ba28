"""`interlingua.types.conversation`: what is saved is read again."""

from __future__ import annotations

import operator
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from pydantic import BaseModel, ValidationError

from interlingua.errors import ConfigError, ConversionError, InterlinguaError
from interlingua.testing import strategies as canonical
from interlingua.types import AssistantMessage, Citation, Conversation, OpaquePart, Request, TextPart, UserMessage
from interlingua.types.conversation import from_validation_error
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from interlingua.types import JsonValue


class TestRoundTrip:
    """Saved JSON is stable and exact."""

    @given(conversation=canonical.conversations())
    def test_equal(self, conversation: Conversation) -> None:
        """A conversation comes back equal, and is saved the same again."""
        text = conversation.to_json()

        assert Conversation.from_json(text) == conversation
        assert Conversation.from_json(text.encode()) == conversation
        assert Conversation.from_json(text).to_json() == text

    def test_saved_by_0_1(self) -> None:
        """The first format that is released is this, and stays readable."""
        text = '{"format":2,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}'

        assert Conversation([UserMessage("hi")]).to_json() == text
        assert Conversation.from_json(text) == Conversation([UserMessage("hi")])
        assert Conversation.from_json('{"messages":[{"role":"user","content":"hi"}]}') == Conversation([UserMessage("hi")])
        assert Conversation.from_json(text.replace("2", "1")) == Conversation([UserMessage("hi")])

    def test_fields_of_a_later_version(self) -> None:
        """Fields that a later version added are kept."""
        text = '{"format":2,"messages":[{"role":"user","content":[],"mood":"good"}],"title":"Weather"}'

        assert Conversation.from_json(text).to_json() == text

    def test_deepest(self) -> None:
        """What a wire's body may hold can be saved, at the deepest place there is."""
        deepest = loads('{"a":' * 127 + "1" + "}" * 127)
        cited = TextPart("hi", [Citation(provider_data={"anthropic.messages": loads('{"a":' * 126 + "1" + "}" * 126)})])
        conversation = Conversation([AssistantMessage([cited, OpaquePart("openai.chat", deepest)])])

        assert Conversation.from_json(conversation.to_json()) == conversation


HI, HO, HEY = UserMessage("hi"), AssistantMessage("ho"), UserMessage("hey")


class TestSequence:
    """A conversation is a sequence of messages that never changes."""

    def test_append_and_extend(self) -> None:
        """Each gives a new one; the old one stays as it was, and its further fields come along."""
        old = Conversation.from_json('{"messages": [{"role": "user", "content": "hi"}], "title": "T"}')
        before = old.to_json()

        grown = old.append(HO).extend(message for message in (HEY, HO))

        assert grown.messages == (HI, HO, HEY, HO)
        assert grown.model_extra == {"title": "T"}
        assert old.to_json() == before
        with pytest.raises(ValidationError, match="frozen"):
            old.messages = ()  # type: ignore[misc]

    def test_sum(self) -> None:
        """A list or another conversation is added on either side."""
        ho, hi = [HO], [HI]

        assert Conversation([HI]) + ho == Conversation([HI]) + Conversation([HO]) == Conversation([HI, HO])
        assert hi + Conversation([HO]) == Conversation([HI, HO])
        assert sum([Conversation([HI]), Conversation([HO])], Conversation([])) == Conversation([HI, HO])

    def test_reading(self) -> None:
        """Its length, its messages in either direction, one of them, some of them."""
        conversation = Conversation([HI, HO, HEY])

        assert (len(conversation), list(conversation), list(reversed(conversation))) == (3, [HI, HO, HEY], [HEY, HO, HI])
        assert (conversation[0], conversation[-1]) == (HI, HEY)
        assert conversation[1:] == Conversation([HO, HEY])
        assert HO in conversation
        assert AssistantMessage("no") not in conversation
        assert conversation
        assert not Conversation([])
        with pytest.raises(IndexError):
            _ = conversation[3]

    @pytest.mark.parametrize(
        ("add", "sentence"),
        [
            (lambda one: one.append("hey"), "messages[0] is a str, and Conversation takes messages"),
            (lambda one: one.extend("hey"), "messages is a str, and Conversation takes messages"),
            (lambda one: one.extend(HEY), "messages is a UserMessage, and Conversation takes messages"),
            (lambda one: one + HEY, "messages is a UserMessage, and Conversation takes messages"),
            (lambda one: operator.add(one, [HEY, 5]), "messages[1] is a int, and Conversation takes messages"),
            (lambda one: 5 + one, "messages is a int, and Conversation takes messages"),
        ],
        ids=["append text", "extend by text", "extend by one", "add one", "add a number among them", "add to a number"],
    )
    def test_no_messages(self, add: Callable[[Conversation], object], sentence: str) -> None:
        """What is no message is told by its type and place."""
        with pytest.raises(ValidationError) as caught:
            add(Conversation([HI]))

        assert caught.value.errors()[0]["msg"] == f"{sentence} in a list, such as [UserMessage('…')]"


class TestFile:
    """A conversation is kept in a file."""

    @given(conversation=canonical.conversations())
    def test_equal(self, tmp_path_factory: pytest.TempPathFactory, conversation: Conversation) -> None:
        """It comes back equal, from a path or its text."""
        file = tmp_path_factory.getbasetemp() / "conversation.json"

        conversation.save(file)

        assert Conversation.load(str(file)) == Conversation.load(file) == conversation

    def test_old(self, tmp_path: Path) -> None:
        """A file of an earlier format is read."""
        file = tmp_path / "a.json"
        file.write_text('{"format": 1, "messages": [{"role": "user", "content": "hi"}]}')

        assert Conversation.load(file) == Conversation([HI])

    def test_its_owners_alone_and_whole(self, tmp_path: Path) -> None:
        """Nobody else may read it, and what can't be written leaves the old one as it was."""
        file = tmp_path / "a.json"
        Conversation([HI]).save(file)
        before = file.read_bytes()

        with pytest.raises(ConversionError, match="nan"):
            Conversation.model_validate({"messages": [], "seen": float("nan")}).save(file)

        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert (file.read_bytes(), list(tmp_path.iterdir())) == (before, [file])

    @pytest.mark.parametrize(
        ("text", "sentence", "hint"),
        [
            ("my notes", "is no saved conversation: not JSON", None),
            ("{}", r"is no saved conversation: Field required \(at \$\.messages\)", None),
            ('{"format": 7, "messages": []}', "is no saved conversation: format 7 is later than 2", "upgrade interlingua"),
            (None, "can't read the conversation .*: No such file", None),
        ],
    )
    def test_unreadable(self, tmp_path: Path, text: str | None, sentence: str, hint: str | None) -> None:
        """The file is named, and what is wrong with it."""
        file = tmp_path / "a.json"
        if text is not None:
            file.write_text(text)

        with pytest.raises(ConfigError, match=sentence) as caught:
            Conversation.load(file)

        assert str(file) in caught.value.message
        assert caught.value.hint == hint


class TestNotAConversation:
    """What is no conversation is refused with the place."""

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", "not JSON: Expecting value: line 1 column 1 (char 0) (at $)"),
            ("{}", "Field required (at $.messages)"),
            ("[]", "Input should be a valid dictionary or instance of Conversation (at $)"),
            ('{"messages": {}}', "Input should be a valid tuple (at $.messages)"),
            ('{"format": "1", "messages": []}', "Input should be a valid integer (at $.format)"),
            ('{"format": true, "messages": []}', "Input should be a valid integer (at $.format)"),
            ('{"format": 0, "messages": []}', "Input should be greater than or equal to 1 (at $.format)"),
            ('{"format": 7, "messages": []}', "format 7 is later than 2, the latest this version reads (at $.format)"),
        ],
    )
    def test_outside(self, text: str, sentence: str) -> None:
        """Its own fields are named."""
        with pytest.raises(ConversionError) as caught:
            Conversation.from_json(text)

        assert caught.value.sentence == sentence

    @pytest.mark.parametrize("text", [None, 5, {"messages": []}])
    def test_no_text(self, text: object) -> None:
        """What isn't even text is told by its type, and what is read instead."""
        with pytest.raises(ConversionError) as caught:
            Conversation.from_json(text)  # type: ignore[arg-type]

        assert caught.value.reason == f"text is a {type(text).__name__}, and JSON text is read: a str or bytes"
        assert "to_json()" in str(caught.value.hint)

    @pytest.mark.parametrize(
        ("message", "path"),
        [
            ({"role": "nobody"}, ""),
            ({"role": "user", "content": 5}, ".content"),
            ({"role": "user", "content": [{"type": "text", "text": 1}]}, ".content[0].text"),
            ({"role": "user", "content": [{"type": "image", "source": {"type": "url", "url": 1}}]}, ".content[0].source.url"),
            ({"role": "user", "content": [{"type": "image", "source": {"type": "ftp"}}]}, ".content[0].source"),
            ({"role": "assistant", "content": [{"type": "text", "text": "", "citations": [{"url": 1}]}]}, ".content[0].citations[0].url"),
            (
                {"role": "assistant", "content": [{"type": "reasoning", "blocks": [{"kind": "full", "text": 1}]}]},
                ".content[0].blocks[0].text",
            ),
            ({"role": "user", "content": [], "provider_data": {"a": 1}}, ".provider_data"),
            ({"role": "assistant", "content": [{"type": "refusal", "refusal": 1}]}, ".content[0].refusal"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_inside(self, message: JsonValue, path: str) -> None:
        """The path is the JSON's own, without the names of pydantic's choices."""
        good: JsonValue = {"role": "user", "content": "hi"}
        with pytest.raises(ConversionError) as caught:
            Conversation.from_json(dumps({"messages": [good, message]}))

        assert caught.value.path == f"$.messages[1]{path}"

    @given(value=canonical.json_values())
    def test_total(self, value: JsonValue) -> None:
        """Any JSON is read, or refused by one of our errors."""
        for text in (dumps(value), dumps({"messages": value}), dumps({"messages": [{"role": "user", "content": value}]})):
            try:
                Conversation.from_json(text)
            except InterlinguaError as error:
                assert str(error)  # noqa: PT017 - either outcome is right

    @pytest.mark.parametrize("number", [0, 3, "1"])
    def test_constructor(self, number: object) -> None:
        """No conversation has a format that couldn't be read again."""
        with pytest.raises(ValidationError):
            Conversation([], format=number)  # type: ignore[arg-type]


class TestValidationError:
    """pydantic's report becomes one of ours."""

    def _report(self, build: Callable[[], object]) -> ConversionError:
        with pytest.raises(ValidationError) as caught:
            build()
        return from_validation_error(caught.value, "$.request")

    def test_first_of_several(self) -> None:
        """The first fault is told, and how many more there are."""
        error = self._report(lambda: Request.model_validate({"model_id": 1, "messages": 2, "stop": 3}))

        assert str(error) == "Input should be a valid string (and 2 more) (at $.request.model_id)"

    def test_our_own_sentence(self) -> None:
        """A sentence of ours stands without pydantic's words before it."""
        error = self._report(lambda: Request.model_validate({"model_id": "m", "messages": [], "tool_choice": "tool"}))

        assert str(error) == 'ToolChoice: "tool" needs a name, and only "tool" has one (at $.request.tool_choice)'

    def test_a_class_of_the_callers(self) -> None:
        """The fields of a caller's own class keep their names, whatever they are called."""

        class Invoice(BaseModel):
            lines: list[dict[str, int]]

        error = self._report(lambda: Invoice.model_validate({"lines": [{"text": "x"}]}))

        assert error.path == "$.request.lines[0].text"
