"""`Response` → a whole answer, also of responses that other wires gave."""

from __future__ import annotations

import pytest

from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, FinishReason, RefusalPart, Response, TextPart, ToolCallPart, Usage
from interlingua_anthropic.messages.encode_response import encode_response
from interlingua_anthropic.messages.tool_ids import mapped_id


def test_bare_response() -> None:
    """A response says what every answer says, and nothing that wasn't in it."""
    expected = {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "hi"}], "stop_reason": "end_turn"}

    encoded = encode_response(Response(message=AssistantMessage("hi"), finish_reason="stop"))

    assert encoded.body == expected
    assert encoded.losses == ()


@pytest.mark.parametrize(
    ("reason", "word", "expected", "losses"),
    [
        ("length", None, "max_tokens", []),
        ("stop", "stop_sequence", "stop_sequence", []),
        ("stop", "stop", "end_turn", []),
        ("stop", "eos", "end_turn", []),
        ("other", "eos", "end_turn", [("$.finish_reason", "hint")]),
        ("other", "", "end_turn", [("$.finish_reason", "hint")]),
        ("content_filter", "content_filter", "refusal", [("$.finish_reason", "hint")]),
        ("error", None, "end_turn", [("$.finish_reason", "content")]),
        (None, None, None, [("$.finish_reason", "hint")]),
    ],
)
def test_finish_reason(reason: FinishReason | None, word: str | None, expected: str | None, losses: list[tuple[str, str]]) -> None:
    """The wire's own word stays; another wire's becomes ours; what has no word becomes the nearest, and a loss says so."""
    encoded = encode_response(Response(message=AssistantMessage("x"), finish_reason=reason, provider_finish_reason=word))

    assert encoded.body["stop_reason"] == expected
    assert [(loss.path, loss.kind) for loss in encoded.losses] == losses
    assert [loss.replaced_by for loss in encoded.losses] == [expected] * len(losses)


def test_usage_of_another_wire() -> None:
    """A figure that includes cached tokens becomes this wire's, which doesn't, and the loss says so."""
    usage = Usage(input_tokens=100, cache_read_tokens=60, output_tokens=5, reasoning_tokens=2)
    expected = {
        "input_tokens": 40,
        "cache_read_input_tokens": 60,
        "output_tokens": 5,
        "output_tokens_details": {"thinking_tokens": 2},
    }

    encoded = encode_response(Response(message=AssistantMessage("x"), finish_reason="stop", usage=usage))

    assert encoded.body["usage"] == expected
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in encoded.losses] == [("$.usage.input_tokens", "hint", 40)]


def test_parts_of_another_wire() -> None:
    """A refusal is said as text, with a hint where it stood."""
    encoded = encode_response(Response(message=AssistantMessage([TextPart("a"), RefusalPart("no")]), finish_reason="refusal"))

    assert encoded.body["content"] == [{"type": "text", "text": "a"}, {"type": "text", "text": "no"}]
    assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.message.content[1]", "hint")]


def test_own_fields_of_the_message() -> None:
    """An answer's message has no fields of its own on this wire."""
    message = AssistantMessage("x", provider_data={"anthropic.messages": {"y": 1}})

    assert [loss.path for loss in encode_response(Response(message=message, finish_reason="stop")).losses] == ["$.message.provider_data"]


def test_arguments_that_are_no_object() -> None:
    """A cut-off call can't be said whole."""
    with pytest.raises(ConversionError) as caught:
        encode_response(Response(message=AssistantMessage(ToolCallPart("t", "f", '{"a'))))

    assert caught.value.path == "$.message.content[0].arguments"


def test_id_of_another_wire() -> None:
    """A call's id that Claude's clients may not send back is mapped."""
    encoded = encode_response(Response(message=AssistantMessage(ToolCallPart("functions.get:0", "f", "{}")), finish_reason="tool_calls"))

    assert encoded.body["content"] == [{"type": "tool_use", "id": mapped_id("functions.get:0"), "name": "f", "input": {}}]
    assert encoded.losses == ()


@pytest.mark.parametrize(
    ("reason", "word", "meant"),
    [
        (None, None, "an answer that still runs"),
        ("error", None, "'error'"),
        ("error", "weird", "'error' ('weird')"),
        ("other", "x", "'other' ('x')"),
    ],
)
def test_what_has_no_word_is_told_in_ours(reason: FinishReason | None, word: str | None, meant: str) -> None:
    """With the other wire's beside it."""
    encoded = encode_response(Response(message=AssistantMessage("x"), finish_reason=reason, provider_finish_reason=word))

    assert [loss.reason for loss in encoded.losses] == [f"this wire has no word for {meant}"]
