"""llama.cpp's own server through the Responses API: another implementation of that wire, with a real model behind it.

It numbers neither items nor blocks, begins with an answer that names no model, ends an answer at its limit as a completed one, and
sends its timings beside the final body.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, Field
from tests.live.leaving import cancel, drain, leave_a_stream

from interlingua import (
    AsyncModel,
    Finish,
    InvalidOutputError,
    Model,
    OpaqueDelta,
    PartEnd,
    Response,
    ResponseStart,
    TextDelta,
    Tool,
    ToolCallDelta,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.conftest import Computing

    from interlingua_llamacpp.server import ServerHandle

WEATHER = Tool(
    "get_weather", "Get the weather of a city.", {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
)
SPEC = "openai:smollm2-135m?api=responses&temperature=0&max_tokens=60"
ENDLESS = {"openai.responses": {"ignore_eos": True}}
"""llama.cpp's own field: the answer ends only at its limit."""

CAPITAL = "What is the capital of France?"
QUESTION = "What is the weather in Paris?"


@pytest.fixture(scope="module")
def model(served: ServerHandle) -> Iterator[Model]:
    """A model over OpenAI's SDK."""
    with Model(SPEC, base_url=served.base_url, api_key=served.api_key) as model:
        yield model


def test_whole_and_streamed_agree(model: Model) -> None:
    """In words, model, reason and figures; each piece comes once."""
    whole = model.complete(CAPITAL)
    with model.stream(CAPITAL) as stream:
        chunks = list(stream)
    streamed = stream.response

    assert [ResponseStart, PartEnd, OpaqueDelta, Finish] == [type(chunk) for chunk in (chunks[0], *chunks[-3:])]
    assert whole.text == streamed.text == "".join(chunk.text for chunk in chunks if isinstance(chunk, TextDelta)) != ""
    assert ("stop", "smollm2-135m") == (whole.finish_reason, whole.model_id) == (streamed.finish_reason, streamed.model_id)
    assert whole.usage
    assert streamed.usage
    assert whole.usage.output_tokens == streamed.usage.output_tokens
    assert () == streamed.losses


def test_a_conversation_goes_on(model: Model) -> None:
    """The answer's items are sent back as they came."""
    first = model.complete("My name is Ada.")

    assert model.complete([UserMessage("My name is Ada."), first.message, UserMessage("What is my name?")]).text


def test_a_call_and_its_result(model: Model) -> None:
    """Whole, then streamed in fragments; the result is answered in words."""
    response = model.complete(QUESTION, tools=[WEATHER], tool_choice="required")
    with model.stream(QUESTION, tools=[WEATHER], tool_choice="required") as stream:
        chunks = list(stream)
    (call,) = response.tool_calls
    (again,) = [chunk.part for chunk in chunks if isinstance(chunk, PartEnd) and isinstance(chunk.part, ToolCallPart)]
    told = ToolMessage(tool_call_id=call.id, content="18 degrees, sunny")

    assert ("get_weather", "tool_calls", "tool_calls") == (call.name, response.finish_reason, stream.response.finish_reason)
    assert (call.name, call.parse()) == (again.name, again.parse())
    assert again.arguments == "".join(chunk.arguments for chunk in chunks if isinstance(chunk, ToolCallDelta))
    assert model.complete([UserMessage(QUESTION), response.message, told], tools=[WEATHER]).text


def test_the_count_is_the_usage(model: Model) -> None:
    """The server counts with the model's own template."""
    usage = model.complete(CAPITAL, max_tokens=1).usage

    assert usage
    assert model.count_tokens(CAPITAL) == usage.total_input_tokens


class City(BaseModel):
    """A place."""

    name: str = Field(max_length=20)
    inhabitants: int = Field(ge=0, le=99_999_999)


def test_a_schema_that_the_server_ignores_is_no_instance(model: Model) -> None:
    """llama.cpp's Responses ignores `text.format` (its chat doesn't): what was said is in the error, whole and streamed."""
    assert "format" in str(model.prepare("Describe Paris.", output=City).body["text"])
    with pytest.raises(InvalidOutputError) as whole:
        model.complete("Describe Paris.", output=City)
    with model.stream("Describe Paris.", output=City) as stream:
        said = "".join(chunk.text for chunk in stream if isinstance(chunk, TextDelta))
        with pytest.raises(InvalidOutputError):
            _ = stream.response

    assert said == whole.value.text != ""


def test_several_at_once(served: ServerHandle) -> None:
    """Whole and streamed, each its own answer."""

    async def ask() -> list[Response]:
        async with AsyncModel(SPEC, base_url=served.base_url, api_key=served.api_key) as model:

            async def streamed() -> Response:
                async with model.stream(CAPITAL) as stream:
                    async for _ in stream:
                        pass
                return stream.response

            return await asyncio.gather(model.complete(CAPITAL), streamed(), model.complete("Say hello."), streamed())

    first, second, other, last = asyncio.run(ask())

    assert first.text == second.text == last.text != other.text
    assert 4 == len({response.id for response in (first, second, other, last)})


def test_leaving_a_stream_stops_the_computing(model: Model, computing: Computing) -> None:
    """At once: the server sees the connection close."""
    leave_a_stream(model, computing, ENDLESS)


def test_cancelling_a_task_stops_the_computing(served: ServerHandle, computing: Computing) -> None:
    """As leaving the stream does."""

    async def ask() -> None:
        async with AsyncModel(SPEC, base_url=served.base_url, api_key=served.api_key) as model:
            await cancel(drain(model, ENDLESS), computing)

    asyncio.run(ask())


def test_a_conversation_goes_on_over_the_other_wires(model: Model, served: ServerHandle) -> None:
    """A call made over Responses is answered over Chat Completions, then over Messages, and comes home without a loss of content."""
    call = model.complete(QUESTION, tools=[WEATHER], tool_choice="required")
    said = [UserMessage(QUESTION), call.message, ToolMessage(tool_call_id=call.tool_calls[0].id, content="18 degrees, sunny")]
    root = served.base_url.removesuffix("/v1")
    for spec in (f"openai:smollm2-135m?base_url={served.base_url}", f"anthropic:smollm2-135m?base_url={root}"):
        with Model(f"{spec}&temperature=0&max_tokens=20&timeout=120", api_key=served.api_key, on_loss="strict") as other:
            said += [other.complete(said).message, UserMessage("Go on.")]
    home = model.complete(said)

    assert all(message.content for message in said)
    assert home.text
    assert () == home.losses
