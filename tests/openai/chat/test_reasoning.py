"""Twin of chat/reasoning.py: reasoning as compatible servers say it."""

from __future__ import annotations

import pytest

from interlingua.dialect import assemble
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    JsonValue,
    Message,
    ReasoningBlock,
    ReasoningDelta,
    ReasoningPart,
    Request,
    ToolCallPart,
)
from interlingua.types.json import dumps
from interlingua_openai.chat.dialect import ChatDialect
from interlingua_openai.chat.reasoning import DETAILS, decode_reasoning, detail_texts
from interlingua_openai.chat.stream.decode import ChatStreamDecoder

TEXT: JsonValue = {"type": "reasoning.text", "text": "Hmm", "signature": "s", "id": None, "format": "anthropic-claude-v1", "index": 0}
SUMMARY: JsonValue = {"type": "reasoning.summary", "summary": "It thought.", "index": 1}
HIDDEN: JsonValue = {"type": "reasoning.encrypted", "data": "x", "index": 2}


@pytest.mark.parametrize(
    ("wire", "field", "blocks"),
    [
        ({"reasoning_content": "a"}, "reasoning_content", [("full", "a")]),
        ({"reasoning": "a", DETAILS: [SUMMARY]}, "reasoning", [("full", "a")]),
        ({"reasoning": "", DETAILS: [TEXT, SUMMARY, HIDDEN]}, DETAILS, [("full", "Hmm"), ("summary", "It thought.")]),
    ],
)
def test_reasoning(wire: JsonObject, field: str, blocks: list[tuple[str, str]]) -> None:
    """The text where there is one, else the texts of the details; where it stood is kept."""
    (part,) = decode_reasoning(wire)

    assert blocks == [(block.kind, block.text) for block in part.blocks]
    assert {"$marks": {"openai.chat": {"field": field}}} == part.provider_data
    assert "openai" == part.provider


@pytest.mark.parametrize(
    "wire",
    [
        {},
        {"reasoning": None},
        {"reasoning": {"effort": "low"}, DETAILS: None},
        {DETAILS: {}},
        {DETAILS: []},
    ],
)
def test_no_reasoning(wire: JsonObject) -> None:
    """What else the fields may hold stays with the message all the same."""
    assert [] == decode_reasoning(wire)
    assert [] == detail_texts(wire.get(DETAILS))


def test_details_without_text_are_a_part() -> None:
    """One without blocks, so that their maker is known; they stay with the message."""
    details: JsonValue = [HIDDEN, 3, {}, {"type": []}, {"type": "reasoning.text", "text": 1}, {"type": "reasoning.text", "text": ""}]
    (part,) = decode_reasoning({DETAILS: details})

    assert ((), "openai") == (part.blocks, part.provider)
    assert [] == detail_texts(details)


@pytest.mark.parametrize("fields", [{"reasoning_content": "a"}, {"reasoning": "a", DETAILS: [TEXT]}, {DETAILS: [HIDDEN]}])
def test_another_host_is_sent_none(fields: JsonObject) -> None:
    """Neither the text nor the details: hosts refuse fields that they didn't send. The loss says so."""
    dialect = ChatDialect()
    asked = dialect.decode_request({"messages": [{"role": "assistant", "content": "b", **fields}]}).value
    thought, said = asked.messages[0].content
    elsewhere = [thought.model_copy(update={"provider": "groq"}), said]

    encoded = dialect.encode_request(Request(model_id="m", messages=(asked.messages[0].model_copy(update={"content": tuple(elsewhere)}),)))

    assert [{"role": "assistant", "content": "b"}] == encoded.body["messages"]
    assert [("$.messages[0].content[0]", "hint")] == [(loss.path, loss.kind) for loss in encoded.losses]


@pytest.mark.parametrize(
    "message",
    [
        {"role": "assistant", "content": "b", "reasoning_content": "a"},
        {"role": "assistant", "content": "b", "reasoning": "a", DETAILS: [TEXT, HIDDEN]},
        {"role": "assistant", "content": "b", DETAILS: [TEXT, SUMMARY, HIDDEN], "refusal": None},
        {"role": "assistant", "content": "b", DETAILS: []},
        {"role": "assistant", "content": "b", DETAILS: [HIDDEN]},
    ],
)
def test_it_goes_back_as_it_came(message: JsonObject) -> None:
    """In an answer, whole and streamed, and in the history of the next request, without a loss."""
    body: JsonObject = {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    dialect = ChatDialect()

    response = dialect.decode_response(body).value
    answer, again = dialect.encode_response(response), dialect.decode_request({"messages": [message]}).value
    decoder = dialect.stream_decoder()
    chunks = [chunk for event in dialect.encode_stream(response) for chunk in decoder.feed(event)] + decoder.close()

    assert (body, ()) == (answer.body, answer.losses)
    assert ({"messages": [message]}, ()) == (dialect.encode_request(again).body, dialect.encode_request(again).losses)
    assert assemble(chunks) == response


def test_details_without_their_message_are_a_loss() -> None:
    """A part that was taken out of the message that holds its details can't be said."""
    (part,) = decode_reasoning({DETAILS: [TEXT]})
    message = ChatDialect().decode_request({"messages": [{"role": "assistant", "content": "b"}]}).value
    moved = message.model_copy(update={"messages": (message.messages[0].model_copy(update={"content": (part,)}),)})

    assert [("$.messages[0].content[0]", "hint")] == [(loss.path, loss.kind) for loss in ChatDialect().encode_request(moved).losses]


def test_a_stream_of_details() -> None:
    """Their texts are shown as they come in; beside a text of the message, once."""
    alone, beside = ChatStreamDecoder(), ChatStreamDecoder()
    pieces: list[JsonObject] = [{DETAILS: [{"type": "reasoning.text", "text": text, "index": 0}]} for text in ("Hm", "m")]
    end: JsonObject = {"content": "b"}

    shown = [delta(alone, piece) for piece in [*pieces, end]]
    once = [delta(beside, {"reasoning": "Hm", **piece}) for piece in [*pieces, end]]
    for decoder in (alone, beside):
        decoder.close()

    assert ["Hm", "m", ""] == shown
    assert ["Hm", "Hm", "Hm"] == once
    assert ["Hmm"] == [block.text for block in alone.response().reasoning[0].blocks]
    data = alone.response().message.provider_data["openai.chat"]
    assert [{"type": "reasoning.text", "text": "Hmm", "index": 0}] == data[DETAILS]


def delta(decoder: ChatStreamDecoder, said: JsonObject) -> str:
    """Feed one delta, and give the reasoning that it shows."""
    reason = "stop" if "content" in said else None
    event: JsonObject = {"choices": [{"index": 0, "delta": said, "finish_reason": reason}]}
    chunks = decoder.feed(b"data: " + dumps(event) + b"\n\n")
    return "".join(chunk.text for chunk in chunks if isinstance(chunk, ReasoningDelta))


SIGNING: JsonValue = {"type": "reasoning.encrypted", "id": "t1", "data": "x", "format": "google-gemini-v1", "index": 0}
SIGNED: JsonObject = {
    "role": "assistant",
    "content": None,
    "tool_calls": [{"id": "t1", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
    DETAILS: [TEXT, SIGNING],
}


def losses(message: Message) -> list[tuple[str, str]]:
    """What a message loses: where, and of which kind."""
    found = ChatDialect().encode_request(Request(model_id="m", messages=[message])).losses
    return [(loss.path, loss.kind) for loss in found]


def test_a_call_that_has_lost_what_signs_it_is_told() -> None:
    """Its host refuses it; and so it does an entry whose call was taken away."""
    message = ChatDialect().decode_request({"messages": [SIGNED]}).value.messages[0]
    calls = [part for part in message.content if isinstance(part, ToolCallPart)]

    assert [("$.messages[0].content[0]", "hint")] == losses(AssistantMessage(calls))
    assert [("$.messages[0].provider_data['openai.chat'].reasoning_details", "hint")] == losses(
        message.model_copy(update={"content": message.content[:1]})
    )
    assert [] == losses(message)


@pytest.mark.parametrize("entry", [SIGNING, {"type": "reasoning.encrypted", "id": "rs_1", "data": "x"}, HIDDEN])
def test_details_that_came_without_a_call_are_no_news(entry: JsonValue) -> None:
    """A last answer is signed too, and OpenAI's own entries name an item."""
    body: JsonObject = {"messages": [{"role": "assistant", "content": "b", DETAILS: [entry]}]}
    encoded = ChatDialect().encode_request(ChatDialect().decode_request(body).value)

    assert (body, ()) == (encoded.body, encoded.losses)


def test_what_a_place_of_reasoning_has_no_field_for_is_told() -> None:
    """A signature, or a summary in the place of the whole, that somebody adds to what was read."""
    message = (
        ChatDialect().decode_request({"messages": [{"role": "assistant", "reasoning_content": "r", "content": "b"}]}).value.messages[0]
    )
    assert isinstance(message, AssistantMessage)
    thought, text = message.content
    changed = thought.model_copy(update={"signature": "s", "blocks": (ReasoningBlock("summary", "r"),)})

    assert [("$.messages[0].content[0].signature", "hint"), ("$.messages[0].content[0].blocks[0]", "hint")] == losses(
        AssistantMessage([changed, text])
    )


def test_details_that_say_something_else_now_are_told() -> None:
    """They stand with the message and go back as they came, whatever its reasoning says since."""
    message = ChatDialect().decode_request({"messages": [SIGNED]}).value.messages[0]
    content = [
        part.model_copy(update={"blocks": (ReasoningBlock("full", "other"),)}) if part.type == "reasoning" else part
        for part in message.content
    ]

    assert ("$.messages[0].content[0]", "hint") in losses(message.model_copy(update={"content": tuple(content)}))


def test_a_text_of_reasoning_keeps_its_signature_where_another_is_changed() -> None:
    """Databricks signs each text of a summary."""
    entries: list[JsonValue] = [{"type": "summary_text", "text": text, "signature": f"of {text}"} for text in ("a", "b")]
    body: JsonObject = {"messages": [{"role": "assistant", "content": [{"type": "reasoning", "summary": entries}]}]}
    request = ChatDialect().decode_request(body).value
    part = request.messages[0].content[0]
    assert isinstance(part, ReasoningPart)
    changed = part.model_copy(update={"blocks": (part.blocks[0].model_copy(update={"text": "c"}), part.blocks[1])})

    encoded = ChatDialect().encode_request(request.model_copy(update={"messages": (AssistantMessage([changed]),)}))

    assert body == ChatDialect().encode_request(request).body
    assert encoded.body["messages"] == [
        {"role": "assistant", "content": [{"type": "reasoning", "summary": [{**entries[0], "text": "c"}, entries[1]]}]}  # type: ignore[dict-item]  # an object
    ]
