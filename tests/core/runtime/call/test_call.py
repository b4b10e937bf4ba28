"""The life of one call, as a pure object: with a clock and a chance of the test's own, and a real dialect."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.core.runtime.calls import ANSWER, BEGUN, BODY, ERROR_EVENT, START, STREAM, Clock, a_call

from interlingua import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigError,
    ConversionError,
    Finish,
    InternalServerError,
    LimitExceededError,
    Loss,
    OpaqueDelta,
    OverloadedError,
    PartStart,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    ResponseStart,
    StreamInterruptedError,
    TextDelta,
    Usage,
    get_dialect,
)
from interlingua.dialect import MAX_RESPONSE_BYTES
from interlingua.provider import RetryPolicy
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from interlingua.errors import InterlinguaError
    from interlingua.types import JsonValue


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


class TestAttempts:
    """An attempt begins while there is time, and each begins anew."""

    def test_each_attempt_gets_what_is_left_of_the_time(self, clock: Clock) -> None:
        """The time-out of an attempt is the rest of the call's."""
        call = a_call(clock, timeout=60.0)

        first = call.begin_attempt()
        clock.now += 45

        assert 60.0 == first.timeout
        assert 15.0 == call.begin_attempt().timeout
        assert 2 == call.attempts

    def test_none_begins_after_the_deadline(self, clock: Clock) -> None:
        """When the time is over, no attempt begins, and none is counted."""
        call = a_call(clock, timeout=60.0)
        call.begin_attempt()
        clock.now += 60

        with pytest.raises(APITimeoutError) as raised:
            call.begin_attempt()

        assert "total" == raised.value.phase
        assert 1 == call.failed(raised.value).attempts

    def test_an_attempt_forgets_the_one_before(self, clock: Clock) -> None:
        """What a failed attempt held back is not given out by the next."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(START)
        call.begin_attempt()

        chunks = call.receive(STREAM)

        assert 1 == sum(isinstance(chunk, ResponseStart) for chunk in chunks)

    def test_nothing_is_sent_before_the_first_attempt(self, clock: Clock) -> None:
        """A failure before the first attempt, such as a missing key, says 0 attempts."""
        error = a_call(clock).failed(AuthenticationError("there is no API key"))

        assert 0 == error.attempts
        assert "anthropic" == error.provider

    def test_a_call_given_up_begins_none(self, clock: Clock) -> None:
        """Nobody waits for the answer any more, so nothing is sent."""
        call = a_call(clock)
        call.give_up()

        with pytest.raises(APIConnectionError, match="given up"):
            call.begin_attempt()
        assert 0 == call.attempts


class TestRetries:
    """stamina's hook: False, or the seconds to wait."""

    def test_a_transient_failure_is_waited_for(self, clock: Clock) -> None:
        """The wait grows, and half the jitter is added for a chance of one half."""
        call = a_call(clock)

        call.begin_attempt()
        first = call.retry_wait(OverloadedError("busy"))
        call.begin_attempt()

        assert 1.5 == first
        assert 3.5 == call.retry_wait(OverloadedError("busy"))

    def test_retry_after_is_a_minimum(self, clock: Clock) -> None:
        """The provider's own wait is never cut short; the jitter comes on top."""
        call = a_call(clock)
        call.begin_attempt()

        assert 20.5 == call.retry_wait(RateLimitError("slow down", retry_after=20.0))

    def test_retry_after_above_the_ceiling_is_not_waited_for(self, clock: Clock) -> None:
        """121 seconds are too many, 120 are not."""
        call = a_call(clock, timeout=600.0)
        call.begin_attempt()

        assert call.retry_wait(RateLimitError("slow down", retry_after=121.0)) is False
        assert 120.5 == call.retry_wait(RateLimitError("slow down", retry_after=120.0))

    def test_no_wait_goes_past_the_deadline(self, clock: Clock) -> None:
        """A wait that would end after the deadline isn't begun."""
        call = a_call(clock, timeout=10.0)
        call.begin_attempt()

        assert call.retry_wait(RateLimitError("slow down", retry_after=10.0)) is False

    def test_the_last_attempt_is_the_last(self, clock: Clock) -> None:
        """The policy's attempts are all there are."""
        call = a_call(clock, RetryPolicy(attempts=2))
        call.begin_attempt()
        call.begin_attempt()

        assert call.retry_wait(OverloadedError("busy")) is False

    @pytest.mark.parametrize(
        "error",
        [BadRequestError("no", status=400), QuotaExceededError("spent", status=429), KeyboardInterrupt(), ValueError("a bug")],
        ids=lambda error: type(error).__name__,
    )
    def test_what_no_wait_mends_is_not_retried(self, clock: Clock, error: BaseException) -> None:
        """Neither a refused request, nor a spent budget, nor anything that isn't a provider's failure."""
        call = a_call(clock)
        call.begin_attempt()

        assert call.retry_wait(error) is False

    def test_nothing_is_retried_after_the_first_chunk(self, clock: Clock) -> None:
        """A chunk that was given out can't be taken back."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(BEGUN)

        assert call.begun
        assert call.retry_wait(OverloadedError("busy")) is False

    def test_without_a_policy_nothing_is_retried(self, clock: Clock) -> None:
        """`retry=None` means one attempt."""
        call = a_call(clock)
        alone = type(call)(call.backend, call.prepared, None, clock=clock, chance=lambda: 0.5)
        alone.begin_attempt()

        assert alone.retry_wait(OverloadedError("busy")) is False

    def test_a_call_given_up_is_not_retried(self, clock: Clock) -> None:
        """Nobody waits for the answer any more."""
        call = a_call(clock)
        call.begin_attempt()
        call.give_up()

        assert call.retry_wait(OverloadedError("busy")) is False


class TestFirstChunk:
    """The start is held back until a chunk that counts."""

    def test_starts_are_held_back(self, clock: Clock) -> None:
        """The response's and a part's start alone give nothing."""
        call = a_call(clock)
        call.begin_attempt()

        assert [] == call.receive(START)
        assert not call.begun

    def test_the_first_delta_brings_them_along(self, clock: Clock) -> None:
        """With the first delta come the starts, in order."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(START)

        chunks = call.receive(BEGUN[len(START) :])

        assert [ResponseStart, PartStart, TextDelta] == [type(chunk) for chunk in chunks]

    @pytest.mark.parametrize("remark", ['event: shrug\ndata: {"type":"shrug"}\n\n', 'event: ping\ndata: {"type":"ping","cost":"0"}\n\n'])
    def test_a_remark_of_the_streams_own_does_not_count(self, clock: Clock, remark: str) -> None:
        """It tells nothing of the answer, so a failure behind it may be tried again; it is given out in its place later."""
        failed, good = a_call(clock), a_call(clock)
        for call in (failed, good):
            call.begin_attempt()
            assert [] == call.receive(START + remark.encode())

        chunks = good.receive(STREAM[len(START) :])

        assert [ResponseStart, PartStart, OpaqueDelta, TextDelta] == [type(chunk) for chunk in chunks][:4]
        with pytest.raises(OverloadedError) as raised:
            failed.receive(ERROR_EVENT)
        assert failed.retry_wait(raised.value) is not False

    def test_an_error_before_it_has_its_own_type(self, clock: Clock) -> None:
        """What might be retried is told apart."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(START)

        with pytest.raises(OverloadedError) as raised:
            call.receive(ERROR_EVENT)

        assert call.failed(raised.value) is raised.value

    def test_pings_do_not_outlive_the_deadline(self, clock: Clock) -> None:
        """A server that only keeps the connection alive is too late."""
        call = a_call(clock, timeout=5.0)
        call.begin_attempt()
        clock.now += 5.1

        with pytest.raises(APITimeoutError, match="no answer within 5 s"):
            call.receive(b'event: ping\ndata: {"type": "ping"}\n\n')

    def test_the_deadline_ends_with_it(self, clock: Clock) -> None:
        """A stream that has begun may take as long as it likes."""
        call = a_call(clock, timeout=5.0)
        call.begin_attempt()
        call.receive(BEGUN)
        clock.now += 500

        call.receive(STREAM[len(BEGUN) :])

        assert "tool_calls" == call.response().finish_reason


class TestFaults:
    """A stream that breaks keeps what had come."""

    def test_an_error_behind_chunks_is_raised_by_the_check(self, clock: Clock) -> None:
        """The chunks are given, and the fault waits for no further read."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(BEGUN + ERROR_EVENT)

        with pytest.raises(StreamInterruptedError) as raised:
            call.check()

        assert isinstance(raised.value.error, OverloadedError)
        assert "Hello, you" == raised.value.partial.text

    def test_a_check_of_a_good_stream_changes_nothing(self, clock: Clock) -> None:
        """It may be made after each read, also between CR and LF."""
        call = a_call(clock)
        call.begin_attempt()
        chunks = []
        for byte in STREAM.replace(b"\n", b"\r\n"):
            chunks += call.receive(bytes([byte]))
            call.check()

        assert isinstance(chunks[-1], Finish)
        assert ANSWER.message == call.response().message

    def test_the_connection_breaks_after_the_first_chunk(self, clock: Clock) -> None:
        """It becomes an interruption with the partial response, its attempts and the cause."""
        call = a_call(clock)
        call.begin_attempt()
        call.begin_attempt()
        call.receive(BEGUN)
        broken = APIConnectionError("the connection failed")

        with pytest.raises(APIConnectionError) as raised:
            call.cut(broken)
        final = call.failed(raised.value)

        assert isinstance(final, StreamInterruptedError)
        assert final.error is broken
        assert 2 == final.attempts == final.partial.attempts
        assert ANSWER.id == final.partial.id
        assert final.partial.finish_reason is None

    def test_it_breaks_before_the_first_chunk(self, clock: Clock) -> None:
        """It stays what it is, and may be retried."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(START)

        with pytest.raises(APIConnectionError):
            call.cut(APIConnectionError("the connection failed"))
        assert call.retry_wait(APIConnectionError("the connection failed")) == 1.5

    @pytest.mark.parametrize("body", [b"\n<html>Sign in</html>", b"upstream error", b"[1]"])
    def test_a_body_that_is_no_stream(self, clock: Clock, body: bytes) -> None:
        """A page is what it is for a whole answer: the server's failure, with its reason, never retried."""
        call = a_call(clock)
        call.begin_attempt()

        assert [] == call.receive(body[:1]) + call.receive(body[1:])
        with pytest.raises(InternalServerError, match="the answer can't be read") as raised:
            call.end()

        assert 200 == raised.value.status
        assert call.retry_wait(raised.value) is False

    @pytest.mark.parametrize("body", [b"", b"ev", b": ping\n", START[:-9], START, b"x: y\n\n" + START, b'{"type":'])
    def test_a_stream_cut_before_its_first_chunk(self, clock: Clock, body: bytes) -> None:
        """It is an interruption, and may be retried: not all that was sent has come."""
        call = a_call(clock)
        call.begin_attempt()

        assert [] == call.receive(body)
        with pytest.raises(StreamInterruptedError) as raised:
            call.end()

        assert 1.5 == call.retry_wait(raised.value)

    def test_a_connection_that_breaks_before_a_byte(self, clock: Clock) -> None:
        """It stays the connection's failure, and may be retried."""
        call = a_call(clock)
        call.begin_attempt()

        with pytest.raises(APIConnectionError):
            call.cut(APIConnectionError("the connection failed"))

    def test_it_breaks_behind_the_final_event(self, clock: Clock) -> None:
        """That is as good as an end."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(STREAM)

        assert [] == call.cut(APIConnectionError("the connection failed"))

    def test_it_breaks_in_an_error_event(self, clock: Clock) -> None:
        """The provider's own word says more than the broken connection."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(BEGUN + ERROR_EVENT.rstrip())

        with pytest.raises(StreamInterruptedError) as raised:
            call.cut(APIConnectionError("the connection failed"))

        assert isinstance(raised.value.error, OverloadedError)

    def test_a_clean_end_without_the_final_event_is_an_interruption(self, clock: Clock) -> None:
        """HTTP ended well, the answer did not."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(BEGUN)

        with pytest.raises(StreamInterruptedError) as raised:
            call.end()

        assert raised.value.error is None
        assert call.failed(raised.value) is raised.value

    def test_nothing_is_received_after_giving_up(self, clock: Clock) -> None:
        """Bytes that still come are nobody's."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(BEGUN)
        call.give_up()

        with pytest.raises(APIConnectionError, match="given up"):
            call.receive(STREAM)
        with pytest.raises(APIConnectionError, match="given up"):
            call.check()


class TestFallbacks:
    """Another backend is asked where the provider failed, not the request."""

    @pytest.mark.parametrize("kind", [RateLimitError, QuotaExceededError, OverloadedError, InternalServerError, APIConnectionError])
    def test_the_provider_failed(self, clock: Clock, kind: type[ProviderError]) -> None:
        """Its limits, its quota, its servers, the way to it."""
        assert a_call(clock).falls_back(kind("no"))

    def test_a_stream_ended_before_the_first_chunk(self, clock: Clock) -> None:
        """Nothing was given out, so another may answer."""
        call = a_call(clock)

        assert call.falls_back(StreamInterruptedError(call.partial()))

    @pytest.mark.parametrize("kind", [AuthenticationError, BadRequestError])
    def test_the_request_failed(self, clock: Clock, kind: type[ProviderError]) -> None:
        """The next would refuse it, or hide a mistake."""
        assert not a_call(clock).falls_back(kind("no"))

    def test_a_chunk_was_given_out(self, clock: Clock) -> None:
        """Two halves by two models are no answer."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(BEGUN)

        assert not call.falls_back(OverloadedError("busy"))

    def test_the_call_was_given_up(self, clock: Clock) -> None:
        """Nobody waits for the answer any more."""
        call = a_call(clock)
        call.give_up()

        assert not call.falls_back(OverloadedError("busy"))


class TestWhole:
    """A whole answer is checked while it comes, and decoded."""

    def test_it_becomes_a_response(self, clock: Clock) -> None:
        """With the attempts that it took."""
        call = a_call(clock, streamed=False)
        call.begin_attempt()
        call.begin_attempt()

        response = call.whole(BODY, {})

        assert ANSWER.message == response.message
        assert 2 == response.attempts

    def test_a_stream_on_the_wire_becomes_one_too(self, clock: Clock) -> None:
        """For a provider that streams every call."""
        call = a_call(clock)
        call.begin_attempt()

        assert ANSWER.message == call.whole(STREAM, {}).message

    @pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"", b"[1]", BODY[:-1], b'{"content": 5}', b"\xff"])
    def test_a_garbled_one_is_the_servers_failure(self, clock: Clock, body: bytes) -> None:
        """A page of a proxy with status 200, half a body, another shape: typed, with the reason, and never retried."""
        call = a_call(clock, streamed=False)
        call.begin_attempt()

        with pytest.raises(InternalServerError, match="the answer can't be read") as raised:
            call.whole(body, {})

        assert 200 == raised.value.status
        assert call.retry_wait(raised.value) is False

    def test_one_that_nests_too_deep_is_a_limit(self, clock: Clock) -> None:
        """Nothing is cut off, and no recursion ends the process."""
        call = a_call(clock, streamed=False)
        call.begin_attempt()

        with pytest.raises(LimitExceededError):
            call.whole(b'{"content": ' + b"[" * 100_000, {})

    def test_one_that_is_too_large_is_stopped(self, clock: Clock) -> None:
        """At the byte after the limit."""
        call = a_call(clock, streamed=False)
        call.check_size(MAX_RESPONSE_BYTES)

        with pytest.raises(LimitExceededError) as raised:
            call.check_size(MAX_RESPONSE_BYTES + 1)
        assert "response" == raised.value.limit

    def test_one_that_trickles_is_too_late(self, clock: Clock) -> None:
        """The deadline counts while it arrives, however short the pauses."""
        call = a_call(clock, streamed=False, timeout=5.0)
        clock.now += 5.1

        with pytest.raises(APITimeoutError):
            call.check_size(1)

    def test_an_error_in_a_list_is_typed(self, clock: Clock) -> None:
        """As Gemini's compatible endpoint sends it."""
        call = a_call(clock, streamed=False)
        call.backend.dialect = get_dialect("openai.chat")
        call.begin_attempt()

        with pytest.raises(RateLimitError):
            call.whole(b'[{"error": {"code": 429, "message": "slow down"}}]', {})

    @pytest.mark.parametrize("content", ["", None, "Hel"])
    def test_one_that_names_a_failure_in_its_choice(self, clock: Clock, content: str | None) -> None:
        """An empty text says nothing that an interruption could keep."""
        error: JsonValue = {"code": 429, "message": "slow down"}
        choice: JsonValue = {"message": {"role": "assistant", "content": content}, "error": error, "finish_reason": "error"}
        call = a_call(clock, streamed=False)
        call.backend.dialect = get_dialect("openai.chat")
        call.begin_attempt()

        with pytest.raises(StreamInterruptedError if content else RateLimitError) as raised:
            call.whole(dumps({"choices": [choice]}), {})

        assert call.retry_wait(raised.value) is not False

    @pytest.mark.parametrize("said", [[], [{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Hel"}]}]])
    def test_one_that_names_a_failure_raises_it(self, clock: Clock, said: list[JsonValue]) -> None:
        """Typed as in a stream, and tried again, as nobody has seen any of it; what had been said is kept."""
        failed = {"id": "r", "status": "failed", "error": {"code": "server_error", "message": "x"}, "output": said}
        call = a_call(clock, streamed=False)
        call.backend.dialect = get_dialect("openai.responses")
        call.begin_attempt()

        with pytest.raises(StreamInterruptedError if said else InternalServerError) as raised:
            call.whole(dumps(failed), {})

        if isinstance(raised.value, StreamInterruptedError):
            assert "Hel" == raised.value.partial.text
            assert isinstance(raised.value.error, InternalServerError)
        assert call.retry_wait(raised.value) is not False

    def test_losses_of_both_ways_are_kept(self, clock: Clock) -> None:
        """What the request lost stands before what the answer lost."""
        call = a_call(clock, streamed=False)
        there, back = Loss(path="$.a", reason="there"), Loss(path="$.b", reason="back")
        object.__setattr__(call.prepared.encoded, "losses", (there,))
        call.begin_attempt()
        call.backend.dialect = _Lossy(back)  # type: ignore[assignment]  # only what whole answers need is asked

        assert (there, back) == call.whole(BODY, {}).losses

    def test_a_count_is_read(self, clock: Clock) -> None:
        """From the answer of the counting endpoint."""
        assert 12 == a_call(clock).count(b'{"input_tokens": 12}')

    @pytest.mark.parametrize("body", [b"<html>", b"{}"])
    def test_a_garbled_count_is_the_servers_failure(self, clock: Clock, body: bytes) -> None:
        """As for answers."""
        with pytest.raises(InternalServerError):
            a_call(clock).count(body)


class _Lossy:
    """A dialect whose answers lose something."""

    def __init__(self, loss: Loss) -> None:
        self._loss = loss

    def decode_response(self, *_: object) -> object:
        from interlingua import Decoded

        return Decoded(ANSWER, (self._loss,))

    def failure(self, *_: object) -> None:
        pass


class TestLatest:
    """What there is of a response."""

    def test_a_finished_one_is_whole(self, clock: Clock) -> None:
        """With its finish reason."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(STREAM)

        assert "tool_calls" == call.latest().finish_reason

    def test_an_unfinished_one_is_partial(self, clock: Clock) -> None:
        """Without one; and `response` refuses."""
        call = a_call(clock)
        call.begin_attempt()
        call.receive(BEGUN)

        assert "Hello, you" == call.latest().text
        with pytest.raises(ConversionError, match="isn't whole"):
            call.response()


class TestRecord:
    """What observers are told."""

    def test_it_holds_times_and_tokens(self, clock: Clock) -> None:
        """From the call's beginning to its end, and to the first chunk."""
        call = a_call(clock)
        call.begin_attempt()
        clock.now += 2
        call.receive(STREAM)
        clock.now += 3

        record = call.record(call.response(), None, streamed=True)

        assert (5.0, 2.0) == (record.seconds, record.seconds_to_first_chunk)
        assert ("anthropic", "claude-x", "chat") == (record.provider, record.model_id, record.operation)
        assert (1, "tool_calls", ANSWER.usage) == (record.attempts, record.finish_reason, record.usage)

    def test_a_failure_is_in_it(self, clock: Clock) -> None:
        """With neither usage nor first chunk."""
        call = a_call(clock)
        call.begin_attempt()
        error = call.failed(OverloadedError("busy"))

        record = call.record(None, error, streamed=False)

        assert record.error is error
        assert (Usage(), None, None) == (record.usage, record.finish_reason, record.seconds_to_first_chunk)

    @pytest.mark.parametrize(("error", "attempts"), [(ConfigError("no SDK"), 0), (LimitExceededError("response", 1), 1)])
    def test_an_attempt_that_sent_nothing_does_not_count(self, clock: Clock, error: InterlinguaError, attempts: int) -> None:
        """A transport that can't be made at all has sent nothing."""
        call = a_call(clock)
        call.begin_attempt()

        assert attempts == call.record(None, error, streamed=False).attempts

    def test_a_call_given_up_has_no_error(self, clock: Clock) -> None:
        """What fails because the caller left is no failure."""
        call = a_call(clock)
        call.give_up()

        assert call.record(None, APIConnectionError("closed"), streamed=True).error is None
