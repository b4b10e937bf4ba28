"""A whole answer, both ways: a body of its own, and what the last event of a stream holds.

Source: https://platform.openai.com/docs/api-reference/responses/object. `object` is the wire's own constant; everything else of the
envelope (`created_at`, `instructions`, `tools` …) is only there where the response holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Decoded, Encoded, Kept, LossLog, as_list, as_object, checked_body, difference, restored, text_or_none
from interlingua.errors import ConversionError
from interlingua.types.messages import AssistantMessage
from interlingua.types.response import Response, Usage
from interlingua_openai.call_ids import CallIds
from interlingua_openai.errors import error_from_event, error_in
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.assistant import decode_item, encode_items
from interlingua_openai.responses.calls import ids_in
from interlingua_openai.responses.finish_reasons import FAILED, decode_finish_reason, encode_finish_reason, loss_of, provider_word
from interlingua_openai.responses.reasoning import ReasoningBefore
from interlingua_openai.siblings import adopted
from interlingua_openai.usage import UsageWords, decode_usage, encode_usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interlingua.errors import ProviderError
    from interlingua.types.base import JsonObject
    from interlingua.types.parts import AssistantPart
    from interlingua.types.response import FinishReason

_OBJECT: Final = "response"

USAGE: Final = UsageWords(RESPONSES, "input_tokens", "output_tokens")
"""What this wire calls the token counts; same source, `usage`."""


def decode_response(body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:  # noqa: ARG001 - they say nothing of its body
    """Translate a whole answer; one that failed is a response too, whose finish reason is `error`.

    Raises:
        ConversionError: The body breaks the wire's own grammar or isn't JSON, with the path.
        ProviderError: The body is an error though the status was a success, as gateways send it.
    """
    checked_body(body)
    if "output" not in body and not isinstance(body.get("status"), str) and (error := error_in(body)):
        raise error_from_event(error)
    if body.get("object") != _OBJECT and body.keys().isdisjoint({"output", "status"}):
        raise ConversionError("$.output", "an answer has a list of items")
    return Decoded(decode_answer(body, [part for parts in decode_output(body) for part in parts]))


def failure_of(body: JsonObject) -> ProviderError | None:
    """Give the error that an answer names as the reason of its failure."""
    error = body.get("error")
    return error_from_event(error) if body.get("status") == FAILED and isinstance(error, dict) else None


def decode_output(body: JsonObject) -> list[list[AssistantPart]]:
    """Read an answer's items: the parts of each.

    Raises:
        ConversionError: The body breaks the wire's own grammar, with the path.
    """
    output = body.get("output")
    if output is None:
        return []
    items = as_list(output, "$.output")
    ids, before = CallIds(ids_in(items), text_or_none(body.get("id"))), ReasoningBefore()
    read: list[list[AssistantPart]] = []
    for ids.place, value in enumerate(items):
        item = as_object(value, f"$.output[{ids.place}]")
        read.append(decode_item(item, ids, in_answer=True, reasoning=before.take(item)))
    return read


def decode_answer(body: JsonObject, parts: list[AssistantPart]) -> Response:
    """Read what an answer says beside its items.

    Args:
        body: The answer.
        parts: Its items' parts.
    """
    answer_id, model_id = text_or_none(body.get("id")), text_or_none(body.get("model"))
    status, details, usage = body.get("status"), body.get("incomplete_details"), body.get("usage")
    reason, word = decode_finish_reason(status, details, parts), provider_word(status, details)
    reference, read = _envelope(answer_id, model_id, reason, word, parts), {"output", "usage"}
    if body.get("output") is None:
        reference["output"] = []
        read.remove("output")
    if not isinstance(usage, dict) or not usage:  # null and {} say nothing, and are kept as they are
        read.remove("usage")
    return Response(
        message=AssistantMessage(parts),
        finish_reason=reason,
        provider_finish_reason=word,
        usage=decode_usage(usage, USAGE) if isinstance(usage, dict) else Usage(),
        model_id=model_id,
        id=answer_id,
        provider_data=difference(body, reference, read).under(RESPONSES),
    )


def encode_response(response: Response) -> Encoded:
    """Translate a response; what the wire has no words for is recorded."""
    response = adopted(response, RESPONSES)
    in_message, log = LossLog(RESPONSES, "$.message"), LossLog(RESPONSES)
    parts = response.message.content
    if Kept.of(response.message.provider_data, RESPONSES).fields:
        in_message.lose("only its items have fields on this wire", "hint", below=".provider_data")
    body = _envelope(response.id, response.model_id, response.finish_reason, response.provider_finish_reason, parts)
    body["output"] = encode_items(parts, in_message, in_answer=True)
    if usage := encode_usage(response.usage, USAGE, log):
        body["usage"] = usage
    body = restored(body, _of_this_end(Kept.of(response.provider_data, RESPONSES), response), log)
    read_back = decode_finish_reason(body.get("status"), body.get("incomplete_details"), parts)
    if (kind := loss_of(response.finish_reason, read_back)) is not None:
        log.add("$.finish_reason", f"this wire has no word for {response.finish_reason}", kind, read_back)
    return Encoded(body, losses=(*in_message.records, *log.records))


def _of_this_end(kept: Kept, response: Response) -> Kept:
    """Leave out how the wire spelt a status that means another end than the response has: somebody changed it since."""
    pair = kept.spelling("status")
    if pair is None or len(pair) == 1:  # a host that says no status gets none: what that loses is told
        return kept
    spelt = decode_finish_reason(pair[1], kept.fields.get("incomplete_details"), response.message.content)
    return kept if spelt == response.finish_reason else kept.without_spelling("status")


def _envelope(
    answer_id: str | None, model_id: str | None, reason: FinishReason | None, word: str | None, parts: Sequence[AssistantPart]
) -> JsonObject:
    body: JsonObject = {"object": _OBJECT}
    if answer_id is not None:
        body["id"] = answer_id
    if model_id is not None:
        body["model"] = model_id
    status, details = encode_finish_reason(reason, word, parts)
    body["status"] = status
    if details is not None:
        body["incomplete_details"] = {"reason": details}
    return body
