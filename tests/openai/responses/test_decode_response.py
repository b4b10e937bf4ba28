"""Twin of responses/decode_response.py: whole answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.errors import ConversionError, InternalServerError, RateLimitError
from interlingua_openai.responses.answer import encode_answer
from interlingua_openai.responses.decode_response import decode_response, failure_of

if TYPE_CHECKING:
    from interlingua.types import JsonObject

FAILED: JsonObject = {"id": "r", "status": "failed", "error": {"code": "server_error", "message": "x"}, "output": []}


def test_an_answer() -> None:
    """Its items are its message."""
    body: JsonObject = {"status": "completed", "output": [{"role": "assistant", "content": "a"}, {"role": "assistant", "content": "b"}]}
    decoded = decode_response(body)

    assert decoded.losses == ()
    assert decoded.value.text == "ab"


def test_a_failed_answer_is_an_answer() -> None:
    """With its error kept, so that it can be said again."""
    response = decode_response(FAILED).value

    assert response.finish_reason == "error"
    assert response.provider_data["openai.responses"]["error"] == {"code": "server_error", "message": "x"}


def test_an_error_in_the_place_of_an_answer_is_raised() -> None:
    """As gateways send it with status 200."""
    with pytest.raises(RateLimitError):
        decode_response({"error": {"code": "rate_limit_exceeded", "message": "slow down"}})


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": "x"}, "output": []},
        {"error": {"code": "x"}, "status": "in_progress"},
        {"object": "response"},
        {"status": "queued"},
    ],
    ids=str,
)
def test_what_little_makes_an_answer(body: JsonObject) -> None:
    """Its kind, its status or its items; what else it says is its own."""
    decoded = decode_response(body)

    assert decoded.value.message.content == ()
    assert encode_answer(decoded.value, []) == body


@pytest.mark.parametrize(("body", "path"), [({"x": float("inf")}, "$.x"), ([], "$"), ({"choices": []}, "$.output")])
def test_what_is_no_body_is_refused(body: JsonObject, path: str) -> None:
    """With the path."""
    with pytest.raises(ConversionError) as raised:
        decode_response(body)

    assert raised.value.path == path


@pytest.mark.parametrize(("field", "value"), [("status", "completed"), ("error", None), ("error", "x")])
def test_only_a_failed_answer_names_a_failure(field: str, value: str | None) -> None:
    """The error is the one that an event of a stream would be."""
    assert isinstance(failure_of(FAILED), InternalServerError)
    assert failure_of({**FAILED, field: value}) is None
