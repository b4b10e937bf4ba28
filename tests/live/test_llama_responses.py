"""llama.cpp's own server through the Responses API: another implementation of that wire, with a real model behind it.

It numbers neither items nor blocks, begins with an answer that names no model, ends an answer at its limit as a completed one, and
sends its timings beside the final body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import (
    Finish,
    Model,
    OpaqueDelta,
    PartEnd,
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

    from interlingua_llamacpp.server import ServerHandle

WEATHER = Tool(
    "get_weather", "Get the weather of a city.", {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
)
CAPITAL = "What is the capital of France?"
QUESTION = "What is the weather in Paris?"


@pytest.fixture(scope="module")
def model(served: ServerHandle) -> Iterator[Model]:
    """A model over OpenAI's SDK."""
    with Model("openai:smollm2-135m?api=responses&temperature=0&max_tokens=60", base_url=served.base_url, api_key=served.api_key) as model:
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
    assert whole.usage is not None
    assert streamed.usage is not None
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

    assert usage is not None
    assert model.count_tokens(CAPITAL) == usage.total_input_tokens
