"""Twin of chat/dialect.py: the jobs, under one name."""

from __future__ import annotations

import pytest

from interlingua import Model, get_dialect
from interlingua.dialect import Capabilities
from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, Request, UserMessage
from interlingua_openai.chat.dialect import ChatDialect

BODY: JsonObject = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
ANSWER: JsonObject = {"choices": [{"index": 0, "message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"}]}


def test_it_is_installed() -> None:
    """The name leads to it, and it declares what it lacks; the laws hold the list to what is lost."""
    dialect = get_dialect("openai.chat")

    assert isinstance(dialect, ChatDialect)
    assert dialect.name == "openai.chat"
    assert "assistant_image" in dialect.lacks


def test_both_ways() -> None:
    """Requests, answers and streams."""
    dialect = ChatDialect()
    response = dialect.decode_response(ANSWER, {}).value
    decoder = dialect.stream_decoder()

    chunks = [chunk for event in dialect.encode_stream(response) for chunk in decoder.feed(event)] + decoder.close()

    assert dialect.encode_request(dialect.decode_request(BODY, {}).value).body == BODY
    assert dialect.encode_response(response).body == ANSWER
    assert decoder.response() == response
    assert chunks
    assert dialect.wire_normal_form({**BODY, "stream": False}) == BODY


def test_capabilities_reach_the_encoder() -> None:
    """What the model lacks is left out."""
    request = Request(model_id="m", messages=(UserMessage("hi"),), temperature=0.5)

    assert ChatDialect().encode_request(request, Capabilities(frozenset({"temperature"}))).body == BODY


def test_counting() -> None:
    """llama.cpp counts the same body, never streamed."""
    request = ChatDialect().decode_request({**BODY, "stream": True, "stream_options": {"include_usage": True}, "n": 1}).value

    assert ChatDialect().encode_count(request).body == {**BODY, "n": 1}
    assert ChatDialect().decode_count({"input_tokens": 7}) == 7
    with pytest.raises(ConversionError) as raised:
        ChatDialect().decode_count({})
    assert raised.value.path == "$.input_tokens"


def test_counting_tells_its_losses() -> None:
    """As the call itself would."""
    counted = ChatDialect().encode_count(Request(model_id="m", messages=(UserMessage("hi"),), top_k=3))

    assert [loss.path for loss in counted.losses] == ["$.top_k"]
    assert counted.headers == {}


@pytest.mark.parametrize("number", [2, 1.5])
def test_several_choices_are_refused_by_a_model(number: float) -> None:
    """A response is one choice: nothing is sent, whole or streamed; the bodies convert all the same."""
    model = Model("openai:m", base_url="http://127.0.0.1:1")
    data: dict[str, JsonObject] = {"openai.chat": {"n": number}}

    for send in (model.complete, model.prepare, model.stream):
        with pytest.raises(ConversionError, match=f"n={number} asks for several choices") as raised:
            send("hi", provider_data=data)
        assert "$.provider_data['openai.chat'].n" == raised.value.path
        assert str(raised.value.hint).startswith("call several times; a body with several choices decodes to the first")
    body = ChatDialect().encode_request(Request(model_id="m", messages=[UserMessage("hi")], provider_data=data)).body
    assert number == body["n"]


@pytest.mark.parametrize("number", [None, 1, "two"])
def test_one_choice_is_no_matter(number: JsonValue) -> None:
    """What else stands there is the API's to judge."""
    model = Model("openai:m", base_url="http://127.0.0.1:1")

    assert number == model.prepare("hi", provider_data={"openai.chat": {"n": number}}).body["n"]


def test_the_embedded_model_too() -> None:
    """Whoever speaks the dialect."""
    with pytest.raises(ConversionError, match="several choices"):
        Model("llamacpp:").prepare("hi", provider_data={"openai.chat": {"n": 2}})
