"""Both official SDKs against a server that fails on purpose and then judges the client (https://pypi.org/project/llmock/).

It can't see that a client raised. Where a stream breaks after its first chunk we raise and never try again by ourselves, so a test then
plays the application, which asks again; only then is the verdict whole.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import anthropic  # noqa: F401 - loaded before any clock runs
import openai  # noqa: F401 - loaded before any clock runs
import pytest

from interlingua import (
    APIConnectionError,
    APITimeoutError,
    AsyncModel,
    AuthenticationError,
    BadRequestError,
    ContextWindowExceededError,
    Finish,
    InternalServerError,
    InvalidToolArgumentsError,
    Model,
    PermissionDeniedError,
    ProviderError,
    RateLimitError,
    Response,
    StreamInterruptedError,
    TextDelta,
    Tool,
)
from interlingua.provider import RetryPolicy

if TYPE_CHECKING:
    from llmock.pytest_plugin import LLMock

Provider = Literal["anthropic", "openai"]

QUICK = RetryPolicy(wait_initial=0.05, wait_jitter=0.01)
WEATHER = Tool("get_weather", "Tells the weather.", {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]})
TEXT = "The sky is blue because air scatters short waves most."


@dataclass(frozen=True)
class Client:
    """One way to ask."""

    provider: Provider
    awaited: bool
    streamed: bool

    def ask(self, llmock: LLMock, *, tools: tuple[Tool, ...] = (), policy: RetryPolicy = QUICK, timeout: float = 20.0) -> Response:
        """Ask, and read to the end."""
        arguments = {"base_url": llmock.base_url(self.provider), "retry": policy, "timeout": timeout}
        spec = f"{self.provider}:some-model?max_tokens=100"
        if self.awaited:
            return asyncio.run(self._ask_async(AsyncModel(spec, **arguments), tools))  # type: ignore[arg-type]  # options
        with Model(spec, **arguments) as model:  # type: ignore[arg-type]  # options
            if not self.streamed:
                return model.complete("Why is the sky blue?", tools=tools)
            with model.stream("Why is the sky blue?", tools=tools) as stream:
                chunks = list(stream)
                assert isinstance(chunks[-1], Finish)
                return stream.response

    async def _ask_async(self, model: AsyncModel, tools: tuple[Tool, ...]) -> Response:
        async with model:
            if not self.streamed:
                return await model.complete("Why is the sky blue?", tools=tools)
            async with model.stream("Why is the sky blue?", tools=tools) as stream:
                chunks = [chunk async for chunk in stream]
                assert isinstance(chunks[-1], Finish)
                return stream.response


CLIENTS = {
    f"{provider}-{'async' if awaited else 'sync'}-{'streamed' if streamed else 'whole'}": Client(provider, awaited, streamed)
    for provider in ("anthropic", "openai")
    for awaited in (False, True)
    for streamed in (False, True)
}
every_client = pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
every_streaming_client = pytest.mark.parametrize(
    "client", [client for client in CLIENTS.values() if client.streamed], ids=[name for name, client in CLIENTS.items() if client.streamed]
)


def judged(llmock: LLMock, attempts: int) -> None:
    """Hold the server's own count, and its verdict without even a warning."""
    assert attempts == len(llmock.requests)
    llmock.assert_resilient(strict=True)


class TestAnswers:
    """What the model says comes through, whole or streamed."""

    @every_client
    def test_text(self, llmock: LLMock, client: Client) -> None:
        """As it was scripted."""
        llmock.reply(TEXT)

        response = client.ask(llmock)

        assert (TEXT, "stop", 1) == (response.text, response.finish_reason, response.attempts)
        assert response.usage
        assert response.usage.output_tokens
        judged(llmock, 1)

    @every_client
    def test_a_tool_call(self, llmock: LLMock, client: Client) -> None:
        """With its arguments put together."""
        llmock.call_tool("get_weather", {"city": "Zürich", "days": [1, 2]})

        response = client.ask(llmock, tools=(WEATHER,))

        assert [("get_weather", {"city": "Zürich", "days": [1, 2]})] == [(call.name, call.parse()) for call in response.tool_calls]
        assert "tool_calls" == response.finish_reason
        judged(llmock, 1)

    @pytest.mark.parametrize("client", [CLIENTS["openai-sync-whole"], CLIENTS["openai-sync-streamed"]], ids=["whole", "streamed"])
    def test_broken_arguments_are_kept(self, llmock: LLMock, client: Client) -> None:
        """The text that the model wrote, with an error of its own kind."""
        llmock.call_tool("get_weather", {"city": "Paris"}).break_tool_call("malformed_arguments")

        (call,) = client.ask(llmock, tools=(WEATHER,)).tool_calls

        with pytest.raises(InvalidToolArgumentsError) as raised:
            call.parse()
        assert call.arguments == raised.value.text


class TestTransientFailures:
    """They are waited for and tried again."""

    @every_client
    @pytest.mark.parametrize("status", [429, 500, 503, 529])
    def test_a_status(self, llmock: LLMock, client: Client, status: int) -> None:
        """The answer says how often it was asked for; the server counted the same."""
        llmock.fail(status, retry_after=0.05).reply(TEXT)

        response = client.ask(llmock)

        assert (TEXT, 2) == (response.text, response.attempts)
        judged(llmock, 2)

    @every_client
    def test_retry_after(self, llmock: LLMock, client: Client) -> None:
        """The server's own wait is a minimum."""
        llmock.rate_limit(retry_after=0.3).reply(TEXT)

        response = client.ask(llmock)

        assert (TEXT, 2) == (response.text, response.attempts)
        judged(llmock, 2)

    @pytest.mark.parametrize("client", [CLIENTS["anthropic-sync-whole"], CLIENTS["openai-async-streamed"]], ids=["anthropic", "openai"])
    def test_retry_after_a_whole_second_with_the_default_policy(self, llmock: LLMock, client: Client) -> None:
        """In real time."""
        llmock.rate_limit(retry_after=1).reply(TEXT)

        assert 2 == client.ask(llmock, policy=RetryPolicy()).attempts
        judged(llmock, 2)

    @pytest.mark.parametrize("client", [CLIENTS["anthropic-async-whole"], CLIENTS["openai-sync-streamed"]], ids=["anthropic", "openai"])
    def test_an_outage(self, llmock: LLMock, client: Client) -> None:
        """Waits grow, and after four attempts the failure is raised."""
        llmock.outage(status=500)

        with pytest.raises(InternalServerError) as raised:
            client.ask(llmock, policy=RetryPolicy(wait_initial=0.1, wait_jitter=0.01))

        assert 4 == raised.value.attempts
        judged(llmock, 4)

    @every_streaming_client
    @pytest.mark.parametrize("fault", ["disconnect", "truncate", "corrupt"])
    def test_a_stream_that_breaks_before_its_first_chunk(self, llmock: LLMock, client: Client, fault: str) -> None:
        """Nothing was given out, so it is tried again."""
        llmock.reply(TEXT, times=2).pace(10)  # slow enough to see that the client has left
        getattr(llmock, fault)(after_chunks=1)

        response = client.ask(llmock)

        assert (TEXT, 2) == (response.text, response.attempts)
        judged(llmock, 2)


class TestLastingFailures:
    """They are raised at once, each with its type."""

    @every_client
    @pytest.mark.parametrize(("status", "kind"), [(401, AuthenticationError), (403, PermissionDeniedError), (400, BadRequestError)])
    def test_a_status(self, llmock: LLMock, client: Client, status: int, kind: type[ProviderError]) -> None:
        """One request, no more."""
        llmock.fail(status)

        with pytest.raises(kind) as raised:
            client.ask(llmock)

        assert (1, status) == (raised.value.attempts, raised.value.status)
        judged(llmock, 1)

    @pytest.mark.parametrize("client", [CLIENTS["openai-sync-whole"], CLIENTS["openai-async-streamed"]], ids=["whole", "streamed"])
    def test_a_context_that_overflows(self, llmock: LLMock, client: Client) -> None:
        """By the provider's own code."""
        llmock.context_overflow()

        with pytest.raises(ContextWindowExceededError):
            client.ask(llmock)
        judged(llmock, 1)

    @pytest.mark.parametrize("client", [CLIENTS["anthropic-sync-whole"], CLIENTS["openai-async-whole"]], ids=["anthropic", "openai"])
    def test_a_retry_after_above_the_ceiling(self, llmock: LLMock, client: Client) -> None:
        """Is nobody's patience; the error says how long it would have been."""
        llmock.rate_limit(retry_after=121)

        with pytest.raises(RateLimitError) as raised:
            client.ask(llmock, timeout=600)

        assert (1, 121) == (raised.value.attempts, raised.value.retry_after)
        assert 1 == len(llmock.requests)


class TestSlowness:
    """It is waited for up to the time-out."""

    @every_client
    def test_a_delay(self, llmock: LLMock, client: Client) -> None:
        """Below the time-out it costs nothing but time."""
        llmock.delay(0.2).reply(TEXT)

        assert (TEXT, 1) == ((response := client.ask(llmock)).text, response.attempts)
        judged(llmock, 1)

    @every_streaming_client
    def test_a_slow_first_token(self, llmock: LLMock, client: Client) -> None:
        """Likewise."""
        llmock.slow_first_token(0.2).reply(TEXT)

        assert (TEXT, 1) == ((response := client.ask(llmock)).text, response.attempts)
        judged(llmock, 1)

    @every_client
    def test_a_delay_beyond_the_time_out(self, llmock: LLMock, client: Client) -> None:
        """Is an error of its own; no second attempt fits into the deadline."""
        llmock.delay(1).reply(TEXT)

        with pytest.raises(APITimeoutError) as raised:
            client.ask(llmock, timeout=0.5)

        assert 1 == raised.value.attempts


class TestInterruptions:
    """A stream that breaks after its first chunk is raised with all that had come, and never tried again by itself."""

    @every_streaming_client
    @pytest.mark.parametrize(
        ("fault", "kind"),
        [("disconnect", APIConnectionError), ("truncate", type(None)), ("corrupt", type(None)), ("stall", APITimeoutError)],
    )
    def test_the_application_asks_again(self, llmock: LLMock, client: Client, fault: str, kind: type[BaseException]) -> None:
        """It has the part that came, the usage so far, and what had happened."""
        llmock.reply(TEXT, times=2).pace(10)  # slow enough to see that the client has left
        getattr(llmock, fault)(after_chunks=6)

        with pytest.raises(StreamInterruptedError) as raised:
            client.ask(llmock, timeout=3 if fault == "stall" else 60)
        text = raised.value.partial.text

        assert text
        assert TEXT != text == TEXT[: len(text)]
        assert isinstance(raised.value.error, kind)
        assert 1 == raised.value.attempts == len(llmock.requests)

        assert TEXT == client.ask(llmock).text
        judged(llmock, 2)


def test_a_half_read_stream_ends_at_once(llmock: LLMock) -> None:
    """Leaving the block closes the connection; the server notes an answer that wasn't read to its end."""
    llmock.reply("word " * 2000).pace(20)
    with Model("anthropic:some-model?max_tokens=99", base_url=llmock.base_url("anthropic")) as model, model.stream("Talk.") as stream:
        for chunk in stream:
            if isinstance(chunk, TextDelta):
                break

    assert not llmock.requests[0].completed
    assert stream.partial.text


def test_a_wrong_status_is_no_crash(llmock: LLMock) -> None:
    """A status that nobody has heard of is the server's failure, or the request's."""
    llmock.fail(418)
    with Model("openai:some-model", base_url=llmock.base_url("openai")) as model, pytest.raises(BadRequestError):
        model.complete("Tea?")

    llmock.fail(599)
    with Model("openai:some-model", base_url=llmock.base_url("openai"), retry=None) as model, pytest.raises(InternalServerError):
        model.complete("Tea?")
