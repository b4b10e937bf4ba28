"""When to try again: numbers, and two pure questions ("is it transient?", "how long?") for stamina's hook.

stamina hands its hook any BaseException and does not cap a wait that the hook gives: both are dealt with here.
"""

from __future__ import annotations

from dataclasses import dataclass

from interlingua.errors import (
    APIConnectionError,
    InternalServerError,
    OverloadedError,
    ProviderError,
    RateLimitError,
    StreamInterruptedError,
)

TRANSIENT_STATUSES = frozenset({408, 409, 429, *range(500, 600)} - {501, 505})
"""Statuses that a later attempt may mend, a proxy's own (Cloudflare's 520 to 526) included.

They are those that both official SDKs retry, but for two by which a server says that it can't do what was asked at all (RFC 9110).
"""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often to try, how long to wait: 1, 3, 9 seconds plus jitter by default.

    Attributes:
        attempts: The most attempts, the first included.
        wait_initial: The first wait, in seconds.
        wait_exp_base: What each next wait is multiplied by.
        wait_max: The longest wait without its jitter, in seconds.
        wait_jitter: The most seconds of chance added to each wait.
        retry_after_ceiling: A `Retry-After` above this many seconds is not waited for: the error is raised at once.
    """

    attempts: int = 4
    wait_initial: float = 1.0
    wait_exp_base: float = 3.0
    wait_max: float = 9.0
    wait_jitter: float = 1.0
    retry_after_ceiling: float = 120.0

    def is_transient(self, error: ProviderError) -> bool:
        """Tell whether a later attempt may succeed; the provider's own word (`x-should-retry`) can only forbid it."""
        if isinstance(error, StreamInterruptedError) and error.error is not None:
            return self.is_transient(error.error)  # what broke the answer off will do so again, where it isn't
        if error.should_retry is False:
            return False
        if error.status is not None and not isinstance(error, RateLimitError | OverloadedError):
            return error.status in TRANSIENT_STATUSES and isinstance(error, InternalServerError | APIConnectionError)
        return isinstance(error, RateLimitError | OverloadedError | InternalServerError | APIConnectionError | StreamInterruptedError)

    def wait_before(self, attempt: int, error: ProviderError, chance: float) -> float:
        """Tell how many seconds to wait after a failed attempt.

        Args:
            attempt: Which attempt failed, from 1.
            error: How it failed; its `retry_after` is a minimum.
            chance: A number from 0 to 1 that places the jitter.
        """
        backoff = min(self.wait_max, self.wait_initial * self.wait_exp_base ** (attempt - 1))
        return max(backoff, error.retry_after or 0.0) + self.wait_jitter * chance

    def decide(self, error: BaseException, *, attempt: int, remaining: float, chance: float) -> float | None:
        """Tell how many seconds to wait before the next attempt, or None to give up.

        Args:
            error: What the attempt raised; anything but a `ProviderError` is never retried.
            attempt: Which attempt failed, from 1.
            remaining: Seconds until the call's deadline.
            chance: A number from 0 to 1 that places the jitter.
        """
        if not isinstance(error, ProviderError) or attempt >= self.attempts or not self.is_transient(error):
            return None
        if (error.retry_after or 0.0) > self.retry_after_ceiling:
            return None
        wait = self.wait_before(attempt, error, chance)
        return wait if wait < remaining else None
