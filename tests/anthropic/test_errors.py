"""What went wrong, by the API's own words."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest

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
from interlingua.types.json import dumps, loads
from interlingua_anthropic.errors import error_from_event, error_from_status, error_in

if TYPE_CHECKING:
    from interlingua.types import JsonValue

CASES: list[tuple[int, dict[str, object], type[ProviderError]]] = [
    (400, {"type": "invalid_request_error", "message": "messages: at least one"}, BadRequestError),
    (400, {"type": "invalid_request_error", "message": "prompt is too long: 210000 tokens > 200000 maximum"}, ContextWindowExceededError),
    (400, {"type": "invalid_request_error", "message": "Output blocked by content filtering policy"}, ContentFilterError),
    (400, {"type": "invalid_request_error", "message": "Your credit balance is too low to access the API"}, QuotaExceededError),
    (401, {"type": "authentication_error", "message": "invalid x-api-key"}, AuthenticationError),
    (402, {"type": "billing_error", "message": "payment"}, QuotaExceededError),
    (403, {"type": "permission_error", "message": "no"}, PermissionDeniedError),
    (404, {"type": "not_found_error", "message": "model: x"}, NotFoundError),
    (413, {"type": "request_too_large", "message": "too large"}, RequestTooLargeError),
    (429, {"type": "rate_limit_error", "message": "slow down"}, RateLimitError),
    (429, {"type": "rate_limit_error", "message": "m", "details": {"error_code": "enforced_spend_limit_reached"}}, QuotaExceededError),
    (429, {"type": "rate_limit_error", "message": "Extra usage is required for long context requests."}, QuotaExceededError),
    (500, {"type": "api_error", "message": "oops"}, InternalServerError),
    (504, {"type": "timeout_error", "message": "slow"}, InternalServerError),
    (529, {"type": "overloaded_error", "message": "Overloaded"}, OverloadedError),
    (400, {"code": 400, "type": "exceed_context_size_error", "message": "too long", "n_ctx": 4096}, ContextWindowExceededError),
    (500, {"code": 500, "type": "server_error", "message": "peg-native"}, InternalServerError),
    (503, {"code": 503, "type": "unavailable_error", "message": "Loading model"}, OverloadedError),
    (200, {"type": "overloaded_error", "message": "busy"}, OverloadedError),
    (400, {"type": "overloaded_error", "message": "busy"}, OverloadedError),
    (400, {"type": "invalid_request_error", "code": "overloaded_error", "message": "busy"}, OverloadedError),
    (400, {"type": "api_error", "code": 529, "message": "busy"}, OverloadedError),
    (500, {"type": "api_error", "http_code": "529", "message": "busy"}, OverloadedError),
    (500, {"type": "api_error", "message": "The server cluster is currently under high load. (2064)"}, OverloadedError),
    (500, {"type": "new_error", "message": "The model is Overloaded"}, OverloadedError),
    (400, {"type": "invalid_request_error", "message": "tool 'overloaded' is under high load"}, BadRequestError),
    (400, {"type": "bad_request_error", "message": "invalid params: overloaded (2013)", "http_code": "400"}, BadRequestError),
    (403, {"type": "permission_error", "message": "the overloaded word"}, PermissionDeniedError),
    (429, {"type": "throttlingException", "message": "Too many tokens"}, RateLimitError),
    (400, {"type": "ValidationException", "message": "Input is too long for requested model."}, ContextWindowExceededError),
]


@pytest.mark.parametrize(("status", "error", "expected"), CASES)
def test_one_type_as_status_and_as_event(status: int, error: dict[str, object], expected: type[ProviderError]) -> None:
    """A failure has the same type as a status and inside a stream."""
    body = dumps({"type": "error", "error": error, "request_id": "req_1"})  # type: ignore[dict-item]  # JSON

    as_status = error_from_status(status, {}, body)
    as_event = error_from_event(error, "req_1")  # type: ignore[arg-type]  # JSON

    assert type(as_status) is type(as_event) is expected
    assert (as_status.message, as_status.type, as_status.request_id) == (error["message"], error["type"], "req_1")
    assert (as_event.message, as_event.code, as_event.request_id) == (as_status.message, as_status.code, as_status.request_id)
    assert (as_status.status, as_event.status) == (status, None)


@pytest.mark.parametrize(
    ("status", "word", "expected"),
    [
        (409, "invalid_request_error", InternalServerError),
        (413, "invalid_request_error", RequestTooLargeError),
        (429, "api_error", RateLimitError),
        (529, "api_error", OverloadedError),
        (401, "api_error", AuthenticationError),
        (503, "invalid_request_error", OverloadedError),
        (422, "invalid_request_error", BadRequestError),
        (418, "api_error", InternalServerError),
        (429, "permission_error", PermissionDeniedError),
    ],
)
def test_a_coarse_word(status: int, word: str, expected: type[ProviderError]) -> None:
    """A word that stands for anything leaves it to the status; one that says something doesn't."""
    assert type(error_from_status(status, {}, dumps({"error": {"type": word, "message": "m"}}))) is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"message": "The server cluster is currently under high load."}', OverloadedError),
        (b'{"error": "overloaded"}', OverloadedError),
        (b"<html>overloaded</html>", BadRequestError),
        (b'{"detail": [{"input": "my prompt says overloaded"}]}', BadRequestError),
    ],
)
def test_prose(body: bytes, expected: type[ProviderError]) -> None:
    """A phrase counts in a message alone: a body that may repeat a prompt makes nothing transient."""
    assert type(error_from_status(400, {}, body)) is expected


@pytest.mark.parametrize(
    "error",
    [
        {"type": "too_many_requests"},
        {"type": "TooManyRequestsError", "message": "m"},
        {"code": "rate_limit_exceeded", "message": "m"},
        {"type": "RateLimitError"},
        {"message": "Too Many Requests"},
        "too_many_requests",
    ],
)
def test_words_of_gateways(error: JsonValue) -> None:
    """They say OpenAI's or HTTP's word, spelled in their own way."""
    assert type(error_from_event(error)) is RateLimitError


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"error": "m"}, "m"),
        ([{"error": {"message": "m"}}], "m"),
        ({"detail": "m"}, "m"),
        ({"type": "rate_limit_error", "message": "m"}, "m"),
        ({"code": "429", "message": "m"}, "m"),
        ({"type": "message", "content": [], "detail": "m"}, None),
        ({"type": "message_start"}, None),
        ({"code": "429"}, None),
    ],
)
def test_where_an_error_stands(value: JsonValue, message: str | None) -> None:
    """Wherever a gateway puts it; one word or a status is enough where there is no answer."""
    error = error_in(value)

    assert (error and error["message"]) == message


class TestClouds:
    """Bodies of the platforms that serve Claude."""

    def test_bedrock(self) -> None:
        """The kind stands in a header, perhaps with an address behind it."""
        headers = {"x-amzn-errortype": "ThrottlingException:http://internal.amazon.com/", "x-amzn-requestid": "1-2"}

        error = error_from_status(400, headers, b'{"Message": "slow down"}')

        assert (type(error), error.type, error.message, error.request_id) == (RateLimitError, "ThrottlingException", "slow down", "1-2")

    @pytest.mark.parametrize("body", [b'{"error": %s}', b'[{"error": %s}]'])
    def test_vertex(self, body: bytes) -> None:
        """Google's word is a `status`, and its object may stand in a list."""
        said = b'{"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED"}'

        error = error_from_status(429, {}, body % said)

        assert (type(error), error.type, error.message) == (RateLimitError, "RESOURCE_EXHAUSTED", "Quota exceeded")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, BadRequestError),
        (408, APIConnectionError),
        (409, InternalServerError),
        (418, BadRequestError),
        (429, RateLimitError),
        (502, InternalServerError),
        (503, OverloadedError),
    ],
)
@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"upstream is down", "upstream is down"),
        (b"<html><title>Bad Gateway</title></html>", "a web page instead of the API's JSON; something between may have answered"),
        (b'{"error": "plain"}', "plain"),
        (b'{"message": "bare"}', "bare"),
        (b"[1]", "[1]"),
        (b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_bodies_that_are_no_error_object(status: int, expected: type[ProviderError], body: bytes, message: str) -> None:
    """Where the body holds no type, the status decides, and the message is what there is."""
    error = error_from_status(status, {}, body)

    assert type(error) is expected
    assert error.message == message


def test_empty_body() -> None:
    """An empty answer says so."""
    assert error_from_status(502, {}, b"").message == "an empty answer with status 502"


def test_event_without_anything() -> None:
    """An error event without words is the provider's failure."""
    assert type(error_from_event({})) is InternalServerError


def test_headers() -> None:
    """The headers' request id, wait and word on retrying are kept, and outlive pickle and copy."""
    headers = {"request-id": "req_9", "retry-after": "7", "x-should-retry": "false"}

    error = error_from_status(429, headers, b'{"error": {"type": "rate_limit_error", "message": "m"}, "request_id": "req_1"}')

    for same in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):  # noqa: S301 - our own bytes
        assert (same.request_id, same.retry_after, same.should_retry, same.provider) == ("req_9", 7.0, False, "anthropic")


def test_whatever_the_body_holds() -> None:
    """Fields of odd types are no obstacle."""
    body = b'{"error": {"type": 5, "message": [], "details": "x", "code": {}}}'

    assert type(error_from_status(500, {}, body)) is InternalServerError
    assert type(error_from_event(loads(body)["error"])) is InternalServerError  # type: ignore[call-overload,index,arg-type]  # known shape
