"""Twin of chat/fitting.py: what Chat Completions is seen to before it is written. What rows ask of it is in `test_refusals.py`."""

from __future__ import annotations

import pytest

from interlingua.dialect import Capabilities
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    Base64Source,
    FileSource,
    JsonObject,
    JsonValue,
    ReasoningConfig,
    Request,
    UserMessage,
)
from interlingua_openai.chat.fitting import says_reasoning
from interlingua_openai.chat.request import encode_request
from interlingua_openai.names import CHAT

SOUND = AudioPart(Base64Source(media_type="audio/wav", data="AA=="))


def request(*messages: UserMessage | AssistantMessage, **own: JsonValue) -> Request:
    """A request with fields of this wire's own."""
    return Request(model_id="m", messages=messages, provider_data={CHAT: own} if own else {})


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({}, None),
        ({"thinking": {"type": "disabled"}}, False),
        ({"thinking": {"type": "enabled"}}, True),
        ({"enable_thinking": False}, False),
        ({"chat_template_kwargs": {"enable_thinking": True}}, True),
        ({"reasoning": {"enabled": False}}, False),
        ({"reasoning": {"effort": "none"}}, False),
        ({"reasoning": {"effort": "low"}}, True),
        ({"reasoning": {"exclude": True}}, None),
    ],
)
def test_a_host_has_words_of_its_own_for_reasoning(own: JsonObject, said: bool | None) -> None:  # noqa: FBT001 - a column
    """Each counts as the effort does."""
    assert says_reasoning(request(**own)) is said


def test_the_effort_says_it_where_no_field_does() -> None:
    """As everywhere."""
    asked = [request().model_copy(update={"reasoning": ReasoningConfig(effort=word)}) for word in ("low", "none")]

    assert [True, False] == [says_reasoning(each) for each in asked]


@pytest.mark.parametrize(
    ("asked"),
    [
        request(UserMessage([SOUND])),
        request(UserMessage("a"), modalities=["text", "audio"]),
        request(UserMessage("a"), AssistantMessage(AudioPart(FileSource(file_id="audio_1", provider="openai")))),
    ],
)
def test_sound_in_or_out_is_enough(asked: Request) -> None:
    """Of a model that answers nothing else."""
    assert encode_request(asked, Capabilities(frozenset({"text_alone"}))).losses == ()


def test_a_host_that_checks_nothing_is_sent_what_was_said() -> None:
    """An empty list of calls, a name with a space, an answer of nothing: only OpenAI is known to mind."""
    asked = request(
        UserMessage("a", provider_data={CHAT: {"name": "A B"}}), AssistantMessage("b", provider_data={CHAT: {"tool_calls": []}})
    )
    encoded = encode_request(asked, Capabilities(frozenset({"seed"})))

    assert encoded == encode_request(asked)
    assert encoded.losses == ()


def test_what_a_message_says_without_parts_stays() -> None:
    """A call of the old form, and a content that is an empty list."""
    old = AssistantMessage((), provider_data={CHAT: {"function_call": {"name": "f", "arguments": "{}"}}})
    empty = AssistantMessage((), provider_data={"$marks": {CHAT: {"spelling": {"content": "list"}}}})

    assert encode_request(request(old, empty), Capabilities(frozenset({"message_loose"}))).losses == ()
