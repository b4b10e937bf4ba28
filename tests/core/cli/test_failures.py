"""An error on one screen, and the exit code."""

from __future__ import annotations

import pytest

from interlingua import errors
from interlingua.cli.failures import MEANINGS, error_screen, exit_code
from interlingua.types import AssistantMessage, Loss, Response

PARTIAL = Response(message=AssistantMessage("half"))


def test_what_where_and_the_fix() -> None:
    """A config error shows its text, the marker, and the hint on a line of its own."""
    error = errors.ConfigError("no option 'x'", text="a:b?x=1", span=(4, 5), hint="did you mean y?")
    expected = "error: no option 'x'\n    a:b?x=1\n        ^\nhint: did you mean y?"

    assert error_screen(error) == expected


@pytest.mark.parametrize(
    ("hint", "error"),
    [
        ("--on-loss record", errors.LossError([Loss(path="$", reason="r")])),
        ("is printed", errors.StreamInterruptedError(Response(message=AssistantMessage("half")))),
        ("wait a little", errors.RateLimitError("slow down")),
        ("--dry-run", errors.BadRequestError("bad")),
        ("check the network", errors.APIConnectionError("refused")),
        ("-o timeout=", errors.APITimeoutError("slow", phase="read")),
        ("printed; the error says why", errors.InvalidOutputError("not JSON", "it is no JSON")),
        (
            "raise -o max_tokens=",
            errors.InvalidOutputError("{", "cut", response=Response(message=AssistantMessage("{"), finish_reason="length")),
        ),
        ("in other words", errors.InvalidOutputError("", "no", response=Response(message=AssistantMessage(""), finish_reason="refusal"))),
        ("/clear", errors.PairingError(1, "call_1", "no result")),
        ("--estimate", errors.ConfigError("no endpoint", lacks="count_tokens", hint="estimate_tokens()")),
        ("set A_KEY in the environment instead", errors.ConfigError("a key", key_variables=("A_KEY",), hint="or api_key=")),
        ("`interlingua providers` names", errors.ConfigError("a key", key_variables=(), hint="or api_key=")),
        ("check the key; `interlingua providers`", errors.AuthenticationError("wrong", status=401)),
        ("look for a space", errors.AuthenticationError("no key has it", hint="look for a space")),
        ("interlingua providers", errors.NotFoundError("none")),
    ],
)
def test_hints_speak_of_the_command_line(hint: str, error: Exception) -> None:
    """The hint says what can be done here."""
    last = error_screen(error).splitlines()[-1]

    assert last.startswith("hint: ")
    assert hint in last


def test_a_missing_key_and_a_wrong_one() -> None:
    """The variables that it comes from are named, and no keyword."""
    error = errors.AuthenticationError("there is no API key", provider="openai", hint="set A or B, or pass api_key=")
    error.key_variables = ("A", "B")

    assert error_screen(error) == "error: openai: there is no API key\nhint: set A or B in the environment"
    error.status = 401
    assert error_screen(error).splitlines()[-1] == "hint: check the key in A or B"


def test_at_most_a_screen() -> None:
    """Many and long lines are cut, visibly."""
    screen = error_screen(errors.ConfigError("\n".join(["x" * 5_000] * 50)))

    assert len(screen.splitlines()) == 16
    assert max(map(len, screen.splitlines())) <= 1_010


def test_system_errors_name_the_file() -> None:
    """An error of the system is its own sentence."""
    assert error_screen(FileNotFoundError(2, "No such file or directory", "a")) == "error: No such file or directory: 'a'"


def test_faults_of_ours_point_to_debug() -> None:
    """Any other exception says its kind, and how to see more."""
    assert error_screen(ValueError("odd\nthing")) == (
        "error: ValueError: odd thing\nhint: this is a fault in interlingua or a plugin; --debug shows where"
    )
    assert error_screen(ValueError()) == "error: ValueError"


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
def test_codes(code: int, error: BaseException) -> None:
    """Each class has its code, and a subclass that of its nearest base in the table."""
    given = exit_code(error)

    assert given == code


def test_every_code_has_a_meaning() -> None:
    """The help explains each code that the table gives."""
    assert set(MEANINGS) == {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 130}
