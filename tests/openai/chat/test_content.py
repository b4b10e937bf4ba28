"""Twin of chat/content.py: what hosts put into an assistant's content, and the images beside it."""

from __future__ import annotations

import pytest
from tests.openai.chat.stream.streams import chunks_of

from interlingua import convert, get_dialect
from interlingua.dialect import assemble
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    Base64Source,
    ImagePart,
    JsonObject,
    JsonValue,
    OpaquePart,
    PartEnd,
    PartStart,
    ReasoningPart,
    Request,
    TextPart,
    URLSource,
    UserMessage,
)
from interlingua_openai.chat.content import are_blocks, decode_content, is_in_images, is_json
from interlingua_openai.chat.dialect import ChatDialect
from interlingua_openai.names import CHAT

DIALECT = ChatDialect()
CLAUDE = get_dialect("anthropic.messages")
PNG: JsonObject = {"type": "image_url", "image_url": {"url": "data:image/png;base64,aGk="}}
THOUGHT: JsonObject = {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}
SAID: JsonObject = {"type": "text", "text": "It is so"}
REFERENCE: JsonObject = {"type": "reference", "reference_ids": [0, "a"]}


def answer(**message: JsonValue) -> JsonObject:
    """A whole answer with this message."""
    choice: JsonObject = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": "stop"}
    return {"id": "a", "object": "chat.completion", "model": "m", "choices": [choice]}


def sent(message: AssistantMessage) -> JsonValue:
    """How a request says the message."""
    encoded = DIALECT.encode_request(Request(model_id="m", messages=(UserMessage("hi"), message)))
    assert encoded.losses == ()
    messages = encoded.body["messages"]
    assert isinstance(messages, list)
    return messages[1]


def streamed(response_body: JsonObject) -> None:
    """See that the stream of an answer says what the answer says."""
    response = DIALECT.decode_response(response_body).value
    assert assemble(chunks_of(DIALECT.encode_stream(response))) == response


class TestJson:
    """Cloudflare's structured output is the value itself."""

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ({"name": "Äpfel", "n": [1, None]}, '{"name": "Äpfel", "n": [1, null]}'),
            ({}, "{}"),
            ([1, "a", True], '[1, "a", true]'),
            ([{"name": "x"}], '[{"name": "x"}]'),
            ([{"type": "text", "text": "a"}, 1], '[{"type": "text", "text": "a"}, 1]'),
            ([[]], "[[]]"),
            (4, "4"),
            (False, "false"),
        ],
    )
    def test_an_answer(self, value: JsonValue, text: str) -> None:
        """The text of that value, and back as it was; the next request says it as text, and so does another wire."""
        body = answer(content=value, refusal=None)

        response = DIALECT.decode_response(body).value

        assert response.text == text
        assert response.message.content == (TextPart(text),)
        assert DIALECT.encode_response(response).body == body
        assert DIALECT.encode_response(response).losses == ()
        assert sent(response.message) == {"role": "assistant", "content": text, "refusal": None}
        assert convert(body, source=CHAT, target="anthropic.messages", what="response").body["content"] == [{"type": "text", "text": text}]
        streamed(body)

    def test_a_request(self) -> None:
        """An answer that was put into the history as it came is taken, and comes back; anything else but an object is refused."""
        body: JsonObject = {"model": "m", "messages": [{"role": "assistant", "content": {"a": 1}}]}

        request = DIALECT.decode_request(body).value

        assert request.messages[0].content == (TextPart('{"a": 1}'),)
        assert DIALECT.encode_request(request).body == body
        with pytest.raises(ConversionError):
            DIALECT.decode_request({"messages": [{"role": "assistant", "content": [1]}]})

    def test_a_text_that_was_changed_since(self) -> None:
        """Is said as changed."""
        response = DIALECT.decode_response(answer(content={"a": 1})).value
        changed = response.model_copy(update={"message": response.message.model_copy(update={"content": (TextPart("b"),)})})

        assert DIALECT.encode_response(changed).body == answer(content="b")

    def test_which_content_it_is(self) -> None:
        """Null, text, an empty list and blocks are none."""
        assert not any(is_json(content, in_answer=True) for content in (None, "", [], [SAID]))
        assert not any(is_json(content, in_answer=False) for content in (None, "", [], [SAID], [1], 1))
        assert are_blocks([SAID, {"type": "new"}])
        assert not any(map(are_blocks, ([{"type": 1}], [1], {}, None)))


class TestThinking:
    """Mistral's and Databricks' reasoning is a block of the content."""

    CONTENTS: tuple[list[JsonValue], ...] = (
        [THOUGHT, SAID],
        [{**THOUGHT, "closed": True, "signature": "s"}, SAID, THOUGHT, {"type": "text", "text": "b"}],
        [{**THOUGHT, "signature": None}],
        [{"type": "thinking", "thinking": [{"type": "text", "text": "a"}, REFERENCE, {"type": "text", "text": "b", "x": 1}]}, SAID],
        [{"type": "thinking", "thinking": []}, SAID],
        [{"type": "thinking", "thinking": "Hm."}, SAID],
        [{"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm.", "signature": "s"}]}, SAID],
        [{"type": "reasoning", "summary": [{"type": "summary_text", "text": "Hm."}]}, SAID, THOUGHT],
    )

    @pytest.mark.parametrize("content", CONTENTS)
    def test_it_goes_back_as_it_came(self, content: list[JsonValue]) -> None:
        """In an answer, whole and streamed, and in the history of the next request, without a loss."""
        body = answer(content=content)

        response = DIALECT.decode_response(body).value

        assert isinstance(response.message.content[0], ReasoningPart)
        assert response.message.content[0].provider == "openai"
        assert (DIALECT.encode_response(response).body, DIALECT.encode_response(response).losses) == (body, ())
        assert sent(response.message) == {"role": "assistant", "content": content}
        streamed(body)

    def test_what_is_read(self) -> None:
        """Each text is a block; the signature is the part's."""
        thinking: JsonValue = [{"type": "text", "text": "a"}, REFERENCE, {"type": "text", "text": "b"}]
        (part,) = DIALECT.decode_response(answer(content=[{"type": "thinking", "thinking": thinking, "signature": "s"}])).value.reasoning

        assert [(block.kind, block.text) for block in part.blocks] == [("full", "a"), ("full", "b")]
        assert part.signature == "s"

    def test_a_shape_that_we_do_not_know(self) -> None:
        """Stays whole."""
        block: JsonObject = {"type": "thinking", "thinking": {"text": "Hm."}}

        assert DIALECT.decode_response(answer(content=[block])).value.message.content == (OpaquePart(CHAT, block),)

    def test_another_wire(self) -> None:
        """It is told as a hint, as any other maker's reasoning is, and isn't sent."""
        body: JsonObject = {"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": [THOUGHT, SAID, REFERENCE]}]}

        converted = convert(body, source=CHAT, target="anthropic.messages")

        assert {loss.kind for loss in converted.losses} == {"hint"}
        assert {loss.path for loss in converted.losses} >= {"$.messages[1].content[0]"}
        assert any("$.messages[1].content[1].provider_data" in loss.path for loss in converted.losses)
        assert converted.body["messages"] == [
            {"role": "user", "content": [{"type": "text", "text": "hi"}]},
            {"role": "assistant", "content": [SAID]},
        ]

    def test_another_host_of_this_wire(self) -> None:
        """Refuses the block, which is left out with a hint."""
        message = DIALECT.decode_response(answer(content=[THOUGHT, SAID])).value.message
        thought = message.content[0].model_copy(update={"provider": "mistral"})
        request = Request(model_id="m", messages=(AssistantMessage((thought, message.content[1])),))

        encoded = DIALECT.encode_request(request)

        assert encoded.body["messages"] == [{"role": "assistant", "content": "It is so"}]
        assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.messages[0].content[0]", "hint")]


class TestReferences:
    """Mistral's references say which results the text before them rests on."""

    @pytest.mark.parametrize(
        ("content", "kinds"),
        [
            ([SAID, REFERENCE, REFERENCE, SAID, REFERENCE], ["text", "text"]),
            ([{**SAID, "x": 1}, REFERENCE], ["text"]),
            ([REFERENCE, SAID], ["opaque", "text"]),
            ([THOUGHT, REFERENCE], ["reasoning", "opaque"]),
        ],
    )
    def test_they_stay_with_the_text(self, content: list[JsonValue], kinds: list[str]) -> None:
        """And go back behind it; one that follows no text is a part of its own."""
        body = answer(content=content)

        response = DIALECT.decode_response(body).value

        assert [part.type for part in response.message.content] == kinds
        assert DIALECT.encode_response(response).body == body
        assert sent(response.message) == {"role": "assistant", "content": content}
        streamed(body)

    def test_a_text_alone(self) -> None:
        """Is what is left of the part elsewhere."""
        (text,) = decode_content({"content": [SAID, REFERENCE]}, "$")

        assert CLAUDE.encode_request(Request(model_id="m", max_tokens=1, messages=(AssistantMessage(text),))).body["messages"] == [
            {"role": "assistant", "content": [SAID]}
        ]


class TestImages:
    """OpenRouter's images are shown and handed on."""

    IMAGES: tuple[JsonObject, ...] = (
        PNG,
        {**PNG, "index": 0, "x": {"y": 1}},
        {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "auto"}},
        {"image_url": {"url": "data:image/png;base64,aGk="}},
        {"type": "image_url", "image_url": "data:image/png;base64,aGk="},
    )

    def test_an_answer(self) -> None:
        """Each is an image of the message, behind its text, and goes back as it came."""
        body = answer(content="Here.", images=[*self.IMAGES], tool_calls=[])

        response = DIALECT.decode_response(body).value

        sources = [part.source for part in response.message.content if isinstance(part, ImagePart)]
        assert [part.type for part in response.message.content] == ["text", *["image"] * len(self.IMAGES)]
        assert sources[0] == Base64Source(media_type="image/png", data="aGk=")
        assert sources[2] == URLSource(url="https://example.com/a.png")
        assert (DIALECT.encode_response(response).body, DIALECT.encode_response(response).losses) == (body, ())
        assert sent(response.message) == {"role": "assistant", "content": "Here.", "images": [*self.IMAGES], "tool_calls": []}
        streamed(body)

    def test_a_stream(self) -> None:
        """Each is shown as it comes."""
        deltas: list[JsonObject] = [{"content": "Here."}, {"images": [PNG]}, {"images": [self.IMAGES[2]]}, {"content": " Done."}]

        chunks = chunks_of(deltas=deltas)

        shown = [chunk for chunk in chunks if isinstance(chunk, PartStart | PartEnd) and isinstance(chunk.part, ImagePart)]
        assert [(type(chunk), chunk.index) for chunk in shown] == [(PartStart, 1), (PartStart, 2), (PartEnd, 1), (PartEnd, 2)]
        whole = DIALECT.decode_response(answer(content="Here. Done.", images=[PNG, self.IMAGES[2]])).value
        assert assemble(chunks).message.content == whole.message.content

    def test_an_image_before_the_text(self) -> None:
        """Stands behind it in the message, as in the whole answer."""
        response = assemble(chunks_of(deltas=[{"images": [PNG]}, {"content": "Here."}]))

        assert response.message.content == DIALECT.decode_response(answer(content="Here.", images=[PNG])).value.message.content

    @pytest.mark.parametrize("entry", [{"type": "image_url"}, {"type": "image_url", "image_url": {}}, {"b64_json": "aGk="}])
    def test_a_shape_that_we_do_not_know(self, entry: JsonObject) -> None:
        """Stays whole, in its place."""
        body = answer(content=None, images=[PNG, entry, PNG])

        response = DIALECT.decode_response(body).value

        assert [part.type for part in response.message.content] == ["image", "opaque", "image"]
        assert all(map(is_in_images, response.message.content))
        assert DIALECT.encode_response(response).body == body
        streamed(body)

    @pytest.mark.parametrize("images", [[], None, ["aGk="], [PNG, "aGk="], "aGk=", {"a": 1}])
    def test_a_field_that_is_no_list_of_objects(self, images: JsonValue) -> None:
        """Stays a field of the message."""
        body = answer(content="Here.", images=images)

        response = DIALECT.decode_response(body).value

        assert response.message.content == (TextPart("Here."),)
        assert DIALECT.encode_response(response).body == body
        streamed(body)

    def test_a_stream_whose_field_is_none_in_the_end(self) -> None:
        """What was shown ends all the same; the message is that of the whole answer."""
        chunks = chunks_of(deltas=[{"content": "Here."}, {"images": [PNG]}, {"images": ["aGk="]}])

        assert sum(isinstance(chunk, PartEnd) for chunk in chunks) == 2
        assert assemble(chunks).message.content == (TextPart("Here."),)
        assert assemble(chunks).message.provider_data[CHAT]["images"] == [PNG, "aGk="]

    def test_elsewhere(self) -> None:
        """Neither Claude nor another host of this wire takes an assistant's image, which is told."""
        message = DIALECT.decode_response(answer(content="Here.", images=[PNG])).value.message
        foreign = AssistantMessage((message.content[0], message.content[1].model_copy(update={"provider_data": {}})))

        for encoded in (
            CLAUDE.encode_request(Request(model_id="m", max_tokens=1, messages=(UserMessage("hi"), message))),
            DIALECT.encode_request(Request(model_id="m", messages=(UserMessage("hi"), foreign))),
        ):
            assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.messages[1].content[1]", "content")]
