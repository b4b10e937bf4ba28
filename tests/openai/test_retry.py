"""When `openai:` tries again: through the SDK's own client, against a server that answers as scripted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openai  # noqa: F401 - loaded before any clock runs
import pytest

from interlingua import (
    AssistantMessage,
    BadRequestError,
    InternalServerError,
    Model,
    OverloadedError,
    ProviderError,
    QuotaExceededError,
    RateLimitError,
    RequestTooLargeError,
    Response,
    StreamInterruptedError,
    get_dialect,
)
from interlingua.provider import RetryPolicy
from interlingua.testing.fault_server import EVENT_STREAM, Answer, FaultServer
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from interlingua.types import JsonObject

CHAT = get_dialect("openai.chat")
EVENTS = list(CHAT.encode_stream(Response(message=AssistantMessage("Hello"), finish_reason="stop")))
GOOD = Answer(b"".join(EVENTS), content_type=EVENT_STREAM)
QUICK = RetryPolicy(wait_initial=0.01, wait_jitter=0.0)
RATE: JsonObject = {"code": "rate_limit_exceeded", "type": "tokens", "message": "Rate limit reached. Please try again in 26s."}
QUOTA: JsonObject = {"code": "insufficient_quota", "type": "insufficient_quota", "message": "You exceeded your current quota."}
TOO_LARGE: JsonObject = {**RATE, "message": "Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 30601."}


def refused(status: int, error: JsonObject, **headers: str) -> Answer:
    """Answer with an error's status; an underscore in a header's name stands for a dash."""
    return Answer(dumps({"error": error}), status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})


def broken(error: JsonObject, after: int = 0) -> Answer:
    """Answer with a stream that brings an error after some of its events."""
    body = b"".join(EVENTS[:after]) + b"data: " + dumps({"error": error}) + b"\n\n"
    return Answer(body, content_type=EVENT_STREAM)


def stream(*answers: Answer) -> tuple[Response | ProviderError, int]:
    """Stream an answer; give it, or its failure, and how many requests the server counted."""
    with FaultServer(*answers) as server, Model("openai:m?api=chat", base_url=server.url, retry=QUICK) as model:
        try:
            with model.stream("hi") as chunks:
                list(chunks)
        except ProviderError as error:
            return error, len(server.requests)
        return chunks.response, len(server.requests)


@pytest.mark.parametrize(
    "failure",
    [
        refused(429, RATE),
        refused(429, RATE, x_should_retry="true"),
        refused(500, {"message": "m"}),
        refused(503, {"code": "slow_down"}),
        refused(503, {"message": "You exceeded your current quota: insufficient_quota"}),
        refused(409, {"message": "m"}),
        refused(429, {"type": "engine_overloaded_error"}),
        broken(RATE),
        broken({"type": "server_error", "code": None, "message": "m"}),
        broken({"code": 503, "message": "m"}),
        broken({"type": "overloaded", "message": "m"}, after=1),
    ],
)
def test_what_a_later_attempt_may_mend(failure: Answer) -> None:
    """By status, code and type, also as the stream's first event: the server counts as many attempts as the response does."""
    answer, requests = stream(failure, failure, GOOD)

    assert isinstance(answer, Response)
    assert ("Hello", 3, 3) == (answer.text, answer.attempts, requests)


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (refused(429, QUOTA), QuotaExceededError),
        (refused(429, QUOTA, x_should_retry="true"), QuotaExceededError),
        (refused(429, TOO_LARGE), RequestTooLargeError),
        (refused(429, RATE, x_should_retry="false"), RateLimitError),
        (refused(429, RATE, retry_after="121"), RateLimitError),
        (refused(429, RATE, retry_after_ms="121000"), RateLimitError),
        (refused(500, {"message": "m"}, x_should_retry="false"), InternalServerError),
        (refused(400, {"message": "please try again: rate limit"}), BadRequestError),
        (broken(QUOTA), QuotaExceededError),
        (broken(TOO_LARGE), RequestTooLargeError),
        (broken({"type": "invalid_request_error", "message": "overloaded, try again"}), BadRequestError),
    ],
)
def test_what_no_attempt_mends(failure: Answer, expected: type[ProviderError]) -> None:
    """It is raised at once, in its own type."""
    error, requests = stream(failure, GOOD)

    assert type(error) is expected
    assert isinstance(error, ProviderError)
    assert (1, 1) == (error.attempts, requests)


def test_nothing_is_tried_again_after_the_first_chunk() -> None:
    """What had come is kept, and the failure has the type that it would have as a status."""
    error, requests = stream(broken({"code": "slow_down"}, after=2), GOOD)

    assert isinstance(error, StreamInterruptedError)
    assert "Hello" == error.partial.text
    assert type(error.error) is OverloadedError
    assert 1 == requests
