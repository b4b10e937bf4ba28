"""A schema's answer by way of a tool that the model must call, or of an object around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import (
    AssistantMessage,
    OutputSchema,
    RateLimitError,
    RefusalPart,
    Request,
    Response,
    StreamInterruptedError,
    TextDelta,
    TextPart,
    Tool,
    ToolCallPart,
    ToolChoice,
    UserMessage,
    assemble,
    get_dialect,
)
from interlingua.dialect import ForcedTool, WrappedOutput
from interlingua.dialect.wrapped_schema import object_schema
from interlingua.types import Finish, Loss, Origin, PartStart

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect import AskedOtherwise
    from interlingua.types import AssistantPart, JsonObject

SCHEMA: JsonObject = {"type": "object", "properties": {"total": {"type": "integer"}}}
CALL = ToolCallPart("call_1", "Invoice", '{"total": 5}')
OTHER = ToolCallPart("call_2", "weather", "{}")


def asked(**fields: object) -> Request:
    """Make a request for an invoice."""
    output = OutputSchema(SCHEMA, "Invoice", description="A bill.")
    return Request(model_id="m", messages=[UserMessage("hi")], output_schema=output, **fields)  # type: ignore[arg-type]  # pydantic checks


def answer(*parts: object, **fields: object) -> Response:
    """Make an answer that calls tools."""
    given: dict[str, object] = {"message": AssistantMessage(parts), "finish_reason": "tool_calls"}  # type: ignore[arg-type]  # parts
    return Response(**(given | fields))  # type: ignore[arg-type]  # as above


class TestRequest:
    """The schema goes out as one more tool."""

    def test_the_tool_stands_for_the_schema(self) -> None:
        """With its name and description, and the model must call it."""
        said = ForcedTool(asked()).request()

        assert (Tool("Invoice", "A bill.", SCHEMA),) == said.tools
        assert ToolChoice("tool", "Invoice") == said.tool_choice
        assert said.output_schema is None

    @pytest.mark.parametrize(
        ("choice", "expected"),
        [
            (None, ToolChoice("required")),
            ("auto", ToolChoice("required")),
            ("required", ToolChoice("required")),
            ("none", ToolChoice("tool", "Invoice")),
            (ToolChoice("tool", "weather"), ToolChoice("tool", "weather")),
        ],
    )
    def test_tools_of_its_own_stay(self, choice: object, expected: ToolChoice) -> None:
        """The model calls one of them or answers; a choice that the caller named is kept."""
        said = ForcedTool(asked(tools=[Tool("weather")], tool_choice=choice)).request()

        assert ["weather", "Invoice"] == [tool.name for tool in said.tools]  # type: ignore[union-attr]  # both are
        assert expected == said.tool_choice

    def test_its_name_is_its_own(self) -> None:
        """A tool that has the schema's name keeps it."""
        assert "Invoice_" == ForcedTool(asked(tools=[Tool("Invoice")])).name

    @pytest.mark.parametrize("schema", [{"type": "array", "items": {"type": "integer"}}, {"anyOf": [{"type": "string"}]}, {}])
    def test_arguments_are_an_object(self, schema: JsonObject) -> None:
        """Any other schema is that of their one property."""
        output = OutputSchema(schema, "Anything")
        said = ForcedTool(asked().model_copy(update={"output_schema": output})).request()

        arguments: JsonObject = {"type": "object", "properties": {"value": schema}, "required": ["value"], "additionalProperties": False}
        assert (Tool("Anything", None, arguments),) == said.tools

    def test_a_schema_without_a_type_is_an_objects(self) -> None:
        """Some leave the word out; and what the provider is asked to enforce, it is asked of the tool."""
        output = OutputSchema({"properties": {}}, "Any", strict=True)
        said = ForcedTool(asked().model_copy(update={"output_schema": output})).request()

        assert (Tool("Any", None, {"type": "object", "properties": {}}, strict=True),) == said.tools


LIST: JsonObject = {"type": "array", "items": {"type": "integer"}}
ASKS_FOR_A_LIST = Request(model_id="m", messages=(UserMessage("hi"),), output_schema=OutputSchema(LIST, "Invoice"))
IN_A_CALL = ToolCallPart("call_1", "Invoice", '{"value": [1, 23] }')
IN_A_TEXT = TextPart('{"value": [1, 23] }')


def test_places() -> None:
    """What is told of the request that asks is told of the one that was made."""
    tool = ForcedTool(ASKS_FOR_A_LIST.model_copy(update={"tools": (Tool("weather"),)}))
    wrapped = WrappedOutput.of(ASKS_FOR_A_LIST)
    inner = "properties.value.items.minimum"

    assert wrapped is not None
    for asked, given, expected in (
        (tool, f"$.tools[1].input_schema.{inner}", "$.output_schema.json_schema.items.minimum"),
        (tool, "$.tools[1].strict", "$.output_schema.strict"),
        (tool, "$.tools[1]", "$.output_schema"),
        (tool, "$.tools[0].input_schema.properties.value", "$.tools[0].input_schema.properties.value"),
        (tool, "$.tool_choice", "$.output_schema"),
        (wrapped, f"$.output_schema.json_schema.{inner}", "$.output_schema.json_schema.items.minimum"),
        (wrapped, "$.output_schema.json_schema['$defs'].A", "$.output_schema.json_schema['$defs'].A"),
        (wrapped, "$.tool_choice", "$.tool_choice"),
    ):
        assert (Loss(expected, "r", "hint", 3),) == asked.told([Loss(given, "r", "hint", 3)])
    chosen = ForcedTool(ASKS_FOR_A_LIST.model_copy(update={"tool_choice": ToolChoice("auto")}))
    assert (Loss("$.tool_choice", "r"),) == chosen.told([Loss("$.tool_choice", "r")])


class TestWrapped:
    """An answer that came in an object comes out of it, from a call or from the wire's own format."""

    @pytest.mark.parametrize("schema", [None, OutputSchema({"type": "object"})])
    def test_nothing_to_wrap(self, schema: OutputSchema | None) -> None:
        """A request that asks for nothing, or for an object, says it itself."""
        assert WrappedOutput.of(asked().model_copy(update={"output_schema": schema})) is None

    def test_the_request(self) -> None:
        """It asks for the object, under the same name, as strictly."""
        request = ASKS_FOR_A_LIST.model_copy(update={"output_schema": OutputSchema(LIST, "Cities", strict=True)})
        wrapped = WrappedOutput.of(request)

        assert wrapped is not None
        assert wrapped.request().output_schema == OutputSchema(object_schema(LIST)[0], "Cities", strict=True)

    def test_a_type_alone(self) -> None:
        """Where only the type was missing, the answer is as it comes."""
        wrapped = WrappedOutput.of(asked().model_copy(update={"output_schema": OutputSchema({"properties": {}})}))
        response = answer(TextPart('{"value": 1}'), finish_reason="stop")

        assert wrapped is not None
        assert response is wrapped.response(response)

    @pytest.mark.parametrize(("way", "part"), [(ForcedTool, IN_A_CALL), (WrappedOutput.of, IN_A_TEXT)], ids=["by a tool", "by the format"])
    @pytest.mark.parametrize("name", ["openai.chat", "openai.responses", "anthropic.messages"])
    def test_whole_and_streamed(self, name: str, way: Callable[[Request], AskedOtherwise], part: AssistantPart) -> None:
        """The text is the value's, as it comes in and at the end; a stream cut off gives what there was of it."""
        asked, dialect = way(ASKS_FOR_A_LIST), get_dialect(name)
        said = answer(part, finish_reason="tool_calls" if part is IN_A_CALL else "stop")
        events = list(dialect.encode_stream(said))
        sent = b"".join(events)
        decoder = asked.decoder(dialect.stream_decoder())
        chunks = [chunk for at in range(0, len(sent), 9) for chunk in decoder.feed(sent[at : at + 9])] + decoder.close()
        cut = asked.decoder(dialect.stream_decoder())
        cut.feed(b"".join(events[: 1 + next(number for number, event in enumerate(events) if b"23" in event)]))

        assert "[1, 23]" == asked.response(said).text == decoder.response().text == decoder.partial().text == cut.partial().text
        assert "stop" == asked.response(said).finish_reason == decoder.response().finish_reason
        assert "[1, 23]" == "".join(chunk.text for chunk in chunks if isinstance(chunk, TextDelta))
        assert assemble(chunks) == decoder.response()

    def test_other_words_stay(self) -> None:
        """A text that is no such object, and a part of another kind, are as the model gave them."""
        wrapped = WrappedOutput.of(ASKS_FOR_A_LIST)
        response = answer(TextPart("I would say:"), RefusalPart("no"), finish_reason="stop")

        assert wrapped is not None
        assert response is wrapped.response(response)
        assert (TextPart("Here:"), TextPart("[1]")) == wrapped.response(
            answer(TextPart("Here:"), TextPart('{"value": [1]}'))
        ).message.content

    def test_what_is_kept_with_the_text_stays(self) -> None:
        """Its provider's own fields, and who made the message."""
        wrapped = WrappedOutput.of(ASKS_FOR_A_LIST)
        kept: dict[str, JsonObject] = {"openai.responses": {"logprobs": []}}
        message = AssistantMessage([TextPart('{"value": [1]}', provider_data=kept)], origin=Origin("openai"))

        assert wrapped is not None
        assert AssistantMessage([TextPart("[1]", provider_data=kept)], origin=Origin("openai")) == wrapped.message(message)
        assert Origin("openai") == wrapped.message(message).origin


class TestResponse:
    """The call comes back as text."""

    def test_the_arguments_are_the_answer(self) -> None:
        """And the model stopped because it was done: the conversation waits for no result."""
        response = ForcedTool(asked()).response(answer(CALL))

        assert '{"total": 5}' == response.text
        assert () == response.tool_calls
        assert "stop" == response.finish_reason

    def test_other_calls_stay(self) -> None:
        """They still wait for their results."""
        response = ForcedTool(asked(tools=[Tool("weather")])).response(answer(CALL, OTHER))

        assert (OTHER,) == response.tool_calls
        assert "tool_calls" == response.finish_reason

    def test_an_answer_in_words_is_itself(self) -> None:
        """Where the model didn't call the tool."""
        response = answer(TextPart("no"), finish_reason="stop")

        assert ForcedTool(asked()).response(response) is response

    def test_what_is_kept_with_the_message_stays(self) -> None:
        """Its provider's own fields."""
        message = AssistantMessage([CALL], provider_data={"openai.chat": {"x": 1}})

        assert {"openai.chat": {"x": 1}} == ForcedTool(asked()).response(answer(message=message)).message.provider_data

    def test_another_reason_stays(self) -> None:
        """Arguments that were cut off are text that was cut off."""
        assert "length" == ForcedTool(asked()).response(answer(CALL, finish_reason="length")).finish_reason


@pytest.mark.parametrize("name", ["openai.chat", "anthropic.messages"])
class TestStream:
    """The same, while it comes in."""

    def stream(self, name: str, *parts: object) -> bytes:
        """Say an answer as a stream."""
        return b"".join(get_dialect(name).encode_stream(answer(*parts)))

    @pytest.mark.parametrize(
        "parts", [(CALL,), (TextPart("Here:"), CALL), (CALL, OTHER), (OTHER,)], ids=["alone", "after words", "beside another", "none"]
    )
    def test_chunks(self, name: str, parts: tuple[object, ...]) -> None:
        """The chunks add up to the response, which is that of the whole answer."""
        tool, dialect = ForcedTool(asked()), get_dialect(name)
        decoder = tool.decoder(dialect.stream_decoder())

        chunks = decoder.feed(self.stream(name, *parts)) + decoder.close()

        assert assemble(chunks) == decoder.response()
        assert tool.response(answer(*parts)).message.content == decoder.response().message.content
        assert tool.response(answer(*parts)).finish_reason == decoder.response().finish_reason

    def test_deltas(self, name: str) -> None:
        """The pieces of the arguments are pieces of text."""
        chunks = ForcedTool(asked()).decoder(get_dialect(name).stream_decoder()).feed(self.stream(name, CALL))

        deltas = [chunk for chunk in chunks if isinstance(chunk, TextDelta)]

        assert '{"total": 5}' == "".join(chunk.text for chunk in deltas)
        assert [PartStart(0, TextPart(""))] == [chunk for chunk in chunks if isinstance(chunk, PartStart)]
        assert {0} == {chunk.index for chunk in deltas}

    def test_interrupted(self, name: str) -> None:
        """What had arrived is text as well, however the stream ends."""
        events = list(get_dialect(name).encode_stream(answer(CALL)))
        last = next(number for number, event in enumerate(events) if b"total" in event)
        decoder = ForcedTool(asked()).decoder(get_dialect(name).stream_decoder())
        early = decoder.interrupted(RateLimitError("slow"))
        decoder.feed(b"".join(events[: last + 1]))

        assert isinstance(early, RateLimitError)
        assert decoder.failure is None
        late = decoder.interrupted(RateLimitError("slow"))
        assert isinstance(late, StreamInterruptedError)
        assert '{"total": 5}' == late.partial.text == decoder.partial().text == decoder.interruption().partial.text
        error = RateLimitError("slow")
        assert decoder.interruption(error).error is error
        assert "of a fault" in decoder.interruption(reason="of a fault").sentence
        with pytest.raises(StreamInterruptedError) as raised:
            decoder.close()
        assert '{"total": 5}' == raised.value.partial.text

    def test_garbled(self, name: str) -> None:
        """An error behind chunks is known at once, and raised by the next call."""
        events = list(get_dialect(name).encode_stream(answer(CALL)))
        last = next(number for number, event in enumerate(events) if b"total" in event)
        decoder = ForcedTool(asked()).decoder(get_dialect(name).stream_decoder())
        decoder.feed(b"".join(events[: last + 1]) + b"data: {\n\n")

        assert isinstance(decoder.failure, StreamInterruptedError)
        assert '{"total": 5}' == decoder.failure.partial.text
        with pytest.raises(StreamInterruptedError):
            decoder.feed(b"")


def test_what_comes_at_the_close() -> None:
    """The last chunks are respelled too: a chat stream may say why it ended, and nothing after."""
    body = (
        b'data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function",'
        b'"function":{"name":"Invoice","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}\n\n'
    )
    decoder = ForcedTool(asked()).decoder(get_dialect("openai.chat").stream_decoder())
    chunks = decoder.feed(body) + decoder.close()

    assert "stop" == assemble(chunks).finish_reason
    assert "{}" == assemble(chunks).text


def test_message_of_the_finish() -> None:
    """A finish that brings the whole message brings it in text."""
    body = (
        b'data: {"choices":[{"index":0,"delta":{"refusal":null,"x":1,"tool_calls":[{"index":0,"id":"c","type":"function",'
        b'"function":{"name":"Invoice","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}\n\ndata: [DONE]\n\n'
    )
    decoder = ForcedTool(asked()).decoder(get_dialect("openai.chat").stream_decoder())
    chunks = decoder.feed(body) + decoder.close()

    assert isinstance(finish := chunks[-1], Finish)
    assert finish.message is not None
    assert (TextPart("{}"),) == finish.message.content
