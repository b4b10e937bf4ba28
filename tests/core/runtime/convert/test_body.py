"""One wire body into another, in one line."""

from __future__ import annotations

import pytest

from interlingua import ConfigError, ConversionError, LossError, convert

CHAT = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}


def test_a_request_is_translated() -> None:
    """From one dialect into the other."""
    encoded = convert(CHAT, source="openai.chat", target="anthropic.messages")

    assert ("m", 9) == (encoded.body["model"], encoded.body["max_tokens"])
    assert () == encoded.losses


def test_a_response_is_translated() -> None:
    """With its finish reason in the other's word."""
    body = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": [{"type": "text", "text": "yes"}],
        "stop_reason": "max_tokens", "stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 2},
    }  # fmt: skip

    encoded = convert(body, source="anthropic.messages", target="openai.chat", what="response", on_loss="record")

    assert "length" == encoded.body["choices"][0]["finish_reason"]  # type: ignore[index,call-overload]  # JSON


def test_the_same_dialect_gives_the_same_body() -> None:
    """Field by field."""
    assert CHAT == convert(CHAT, source="openai.chat", target="openai.chat").body


@pytest.mark.parametrize("model", [{}, {"model": None}, {"model": ""}], ids=str)
def test_a_body_without_a_model_becomes_one_without(model: dict[str, str | None]) -> None:
    """Nothing is sent: who sends it names the model; on its own wire it is what it was."""
    body = {**model, "messages": [{"role": "user", "content": "hi"}]}
    claude = {"messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]}

    assert claude == convert(body, source="openai.chat", target="anthropic.messages", on_loss="strict").body
    assert claude == convert(claude, source="anthropic.messages", target="anthropic.messages", on_loss="strict").body
    assert body == convert(body, source="openai.chat", target="openai.chat", on_loss="strict").body
    assert "model_id" not in convert(body, source="openai.chat", target="interlingua", on_loss="strict").body


def test_a_loss_of_content_is_refused_or_recorded() -> None:
    """As for a Model."""
    unknown = {"type": "hologram", "data": "x"}
    body = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": [unknown, {"type": "text", "text": "?"}]}]}

    with pytest.raises(LossError) as raised:
        convert(body, source="anthropic.messages", target="openai.chat")
    recorded = convert(body, source="anthropic.messages", target="openai.chat", on_loss="record").losses
    assert ["$.messages[0].content[0]"] == [loss.path for loss in raised.value.losses] == [loss.path for loss in recorded]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"source": "openai.chart", "target": "anthropic.messages"}, "openai.chart"),
        ({"source": "openai.chat", "target": "nobody.knows"}, "nobody"),
        ({"source": "openai.chat", "target": "openai.chat", "what": "stream"}, "nothing to convert"),
        ({"source": "openai.chat", "target": "openai.chat", "on_loss": "ignore"}, "no policy"),
    ],
)
def test_a_wrong_word_is_named(arguments: dict[str, str], said: str) -> None:
    """Dialects, the thing to convert, the policy."""
    with pytest.raises(ConfigError, match=said):
        convert(CHAT, **arguments)  # type: ignore[arg-type]  # wrong ones are the point


def test_a_body_that_breaks_its_grammar_is_named() -> None:
    """With the path."""
    with pytest.raises(ConversionError) as raised:
        convert({"model": "m", "messages": 5}, source="openai.chat", target="anthropic.messages")
    assert "$.messages" == raised.value.path


def test_a_list_of_messages_is_told_how_to_be_a_body() -> None:
    """It is what an application has that comes from another library."""
    with pytest.raises(ConversionError, match=r'\{"messages": \[\.\.\.\]\}'):
        convert(CHAT["messages"], source="openai.chat", target="anthropic.messages")  # type: ignore[arg-type]  # a wrong one is the point


def test_a_field_that_only_the_source_knows_is_a_hint() -> None:
    """Recorded by default, and refused under `strict`; not told where the dialect stays the same."""
    body = CHAT | {"logit_bias": {"50256": -100}}

    assert ["$.provider_data['openai.chat'].logit_bias"] == [
        loss.path for loss in convert(body, source="openai.chat", target="anthropic.messages").losses
    ]
    assert () == convert(body, source="openai.chat", target="openai.chat", on_loss="strict").losses
    with pytest.raises(LossError, match="logit_bias"):
        convert(body, source="openai.chat", target="anthropic.messages", on_loss="strict")
