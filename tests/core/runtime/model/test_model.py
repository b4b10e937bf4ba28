"""A model, chosen by a config string, over real HTTP."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel, field_validator
from tests.core.runtime.calls import ANSWER, BEGUN, DIALECT, KEY, QUICK, fault, observed, refusal, shown, stream, whole

from interlingua import (
    AssistantMessage,
    AuthenticationError,
    ConversionError,
    InternalServerError,
    InvalidOutputError,
    LossError,
    Model,
    OpaquePart,
    OverloadedError,
    PairingError,
    Response,
    StreamInterruptedError,
    ToolCallPart,
    UserMessage,
)
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.types.json import dumps
from interlingua_anthropic.provider import AnthropicProvider

if TYPE_CHECKING:
    from collections.abc import Callable


class Invoice(BaseModel):
    """A bill."""

    total: int


class Failing(BaseModel):
    """Has code of its own that fails."""

    total: int

    @field_validator("total")
    @classmethod
    def add_tax(cls, _: int) -> int:
        """Fail."""
        raise KeyError("tax")


def visit(town: str) -> None:
    """Go there."""


def model(server: FaultServer, **options: object) -> Model:
    """Make a model that talks to the server."""
    return Model("anthropic:claude-x", **{"base_url": server.url, "api_key": KEY, "retry": QUICK, "timeout": 20, **options})  # type: ignore[arg-type]  # options


def saying(text: str) -> Answer:
    """Answer with a text."""
    response: Response = Response(message=AssistantMessage(text), finish_reason="stop", model_id="claude-x", id="msg_1")
    return whole(dumps(DIALECT.encode_response(response).body))


class TestCompleting:
    """Ask, and wait for the whole answer."""

    def test_it_gives_the_response(self) -> None:
        """With the attempts that the server counted."""
        with observed() as records, FaultServer(refusal(), whole()) as server, model(server) as one:
            response = one.complete("hi", max_tokens=9)

        assert (ANSWER.message, 2) == (response.message, response.attempts)
        assert [9, 9] == [asked.body["max_tokens"] for asked in server.requests]
        assert [(2, False, "tool_calls", ANSWER.usage)] == [
            (record.attempts, record.streamed, record.finish_reason, record.usage) for record in records
        ]

    def test_a_provider_may_stream_every_call(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """On the wire; the caller and observers see a whole one."""
        monkeypatch.setattr(AnthropicProvider, "streams_whole_calls", True)
        with observed() as records, FaultServer(refusal(), stream()) as server, model(server) as one:
            response = one.complete("hi")

        assert (ANSWER.message, 2) == (response.message, response.attempts)
        assert server.requests[0].body["stream"] is True
        assert [(False, "tool_calls")] == [(record.streamed, record.finish_reason) for record in records]

    def test_several_threads_may_share_it(self) -> None:
        """Each gets its own answer."""
        with FaultServer(whole()) as server, model(server) as one, ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: one.complete("hi").message, range(32)))

        assert [ANSWER.message] * 32 == answers
        assert 32 == len(server.requests)

    def test_a_page_instead_of_an_answer_is_the_servers_failure(self) -> None:
        """Typed, and not retried: the next one would be the same page."""
        page = Answer(b"<html>Sign in</html>", content_type="text/html")
        with FaultServer(page) as server, model(server) as one, pytest.raises(InternalServerError, match="the answer can't be read"):
            one.complete("hi")

        assert 1 == len(server.requests)

    def test_a_closed_model_opens_new_connections(self) -> None:
        """It may be used again, and closed again."""
        with FaultServer(whole()) as server:
            one = model(server)
            for _ in range(2):
                one.complete("hi")
                one.complete("hi")
                one.close()
            one.close()

            assert (4, 2) == (len(server.requests), server.connections)

    def test_nothing_is_sent_for_a_request_that_can_not_be_said(self) -> None:
        """An unpaired call, a loss: raised before a byte leaves."""
        foreign = AssistantMessage([OpaquePart("openai.chat", {"type": "hologram"})])
        with FaultServer(whole()) as server, model(server) as one:
            with pytest.raises(PairingError):
                one.complete([UserMessage("hi"), AssistantMessage([ToolCallPart("t", "add", "{}")]), UserMessage("?")])
            with pytest.raises(LossError):
                one.complete([UserMessage("hi"), foreign, UserMessage("?")])
            assert [] == server.requests

            recorded = model(server, on_loss="record").complete([UserMessage("hi"), foreign, UserMessage("?")])

        assert recorded.losses


class TestOutput:
    """A class in, an instance of it out."""

    def test_whole(self) -> None:
        """On the response."""
        with FaultServer(saying('{"total": 5}')) as server, model(server) as one:
            response = one.complete("hi", output=Invoice)

        assert Invoice(total=5) == response.parsed
        assert "output_config" in server.requests[0].body or "output_format" in server.requests[0].body

    def test_streamed(self) -> None:
        """On the stream's response."""
        answer: Response = Response(message=AssistantMessage('{"total": 5}'), finish_reason="stop", model_id="claude-x", id="msg_1")
        with (
            FaultServer(stream(b"".join(DIALECT.encode_stream(answer)))) as server,
            model(server) as one,
            one.stream("hi", output=Invoice) as reading,
        ):
            list(reading)

        assert Invoice(total=5) == reading.response.parsed

    def test_the_callers_classes(self) -> None:
        """Are found by their names, in every call."""

        class Town(BaseModel):
            name: str

        def visit(town: Town) -> None: ...

        with FaultServer(saying('[{"name": "Rome"}]')) as server, model(server) as one:
            response = one.complete("hi", output=list["Town"], tools=[visit])
            with one.stream("hi", output=list["Town"], tools=[visit]) as reading:
                list(reading)
            prepared = one.prepare("hi", output=list["Town"], tools=[visit])
            assert 5 < one.estimate_tokens("hi", tools=[visit])
            with pytest.raises(ConversionError, match="'Missing' is not defined"):
                one.complete("hi", output=list["Missing"])  # noqa: F821 - there is none

        assert [[Town(name="Rome")]] * 2 == [response.parsed, reading.response.parsed]
        assert prepared.body == server.requests[0].body

    def test_tools_that_are_none_are_not_sent(self) -> None:
        """Nor are those of a name that is refused: the place is told before a byte leaves."""
        with FaultServer(whole()) as server, model(server) as one:
            for tools, place in (
                ([visit, int], "$.tools[1]"),
                ([visit, lambda x: x], "$.tools[1].name"),
                ([visit, visit], "$.tools[1].name"),
            ):
                for ask in (one.complete, one.stream, one.prepare, one.count_tokens):
                    with pytest.raises(ConversionError) as raised:
                        ask("hi", tools=tools)
                    assert place == raised.value.path

        assert [] == server.requests

    def test_a_class_whose_own_code_fails(self) -> None:
        """The answer isn't lost, whole or streamed."""
        with FaultServer(saying('{"total": 5}')) as server, model(server) as one:
            with pytest.raises(InvalidOutputError, match="KeyError: 'tax'") as raised:
                one.complete("hi", output=Failing)
            with one.stream("hi", output=Failing) as reading:
                list(reading)
            with pytest.raises(InvalidOutputError, match="KeyError: 'tax'") as streamed:
                _ = reading.response

        for error in (raised.value, streamed.value):
            assert ('{"total": 5}', "stop") == (error.text, error.finish_reason)
            assert isinstance(error.__cause__, KeyError)

    def test_what_does_not_fit_is_kept(self) -> None:
        """With the whole response; the call itself was good."""
        with (
            observed() as records,
            FaultServer(saying("five")) as server,
            model(server) as one,
            pytest.raises(InvalidOutputError) as raised,
        ):
            one.complete("hi", output=Invoice)

        assert ("five", 1) == (raised.value.text, raised.value.response.attempts if raised.value.response else None)
        assert [None] == [record.error for record in records]


class TestStreaming:
    """Ask, and get the answer chunk by chunk."""

    def test_its_response_equals_the_whole_one(self) -> None:
        """Streaming agrees."""
        with FaultServer(stream()) as streaming, FaultServer(whole()) as at_once:
            with model(streaming) as one, one.stream("hi") as reading:
                list(reading)
            with model(at_once) as one:
                response = one.complete("hi")

        assert response == reading.response
        assert [True, None] == [asked.body.get("stream") for asked in (*streaming.requests, *at_once.requests)]


class TestCounting:
    """How many tokens a conversation has."""

    def test_the_provider_is_asked(self) -> None:
        """At its counting endpoint, with retries as for answers."""
        with observed() as records, FaultServer(refusal(), whole(b'{"input_tokens": 12}')) as server, model(server) as one:
            assert 12 == one.count_tokens("hi")

        assert "/v1/messages/count_tokens" == server.requests[1].path
        assert [("count_tokens", 2, None)] == [(record.operation, record.attempts, record.error) for record in records]

    def test_no_fallback_counts(self) -> None:
        """Another model's tokens are other tokens."""
        with (
            FaultServer(refusal()) as bad,
            FaultServer(whole(b'{"input_tokens": 12}')) as good,
            model(bad, fallbacks=[f"anthropic:claude-y?base_url={good.url}"]) as one,
        ):
            with pytest.raises(OverloadedError):
                one.count_tokens("hi")

            assert [] == good.requests


class TestFallbacks:
    """The next model is asked where the provider of one fails."""

    def test_whole(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Also where messages and tools can be read only once."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        with (
            FaultServer(refusal()) as bad,
            FaultServer(whole()) as good,
            model(bad, retry=None, fallbacks=[f"anthropic:claude-y?base_url={good.url}"]) as one,
        ):
            response = one.complete((text for text in ["hi"]), tools=(tool for tool in [_add]))

        assert ANSWER.message == response.message
        assert bad.requests[0].body | {"model": "claude-y", "max_tokens": 0} == good.requests[0].body | {"max_tokens": 0}

    def test_streamed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Before the first chunk; after it there is no way back."""
        monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
        with (
            FaultServer(refusal(), stream(BEGUN)) as bad,
            FaultServer(stream()) as good,
            model(bad, retry=None, fallbacks=[f"anthropic:claude-y?base_url={good.url}"]) as one,
        ):
            with one.stream("hi") as reading:
                list(reading)
            with one.stream("hi") as broken, pytest.raises(StreamInterruptedError):
                list(broken)

        assert ANSWER.message == reading.response.message
        assert (2, 1) == (len(bad.requests), len(good.requests))


def _add(a: int) -> int:
    """Add."""
    return a


class TestSecrets:
    """No key in an error, or in a traceback with its variables."""

    @pytest.mark.parametrize(
        ("answer", "options"),
        [
            (refusal(401, f"the key {KEY} is wrong"), {}),
            (refusal(500, f"what is {KEY}?"), {"retry": None}),
            (whole(b"<html>"), {}),
            (whole(end="reset"), {"retry": None}),
            (stream(BEGUN + b"event: error\ndata: " + fault(500) + b"\n\n"), {}),
            (whole(delay=30), {"timeout": 0.5}),
        ],
        ids=["401", "500", "page", "reset", "event", "time-out"],
    )
    @pytest.mark.parametrize("ask", [lambda one: one.complete("hi"), lambda one: list(one.stream("hi"))], ids=["whole", "streamed"])
    def test_failures_show_none(self, answer: Answer, options: dict[str, object], ask: Callable[[Model], object]) -> None:
        """Also where a server echoes it, and with the variables of every frame of ours."""
        with FaultServer(answer) as server, model(server, **options) as one, pytest.raises(Exception, match=r".") as raised:
            ask(one)

        assert "_runtime" in shown(raised.value)
        assert KEY not in shown(raised.value)

    def test_a_missing_key_is_told_when_something_is_sent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """With the variable to set."""
        monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)

        with pytest.raises(AuthenticationError) as raised:
            Model("anthropic:claude-x").complete("hi")

        assert 0 == raised.value.attempts
        assert "ANTHROPIC_API_KEY" in str(raised.value.hint)


def test_closing_waits_for_nobody() -> None:
    """A call in another thread that is under way gets an error or its answer, and nothing hangs."""
    with FaultServer(whole(delay=0.5)) as server:
        one = model(server, retry=None)
        ended = []
        thread = threading.Thread(target=lambda: ended.append(_outcome(one)))
        thread.start()
        while not server.requests:
            thread.join(0.01)
        one.close()
        thread.join(10)

    assert 1 == len(ended)


def _outcome(one: Model) -> str:
    try:
        return one.complete("hi").text
    except Exception as error:  # noqa: BLE001 - whatever it is, it has ended
        return type(error).__name__
