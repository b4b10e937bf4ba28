"""`interlingua.provider.answers`: what a failed answer says, whatever the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.provider import error_in, known_word, plain_message, redirected, retry_after

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Tue, 24 Nov 2026 10:00:30 GMT", "date": "Tue, 24 Nov 2026 10:00:00 GMT"}, 30.0),
        ({"retry-after": "Tue, 24 Nov 2026 09:00:00 GMT", "date": "Tue, 24 Nov 2026 10:00:00 GMT"}, 0.0),
        ({"retry-after": "Tue, 24 Nov 2026 10:00:30 GMT"}, None),
        ({"retry-after": "Tue, 24 Nov 2026 10:00:30", "date": "Tue, 24 Nov 2026 10:00:00 GMT"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], expected: float | None) -> None:
    """A wait is milliseconds, seconds, or a date counted from the answer's own."""
    assert retry_after(headers) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b" \n", "an empty answer with status 502"),
        (b"<html>Sign in</html>", "a web page instead of the API's JSON; something between may have answered"),
        (b" no route \xff", "no route \ufffd"),
    ],
)
def test_plain_message(body: bytes, expected: str) -> None:
    """A bare sentence is the message; a page and nothing are named for what they are."""
    assert plain_message(body, 502) == expected


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("https://user:secret@other.example:8443/v1/messages?x=1", "to other.example:8443,"),
        ("//other.example/v1", "to other.example,"),
        ("/v1/messages", "to another path,"),
        ("", "to another path,"),
    ],
)
def test_redirected(location: str, where: str) -> None:
    """An answer that points elsewhere is named with the host alone, and with the option that goes there."""
    error = redirected(307, {"location": location}, "p")

    assert error is not None
    assert where in str(error)
    assert "secret" not in str(error)
    assert "base_url" in str(error.hint)
    assert (error.status, error.provider) == (307, "p")
    assert redirected(404, {"location": location}, "p") is None


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ({"error": {"message": "m"}}, {"message": "m"}),
        ({"error": "m", "code": 1}, {"message": "m", "error": "m", "code": 1}),
        ([{"error": {"message": "m"}}], {"message": "m"}),
        ({"object": "error", "message": "m"}, {"object": "error", "message": "m"}),
        ({"detail": "m"}, {"message": "m"}),
        ({"detail": [{"loc": ["body", "x"], "msg": "field required"}]}, {"message": "field required (body.x)"}),
        ({"detail": {"error": {"message": "m"}}}, {"message": "m"}),
        ({"errors": [{"code": 1, "message": "m"}]}, {"code": 1, "message": "m"}),
        ({"detail": [5]}, {"message": "[5]"}),
        ({"output": [], "detail": "m"}, None),
        ({"error": None}, None),
        ([], None),
        ("m", None),
    ],
)
def test_error_in(value: JsonValue, error: JsonObject | None) -> None:
    """An error is found wherever frameworks and hosts put it; a field of theirs in an answer is none."""
    assert error_in(value, "output") == error


@pytest.mark.parametrize(
    "word",
    ["too_many_requests", "TooManyRequests", "Too many requests.", "TOO-MANY-REQUESTS", "TooManyRequestsError", "TooManyRequestsException"],
)
def test_known_word(word: str) -> None:
    """A word is known however it is spelled; of several, the first that is."""
    assert known_word({"too_many_requests": 1, "slow_error": 2}, None, "", "other", word, "slow_error") == 1
    assert known_word({"slow_error": 2}, word, "SlowError") == 2
    assert known_word({}, word) is None
