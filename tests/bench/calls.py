"""A conversation of 200 messages, sent and answered: ours, the next turn of the same conversation, and the SDK with the same body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anthropic
import httpx2
import openai
from encoding import conversation
from measure import compare, show
from streams import model_over

from interlingua import AssistantMessage, Model, Request, Response, Tool, Usage, UserMessage, get_dialect
from interlingua.types.json import dumps
from interlingua_anthropic.transport import AnthropicClients
from interlingua_openai.transport import OpenAIClients

if TYPE_CHECKING:
    from collections.abc import Callable

TIMES = 20
TOOL = Tool("look", "Look.", {"type": "object", "properties": {"at": {"type": "string"}}})


def answering(dialect: str) -> httpx2.Client:
    """Make a client whose every request is answered alike."""
    answer: Response = Response(
        message=AssistantMessage("Yes."), finish_reason="stop", usage=Usage(input_tokens=9, output_tokens=2), model_id="m", id="id_1"
    )
    body = dumps(get_dialect(dialect).encode_response(answer).body)
    headers = {"content-type": "application/json"}
    return httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, headers=headers, content=body)))


def run() -> None:
    """Print a table for each format."""
    messages = Request(model_id="m", messages=conversation()).messages
    claude = anthropic.Anthropic(api_key="k", http_client=answering("anthropic.messages"))
    chat = openai.OpenAI(api_key="k", http_client=answering("openai.chat"))
    responses = openai.OpenAI(api_key="k", http_client=answering("openai.responses"))
    for name, spec, clients, create in (
        ("anthropic.messages", "anthropic:m", AnthropicClients, claude.messages.create),
        ("openai.chat", "openai:m?api=chat", OpenAIClients, chat.chat.completions.create),
        ("openai.responses", "openai:m?api=responses", OpenAIClients, responses.responses.create),
    ):
        model = model_over(answering(name), spec, clients)
        body = model.prepare(messages, tools=[TOOL], max_tokens=9).body

        def first(model: Model = model) -> None:
            for _ in range(TIMES):
                fresh = tuple(message.model_copy() for message in messages)
                model.complete(fresh, tools=[TOOL], max_tokens=9)

        def later(model: Model = model) -> None:
            for number in range(TIMES):
                model.complete((*messages, UserMessage(f"And {number}?")), tools=[TOOL], max_tokens=9)

        def sdk(create: Callable[..., object] = create, body: dict[str, object] = body) -> None:
            for _ in range(TIMES):
                create(**body)

        contenders = {"the SDK": sdk, "interlingua": first, "interlingua, the next turn": later}
        show(f"{name}, 200 messages", compare(contenders), unit="ms", scale=1e3 / TIMES, base="the SDK")
