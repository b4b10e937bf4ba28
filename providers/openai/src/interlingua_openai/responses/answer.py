"""A whole answer, both ways: what `decode_response` reads at once, and what the last event of a stream holds.

Source: https://platform.openai.com/docs/api-reference/responses/object. `object` is the wire's own constant; everything else of the
envelope (`created_at`, `instructions`, `tools` …) is only there where the response holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types.messages import AssistantMessage
from interlingua.types.response import Response
from interlingua_openai.responses.finish_reasons import (
    decode_finish_reason,
    encode_finish_reason,
    loss_of,
    provider_word,
)
from interlingua_openai.responses.items import decode_item, encode_items
from interlingua_openai.responses.tool_ids import CallIds
from interlingua_openai.responses.usage import decode_usage, encode_usage
from interlingua_openai.responses.wire import DIALECT, marked, own
from interlingua_openai.wire import as_list, as_object, difference, lost, restored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.parts import AssistantPart
    from interlingua.types.response import FinishReason

OBJECT: Final = "response"

_ELSEWHERE = frozenset({"output", "usage"})


def decode_output(body: JsonObject) -> list[list[AssistantPart]]:
    """Read an answer's items: the parts of each.

    Raises:
        ConversionError: The body breaks the wire's own grammar, with the path.
    """
    output = body.get("output")
    if output is None:
        return []
    items = as_list(output, "$.output")
    ids = CallIds(items, _text(body.get("id")))
    out: list[list[AssistantPart]] = []
    for ids.place, item in enumerate(items):
        path = f"$.output[{ids.place}]"
        out.append(decode_item(as_object(item, path), path, ids, whole=True))
    return out


def decode_answer(body: JsonObject, parts: list[AssistantPart]) -> Response:
    """Read what an answer says beside its items.

    Args:
        body: The answer.
        parts: Its items' parts.

    Raises:
        ConversionError: The body breaks the wire's own grammar, with the path.
    """
    answer_id, model_id, status, details = (
        _text(body.get("id")),
        _text(body.get("model")),
        body.get("status"),
        body.get("incomplete_details"),
    )
    reason, word = decode_finish_reason(status, details, parts), provider_word(status, details)
    kept = difference(body, _envelope(answer_id, model_id, reason, word, parts), "$", leave=_ELSEWHERE)
    if body.get("output") is None:
        kept = marked(kept, "output", [[], None] if "output" in body else [[]])
    usage = body.get("usage")
    if "usage" in body and not isinstance(usage, dict):
        kept["usage"] = usage
    return Response(
        message=AssistantMessage(parts),
        finish_reason=reason,
        provider_finish_reason=word,
        usage=decode_usage(usage, "$.usage") if isinstance(usage, dict) else None,
        model_id=model_id,
        id=answer_id,
        provider_data=own(kept),
    )


def encode_answer(response: Response, losses: list[Loss]) -> JsonObject:
    """Write an answer."""
    parts = response.message.content
    body = _envelope(response.id, response.model_id, response.finish_reason, response.provider_finish_reason, parts)
    body["output"] = encode_items(parts, "$.message", losses, whole=True)
    if response.usage is not None:
        body["usage"] = encode_usage(response.usage, "$.usage", losses)
    body = restored(body, response.provider_data.get(DIALECT) or {})
    said = decode_finish_reason(body.get("status"), body.get("incomplete_details"), parts)
    if (kind := loss_of(response.finish_reason, said)) is not None:
        lost(losses, kind, "$.finish_reason", f"this wire has no word for {response.finish_reason}", said)
    return body


def _envelope(
    answer_id: str | None, model_id: str | None, reason: FinishReason | None, word: str | None, parts: Sequence[AssistantPart]
) -> JsonObject:
    body: JsonObject = {"object": OBJECT}
    if answer_id is not None:
        body["id"] = answer_id
    if model_id is not None:
        body["model"] = model_id
    status, details = encode_finish_reason(reason, word, parts)
    body["status"] = status
    if details is not None:
        body["incomplete_details"] = {"reason": details}
    return body


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None
