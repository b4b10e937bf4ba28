"""Twin of errors.py: what the wire said, typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.errors import (
    APIConnectionError,
    AuthenticationError,
    BadRequestError,
    ContentFilterError,
    ContextWindowExceededError,
    InternalServerError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
)
from interlingua.provider import RetryPolicy
from interlingua.testing.strategies import json_values
from interlingua.types.json import dumps
from interlingua_openai.errors import error_from_event, error_from_status, error_in, names_error

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


def failed(status: int, headers: dict[str, str] | None = None, **error: JsonValue) -> ProviderError:
    """An answer whose error object has these fields."""
    return error_from_status(status, headers or {}, dumps({"error": {"message": "m", **error}}))


@pytest.mark.parametrize(
    ("status", "expected", "transient"),
    [
        (400, BadRequestError, False),
        (401, AuthenticationError, False),
        (402, QuotaExceededError, False),
        (403, PermissionDeniedError, False),
        (404, NotFoundError, False),
        (408, APIConnectionError, True),
        (409, InternalServerError, True),
        (413, RequestTooLargeError, False),
        (418, BadRequestError, False),
        (422, BadRequestError, False),
        (429, RateLimitError, True),
        (500, InternalServerError, True),
        (502, InternalServerError, True),
        (498, OverloadedError, True),
        (503, OverloadedError, True),
        (504, InternalServerError, True),
        (529, OverloadedError, True),
    ],
)
def test_statuses(status: int, expected: type[ProviderError], transient: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Each has its type, and what a later attempt may mend is transient."""
    error = failed(status)

    assert type(error) is expected
    assert error.status == status
    assert error.provider == "openai"
    assert RetryPolicy().is_transient(error) is transient


@pytest.mark.parametrize(
    ("status", "fields", "expected"),
    [
        (429, {"code": "insufficient_quota", "type": "insufficient_quota"}, QuotaExceededError),
        (400, {"code": "context_length_exceeded", "type": "invalid_request_error"}, ContextWindowExceededError),
        (400, {"code": 400, "type": "exceed_context_size_error", "n_ctx": 4096}, ContextWindowExceededError),
        (400, {"message": "This model's maximum context length is 4096 tokens."}, ContextWindowExceededError),
        (400, {"code": "content_filter"}, ContentFilterError),
        (400, {"code": "content_policy_violation"}, ContentFilterError),
        (404, {"code": "model_not_found"}, NotFoundError),
        (401, {"code": "invalid_api_key"}, AuthenticationError),
        (429, {"code": "rate_limit_exceeded", "type": "tokens"}, RateLimitError),
        (429, {"code": "rate_limit_exceeded", "type": "tokens", "message": "Request too large for gpt-4o"}, RequestTooLargeError),
        (503, {"code": "slow_down"}, OverloadedError),
        (429, {"type": "exceeded_current_quota_error"}, QuotaExceededError),
        (400, {"code": "bio_policy"}, ContentFilterError),
        (500, {"code": 500, "type": "server_error"}, InternalServerError),
        (503, {"code": 503, "type": "unavailable_error"}, OverloadedError),
    ],
)
def test_the_words_are_finer_than_the_status(status: int, fields: JsonObject, expected: type[ProviderError]) -> None:
    """The same failure has the same type as a status and inside a stream."""
    error: JsonObject = {"message": "m", **fields}

    assert type(error_from_status(status, {}, dumps({"error": error}))) is expected
    assert type(error_from_event({"code": status, **error})) is expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({"type": "invalid_request_error"}, BadRequestError),
        ({"type": "authentication_error"}, AuthenticationError),
        ({"type": "tokens"}, RateLimitError),
        ({"code": "invalid_image_url"}, BadRequestError),
        ({"code": "vector_store_timeout"}, InternalServerError),
        ({"code": "server_error", "message": "maximum context length"}, InternalServerError),
        ({"type": "server_error"}, InternalServerError),
        ({"code": "429"}, RateLimitError),
        ({"type": "too_many_requests", "code": "rate_limit_exceeded"}, RateLimitError),
        ({"type": "too_many_requests"}, RateLimitError),
        ({"code": "TooManyRequests", "message": "x"}, RateLimitError),
        ({"message": "Too Many Requests"}, RateLimitError),
        ("too_many_requests", RateLimitError),
        ({"code": "service_unavailable"}, OverloadedError),
        ({"type": "Unauthorized"}, AuthenticationError),
        ({"type": "something_else", "message": "not found"}, InternalServerError),
        ({"code": "3280", "raw_status_code": 400}, BadRequestError),
        ({"status_code": 503}, OverloadedError),
        ({"status": 404}, NotFoundError),
        ({"code": "9" * 6_000}, InternalServerError),
        ({"code": 200}, InternalServerError),
        ({}, InternalServerError),
        ("broke", InternalServerError),
        (None, InternalServerError),
    ],
)
def test_an_event_has_only_its_words(error: JsonValue, expected: type[ProviderError]) -> None:
    """A number may stand for the status; without any word it is the server's fault."""
    typed = error_from_event(error)

    assert type(typed) is expected
    assert typed.status is None


@pytest.mark.parametrize(
    ("status", "message", "expected"),
    [
        (400, "This model's maximum context length is 8192 tokens. However, you requested 9000.", ContextWindowExceededError),
        (429, "Request too large for gpt-4o in organization org-1", RequestTooLargeError),
    ],
)
def test_a_message_alone_has_the_type_that_it_has_beside_a_status(status: int, message: str, expected: type[ProviderError]) -> None:
    """An event often says nothing but the sentence; a word that the table doesn't know adds nothing to it."""
    assert type(error_from_status(status, {}, dumps({"error": {"message": message}}))) is expected
    assert type(error_from_event({"message": message})) is expected
    assert type(error_from_event({"message": message, "type": "new", "code": None})) is expected
    assert type(error_from_event(message)) is expected
    assert type(error_from_event({"message": message, "type": "server_error"})) is InternalServerError


@pytest.mark.parametrize(
    ("status", "fields", "expected"),
    [
        (400, {"code": "invalid_value", "message": "the maximum context length is no number"}, BadRequestError),
        (429, {"code": "rate_limit_exceeded", "message": "You asked: is a request too large?"}, RateLimitError),
        (429, {"code": "tokens_per_minute", "message": "Request too large"}, RateLimitError),
        (429, {"code": "rate_limit_exceeded", "message": "insufficient_quota"}, RateLimitError),
        (500, {"message": "Request too large; maximum context length"}, InternalServerError),
    ],
)
def test_prose_decides_nothing_where_there_is_a_code(status: int, fields: JsonObject, expected: type[ProviderError]) -> None:
    """A message may hold the caller's own words; nor does it make another status what it isn't."""
    assert type(error_from_status(status, {}, dumps({"error": fields}))) is expected


def test_a_status_in_the_place_of_the_code_says_nothing_new() -> None:
    """LiteLLM's proxy has it there as text: the message still decides."""
    message = "This model's maximum context length is 4096 tokens."

    assert type(failed(400, code="400", message=message)) is ContextWindowExceededError
    assert type(error_from_event({"code": "400", "message": message})) is ContextWindowExceededError
    assert type(failed(400, code="invalid_value", message=message)) is BadRequestError


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ({"error": {"code": 1}, "choices": [{}]}, {"code": 1}),
        ({"error": "broke", "code": "c"}, {"error": "broke", "code": "c", "message": "broke"}),
        ([{"error": {"code": 1}}], {"code": 1}),
        ({"object": "error", "message": "m"}, {"object": "error", "message": "m"}),
        ({"type": "error", "message": "m"}, {"type": "error", "message": "m"}),
        ({"detail": "m"}, {"message": "m"}),
        ({"detail": "m", "choices": []}, None),
        ({"detail": None, "errors": []}, None),
        ({"error": None, "choices": []}, None),
        ([], None),
        ("error", None),
    ],
)
def test_where_an_error_stands(value: JsonValue, error: JsonValue) -> None:
    """Beside choices only the field of that name is one."""
    assert error_in(value) == error


def test_too_large_is_too_large() -> None:
    """Groq says it with the words of a rate limit, but waiting doesn't mend it."""
    assert type(failed(413, code="rate_limit_exceeded", type="tokens")) is RequestTooLargeError


def test_facts_are_kept() -> None:
    """The wire's words, the request's id, and what it says on retrying."""
    headers = {"x-request-id": "req_1", "x-should-retry": "false", "retry-after": "7"}

    error = failed(429, headers, type="tokens", code="rate_limit_exceeded")

    assert (error.message, error.type, error.code, error.request_id) == ("m", "tokens", "rate_limit_exceeded", "req_1")
    assert (error.retry_after, error.should_retry) == (7.0, False)
    assert failed(429, {"x-should-retry": "true"}).should_retry is True
    assert failed(429, {"x-should-retry": "maybe"}).should_retry is None
    assert failed(400, code=400).code is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"retry-after-ms": "x", "retry-after": "9"}, 9.0),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:10 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 10.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:27:00 GMT", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, 0.0),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:10 GMT"}, None),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:10 -0000", "date": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, thousandths, or a date that is measured from the answer's own."""
    assert failed(429, headers).retry_after == seconds


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"upstream connect error", "upstream connect error"),
        (b"<html><body>502</body></html>", "a web page instead of the API's JSON; something between may have answered"),
        (b"", "an empty answer with status 502"),
        (b'{"error":"broke"}', "broke"),
        (b'{"message":"broke"}', "broke"),
        (b'{"error":{}}', '{"error":{}}'),
        (b'[{"error":{"code":502,"message":"broke","status":"UNAVAILABLE"}}]', "broke"),
        (b'{"code":"a code","error":"broke"}', "broke"),
        (b"[1]", "[1]"),
        (b"[]", "[]"),
        (b'{"detail":"Model not found"}', "Model not found"),
        (b'{"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required"}]}', "Field required (body.messages)"),
        (b'{"detail":{"error":{"message":"broke"}}}', "broke"),
        (b'{"detail":[1]}', "[1]"),
        (b'{"object":"error","message":{"detail":[{"loc":["body"],"msg":"no"}]},"type":"invalid_request_error"}', "no (body)"),
        (b'{"success":false,"result":{},"errors":[{"message":"AiError: broke","code":3030}]}', "AiError: broke"),
        (b'{"errors":["broke"]}', "broke"),
        (b': hi\n\nevent: error\ndata: {"error":{"message":"broke"}}\n\n', "broke"),
        (b'error: {"message":"broke"}', "broke"),
        (b"data: [DONE]\n\n", "data: [DONE]"),
        (b"\xff", "\ufffd"),
    ],
)
def test_a_body_may_be_anything(body: bytes, message: str) -> None:
    """Servers and proxies answer in plain text, HTML, or nothing."""
    error = error_from_status(502, {}, body)

    assert type(error) is InternalServerError
    assert error.message == message


def test_a_body_that_is_larger_than_any_event() -> None:
    """Is plain text."""
    assert error_from_status(502, {}, b"data: {" + b"x" * (17 << 20)).message.startswith("data: {xx")


def test_hints_say_what_to_do() -> None:
    """Where something can be done; of a refused key the runtime says it, which knows whose it is."""
    assert "credit" in str(failed(402).hint)
    assert failed(401).hint is None
    assert failed(500).hint is None


@given(st.binary(max_size=40) | json_values().map(dumps), st.integers(100, 999), json_values())
def test_nothing_makes_it_fail(body: bytes, status: int, error: JsonValue) -> None:
    """Any body, any status, any event gives a typed error."""
    assert isinstance(error_from_status(status, {}, body), ProviderError)
    assert isinstance(error_from_event(error), ProviderError)


@pytest.mark.parametrize(
    ("word", "known"), [("too_many_requests", True), ("invalid_request_error", True), ("Bad Gateway", True), ("", False), ("text", False)]
)
def test_words_that_errors_are_known_by(word: str, known: bool) -> None:  # noqa: FBT001 - a table
    """Of both tables, in any spelling."""
    assert known is names_error(word)
