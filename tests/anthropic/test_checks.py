"""What is refused before a byte is sent."""

from __future__ import annotations

import pytest

from interlingua import Model
from interlingua.errors import ConfigError, ConversionError, LossError, PairingError
from interlingua.types import AssistantMessage, Message, OpaquePart, Request, TextPart, ToolCallPart, ToolMessage, UserMessage
from interlingua_anthropic.checks import check_max_tokens, check_prefill

NAME = "anthropic.messages"


def test_max_tokens() -> None:
    """Without max_tokens nothing is sent; the error names the option."""
    request = Request(model_id="gateway/model", messages=())

    with pytest.raises(ConfigError, match="max_tokens") as caught:
        check_max_tokens(request)

    assert caught.value.option == "max_tokens"
    assert "gateway/model" in str(caught.value)
    check_max_tokens(request.model_copy(update={"max_tokens": 0}))
    check_max_tokens(request.model_copy(update={"provider_data": {NAME: {"max_tokens": None}}}))


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ([TextPart("The answer is ")], "$.messages[1].content[0].text"),
        ([TextPart("a"), TextPart("b\n")], "$.messages[1].content[1].text"),
        ([TextPart("a "), TextPart(" ")], "$.messages[1].content[0].text"),
    ],
)
def test_prefill(content: list[TextPart], path: str) -> None:
    """A prefill that ends in white space is refused, with its place."""
    with pytest.raises(ConversionError) as caught:
        check_prefill(Request(model_id="m", messages=[UserMessage("q"), AssistantMessage(content)]))

    assert caught.value.path == path


@pytest.mark.parametrize(
    "messages",
    [
        (),
        [UserMessage("a ")],
        [AssistantMessage("a "), UserMessage("b")],
        [AssistantMessage("a")],
        [AssistantMessage([TextPart("a "), OpaquePart(NAME, {"type": "server_tool_use"})])],
        [AssistantMessage(())],
        [AssistantMessage(" ")],
    ],
)
def test_no_such_prefill(messages: list[Message]) -> None:
    """White space matters nowhere else."""
    check_prefill(Request(model_id="m", messages=messages))


class TestPrepared:
    """Model.prepare refuses before anything is sent, and its error names the message or the option."""

    def test_unknown_model(self) -> None:
        """A model of which nothing is known needs max_tokens, in the call or as an option; its tokens can be counted without."""
        with pytest.raises(ConfigError, match=r"max_tokens=4096"):
            Model("anthropic:gateway/model").prepare("hi")

        assert Model("anthropic:gateway/model").prepare("hi", max_tokens=9).body["max_tokens"] == 9
        assert Model("anthropic:gateway/model?max_tokens=8").prepare("hi").body["max_tokens"] == 8
        assert Model("anthropic:claude-haiku-4-5").prepare("hi").body["max_tokens"] == 64_000

    def test_prefill(self) -> None:
        """A prefill that ends in white space is refused."""
        with pytest.raises(ConversionError, match=r"messages\[1\]"):
            Model("anthropic:claude-haiku-4-5").prepare([UserMessage("q"), AssistantMessage("The answer is ")])

    def test_nothing_said(self) -> None:
        """A user's message without a word is refused."""
        with pytest.raises(LossError, match=r"messages\[2\]"):
            Model("anthropic:claude-haiku-4-5").prepare([UserMessage("q"), AssistantMessage("a"), UserMessage("")])

    def test_orphan(self) -> None:
        """A result without its call, and a call without its result, are refused."""
        call = AssistantMessage([ToolCallPart("t", "f", "{}")])

        with pytest.raises(PairingError) as orphan:
            Model("anthropic:claude-haiku-4-5").prepare([UserMessage("q"), ToolMessage(tool_call_id="t", content="1")])
        with pytest.raises(PairingError) as open_call:
            Model("anthropic:claude-haiku-4-5").prepare([UserMessage("q"), call, UserMessage("r")])

        assert (orphan.value.message_index, open_call.value.message_index) == (1, 1)
