"""llama.cpp's own server through both official SDKs: another implementation of both wire formats, and a real model behind it.

The model is tiny, so these tests look at structure, never at wit. Quirks of the server are noted where they show.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Literal

import pytest
from pydantic import BaseModel, Field
from tests.live.leaving import cancel, drain, leave_a_stream

from interlingua import (
    AssistantMessage,
    AsyncModel,
    AuthenticationError,
    ContextWindowExceededError,
    Finish,
    Model,
    OutputSchema,
    PartEnd,
    ProviderError,
    Response,
    ResponseStart,
    SystemMessage,
    TextDelta,
    TextPart,
    Tool,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.conftest import Computing

    from interlingua_llamacpp.server import ServerHandle

Provider = Literal["anthropic", "openai"]

WEATHER = Tool(
    "get_weather", "Get the weather of a city.", {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
)
QUESTION = "What is the weather in Paris?"
ENDLESS = {name: {"ignore_eos": True} for name in ("anthropic.messages", "openai.chat")}
"""llama.cpp's own field: the answer ends only at its limit."""


class City(BaseModel):
    """A place."""

    name: str = Field(max_length=20)
    inhabitants: int = Field(ge=0, le=99_999_999)


def arguments(provider: Provider, served: ServerHandle) -> dict[str, object]:
    """Tell where the server is: OpenAI's SDK wants the /v1, Anthropic's adds it."""
    base_url = served.base_url if provider == "openai" else served.base_url.removesuffix("/v1")
    return {"base_url": base_url, "api_key": served.api_key, "temperature": 0, "max_tokens": 24, "timeout": 120}


@pytest.fixture(params=["openai", "anthropic"], scope="module")
def provider(request: pytest.FixtureRequest) -> Provider:
    """Both SDKs."""
    return request.param  # type: ignore[no-any-return]  # one of the two


@pytest.fixture(scope="module")
def model(provider: Provider, served: ServerHandle) -> Iterator[Model]:
    """A model over one SDK."""
    with Model(f"{provider}:smollm2-135m", **arguments(provider, served)) as model:  # type: ignore[arg-type]  # options
        yield model


class TestText:
    """Words, whole and streamed."""

    def test_whole(self, model: Model) -> None:
        """With usage, ids and a reason to stop."""
        response = model.complete("What is the capital of France?")

        assert response.text
        assert ("stop", "smollm2-135m", 1) == (response.finish_reason, response.model_id, response.attempts)
        assert response.id
        assert response.usage
        assert (response.usage.output_tokens or 0) > 1
        assert (response.usage.total_input_tokens or 0) > 5

    def test_streamed(self, model: Model) -> None:
        """Chunk by chunk, the same answer."""
        with model.stream("What is the capital of France?") as stream:
            chunks = list(stream)
        whole = model.complete("What is the capital of France?")

        assert (ResponseStart, PartEnd, Finish) == (type(chunks[0]), type(chunks[-2]), type(chunks[-1]))
        assert whole.text == "".join(chunk.text for chunk in chunks if isinstance(chunk, TextDelta)) == stream.response.text
        assert (whole.finish_reason, whole.model_id) == (stream.response.finish_reason, stream.response.model_id)
        assert whole.usage
        assert stream.response.usage
        assert whole.usage.output_tokens == stream.response.usage.output_tokens

    def test_awaited(self, provider: Provider, served: ServerHandle) -> None:
        """Several at once, whole and streamed."""

        async def ask() -> tuple[Response, Response]:
            async with AsyncModel(f"{provider}:smollm2-135m", **arguments(provider, served)) as model:  # type: ignore[arg-type]  # options

                async def streamed() -> Response:
                    async with model.stream("What is the capital of France?") as stream:
                        async for _ in stream:
                            pass
                    return stream.response

                return await asyncio.gather(model.complete("What is the capital of France?"), streamed())

        whole, streamed = asyncio.run(ask())

        assert whole.text == streamed.text != ""

    def test_a_seed_repeats_itself(self, model: Model) -> None:
        """With a temperature, two answers of one seed are equal. Messages has no seed, and the loss says so."""
        answers = [model.complete("Tell me a story.", temperature=0.9, seed=7) for _ in range(2)]

        if model.provider.name == "openai":
            assert answers[0].text == answers[1].text
        else:
            assert ["hint"] == [loss.kind for loss in answers[0].losses]

    def test_a_stop_sequence_ends_it(self, model: Model) -> None:
        """It isn't part of the answer. llama.cpp's Messages says `end_turn` for it, so both say `stop`."""
        response = model.complete("Repeat after me: one two three four five", stop=["three"], max_tokens=60)

        assert "three" not in response.text
        assert "stop" == response.finish_reason

    def test_the_limit_cuts_it(self, model: Model) -> None:
        """And the finish reason says so, whole and streamed."""
        response = model.complete("Tell me a long story.", max_tokens=5, provider_data=ENDLESS)
        with model.stream("Tell me a long story.", max_tokens=5, provider_data=ENDLESS) as stream:
            list(stream)

        assert "length" == response.finish_reason == stream.response.finish_reason
        assert response.text == stream.response.text

    def test_a_conversation_goes_on(self, model: Model) -> None:
        """The answer is sent back as it came."""
        first = model.complete("My name is Ada.")
        second = model.complete([UserMessage("My name is Ada."), first.message, UserMessage("What is my name?")])

        assert isinstance(second.message, AssistantMessage)
        assert second.text


class TestTools:
    """A forced call, and what comes after it."""

    def test_a_call_and_its_result(self, model: Model) -> None:
        """Whole: the model calls, is told the result and answers in words."""
        response = model.complete(QUESTION, tools=[WEATHER], tool_choice="required", max_tokens=60)
        (call,) = response.tool_calls
        told = ToolMessage(tool_call_id=call.id, content="18 degrees, sunny")
        answer = model.complete([UserMessage(QUESTION), response.message, told], tools=[WEATHER])

        assert ("get_weather", "tool_calls") == (call.name, response.finish_reason)
        assert "city" in call.parse()
        assert answer.text
        assert () == answer.tool_calls

    def test_a_call_streamed(self, model: Model) -> None:
        """In fragments that make the same call."""
        whole = model.complete(QUESTION, tools=[WEATHER], tool_choice="required", max_tokens=60)
        with model.stream(QUESTION, tools=[WEATHER], tool_choice="required", max_tokens=60) as stream:
            ends = [chunk.part for chunk in stream if isinstance(chunk, PartEnd)]

        (call,) = [part for part in ends if isinstance(part, ToolCallPart)]
        assert (whole.tool_calls[0].name, whole.tool_calls[0].parse()) == (call.name, call.parse())
        assert "tool_calls" == stream.response.finish_reason
        assert whole.tool_calls[0].id != call.id == stream.response.tool_calls[0].id


class TestSchema:
    """The grammar binds the tiniest model. llama.cpp's Messages ignores a schema."""

    @pytest.mark.parametrize("provider", ["openai"], indirect=True)
    def test_a_class_gives_an_instance(self, model: Model) -> None:
        """Whole and streamed."""
        response = model.complete("Describe Paris.", output=City, max_tokens=60)
        with model.stream("Describe Paris.", output=City, max_tokens=60) as stream:
            list(stream)

        assert isinstance(response.parsed, City)
        assert isinstance(stream.response.parsed, City)

    @pytest.mark.parametrize("provider", ["openai"], indirect=True)
    def test_a_schema_gives_json(self, model: Model) -> None:
        """That fits it."""
        schema = {"type": "object", "properties": {"sky": {"enum": ["blue", "green"]}}, "required": ["sky"], "additionalProperties": False}

        response = model.complete("Which colour is the sky?", output_schema=OutputSchema(schema, "sky"), max_tokens=60)

        assert json.loads(response.text)["sky"] in {"blue", "green"}


class TestCounting:
    """The server counts with the model's own template. OpenAI's chat has no endpoint for it that the provider knows."""

    @pytest.mark.parametrize("provider", ["anthropic"], indirect=True)
    def test_the_count_is_the_usage(self, model: Model) -> None:
        """Exactly, and the guess isn't far."""
        said = [UserMessage([TextPart("What is the capital of France? " * 20)])]

        counted = model.count_tokens(said)
        usage = model.complete(said, max_tokens=1).usage

        assert usage
        assert counted == usage.total_input_tokens
        assert counted / 2 < model.estimate_tokens(said) < counted * 2

    @pytest.mark.parametrize("provider", ["anthropic"], indirect=True)
    def test_tools_and_system_count(self, model: Model) -> None:
        """They are sent along; without a system message, this model's template says a sentence of its own."""
        short, long = ([SystemMessage("Be brief. " * times), UserMessage(QUESTION)] for times in (1, 20))

        assert model.count_tokens(short) < model.count_tokens(long) < model.count_tokens(long, tools=[WEATHER])


@pytest.mark.parametrize("style", ["bearer", "x-api-key"])
def test_both_styles_of_key(served: ServerHandle, style: str) -> None:
    """llama.cpp takes Anthropic's key in either header, and refuses none."""
    given = arguments("anthropic", served)
    with Model("anthropic:smollm2-135m", auth_header=style, **given) as model:  # type: ignore[arg-type]  # options
        assert model.complete("hi", max_tokens=2).usage
    with Model("anthropic:smollm2-135m", **(given | {"api_key": None})) as keyless, pytest.raises(AuthenticationError):  # type: ignore[arg-type]  # options
        keyless.complete("hi", max_tokens=2)


class TestFailures:
    """The same failures, the same types, over both formats."""

    def test_a_context_that_is_too_long(self, model: Model) -> None:
        """By the server's own word."""
        with pytest.raises(ContextWindowExceededError) as raised:
            model.complete("word " * 9000)
        assert (400, 1) == (raised.value.status, raised.value.attempts)

    def test_a_wrong_key(self, provider: Provider, served: ServerHandle) -> None:
        """Raised at once, without a word of the key."""
        wrong = arguments(provider, served) | {"api_key": "a-wrong-key"}
        with Model(f"{provider}:smollm2-135m", **wrong) as model, pytest.raises(AuthenticationError) as raised:  # type: ignore[arg-type]  # options
            model.complete("hi")
        assert "a-wrong-key" not in repr(raised.value) + str(raised.value)

    def test_a_grammar_that_the_model_breaks(self, model: Model) -> None:
        """A schema that is none is a refused request, or the server's failure: a typed error in any case."""
        broken = Tool("broken", "Broken.", {"type": "object", "properties": {"a": {"type": "no such type"}}})
        once = Model(f"{model.provider.name}:smollm2-135m", base_url=model.options.base_url, api_key=_key(model), retry=None, max_tokens=9)
        with once, pytest.raises(ProviderError) as raised:
            once.complete(QUESTION, tools=[broken], tool_choice="required")
        assert raised.value.status in {400, 500}


def _key(model: Model) -> str | None:
    return model._backends[0].transport_settings().api_key


class TestLeaving:
    """Leaving a stream stops the computing."""

    def test_a_stream(self, model: Model, computing: Computing) -> None:
        """At once: the server sees the connection close."""
        leave_a_stream(model, computing, ENDLESS)

    def test_a_task(self, provider: Provider, served: ServerHandle, computing: Computing) -> None:
        """A cancelled one as well."""

        async def ask() -> None:
            async with AsyncModel(f"{provider}:smollm2-135m", **arguments(provider, served)) as model:  # type: ignore[arg-type]  # options
                await cancel(drain(model, ENDLESS), computing)

        asyncio.run(ask())
