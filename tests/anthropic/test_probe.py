"""One turn with everything in it comes back whole: received, saved, loaded, and sent as history.

Thinking is signed over exactly what was said, searches are encrypted, and a block of tomorrow can't be modelled today: whatever a
turn holds must go back as it came, or the API refuses the next one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import anthropic
import pytest
from tests.wire.replay import Recorded

from interlingua import AsyncModel, Model
from interlingua.dialect import write_event
from interlingua.types import Conversation, Message, Response, Tool, ToolMessage, UserMessage
from interlingua.types.json import dumps, loads, same_json

if TYPE_CHECKING:
    from pathlib import Path

    from interlingua.types import JsonObject, JsonValue

SEARCH: JsonObject = {
    "type": "web_search_result_location",
    "url": "https://example.com/weather",
    "title": "Weather",
    "encrypted_index": "Eo8BCioIBBgC",
    "cited_text": "Zürich: 22 °C, sunny.",
}
PAGE: JsonObject = {
    "type": "char_location",
    "cited_text": "Bring a hat.",
    "document_index": 0,
    "document_title": "Advice",
    "start_char_index": 3,
    "end_char_index": 15,
    "file_id": None,
}

# In this order: thinking S1, redacted thinking R1, cited text, a server search and its result, cited text, thinking S2, two tool calls
# of which one has no arguments, an unknown block.
TURN: list[JsonObject] = [
    {"type": "thinking", "thinking": "They want the weather; I'll look it up.\n", "signature": "EqEES1=="},
    {"type": "redacted_thinking", "data": "EmwKR1=="},
    {"type": "text", "text": "Hats help, as the advice says.", "citations": [PAGE]},
    {
        "type": "server_tool_use",
        "id": "srvtoolu_1",
        "name": "web_search",
        "input": {"query": "weather Zürich"},
        "caller": {"type": "direct"},
    },
    {
        "type": "web_search_tool_result",
        "tool_use_id": "srvtoolu_1",
        "content": [
            {
                "type": "web_search_result",
                "url": "https://example.com/weather",
                "title": "Weather",
                "encrypted_content": "EtQDCioIBBgC",
                "page_age": None,
            }
        ],
        "caller": {"type": "direct"},
    },
    {"type": "text", "text": "It is 22 °C and sunny.", "citations": [SEARCH, {**SEARCH, "encrypted_index": "Eo8BCioIBBgD"}]},
    {"type": "thinking", "thinking": "", "signature": "EqEES2=="},
    {"type": "tool_use", "id": "toolu_1", "name": "now", "input": {}, "caller": {"type": "direct"}},
    {
        "type": "tool_use",
        "id": "toolu_2",
        "name": "book",
        "input": {"seats": 2, "rate": 1.0, "note": "près du lac", "more": {"window": None}},
        "toolset_name": "travel",
    },
    {"type": "block_of_tomorrow", "payload": {"x": [1, 2.0, None, "…"], "y": {}}, "confidence": 0.5},
]

QUESTION = UserMessage("What is the weather, and can you book me in?")
TOOLS = [Tool("now"), Tool("book", "Book seats", {"type": "object", "properties": {"seats": {"type": "integer"}}})]

USAGE: JsonObject = {"input_tokens": 10, "output_tokens": 20}


def whole() -> bytes:
    """Say the turn as a whole answer."""
    said: JsonObject = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-opus-4-8"}
    return dumps({**said, "content": [*TURN], "stop_reason": "tool_use", "stop_sequence": None, "usage": USAGE})


def _event(kind: str, **fields: JsonValue) -> bytes:
    return write_event(dumps({"type": kind, **fields}), kind)


def _deltas(block: JsonObject) -> tuple[JsonObject, list[JsonObject]]:
    """Give how the API begins a block, and the deltas that bring the rest."""
    match block:
        case {"type": "text", "text": str(text), "citations": list(citations)}:
            pieces: list[JsonObject] = [{"type": "text_delta", "text": text[:5]}, {"type": "text_delta", "text": text[5:]}]
            cited: list[JsonObject] = [{"type": "citations_delta", "citation": citation} for citation in citations]
            return {**block, "text": "", "citations": []}, [*cited, *pieces]
        case {"type": "thinking", "thinking": str(thinking), "signature": str(signature)}:
            shown: list[JsonObject] = [{"type": "thinking_delta", "thinking": thinking}] if thinking else []
            return {**block, "thinking": "", "signature": ""}, [*shown, {"type": "signature_delta", "signature": signature}]
        case {"type": "tool_use" | "server_tool_use", "input": dict(value)}:
            text = dumps(value).decode() if value else ""
            parts = [text[:7], text[7:]] if text else [""]
            return {**block, "input": {}}, [{"type": "input_json_delta", "partial_json": part} for part in parts]
        case _:
            return block, []


def streamed() -> bytes:
    """Say the turn as the API streams it."""
    start: JsonObject = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-opus-4-8", "content": []}
    events = [_event("message_start", message={**start, "stop_reason": None, "stop_sequence": None, "usage": USAGE}), _event("ping")]
    for index, block in enumerate(TURN):
        first, deltas = _deltas(block)
        events.append(_event("content_block_start", index=index, content_block=first))
        events += [_event("content_block_delta", index=index, delta=delta) for delta in deltas]
        events.append(_event("content_block_stop", index=index))
    events.append(_event("message_delta", delta={"stop_reason": "tool_use", "stop_sequence": None}, usage={"output_tokens": 20}))
    return b"".join([*events, _event("message_stop")])


def server(*, stream: bool) -> Recorded:
    """A server that says the turn, in small pieces."""
    data = streamed() if stream else whole()
    kind = "text/event-stream; charset=utf-8" if stream else "application/json"
    return Recorded(200, {"content-type": kind}, [data[start : start + 7] for start in range(0, len(data), 7)])


def saved_and_loaded(response: Response, folder: Path) -> list[Message]:
    """Save the conversation to a file, and load it with the results of both calls."""
    file = folder / "conversation.json"
    file.write_text(Conversation((QUESTION, response.message)).to_json(), "utf-8")
    loaded = Conversation.from_json(file.read_text("utf-8"))
    return [*loaded.messages, *(ToolMessage(tool_call_id=call.id, content="done") for call in response.tool_calls)]


def check(recorded: Recorded, response: Response) -> None:
    """Compare the second request with what the first one received."""
    body = loads(recorded.requests[1].content)
    assert isinstance(body, dict)
    turns = body["messages"]
    assert isinstance(turns, list)
    _, said, results = turns

    assert [part.type for part in response.message.content] == [
        "reasoning", "reasoning", "text", "opaque", "opaque", "text", "reasoning", "tool_call", "tool_call", "opaque"
    ]  # fmt: skip
    assert [call.parse() for call in response.tool_calls] == [{}, TURN[8]["input"]]
    assert same_json(said, {"role": "assistant", "content": [*TURN]})
    assert isinstance(results, dict)
    assert results["content"] == [
        {"type": "tool_result", "tool_use_id": call_id, "content": [{"type": "text", "text": "done"}]} for call_id in ("toolu_1", "toolu_2")
    ]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_the_probe(stream: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """The turn is received, saved, loaded and sent back: the wire is equal to what was received."""
    recorded = server(stream=stream)
    client = anthropic.Anthropic(api_key="sk-ant-probe", base_url="https://probe.invalid", http_client=recorded.client())

    with Model("anthropic:claude-opus-4-8", client=client) as model:

        def ask(messages: list[Message]) -> Response:
            if not stream:
                return model.complete(messages, tools=TOOLS)
            with model.stream(messages, tools=TOOLS) as chunks:
                for _ in chunks:
                    pass
                return chunks.response

        response = ask([QUESTION])
        ask(saved_and_loaded(response, tmp_path))

    check(recorded, response)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
async def test_the_probe_awaited(stream: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a case
    """The same over the async client."""
    recorded = server(stream=stream)
    client = anthropic.AsyncAnthropic(api_key="sk-ant-probe", base_url="https://probe.invalid", http_client=recorded.async_client())

    async with AsyncModel("anthropic:claude-opus-4-8", client=client) as model:

        async def ask(messages: list[Message]) -> Response:
            if not stream:
                return await model.complete(messages, tools=TOOLS)
            async with model.stream(messages, tools=TOOLS) as chunks:
                async for _ in chunks:
                    pass
                return chunks.response

        response = await ask([QUESTION])
        await ask(saved_and_loaded(response, tmp_path))

    check(recorded, response)
