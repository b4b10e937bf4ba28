"""One body from one form into another, in one line; our own saved JSON is such a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest

from interlingua import ConfigError, Conversation, ConversionError, LossError, convert
from interlingua._runtime.convert.body import SAVED, SavedForm, get_form
from interlingua.dialect import Capabilities
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from interlingua.types import JsonObject

CHAT = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}
FORM = SavedForm()
SAID = {"format": 2, "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]}
RICH = {
    "model": "m",
    "messages": [{"role": "user", "content": "hi"}, {"role": "tool", "tool_call_id": "1", "content": "x", "name": "f"}],
    "logit_bias": {"1": 2},
    "temperature": 1,
}


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
    body = convert(RICH, source="openai.chat", target=SAVED, on_loss="strict").body

    assert ["user", "tool"] == [message.role for message in Conversation.from_json(dumps(body)).messages]
    assert "stream" not in body


def test_nothing_is_lost_there_and_back() -> None:
    """Fields that only one wire knows wait for it."""
    body = convert(RICH, source="openai.chat", target=SAVED, on_loss="strict").body

    assert RICH == convert(body, source=SAVED, target="openai.chat", on_loss="strict").body


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


def test_a_record_of_a_named_form_is_translated() -> None:
    """As a line of a data set is: its own fields stay, and what is lost does what the policy says."""
    record = {"id": 7, "conversations": [{"from": "human", "value": "hi"}, {"from": "gpt", "value": "yo", "weight": 0}]}

    encoded = convert(record, source="sharegpt", target="openai.chat")

    assert {"id": 7, "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "yo"}]} == encoded.body
    assert ["$.conversations[1].weight"] == [loss.path for loss in encoded.losses]
    with pytest.raises(LossError):
        convert(record, source="sharegpt", target="openai.chat", on_loss="strict")
    with pytest.raises(ConfigError, match="and not into"):
        convert(CHAT, source="openai.chat", target="sharegpt")


@pytest.mark.parametrize(
    "body", [{"messages": [{"from": "human", "value": "hi"}]}, {"model": "m", "conversations": [{"from": "human", "value": "hi"}]}]
)
def test_what_is_no_conversation_is_refused_with_the_next_step(body: dict[str, object]) -> None:
    """However losses are treated: a dialect keeps what it never heard of, and an empty conversation is none."""
    with pytest.raises(ConversionError) as raised:
        convert(body, source="openai.chat", target="anthropic.messages", on_loss="record")  # type: ignore[arg-type]  # JSON

    assert 'source="sharegpt"' in str(raised.value.hint)


class TestCapabilities:
    """What a model refuses is applied where it is asked for, and else a body comes through as it is."""

    REFUSED: ClassVar[JsonObject] = {
        "model": "gpt-5",
        "messages": [{"role": "user", "content": "hi"}],
        "temperature": 0.5,
    }

    def test_a_model_that_is_spoken_to_otherwise(self) -> None:
        """What it takes there says nothing of the form that is written."""
        with pytest.raises(ConfigError, match=r"spoken to in openai\.responses, and what it takes there says nothing of openai\.chat"):
            convert(self.REFUSED, source="openai.chat", target="openai.chat", capabilities="openai:gpt-5")

    @pytest.mark.parametrize("asked", ["openai:gpt-5?api=chat", Capabilities(frozenset({"temperature"}))])
    def test_a_model_by_name_or_by_what_it_takes(self, asked: str | Capabilities) -> None:
        """Each change is told by its place in the body's request."""
        encoded = convert(self.REFUSED, source="openai.chat", target="openai.chat", capabilities=asked)

        assert {**self.REFUSED, "temperature": None} == {**encoded.body, "temperature": None}
        assert "temperature" not in encoded.body
        assert [("$.temperature", "hint")] == [(loss.path, loss.kind) for loss in encoded.losses]

    @pytest.mark.parametrize("target", ["openai.chat", SAVED])
    def test_without_them_nothing_is_refused(self, target: str) -> None:
        """A body that its model refuses still comes back exactly."""
        encoded = convert(self.REFUSED, source="openai.chat", target=target)

        assert (0.5, ()) == (encoded.body["temperature"], encoded.losses)

    def test_the_saved_form_is_fitted_too(self) -> None:
        """For whoever saves what a model will take."""
        encoded = convert(self.REFUSED, source="openai.chat", target=SAVED, capabilities="openai:gpt-5?api=chat")

        assert "temperature" not in encoded.body
        assert ["$.temperature"] == [loss.path for loss in encoded.losses]

    def test_content_that_would_go_is_refused(self) -> None:
        """As the policy says."""
        body = {**CHAT, "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]}

        with pytest.raises(LossError, match="no tools"):
            convert(body, source="openai.chat", target="openai.chat", capabilities=Capabilities(frozenset({"tools"})))

    def test_a_named_form_has_them_too(self) -> None:
        """Its lines are requests."""
        line = {"instruction": "hi", "output": "yes"}
        known = Capabilities(frozenset({"prefill"}))

        with pytest.raises(ConversionError, match="goes on from no answer"):
            convert(line, source="alpaca", target="openai.chat", capabilities=known)

    @pytest.mark.parametrize("asked", [3, {"seed": False}, [], "nobody:x"])
    def test_what_is_no_model_is_refused(self, asked: object) -> None:
        """With what it may be."""
        with pytest.raises(ConfigError):
            convert(CHAT, source="openai.chat", target="openai.chat", capabilities=asked)  # type: ignore[arg-type]  # a wrong one is the point

    def test_a_response_is_taken_by_nobody(self) -> None:
        """Capabilities are of requests."""
        with pytest.raises(ConfigError, match="this is a response"):
            convert({}, source="openai.chat", target="openai.chat", what="response", capabilities="openai:gpt-5")
