"""Between the calls of one request: who is asked next, what a failure becomes, and what observers hear, with neither server nor clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.core.runtime.calls import BEGUN, STREAM, Clock, a_call, chain

from interlingua import (
    APIConnectionError,
    BadRequestError,
    InterlinguaError,
    LossError,
    OverloadedError,
    ProviderError,
    StreamInterruptedError,
)
from interlingua._runtime.call.calls import Calls

if TYPE_CHECKING:
    from interlingua._runtime.call.call import Call
    from interlingua.provider import CallRecord


class Target:
    """A backend that a test asks; where it is given an error, the request can't be said to it."""

    def __init__(self, transport: str, error: InterlinguaError | None = None) -> None:
        self._transport, self._error = transport, error

    def call(self) -> Call:
        """Begin a call."""
        if self._error:
            raise self._error
        return a_call(Clock())

    def transport(self) -> str:
        """Give its name."""
        return self._transport


class Asked(Calls[str]):
    """A request to backends by these names, with what observers were told.

    Attributes:
        told: The records.
        logged: The lines of the log.
    """

    def __init__(self, *targets: Target) -> None:
        self.told: list[CallRecord] = []
        self.logged: list[str] = []
        super().__init__(targets or [Target("a"), Target("b")], self.told.append, self.logged.append, streamed=True)

    def outcomes(self) -> list[tuple[int, type[BaseException] | None]]:
        """Say of each record how many attempts it counts, and its error."""
        return [(record.attempts, type(record.error) if record.error else None) for record in self.told]


def begun(asked: Asked) -> Call:
    """Begin a call, and receive its first chunk."""
    call = asked.begin()
    call.begin_attempt()
    call.receive(BEGUN)
    return call


class TestFallingBack:
    """The next backend is asked where this one's provider failed, and told of apart."""

    def test_a_provider_that_fails_hands_on(self) -> None:
        """Its failure is told; the next call is another one, at another transport."""
        asked = Asked()
        first = asked.begin()
        first.begin_attempt()
        before = asked.transport()
        asked.failed(OverloadedError("too much"))
        second = asked.begin()

        assert ("a", "b") == (before, asked.transport())
        assert first is not second is asked.call
        assert [(1, OverloadedError)] == asked.outcomes()

    def test_the_last_failure_is_raised(self) -> None:
        """As itself, without a cause."""
        asked, failure = Asked(Target("a")), OverloadedError("too much")
        asked.begin().begin_attempt()

        with pytest.raises(OverloadedError) as raised:
            asked.failed(failure)

        assert ([failure], 1) == (chain(raised.value), failure.attempts)

    def test_a_refused_request_is_not_handed_on(self) -> None:
        """The next one would refuse it as well."""
        asked = Asked()
        asked.begin().begin_attempt()

        with pytest.raises(BadRequestError):
            asked.failed(BadRequestError("no"))
        assert [(1, BadRequestError)] == asked.outcomes()

    def test_who_answered_instead_is_logged(self) -> None:
        """One line says who, and why the ones before it didn't, without what a server said; for a stream when its first chunk is here."""
        whole, streamed, alone = Asked(), Asked(), Asked()
        for asked in (whole, streamed):
            asked.begin().begin_attempt()
            asked.failed(OverloadedError("your prompt was: hi", provider="x", status=529, request_id="req_1"))
            assert [] == asked.logged
        whole.begin()
        whole.finished()
        begun(streamed)
        with streamed.reading(lambda: True):
            pass
        alone.begin()
        alone.finished()

        failed = "OverloadedError(provider='anthropic', status=529, request_id='req_1', attempts=1)"
        line = f"anthropic:claude-x answered, because this failed before it: {failed}"
        assert ([line], [line], []) == (whole.logged, streamed.logged, alone.logged)

    def test_one_that_cannot_be_told_has_the_failure_as_its_cause(self) -> None:
        """So that neither hides the other."""
        asked, failure = Asked(Target("a"), Target("b", LossError([]))), OverloadedError("too much")
        asked.begin()
        asked.failed(failure)

        with pytest.raises(LossError) as raised:
            asked.begin()
        assert raised.value.__cause__ is failure

    @pytest.mark.parametrize(("error", "told"), [(KeyboardInterrupt(), None), (LossError([]), LossError)])
    def test_whatever_else_ends_a_call_is_told_and_raised(self, error: BaseException, told: type[BaseException] | None) -> None:
        """A cancelled call is a finished call, and has no error of ours."""
        asked = Asked()
        asked.begin()

        with pytest.raises(type(error)) as raised:
            asked.failed(error)
        assert raised.value is error
        assert [(0, told)] == asked.outcomes()


class TestReading:
    """Behind the first chunk: a failure gets its final form, and observers hear of each end once."""

    def test_a_stream_that_ends_is_told_with_its_answer(self) -> None:
        """Its usage and its finish reason."""
        asked = Asked()
        call = asked.begin()
        call.begin_attempt()
        with asked.reading(lambda: True):
            call.receive(STREAM)

        assert ["tool_calls"] == [record.finish_reason for record in asked.told]
        assert [(1, None)] == asked.outcomes()

    def test_a_failure_keeps_what_had_arrived(self) -> None:
        """The provider's error is the cause of what is raised."""
        asked, failure = Asked(), APIConnectionError("gone")
        call = begun(asked)

        with pytest.raises(StreamInterruptedError) as raised, asked.reading(lambda: True):
            raise failure
        assert call.partial().message == raised.value.partial.message
        assert raised.value.__cause__ is failure
        assert [(1, StreamInterruptedError)] == asked.outcomes()

    def test_leaving_it_is_no_failure(self) -> None:
        """A generator that is closed says so by `GeneratorExit`."""
        asked = Asked()
        begun(asked)

        with pytest.raises(GeneratorExit), asked.reading(lambda: True):
            raise GeneratorExit
        assert [(1, None)] == asked.outcomes()

    def test_what_fails_when_nobody_waits_is_no_failure(self) -> None:
        """The connection was closed under the reader."""
        asked = Asked()
        begun(asked)
        asked.give_up()
        with asked.reading(lambda: True):
            raise APIConnectionError("closed")

        assert [(1, None)] == asked.outcomes()

    def test_where_nobody_is_to_hear(self) -> None:
        """Such as of a copy in a forked process, of which the parent tells."""
        asked = Asked()
        begun(asked)
        with asked.reading(lambda: False):
            pass

        assert [] == asked.told


class TestGivingUp:
    """Nobody waits any more: nothing is sent."""

    def test_before_the_first_call(self) -> None:
        """The call that begins later sends nothing, and no other backend is asked."""
        asked = Asked()
        asked.give_up()
        call = asked.begin()

        with pytest.raises(APIConnectionError) as raised:
            call.begin_attempt()
        with pytest.raises(ProviderError):
            asked.failed(raised.value)
        assert [(0, None)] == asked.outcomes()

    def test_while_a_call_waits(self) -> None:
        """It isn't tried again."""
        asked = Asked()
        call = asked.begin()
        call.begin_attempt()
        asked.give_up()

        assert call.retry_wait(OverloadedError("too much")) is False


def test_a_whole_answer_is_told_once() -> None:
    """A count of tokens is no response."""
    asked = Asked()
    asked.begin().begin_attempt()
    asked.finished()

    assert [(1, None)] == asked.outcomes()
