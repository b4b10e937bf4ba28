"""The laws on `openai.chat`, also for bodies with every value that the types of OpenAI's SDK know."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from hypothesis import strategies as st
from openai.types.chat import ChatCompletion, ChatCompletionMessageParam
from openai.types.chat.chat_completion import Choice
from openai.types.chat.completion_create_params import CompletionCreateParamsStreaming
from tests.openai.sdk_shapes import fields_of, objects, values

from interlingua import AssistantMessage, OpaquePart, RefusalPart, Request, TextPart, UserMessage, get_dialect
from interlingua.testing.conformance import DialectConformance
from interlingua.testing.strategies import with_unknown_fields

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject

FIELDS, _ = fields_of(CompletionCreateParamsStreaming)
MESSAGES = list(values(ChatCompletionMessageParam))
FIELD_VALUES = {name: st.sampled_from(list(values(field))) for name, field in FIELDS.items() if name not in {"model", "messages"}}
ANSWERS: list[JsonObject] = [{**body, "choices": [choice]} for body in objects(ChatCompletion) for choice in objects(Choice)]


class TestOpenAIChat(DialectConformance):
    """The format that most servers speak."""

    dialect: ClassVar[Dialect] = get_dialect("openai.chat")

    @classmethod
    def request_bodies(cls) -> st.SearchStrategy[JsonObject]:
        """The dialect's own, and whatever the SDK's types know."""
        required = {"model": st.just("gpt-5"), "messages": st.lists(st.sampled_from(MESSAGES), max_size=4)}
        return super().request_bodies() | st.fixed_dictionaries(required, optional=FIELD_VALUES).flatmap(with_unknown_fields)

    @classmethod
    def response_bodies(cls) -> st.SearchStrategy[JsonObject]:
        """The dialect's own, and whatever the SDK's types know."""
        return super().response_bodies() | st.sampled_from(ANSWERS).flatmap(with_unknown_fields)


def test_a_turn_that_is_emptied_between_two_answers() -> None:
    """Nothing of the user's second turn goes along, so the answers are one turn abroad: a refusal before a text, which Chat can't say."""
    request = Request(
        model_id="m", max_tokens=9, provider_data={},
        messages=(
            UserMessage("hi"), AssistantMessage(RefusalPart("no")),
            UserMessage(OpaquePart("openai.chat", {"type": "x_future"})), AssistantMessage(TextPart("but")),
        ),
    )  # fmt: skip

    TestOpenAIChat.tests["test_a_conversation_goes_abroad_and_back"].method(TestOpenAIChat(), request=request)
