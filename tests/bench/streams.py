"""CPU per streamed chunk: ours, the SDK's own iteration, and bare clients with the least that shows the text.

All read the same bytes through the same HTTP library; only the network is left out (`httpx2.MockTransport`). An event is a read,
which is how tokens come.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import anthropic
import httpx2
import openai
from measure import compare, show

from interlingua import AssistantMessage, Model, Response, Usage, get_dialect
from interlingua.provider.transport import ClientTransport
from interlingua_anthropic.transport import AnthropicClients
from interlingua_openai.transport import OpenAIClients

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNKS = 3_000


class Events(httpx2.SyncByteStream):
    """A body that comes event by event."""

    def __init__(self, events: list[bytes]) -> None:
        self._events = events

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._events)


def client_of(events: list[bytes]) -> httpx2.Client:
    """Make a client whose every request is answered by the events."""
    headers = {"content-type": "text/event-stream"}
    return httpx2.Client(transport=httpx2.MockTransport(lambda _: httpx2.Response(200, headers=headers, stream=Events(events))))


def events_of(dialect: str) -> list[bytes]:
    """Say an answer of so many words, an event a word, in the way the real API spells it."""
    words = [f"word{number} " for number in range(CHUNKS)]
    answer: Response = Response(
        message=AssistantMessage("x"), finish_reason="stop", usage=Usage(input_tokens=9, output_tokens=CHUNKS), model_id="m", id="id_1"
    )
    events = list(get_dialect(dialect).encode_stream(answer))
    at = next(number for number, event in enumerate(events) if b'"x"' in event)
    spelt = [events[at].replace(b'"x"', json.dumps(word).encode()) for word in words]
    spelt = [event.replace(b'_number":4,', b'_number":%d,' % (4 + place)) for place, event in enumerate(spelt)]  # Responses counts
    return [*events[:at], *spelt, *events[at + 1 :]]


def bare(events: list[bytes], text_of: Callable[[Any], str | None]) -> int:
    """Read with the least that works."""
    seen = 0
    with client_of(events).stream("POST", "http://server/v1") as response:
        for line in response.iter_lines():
            if line.startswith("data:") and line != "data: [DONE]" and text_of(json.loads(line[5:])):
                seen += 1
    return seen


def events_source(events: list[bytes], text_of: Callable[[Any], str | None]) -> int:
    """Read with the HTTP library's own reader of server-sent events."""
    with client_of(events).stream("POST", "http://server/v1") as response:
        return sum(1 for event in httpx2.EventSource(response) if event.data != "[DONE]" and text_of(json.loads(event.data)))


def model_over(client: httpx2.Client, spec: str, clients: type[AnthropicClients | OpenAIClients]) -> Model:
    """Make a model over the SDK's client, over an HTTP client."""
    model = Model(spec, api_key="k", base_url="http://server/v1")
    backend = model._backends[0]
    model._clients._pools.own().transports[backend] = ClientTransport(clients(backend.transport_settings(), client))
    return model


def ours(spec: str, clients: type[AnthropicClients | OpenAIClients], events: list[bytes]) -> int:
    """Read with a Model over the SDK's client."""
    model = model_over(client_of(events), spec, clients)
    with model.stream("hi") as stream:
        return sum(1 for _ in stream.text)


def claude_sdk(events: list[bytes]) -> int:
    """Read with Anthropic's SDK."""
    client = anthropic.Anthropic(api_key="k", base_url="http://server", http_client=client_of(events))
    stream = client.messages.create(model="m", max_tokens=9, messages=[{"role": "user", "content": "hi"}], stream=True)
    return sum(event.type == "content_block_delta" for event in stream)


def openai_sdk(events: list[bytes]) -> int:
    """Read with OpenAI's SDK."""
    client = openai.OpenAI(api_key="k", base_url="http://server/v1", http_client=client_of(events))
    stream = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "hi"}], stream=True)
    return sum(bool(chunk.choices and chunk.choices[0].delta.content) for chunk in stream)


def _chat_text(data: Any) -> str | None:  # noqa: ANN401 - JSON
    return data["choices"][0]["delta"].get("content") if data["choices"] else None


def run() -> None:
    """Print both tables."""
    claude, chat = events_of("anthropic.messages"), events_of("openai.chat")
    for title, contenders in (
        (
            "anthropic.messages, CPU per chunk",
            {
                "httpx2, lines and json": lambda: bare(claude, lambda data: data.get("delta", {}).get("text")),
                "httpx2, its EventSource and json": lambda: events_source(claude, lambda data: data.get("delta", {}).get("text")),
                "interlingua": lambda: ours("anthropic:m?max_tokens=9", AnthropicClients, claude),
                "anthropic's SDK": lambda: claude_sdk(claude),
            },
        ),
        (
            "openai.chat, CPU per chunk",
            {
                "httpx2, lines and json": lambda: bare(chat, _chat_text),
                "httpx2, its EventSource and json": lambda: events_source(chat, _chat_text),
                "interlingua": lambda: ours("openai:m", OpenAIClients, chat),
                "openai's SDK": lambda: openai_sdk(chat),
            },
        ),
    ):
        assert {CHUNKS} == {work() for work in contenders.values()}
        show(title, compare(contenders), unit="µs", scale=1e6 / CHUNKS, base="httpx2, its EventSource and json")
