"""A whole Chat Completions answer → a canonical response. Nothing of the body is lost: see wire.py.

The first choice is the response. What is left of it (its `logprobs`, its place) and every other choice, whole, are kept under
`choices` of the response's `provider_data`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Decoded
from interlingua.errors import ConversionError
from interlingua.types.response import Response
from interlingua_openai.chat.assistant import decode_assistant
from interlingua_openai.chat.finish_reasons import decode_finish_reason, encode_finish_reason
from interlingua_openai.chat.usage import decode_usage
from interlingua_openai.chat.wire import DIALECT, as_list, as_object, difference
from interlingua_openai.errors import error_from_event

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject

OBJECT = "chat.completion"

_CHOICES = frozenset({"choices", "usage"})
_MESSAGE = frozenset({"message"})


def decode_response(body: JsonObject) -> Decoded[Response]:
    """Translate a whole answer.

    Raises:
        ConversionError: The body breaks the wire's own grammar, with the path.
        ProviderError: The body is an error, though its status was not.
    """
    choices = as_object(body, "$").get("choices")
    if not choices and body.get("error"):
        raise error_from_event(body["error"])
    entries = as_list(choices, "$.choices")
    if not entries:
        raise ConversionError("$.choices", "expected at least one choice")
    choice = as_object(entries[0], "$.choices[0]")
    answer_id, model_id, usage = body.get("id"), body.get("model"), body.get("usage")
    message = decode_assistant(
        as_object(choice.get("message"), "$.choices[0].message"),
        "$.choices[0].message",
        f"call_{answer_id}" if isinstance(answer_id, str) and answer_id else "call",
        whole=True,
    )
    word = choice.get("finish_reason")
    reason = decode_finish_reason(word)
    reference: JsonObject = {"object": OBJECT}
    if isinstance(answer_id, str):
        reference["id"] = answer_id
    if isinstance(model_id, str):
        reference["model"] = model_id
    kept = difference(body, reference, "$", leave=_CHOICES)
    left = difference(choice, {"index": 0, "finish_reason": encode_finish_reason(reason)[0]}, "$.choices[0]", leave=_MESSAGE)
    if left or len(entries) > 1:
        kept["choices"] = [left, *entries[1:]]
    if "usage" in body and usage is None:
        kept["usage"] = None
    return Decoded(
        Response(
            message=message,
            finish_reason=reason,
            provider_finish_reason=word if isinstance(word, str) else None,
            usage=None if usage is None else decode_usage(as_object(usage, "$.usage"), "$.usage"),
            model_id=model_id if isinstance(model_id, str) else None,
            id=answer_id if isinstance(answer_id, str) else None,
            provider_data={DIALECT: kept} if kept else {},
        )
    )
