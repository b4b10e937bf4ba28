"""Twin of messages/envelope.py: the fields of an answer around its content."""

from __future__ import annotations

import pytest

from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, JsonObject, Response, Usage
from interlingua_anthropic.messages.envelope import decode_envelope, encode_envelope
from interlingua_anthropic.messages.wire import LossLog

WHOLE: JsonObject = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-x",
    "content": [],
    "stop_reason": "end_turn",
    "usage": {"input_tokens": 1, "output_tokens": 2},
}


def again(wire: JsonObject) -> JsonObject:
    """Read an answer's envelope, and write it."""
    read = decode_envelope(wire)
    log = LossLog("$")
    response: Response = Response(
        message=AssistantMessage(()),
        finish_reason=read.finish_reason,
        provider_finish_reason=read.provider_finish_reason,
        usage=read.usage,
        model_id=read.model_id,
        id=read.id,
        provider_data=read.provider_data,
    )
    written = encode_envelope(response, [], log)
    assert log.records == []
    return written


def test_the_usual_fields_are_ours() -> None:
    """Nothing of a plain answer is kept beside."""
    read = decode_envelope(WHOLE)

    assert (read.id, read.model_id, read.finish_reason, read.provider_finish_reason) == ("msg_1", "claude-x", "stop", "end_turn")
    assert read.usage == Usage(1, 2, input_includes_cache=False)
    assert read.provider_data == {}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"stop_reason": None},
        {"stop_reason": "newer_word"},
        {"id": None},
        {"model": 3},
        {"type": "completion"},
        {"usage": None},
        {"container": {"id": "c"}},
    ],
    ids=str,
)
def test_odd_values_come_back_exactly(change: JsonObject) -> None:
    """Nulls, other types, newer words and newer fields."""
    assert again(WHOLE | change) == WHOLE | change


@pytest.mark.parametrize("name", ["type", "role", "stop_reason", "id", "model", "usage"])
def test_what_is_absent_stays_absent(name: str) -> None:
    """No default is written for it."""
    wire = {key: value for key, value in WHOLE.items() if key != name}

    assert again(wire) == wire


def test_a_stop_reason_is_a_word() -> None:
    """Anything else breaks the wire's grammar."""
    with pytest.raises(ConversionError) as caught:
        decode_envelope(WHOLE | {"stop_reason": 3})

    assert caught.value.path == "$.stop_reason"


def test_a_meaning_without_a_word_is_a_loss() -> None:
    """The nearest word is written, and the loss says so."""
    log = LossLog("$")
    response: Response = Response(message=AssistantMessage(()), finish_reason="content_filter")

    assert encode_envelope(response, [], log)["stop_reason"] == "refusal"
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in log.records] == [("$.finish_reason", "hint", "refusal")]
