"""`interlingua.types.messages`: a class for each role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter, ValidationError

from interlingua.types import (
    AssistantMessage,
    Base64Source,
    ImagePart,
    OpaquePart,
    ReasoningPart,
    RefusalPart,
    SystemMessage,
    TextPart,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)
from interlingua.types.messages import AnyMessage, Message

if TYPE_CHECKING:
    from collections.abc import Callable


MESSAGE: TypeAdapter[Message] = TypeAdapter(AnyMessage)
IMAGE = ImagePart(Base64Source(media_type="image/png", data="AA=="))
CALL = ToolCallPart("call_1", "weather", '{"city": "Paris"}')
SPELLINGS = ["hi", TextPart("hi"), [TextPart("hi")], (TextPart("hi"),), [{"type": "text", "text": "hi"}]]
ROLES: dict[str, Callable[[Any], Message]] = {
    "system": SystemMessage,
    "user": UserMessage,
    "assistant": AssistantMessage,
    "tool": lambda content: ToolMessage(tool_call_id="1", content=content),
}


class TestContent:
    """Content is a tuple of parts, however it is given."""

    @pytest.mark.parametrize("content", SPELLINGS, ids=repr)
    @pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
    def test_spellings(self, role: Callable[[object], Message], content: object) -> None:
        """Text stands for one text part, a part for a tuple of it."""
        message = role(content)

        assert message.content == (TextPart("hi"),)
        assert message.text == "hi"

    def test_text(self) -> None:
        """The text is the text parts alone, joined."""
        assert UserMessage([TextPart("a"), IMAGE, TextPart("b")]).text == "ab"
        assert AssistantMessage([TextPart("a"), CALL]).text == "a"
        assert SystemMessage([]).text == ""
        assert ToolMessage(tool_call_id="1", content=[IMAGE]).text == ""

    def test_tool_calls(self) -> None:
        """An assistant's calls come in their order."""
        other = ToolCallPart("call_2", "time", "")

        assert AssistantMessage([CALL, TextPart("and"), other]).tool_calls == (CALL, other)


class TestRoles:
    """An illegal message can't be built."""

    @pytest.mark.parametrize(
        ("role", "part"),
        [
            (SystemMessage, IMAGE),
            (SystemMessage, CALL),
            (UserMessage, CALL),
            (UserMessage, ReasoningPart(signature="x")),
            (UserMessage, RefusalPart("no")),
        ],
        ids=["system-image", "system-call", "user-call", "user-reasoning", "user-refusal"],
    )
    def test_refused(self, role: Callable[[object], Message], part: object) -> None:
        """Each role says only what it may."""
        with pytest.raises(ValidationError, match=r"content\[0\] is a \w+Part, and \w+Message takes a str, or a list of TextPart"):
            role([part])

    @pytest.mark.parametrize("content", [5, None, {"type": "text"}, [5], ["hi"], [{"text": "hi"}], [{"type": "hologram"}]], ids=repr)
    def test_no_content(self, content: object) -> None:
        """What is no content is refused."""
        with pytest.raises(ValidationError):
            UserMessage(content)  # type: ignore[arg-type]

    def test_opaque(self) -> None:
        """A block that isn't modelled may stand anywhere."""
        part = OpaquePart("example.dialect", {"type": "x"})

        assert SystemMessage(part).content == UserMessage(part).content == AssistantMessage(part).content == (part,)


@pytest.mark.parametrize(
    "message",
    [
        SystemMessage("S"),
        UserMessage([IMAGE]),
        AssistantMessage([CALL]),
        ToolMessage(tool_call_id="call_1", content="sunny", is_error=True),
    ],
    ids=lambda message: message.role,
)
def test_json(message: Message) -> None:
    """The role tells the messages apart when JSON is read."""
    assert MESSAGE.validate_python(message.to_dict()) == message
