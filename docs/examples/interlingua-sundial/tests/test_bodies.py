"""Bodies from the API's documents: they judge the converter better than those that it writes itself."""

import pytest
from interlingua import Model, get_dialect
from interlingua.types import JsonObject

DIALECT = get_dialect("sundial.chat")

CALL: JsonObject = {"type": "tool_call", "id": "call_1", "name": "weather", "arguments": '{"city":"Oslo"}'}
REQUESTS: list[JsonObject] = [
    {"model": "small", "messages": []},
    {
        "model": "small",
        "messages": [
            {"role": "system", "content": [{"type": "text", "text": "Be brief."}]},
            {"role": "user", "content": [{"type": "text", "text": "How is the weather in Oslo?"}]},
            {"role": "assistant", "content": [{"type": "text", "text": "I'll look."}, CALL]},
            {"role": "tool", "call_id": "call_1", "content": [{"type": "text", "text": "Rain."}], "failed": False},
        ],
        "tools": [{"name": "weather", "parameters": {"type": "object"}}, {"type": "web_search"}],
        "temperature": 0.5,
        "stop": None,
        "project": "p1",
    },
]
RESPONSE: JsonObject = {
    "id": "r1",
    "model": "small",
    "message": {"role": "assistant", "content": [CALL, {"type": "hologram", "data": [1, 2]}]},
    "finish_reason": "tools",
    "usage": {"input": 12, "output": 5, "images": 0},
}


@pytest.mark.parametrize("body", REQUESTS)
def test_requests_come_back(body: JsonObject) -> None:
    request = DIALECT.decode_request(body).value

    assert DIALECT.encode_request(request).body == body


def test_responses_come_back() -> None:
    response = DIALECT.decode_response(RESPONSE).value

    assert response.tool_calls[0].parse() == {"city": "Oslo"}
    assert response.usage.input_tokens == 12
    assert DIALECT.encode_response(response).body == RESPONSE


def test_a_request_is_prepared_without_a_key() -> None:
    prepared = Model("sundial:small?project=p1&temperature=0").prepare("Hello")

    assert prepared.body == {
        "model": "small",
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Hello"}]}],
        "temperature": 0.0,
        "project": "p1",
    }
    assert prepared.losses == ()
