"""Twin of chat/decode_response.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.errors import ConversionError, RateLimitError
from interlingua_openai.chat.decode_response import decode_response

if TYPE_CHECKING:
    from interlingua.types import JsonObject


def test_an_answer_is_decoded() -> None:
    """Nothing is lost on the way in."""
    decoded = decode_response({"choices": [{"message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"}]})

    assert decoded.value.text == "hi"
    assert decoded.losses == ()


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": 429, "message": "slow down"}},
        {"object": "error", "code": 429, "message": "slow down"},  # vLLM, until 2025
        {"error": "slow down", "code": "rate_limit_exceeded", "choices": []},  # xAI
    ],
)
def test_an_error_in_a_good_answer_is_typed(body: JsonObject) -> None:
    """Gateways send one with status 200."""
    with pytest.raises(RateLimitError, match="slow down"):
        decode_response(body)


def test_a_number_that_is_no_json_is_refused_with_its_path() -> None:
    """The path is rooted in the body, however deep the number stands."""
    message: JsonObject = {"role": "assistant", "content": "hi", "zz": [float("inf")]}

    with pytest.raises(ConversionError) as raised:
        decode_response({"choices": [{"message": message, "finish_reason": "stop"}]})

    assert raised.value.path == "$.choices[0].message.zz[0]"


def test_an_answer_is_an_object() -> None:
    """Anything else is refused."""
    with pytest.raises(ConversionError):
        decode_response([])  # type: ignore[arg-type]  # what a server may send all the same
