"""Attempts, waits and reads as the call decides, over real HTTP."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import stamina
from tests.core.runtime.calls import ANSWER, BEGUN, BODY, ERROR_EVENT, KEY, QUICK, STREAM, chain, observed, refusal, stream, whole

from interlingua import (
    APITimeoutError,
    AssistantMessage,
    AuthenticationError,
    InterlinguaError,
    InternalServerError,
    LossError,
    Model,
    OpaquePart,
    OverloadedError,
    ProviderError,
    StreamInterruptedError,
    UserMessage,
)
from interlingua._runtime.model.stream import batches, reach, read_whole
from interlingua.testing.fault_server import FaultServer

if TYPE_CHECKING:
    from interlingua._runtime.call.call import Call
    from interlingua._runtime.call.calls import Calls
    from interlingua.provider import Transport


def model(server: FaultServer, **options: object) -> Model:
    """Make a model that talks to the server."""
    return Model("anthropic:claude-x", base_url=server.url, api_key=KEY, **{"retry": QUICK, "timeout": 20, **options})  # type: ignore[arg-type]  # options


def calls(one: Model, *, streamed: bool = False, said: str = "hi") -> Calls[Transport]:
    """Prepare a call of a model."""
    return one._calls(said, (), None, {}, streamed=streamed)


def body(call: Call, transport: Transport) -> bytes:
    """Make one attempt, and give the body."""
    return read_whole(call, transport)[0]


class TestReach:
    """The first success, or the last failure with its attempts."""

    def test_the_first_success_ends_it(self) -> None:
        """As many requests as it took, and no more."""
        with FaultServer(refusal(), refusal(503), whole()) as server, model(server) as one:
            received = reach(calls(one), body)

        assert BODY == received
        assert 3 == len(server.requests)

    def test_the_last_failure_says_how_often(self) -> None:
        """The attempts on the error are the requests that the server saw."""
        with observed() as records, FaultServer(refusal()) as server, model(server) as one, pytest.raises(OverloadedError) as raised:
            reach(calls(one), body)

        assert 4 == len(server.requests) == raised.value.attempts
        assert [(4, raised.value)] == [(record.attempts, record.error) for record in records]

    def test_what_no_wait_mends_is_tried_once(self) -> None:
        """A wrong key stays wrong."""
        with FaultServer(refusal(401)) as server, model(server) as one, pytest.raises(AuthenticationError) as raised:
            reach(calls(one), body)

        assert 1 == len(server.requests) == raised.value.attempts

    def test_a_missing_key_sends_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is looked for before the first attempt, and says 0 attempts."""
        monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
        one = Model("anthropic:claude-x")

        with observed() as records, pytest.raises(AuthenticationError) as raised:
            reach(calls(one), body)

        assert 0 == raised.value.attempts == records[0].attempts

    def test_retry_after_is_waited_for(self) -> None:
        """The second request comes no earlier, by the server's word in milliseconds."""
        with FaultServer(refusal(429, retry_after_ms="150"), whole()) as server, model(server) as one:
            asked = calls(one)
            received = reach(asked, body)

        assert BODY == received
        assert asked.call._clock() - asked.call._began >= 0.15

    def test_errors_hold_nothing_of_the_sdk(self) -> None:
        """Neither the error nor what caused it or came before it."""
        with FaultServer(refusal(500)) as server, model(server) as one, pytest.raises(InternalServerError) as raised:
            reach(calls(one), body)

        assert all(isinstance(error, InterlinguaError) for error in chain(raised.value))

    def test_a_cancelled_call_is_reported_too(self) -> None:
        """Observers get one record of every call, however it ends."""

        def interrupted(call: Call, _: Transport) -> bytes:
            call.begin_attempt()
            raise KeyboardInterrupt

        with observed() as records, FaultServer(whole()) as server, model(server) as one, pytest.raises(KeyboardInterrupt):
            reach(calls(one), interrupted)

        assert [(1, None, None)] == [(record.attempts, record.error, record.finish_reason) for record in records]


class TestFallbacks:
    """The next backend is asked where the first one's provider failed."""

    def test_the_next_one_answers(self) -> None:
        """Each backend's call is tried, counted and reported on its own."""
        with observed() as records, FaultServer(refusal()) as bad, FaultServer(whole()) as good:
            spec = f"anthropic:claude-y?base_url={good.url}"
            with pytest.MonkeyPatch.context() as patch, model(bad, fallbacks=[spec]) as one:
                patch.setenv("ANTHROPIC_API_KEY", KEY)
                received = reach(calls(one), body)

        assert BODY == received
        assert (4, 1) == (len(bad.requests), len(good.requests))
        assert "claude-y" == good.requests[0].body["model"]
        assert [(4, OverloadedError)] == [(record.attempts, type(record.error)) for record in records]

    def test_a_refused_request_is_not_passed_on(self) -> None:
        """The next one would refuse it as well, or hide the mistake."""
        with (
            FaultServer(refusal(400)) as bad,
            FaultServer(whole()) as good,
            model(bad, fallbacks=[f"anthropic:claude-y?base_url={good.url}"]) as one,
            pytest.raises(ProviderError),
        ):
            reach(calls(one), body)

        assert (1, 0) == (len(bad.requests), len(good.requests))

    def test_one_that_cannot_say_it_raises_its_own_error(self) -> None:
        """With the first backend's failure as the cause, so that neither hides the other."""
        said = [UserMessage("hi"), AssistantMessage([OpaquePart("anthropic.messages", {"type": "hologram"})]), UserMessage("?")]
        with FaultServer(refusal()) as bad, model(bad, fallbacks=["openai:gpt-5"]) as one, pytest.raises(LossError) as raised:
            reach(one._calls(said, (), None, {}, streamed=False), body)

        assert isinstance(raised.value.__cause__, OverloadedError)


class TestReadWhole:
    """A whole answer, within its limits."""

    def test_a_trickle_is_stopped_at_the_deadline(self) -> None:
        """However short the pauses; the connection is closed."""
        with FaultServer(whole(slices=1, pause=0.05)) as server, model(server) as warm:
            warm._clients.of(warm._backends[0])
            one = model(server, timeout=0.5, retry=None)
            with pytest.raises(APITimeoutError):
                reach(calls(one), body)

            assert server.client_left(5)

    def test_a_broken_body_is_tried_again(self) -> None:
        """Half an answer is no answer, and nothing of it was given out."""
        with FaultServer(whole(BODY[:50], end="cut"), whole(BODY[:50], end="reset"), whole()) as server, model(server) as one:
            received = reach(calls(one), body)

        assert BODY == received
        assert 3 == len(server.requests)


class TestBatches:
    """The chunks of a stream, a list for each read, to its very end."""

    def test_a_known_fault_waits_for_no_further_read(self) -> None:
        """An error event behind chunks is raised though the server keeps the connection open."""
        with FaultServer(stream(BEGUN + ERROR_EVENT, end="hold")) as server, model(server) as one:
            asked = calls(one, streamed=True)
            call = asked.begin()
            source = asked.transport().open(call.begin_attempt())
            lists = batches(call, source)
            given = next(lists)
            with pytest.raises(StreamInterruptedError):
                next(lists)
            source.close()

        assert 3 == len(given)

    def test_a_reset_behind_the_final_event_is_an_end(self) -> None:
        """What counts is complete."""
        with FaultServer(stream(end="reset")) as server, model(server) as one:
            asked = calls(one, streamed=True)
            call = asked.begin()
            list(batches(call, asked.transport().open(call.begin_attempt())))

        assert ANSWER.message == call.response().message

    def test_slices_of_one_byte_give_the_same(self) -> None:
        """However TCP cuts it."""
        with FaultServer(stream(slices=1)) as server, model(server) as one:
            asked = calls(one, streamed=True)
            call = asked.begin()
            list(batches(call, asked.transport().open(call.begin_attempt())))

        assert len(STREAM) > 500
        assert ANSWER.message == call.response().message


class TestStamina:
    """stamina waits, logs and can be switched off."""

    def test_it_logs_a_line_a_retry_without_key_or_prompt(self, caplog: pytest.LogCaptureFixture) -> None:
        """Also where the server echoes the prompt."""
        echo = f"I choked on my-secret-prompt with {KEY}"
        with (
            FaultServer(refusal(500, echo), refusal(500, echo), whole()) as server,
            model(server) as one,
            caplog.at_level(logging.DEBUG),
        ):
            reach(calls(one, said="my-secret-prompt"), body)

        assert 2 == sum(record.name == "stamina" for record in caplog.records)
        logged = [str(vars(record)) for record in caplog.records if record.name.startswith(("stamina", "interlingua"))]
        assert not [line for line in logged if "my-secret-prompt" in line or KEY in line]

    def test_switched_off_it_tries_once(self) -> None:
        """`stamina.set_active(False)` holds for us as well."""
        stamina.set_active(False)
        try:
            with FaultServer(refusal()) as server, model(server) as one, pytest.raises(OverloadedError) as raised:
                reach(calls(one), body)
        finally:
            stamina.set_active(True)

        assert 1 == len(server.requests) == raised.value.attempts

    def test_its_testing_mode_caps_attempts(self) -> None:
        """`stamina.set_testing` waits for nothing, and the count stays true."""
        with (
            stamina.set_testing(True, attempts=2),
            FaultServer(refusal(429, retry_after="60")) as server,
            model(server, timeout=600) as one,
            pytest.raises(ProviderError) as raised,
        ):
            reach(calls(one), body)

        assert 2 == len(server.requests) == raised.value.attempts
