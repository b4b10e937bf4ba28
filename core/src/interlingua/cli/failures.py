"""How a command fails: an error on one screen (what, where, and a `hint:` line with the fix), and the exit code. Pure."""

from __future__ import annotations

from typing import Final

from interlingua.errors import (
    APIConnectionError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigError,
    ContentFilterError,
    ContextWindowExceededError,
    InterlinguaError,
    InternalServerError,
    InvalidOutputError,
    InvalidToolArgumentsError,
    LimitExceededError,
    LossError,
    NotFoundError,
    OverloadedError,
    PairingError,
    PermissionDeniedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
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

_MAX_LINES: Final = 15
_MAX_LINE_CHARS: Final = 1_000

# What the command line can do about an error: instead of the library's own hint, which speaks of keywords and attributes.
_OWN_HINTS: Final[tuple[tuple[type[InterlinguaError], str], ...]] = (
    (LossError, "pass --on-loss record to let it pass; what was lost is then listed"),
    (StreamInterruptedError, "what had arrived is printed; ask again for a whole answer"),
    (InvalidOutputError, "the whole answer is printed; the error says why it ended"),
    (PairingError, "begin anew with /clear, or load another conversation with /load"),
    (APITimeoutError, "raise -o timeout=…, in seconds"),
)
_LACKS: Final = {"count_tokens": "--estimate gives a guess, offline"}
# Where an error brings no hint; the first class that fits decides.
_HINTS: Final[tuple[tuple[type[InterlinguaError], str], ...]] = (
    (RateLimitError, "wait a little and ask again, or choose another model with -m"),
    (QuotaExceededError, "raise the limit in your account at the provider, or choose another model with -m"),
    (OverloadedError, "ask again later, or choose another model with -m"),
    (InternalServerError, "ask again later, or choose another model with -m"),
    (NotFoundError, "check the model's name; `interlingua providers` lists some, and the provider's pages list all"),
    (PermissionDeniedError, "check what the key may do in your account at the provider"),
    (AuthenticationError, "check the key; `interlingua providers` says where it comes from"),
    (ContextWindowExceededError, "send less, or choose a model with a larger context window"),
    (RequestTooLargeError, "send less"),
    (BadRequestError, "--dry-run shows exactly what was sent"),
    (ContentFilterError, "say it in other words"),
    (APIConnectionError, "check the network, and the address in base_url"),
    (LimitExceededError, "send less"),
)


def exit_code(error: BaseException) -> int:
    """Tell the code that an error ends the program with."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), OTHER)


def error_screen(error: BaseException) -> str:
    """Compose what is printed for an error; at most a screen of it."""
    if isinstance(error, OSError) and error.strerror:
        return f"error: {error.strerror}" + (f": {str(error.filename)!r}" if error.filename else "")
    if not isinstance(error, InterlinguaError):
        what = " ".join(str(error).split())[:_MAX_LINE_CHARS]
        name = type(error).__name__
        return f"error: {name}: {what}\nhint: this is a fault in interlingua or a plugin; --debug shows where" if what else f"error: {name}"
    lines = [line if len(line) <= _MAX_LINE_CHARS else line[: _MAX_LINE_CHARS - 1] + "…" for line in error.sentence.splitlines()]
    if len(lines) > _MAX_LINES:
        lines = [*lines[:_MAX_LINES], "…"]
    hint = _hint(error)
    return "\n".join([f"error: {lines[0] if lines else type(error).__name__}", *lines[1:], *([f"hint: {hint}"] if hint else [])])


def _hint(error: InterlinguaError) -> str | None:
    match error:
        case AuthenticationError(key_variables=names, status=status) if names:
            return f"set {' or '.join(names)} in the environment" if status is None else f"check the key in {' or '.join(names)}"
        case ConfigError(key_variables=tuple(names)):
            return f"set {' or '.join(names) or 'the variable that `interlingua providers` names'} in the environment instead"
        case ConfigError(lacks=str(what)) if what in _LACKS:
            return _LACKS[what]
        case InvalidOutputError(finish_reason="length"):
            return "the whole answer is printed; it was cut off: raise -o max_tokens=…"
        case InvalidOutputError(finish_reason="refusal" | "content_filter"):
            return "the model's answer is printed; ask in other words"
        case _:
            return _of_class(error, _OWN_HINTS) or error.hint or _of_class(error, _HINTS)


def _of_class(error: InterlinguaError, table: tuple[tuple[type[InterlinguaError], str], ...]) -> str | None:
    return next((hint for kind, hint in table if isinstance(error, kind)), None)
