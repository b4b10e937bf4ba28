"""A provider that tells no tokens: an empty `Usage` whose figures are None, and a body that comes back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import AssistantMessage, Response, Usage, assemble, convert, get_dialect
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

CHOICE: JsonObject = {"index": 0, "message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"}
ITEM: JsonObject = {
    "type": "message",
    "id": "msg_1",
    "role": "assistant",
    "status": "completed",
    "content": [{"type": "output_text", "text": "hi", "annotations": []}],
}
BODIES: dict[str, JsonObject] = {
    "openai.chat": {"id": "1", "object": "chat.completion", "model": "m", "choices": [CHOICE]},
    "openai.responses": {"id": "1", "object": "response", "model": "m", "status": "completed", "output": [ITEM]},
    "anthropic.messages": {
        "id": "1",
        "type": "message",
        "role": "assistant",
        "model": "m",
        "content": [{"type": "text", "text": "hi"}],
        "stop_reason": "end_turn",
    },
}
FIGURES: dict[str, JsonObject] = {
    "openai.chat": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
    "openai.responses": {"input_tokens": 1, "output_tokens": 2, "total_tokens": 3},
    "anthropic.messages": {"input_tokens": 1, "output_tokens": 2},
}
UNSAID: list[JsonObject] = [{}, {"usage": None}, {"usage": {}}]

every_dialect = pytest.mark.parametrize("name", list(BODIES))
every_silence = pytest.mark.parametrize("unsaid", UNSAID, ids=["absent", "null", "empty"])


@every_dialect
@every_silence
def test_it_comes_back_as_it_was(name: str, unsaid: JsonObject) -> None:
    """Absent, null and `{}` stay apart, whole and by way of a saved response; in Python there is no difference."""
    dialect = get_dialect(name)
    body: JsonObject = {**BODIES[name], **unsaid}

    response = dialect.decode_response(body).value
    saved = Response.model_validate(loads(dumps(response.to_dict())))

    assert response.usage == saved.usage == Usage()
    assert (response.usage.output_tokens, response.usage.total_input_tokens, bool(response.usage)) == (None, None, False)
    for again in (response, saved):
        encoded = dialect.encode_response(again)
        assert encoded.body == body
        assert () == encoded.losses


@every_dialect
@every_silence
def test_streamed(name: str, unsaid: JsonObject) -> None:
    """A stream says the same, so far and at its end."""
    dialect = get_dialect(name)
    body: JsonObject = {**BODIES[name], **unsaid}
    decoder = dialect.stream_decoder()

    chunks = [chunk for data in dialect.encode_stream(dialect.decode_response(body).value) for chunk in decoder.feed(data)]
    streamed = assemble([*chunks, *decoder.close()])

    assert streamed.usage == decoder.partial().usage == Usage()
    assert dialect.encode_response(streamed).body == body


@every_dialect
@every_silence
def test_figures_that_are_added_count(name: str, unsaid: JsonObject) -> None:
    """What a caller says goes before what the wire left unsaid, and nothing is told of that."""
    dialect = get_dialect(name)
    response = dialect.decode_response({**BODIES[name], **unsaid}).value
    usage = Usage(1, 2, input_includes_cache=name != "anthropic.messages")

    encoded = dialect.encode_response(response.model_copy(update={"usage": usage}))

    assert encoded.body == {**BODIES[name], "usage": FIGURES[name]}
    assert () == encoded.losses


@every_dialect
@pytest.mark.parametrize("usage", [{"later": 1}, {"later": None}, {"input_tokens": None, "prompt_tokens": None}])
def test_a_usage_without_a_figure_of_ours(name: str, usage: JsonValue) -> None:
    """It is kept whole."""
    dialect = get_dialect(name)
    body: JsonObject = {**BODIES[name], "usage": usage}

    assert dialect.encode_response(dialect.decode_response(body).value).body == body


@every_dialect
@every_silence
@pytest.mark.parametrize("target", list(BODIES))
def test_another_wire_is_told_nothing(name: str, target: str, unsaid: JsonObject) -> None:
    """What says nothing is no loss where it stays behind."""
    encoded = convert({**BODIES[name], **unsaid}, source=name, target=target, what="response", on_loss="record")

    assert [loss for loss in encoded.losses if "usage" in loss.path] == []
    assert "usage" not in encoded.body or name == target


def test_chat_tells_it_in_other_places_too() -> None:
    """Inside the choice, or in Groq's own field; there, too, null and `{}` say nothing and stay."""
    chat = get_dialect("openai.chat")
    for silence in (None, {}):
        for body in (
            {**BODIES["openai.chat"], "choices": [{**CHOICE, "usage": silence}]},
            {**BODIES["openai.chat"], "x_groq": {"id": "r", "usage": silence}},
            {**BODIES["openai.chat"], "usage": silence, "choices": [{**CHOICE, "usage": silence}], "x_groq": {"usage": silence}},
        ):
            response = chat.decode_response(body).value
            assert response.usage == Usage()
            assert chat.encode_response(response).body == body
        told: JsonObject = {**BODIES["openai.chat"], "usage": silence, "choices": [{**CHOICE, "usage": FIGURES["openai.chat"]}]}
        response = chat.decode_response(told).value
        assert response.usage == Usage(1, 2)
        assert chat.encode_response(response).body == told


def test_old_files() -> None:
    """A response that an earlier version saved without usage, or with null, is read; so is what a plugin says with None."""
    message = AssistantMessage("hi")
    for saved in ({}, {"usage": None}):
        assert Response.model_validate({"format": 2, "message": message.to_dict(), **saved}).usage == Usage()
    assert Response(message=message, usage=None).usage == Usage()  # type: ignore[arg-type]
    assert "usage" not in Response(message=message).to_dict()
