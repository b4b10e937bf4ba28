"""Which error ends the program with which code."""

from __future__ import annotations

import pytest

from interlingua import errors
from interlingua.cli.exit_codes import MEANINGS, exit_code
from interlingua.types import AssistantMessage, Response

PARTIAL = Response(message=AssistantMessage("half"))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (1, ValueError("x")),
        (1, errors.ConversionError("$", "x")),
        (1, errors.LimitExceededError("attachment", 1)),
        (1, errors.LossError(())),
        (3, errors.ConfigError("x")),
        (4, errors.AuthenticationError("x")),
        (4, errors.PermissionDeniedError("x")),
        (5, errors.InvalidOutputError("x", "y")),
        (5, errors.InvalidToolArgumentsError("f", "{", "y")),
        (6, errors.RateLimitError("x")),
        (6, errors.QuotaExceededError("x")),
        (7, errors.ProviderError("x")),
        (7, errors.NotFoundError("x")),
        (7, errors.ContextWindowExceededError("x")),
        (7, errors.OverloadedError("x")),
        (7, errors.ContentFilterError("x")),
        (8, errors.APIConnectionError("x")),
        (8, errors.APITimeoutError("x", phase="read")),
        (9, errors.StreamInterruptedError(PARTIAL)),
        (9, errors.StreamInterruptedError(PARTIAL, errors.RateLimitError("x"))),
        (130, KeyboardInterrupt()),
    ],
)
def test_table(code: int, error: BaseException) -> None:
    """Each class has its code, and a subclass that of its nearest base in the table."""
    given = exit_code(error)

    assert given == code


def test_every_code_has_a_meaning() -> None:
    """The help explains each code that the table gives."""
    assert set(MEANINGS) == {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130}
