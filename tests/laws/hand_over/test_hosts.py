"""A conversation moves between hosts of one format, through `Model`: who said it is on the message, and decides what goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from interlingua import AssistantMessage, Conversation, Model, Response, ResponseStart, ToolMessage, UserMessage, assemble
from interlingua._runtime.call.call import Call
from interlingua._runtime.call.requests import build_request
from interlingua.types import Origin

if TYPE_CHECKING:
    from interlingua import Message
    from interlingua.types import JsonObject

CALL: JsonObject = {
    "id": "c",
    "type": "function",
    "function": {"name": "f", "arguments": "{}"},
    "extra_content": {"google": {"thought_signature": "sig"}},
}
CHAT_ANSWER: JsonObject = {
    "id": "1",
    "model": "m-0915",
    "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": None, "tool_calls": [CALL]}}],
}
RESPONSES_ANSWER: JsonObject = {
    "id": "resp_1",
    "model": "m-0915",
    "status": "completed",
    "output": [
        {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"type": "search", "query": "q"}},
        {
            "type": "message",
            "id": "msg_resp_1",
            "role": "assistant",
            "status": "completed",
            "content": [{"type": "output_text", "text": "found", "annotations": []}],
        },
    ],
}
CLAUDE_ANSWER: JsonObject = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "m-0915",
    "content": [{"type": "thinking", "thinking": "hm", "signature": "sig"}, {"type": "text", "text": "yes", "x_new": 1}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 1, "output_tokens": 1},
}
KEYS = ("OPENAI", "ANTHROPIC", "GEMINI", "GROQ", "XAI", "MINIMAX")


@pytest.fixture(autouse=True)
def _no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address of this machine's environment."""
    for name in ("OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "ANTHROPIC_BEDROCK_BASE_URL", "ANTHROPIC_VERTEX_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def answered(spec: str, body: JsonObject, client: object | None = None) -> Response:
    """What `Model` gives for a body that its host answered."""
    backend = Model(spec, client=client)._backends[0]  # the way of `complete`, without a network
    request = build_request(backend.spec.model_id, backend.options, "hi", (), None, {})
    prepared = backend.prepare(request, streamed=False, on_loss="record")
    call = Call(backend, prepared, None, clock=lambda: 0.0, chance=lambda: 0.0)
    call.begin_attempt()
    return call.whole(json.dumps(body).encode(), {})


def conversation(response: Response) -> list[Message]:
    """The answer, and what comes after it."""
    results = [ToolMessage(tool_call_id=call.id, content="done") for call in response.tool_calls]
    return [UserMessage("hi"), response.message, *results, UserMessage("and?")]


def sent(spec: str, messages: list[Message]) -> tuple[str, list[str]]:
    """The body that a host is sent, as text, and the paths of what stays behind."""
    prepared = Model(spec).prepare(messages)
    return json.dumps(prepared.body), [loss.path for loss in prepared.losses]


PAIRS = [
    (CHAT_ANSWER, "gemini:g", "groq:m", "thought_signature"),
    (CHAT_ANSWER, "gemini:g", "openai:m?api=chat", "thought_signature"),
    (CHAT_ANSWER, "openai:g?base_url=https://one.example/v1", "openai:g?base_url=https://two.example/v1", "thought_signature"),
    (CHAT_ANSWER, "openai:g?base_url=https://one.example/v1", "openai:g?base_url=https://one.example/v2", "thought_signature"),
    (RESPONSES_ANSWER, "xai:g?api=responses", "openai:m", "msg_resp_1"),
    (RESPONSES_ANSWER, "openai:m", "xai:g?api=responses", "msg_resp_1"),
    (RESPONSES_ANSWER, "xai:g?api=responses", "openai:m", "web_search_call"),
    (CLAUDE_ANSWER, "minimax:M?max_tokens=9", "anthropic:claude-opus-4-8", "sig"),
    (CLAUDE_ANSWER, "anthropic:claude-opus-4-8", "minimax:M?max_tokens=9", "x_new"),
    (CLAUDE_ANSWER, "anthropic:claude-opus-4-8?platform=bedrock", "anthropic:claude-opus-4-8", "x_new"),
]


@pytest.mark.parametrize(("answer", "home", "abroad", "word"), PAIRS)
def test_what_a_host_said_goes_back_to_it_alone(answer: JsonObject, home: str, abroad: str, word: str) -> None:
    """Saved in between or not; what stays behind is told, and is a hint here: only its maker could use it."""
    response = answered(home, answer)
    messages = conversation(response)
    saved = list(Conversation.from_json(Conversation(messages).to_json()).messages)

    assert isinstance(saved[1], AssistantMessage)
    assert saved[1].origin == response.message.origin
    for said in (messages, saved):
        assert word in sent(home, said)[0]
        assert sent(home, said)[1] == []
        body, told = sent(abroad, said)
        assert word not in body
        assert any(path.startswith("$.messages[1]") for path in told)


def test_an_origin_says_provider_address_and_model() -> None:
    """And no `repr` shows it, nor is it sent."""
    response = answered("openai:m?base_url=https://one.example/secret-path", CHAT_ANSWER)
    origin = response.message.origin

    assert origin is not None
    assert (response.provider, origin.provider, origin.model_id) == ("openai", "openai", "m-0915")
    assert origin.address is not None
    assert origin.address.startswith("https://one.example:443/")
    saved = Conversation(conversation(response)).to_json()
    for text in (saved, repr(origin), repr(response), sent("openai:m?base_url=https://one.example/v1", conversation(response))[0]):
        assert "secret-path" not in text
    assert "one.example" not in repr(response) + repr(origin)


def test_a_streams_answer_says_it_too() -> None:
    """The start's chunk, the whole, what there is of a broken one, and what a caller puts together of the chunks."""
    backend = Model("groq:m")._backends[0]
    request = build_request(backend.spec.model_id, backend.options, "hi", (), None, {})
    call = Call(backend, backend.prepare(request, streamed=True, on_loss="record"), None, clock=lambda: 0.0, chance=lambda: 0.0)
    call.begin_attempt()
    delta, end = (
        b'data: {"id":"1","model":"m-0915","choices":[{"index":0,"delta":{"content":"yes"},"finish_reason":%s}]}\n\n' % reason
        for reason in (b"null", b'"stop"')
    )
    chunks = call.receive(delta)
    partial = call.partial()
    chunks += [*call.receive(end + b"data: [DONE]\n\n"), *call.end()]

    expected = Origin("groq", model_id="m-0915")
    assert expected == partial.message.origin
    assert expected == call.response().message.origin
    assert expected == assemble(chunks).message.origin
    assert expected == next(chunk.origin for chunk in chunks if isinstance(chunk, ResponseStart))


def test_a_saved_origin_is_read_again() -> None:
    """What one version saves, the next reads; `None` is left out."""
    message = AssistantMessage("hi", origin=Origin("openai", "https://one.example:443/00", model_id="m", digest="d"))
    text = (
        '{"format":2,"messages":[{"role":"assistant","content":[{"type":"text","text":"hi"}],"origin":'
        '{"provider":"openai","address":"https://one.example:443/00","model_id":"m","digest":"d"}}]}'
    )
    (read,) = Conversation.from_json(text).messages

    assert Conversation([message]).to_json() == text
    assert isinstance(read, AssistantMessage)
    assert read.origin == message.origin
    assert '"origin":{"provider":"xai"}' in Conversation([AssistantMessage("hi", origin=Origin("xai"))]).to_json()


def test_a_providers_own_address_is_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """However it is spelled; one that the environment names is."""
    assert answered("openai:m?api=chat", CHAT_ANSWER).message.origin is not None
    plain, spelled = (answered(f"openai:m?api=chat{more}", CHAT_ANSWER) for more in ("", "&base_url=https://api.openai.com/v1/"))
    monkeypatch.setenv("OPENAI_BASE_URL", "https://one.example/v1")
    moved = answered("openai:m?api=chat", CHAT_ANSWER)

    assert plain.message.origin == spelled.message.origin
    assert plain.message.origin != moved.message.origin
    assert (
        answered("groq:m", CHAT_ANSWER).message.origin
        == answered("groq:m?base_url=https://api.groq.com/openai/v1", CHAT_ANSWER).message.origin
    )


def test_a_client_of_the_callers_says_where_it_leads() -> None:
    """Its address counts, not the options'."""
    import openai

    client = openai.OpenAI(api_key="k", base_url="https://one.example/v1")
    given, option = answered("openai:m?api=chat", CHAT_ANSWER, client), answered("openai:m?base_url=https://one.example/v1", CHAT_ANSWER)

    assert given.message.origin == option.message.origin


def test_claudes_clouds_take_each_others_signatures() -> None:
    """One maker; the other fields of the platform's own stay behind."""
    response = answered("anthropic:claude-opus-4-8?platform=bedrock", CLAUDE_ANSWER)
    body, told = sent("anthropic:claude-opus-4-8?platform=vertex&project=p&region=r", conversation(response))

    assert '"signature": "sig"' in body
    assert told == ["$.messages[1].content[1].provider_data['anthropic.messages'].x_new"]
    gateway = "anthropic:claude-opus-4-8?base_url=https://gateway.example"
    assert '"signature": "sig"' not in sent(gateway, conversation(response))[0]


def test_equality_is_of_what_is_said() -> None:
    """A test that compares an answer with a message needn't know who answered."""
    response = answered("openai:m", RESPONSES_ANSWER)
    copy = AssistantMessage(response.message.content, provider_data=response.message.provider_data)

    assert copy == response.message
    assert hash(copy) == hash(response.message)
    assert copy.origin is None
