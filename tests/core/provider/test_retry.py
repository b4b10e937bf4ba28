"""`interlingua.provider.retry`: two pure questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.errors import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    InternalServerError,
    OverloadedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    StreamInterruptedError,
)
from interlingua.provider.retry import RetryPolicy
from interlingua.types import AssistantMessage, Response

POLICY = RetryPolicy()


class TestTransient:
    """Whether a later attempt may succeed."""

    @pytest.mark.parametrize(
        ("error", "transient"),
        [
            (RateLimitError("", status=429), True),
            (RateLimitError(""), True),
            (OverloadedError("", status=529), True),
            (InternalServerError("", status=500), True),
            (InternalServerError("", status=503), True),
            (InternalServerError(""), True),
            (APIConnectionError(""), True),
            (APITimeoutError("", phase="read"), True),
            (APIConnectionError("", status=408), True),
            (StreamInterruptedError(Response(message=AssistantMessage([]))), True),
            (InternalServerError("", status=501), False),
            (InternalServerError("", status=505), False),
            (InternalServerError("", status=520), True),
            (InternalServerError("", status=599), True),
            (QuotaExceededError("", status=429), False),
            (BadRequestError("", status=400), False),
            (BadRequestError("", status=409), False),
            (AuthenticationError("", status=401), False),
            (ProviderError("no one knows"), False),
        ],
        ids=lambda value: f"{type(value).__name__}-{value.status}" if isinstance(value, ProviderError) else "",
    )
    def test_by_type_and_status(self, error: ProviderError, transient: bool) -> None:  # noqa: FBT001 - a table's column
        """Types decide, and a status that no later attempt mends forbids."""
        assert POLICY.is_transient(error) is transient

    def test_what_broke_an_answer_off(self) -> None:
        """It decides, where it is known."""
        partial = Response(message=AssistantMessage([]))

        assert POLICY.is_transient(StreamInterruptedError(partial, RateLimitError("slow")))
        assert not POLICY.is_transient(StreamInterruptedError(partial, BadRequestError("no")))

    @pytest.mark.parametrize("word", [True, False])
    def test_the_providers_own_word(self, word: bool) -> None:  # noqa: FBT001 - its values are the point
        """`x-should-retry` can forbid what the table allows, and allows nothing that the table doesn't."""
        assert POLICY.is_transient(RateLimitError("", status=429, should_retry=word)) is word
        assert POLICY.is_transient(BadRequestError("", status=400, should_retry=word)) is False


class TestWait:
    """How long to wait."""

    @pytest.mark.parametrize(("attempt", "seconds"), [(1, 1.0), (2, 3.0), (3, 9.0), (4, 9.0)])
    def test_backoff(self, attempt: int, seconds: float) -> None:
        """1, 3 and 9 seconds, and never more, plus up to a second of chance."""
        error = InternalServerError("")

        assert POLICY.wait_before(attempt, error, 0.0) == seconds
        assert POLICY.wait_before(attempt, error, 1.0) == seconds + 1.0

    def test_no_minimum_where_none_is_asked_for(self) -> None:
        """A policy may wait for less than a second, and one with a low ceiling still waits its own time."""
        assert RetryPolicy(wait_initial=0.25).wait_before(1, InternalServerError(""), 0.0) == 0.25
        assert RetryPolicy(retry_after_ceiling=0.5).decide(OverloadedError(""), attempt=1, remaining=100, chance=0.0) == 1.0

    @given(after=st.floats(0, 120), chance=st.floats(0, 1), attempt=st.integers(1, 10))
    def test_retry_after_is_a_minimum(self, after: float, chance: float, attempt: int) -> None:
        """What the provider asks for is waited for at least, not instead."""
        wait = POLICY.wait_before(attempt, RateLimitError("", retry_after=after), chance)

        assert wait >= after
        assert wait >= POLICY.wait_before(attempt, RateLimitError(""), 0.0)


class TestDecide:
    """Whether to try again, and after how long."""

    def test_again(self) -> None:
        """A transient failure is tried again after its wait."""
        assert POLICY.decide(OverloadedError(""), attempt=1, remaining=100, chance=0.5) == 1.5

    @pytest.mark.parametrize(
        ("error", "attempt", "remaining"),
        [
            (KeyboardInterrupt(), 1, 100),
            (ValueError(), 1, 100),
            (AuthenticationError(""), 1, 100),
            (OverloadedError(""), 4, 100),
            (OverloadedError(""), 1, 1),
            (RateLimitError("", retry_after=121), 1, 1000),
        ],
        ids=["not ours", "not an error of a provider", "not transient", "the last attempt", "no time left", "too long a wait"],
    )
    def test_give_up(self, error: BaseException, attempt: int, remaining: float) -> None:
        """Anything else is given up."""
        assert POLICY.decide(error, attempt=attempt, remaining=remaining, chance=0.0) is None

    def test_ceiling(self) -> None:
        """A wait up to the ceiling is obeyed."""
        assert POLICY.decide(RateLimitError("", retry_after=120), attempt=1, remaining=1000, chance=0.0) == 120
