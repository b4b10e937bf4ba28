"""Our own saved JSON as a form to convert from and into."""

from __future__ import annotations

import pytest

from interlingua import Conversation, ConversionError, convert
from interlingua._runtime.convert.saved_form import SAVED, SavedForm, get_form
from interlingua.types.json import dumps

FORM = SavedForm()
SAID = {"format": 2, "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]}
CHAT = {
    "model": "m",
    "messages": [{"role": "user", "content": "hi"}, {"role": "tool", "tool_call_id": "1", "content": "x", "name": "f"}],
    "logit_bias": {"1": 2},
    "temperature": 1,
}


def test_the_form_has_a_name_beside_the_dialects() -> None:
    """`interlingua` is ours; every other name is a dialect's."""
    assert (SAVED, "openai.chat") == (get_form("interlingua").name, get_form("openai.chat").name)


def test_a_saved_conversation_is_a_request_without_a_model() -> None:
    """And comes back as it was, fields of nobody's included."""
    saved = SAID | {"model": "openai:gpt-5", "note": [1]}
    decoded = FORM.decode_request(saved).value

    assert (None, {SAVED: {"model": "openai:gpt-5", "note": [1]}}) == (decoded.model_id, decoded.provider_data)
    assert saved == FORM.encode_request(decoded).body


def test_a_request_is_a_saved_conversation() -> None:
    """Whoever reads conversations reads it."""
    body = convert(CHAT, source="openai.chat", target=SAVED, on_loss="strict").body

    assert ["user", "tool"] == [message.role for message in Conversation.from_json(dumps(body)).messages]
    assert "stream" not in body


def test_nothing_is_lost_there_and_back() -> None:
    """Fields that only one wire knows wait for it."""
    body = convert(CHAT, source="openai.chat", target=SAVED, on_loss="strict").body

    assert CHAT == convert(body, source=SAVED, target="openai.chat", on_loss="strict").body


def test_a_response_goes_there_and_back() -> None:
    """As a request does."""
    answer = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [{"type": "text", "text": "yes"}],
        "stop_reason": "end_turn", "stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 2},
    }  # fmt: skip
    saved = convert(answer, source="anthropic.messages", target=SAVED, what="response").body

    assert answer == convert(saved, source=SAVED, target="anthropic.messages", what="response").body


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"format": 99, "messages": []}, "$.format"),
        ({"messages": [{"role": "nobody"}]}, "$.messages[0]"),
        ({"messages": [], "provider_data": 5, "odd": 1}, "$.provider_data"),
        ({"messages": [], "temperature": "hot"}, "$.temperature"),
    ],
)
def test_a_fault_is_named_with_its_path(body: dict[str, object], path: str) -> None:
    """Of a request."""
    with pytest.raises(ConversionError) as raised:
        FORM.decode_request(body)  # type: ignore[arg-type]  # wrong ones are the point
    assert path == raised.value.path


@pytest.mark.parametrize(("body", "path"), [({"format": 99}, "$.format"), ({"message": 5}, "$.message")])
def test_a_fault_of_a_response_is_named_with_its_path(body: dict[str, object], path: str) -> None:
    """As of a request."""
    with pytest.raises(ConversionError) as raised:
        FORM.decode_response(body)  # type: ignore[arg-type]  # wrong ones are the point
    assert path == raised.value.path
