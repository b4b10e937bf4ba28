"""Which error ends the program with which code: one table, walked from the most specific class. Pure."""

from __future__ import annotations

from typing import Final

from interlingua.errors import (
    APIConnectionError,
    AuthenticationError,
    ConfigError,
    InvalidOutputError,
    InvalidToolArgumentsError,
    PermissionDeniedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    StreamInterruptedError,
)

OTHER: Final = 1
USAGE: Final = 2
CONFIG: Final = 3
SET_ASIDE: Final = 10
INTERRUPTED: Final = 130

# The first class that fits decides, so a subclass stands before its base.
_CODES: Final[tuple[tuple[type[BaseException], int], ...]] = (
    (KeyboardInterrupt, INTERRUPTED),
    (ConfigError, CONFIG),
    (AuthenticationError, 4),
    (PermissionDeniedError, 4),
    (InvalidOutputError, 5),
    (InvalidToolArgumentsError, 5),
    (RateLimitError, 6),
    (QuotaExceededError, 6),
    (APIConnectionError, 8),
    (StreamInterruptedError, 9),
    (ProviderError, 7),
)

MEANINGS: Final = {
    0: "good",
    OTHER: "any other error",
    USAGE: "wrong use of the command line",
    CONFIG: "configuration",
    4: "authentication",
    5: "output that doesn't fit",
    6: "rate limit or quota",
    7: "provider",
    8: "network or time-out",
    9: "broken stream (what had arrived is printed)",
    SET_ASIDE: "convert: lines were set aside",
    INTERRUPTED: "Ctrl-C",
}
"""Exit code → what it says, for the help."""


def exit_code(error: BaseException) -> int:
    """Tell the code that an error ends the program with."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), OTHER)
