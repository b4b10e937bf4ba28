"""A whole answer, both ways: what `decode_response` reads at once, and what the deltas of a stream add up to.

Source: https://platform.openai.com/docs/api-reference/chat/object. The choice with the lowest index, in a stream too, is the response.
What is left of it (its `logprobs`, its index) and every other choice, whole, are kept under `choices` of the response's
`provider_data`, in the wire's order; where the response isn't the first of them, its place is marked. `object` is the
wire's own constant; everything else of the envelope (`created`, `system_fingerprint` …) is only there where the response holds it.
Usage that is told inside the choice, as Moonshot does (https://platform.moonshot.ai/docs/api/chat), goes back there, and so does that
which Groq's streams tell in a field of their own (https://github.com/vercel/ai/issues/1651).
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final

from interlingua.dialect import (
    Decoded,
    Encoded,
    Kept,
    LossLog,
    as_list,
    as_object,
    checked_body,
    difference,
    is_int,
    restored,
    text_or_none,
)
from interlingua.errors import ConversionError
from interlingua.types.response import Response
from interlingua_openai.call_ids import CallIds
from interlingua_openai.chat.assistant import decode_assistant, encode_assistant
from interlingua_openai.chat.calls import ids_in
from interlingua_openai.chat.finish_reasons import CALLS, decode_finish_reason, encode_finish_reason, is_own
from interlingua_openai.errors import error_from_event, error_in
from interlingua_openai.names import CHAT
from interlingua_openai.siblings import adopted
from interlingua_openai.usage import UsageWords, decode_usage, encode_usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.errors import ProviderError
    from interlingua.types.base import JsonObject, JsonValue

OBJECT: Final = "chat.completion"
CHUNK_OBJECT: Final = "chat.completion.chunk"

USAGE: Final = UsageWords(CHAT, "prompt_tokens", "completion_tokens")
"""What this wire calls the token counts."""

_CHOICE: Final = "choice"
"""A mark of a response: which of the choices it is, where it isn't the first. The marks of the choice itself are `within` `choices`."""

_USAGE_IN_CHOICE: Final = "usage_in_choice"
"""Another: the usage was told inside the choice."""

ASIDE: Final = "x_groq"
"""A field of the envelope that holds usage too; as a mark, where nothing else told it."""


def decode_response(body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Response]:  # noqa: ARG001 - they say nothing of its body
    """Translate a whole answer. Nothing of the body is lost.

    Raises:
        ConversionError: The body breaks the wire's own grammar or isn't JSON, with the path.
        ProviderError: The body is an error though the status was a success, as gateways send it.
    """
    body = checked_body(body)
    if not body.get("choices") and (error := error_in({name: value for name, value in body.items() if name != "choices"})):
        raise error_from_event(error)
    if (failure := failure_of(body)) is not None and not isinstance(_first(body).get("message"), dict):
        raise failure  # nothing was said that it could take away
    return Decoded(decode_answer(body))


def failure_of(body: JsonObject) -> ProviderError | None:
    """Give the error that an answer holds as the reason of its failure: in its choice, as OpenRouter says it, or beside its choices."""
    choice = _first(body)
    error = choice.get("error") or (body.get("error") if decode_finish_reason(choice.get("finish_reason")) == "error" else None)
    return error_from_event(error) if error else None


def decode_answer(body: JsonObject) -> Response:
    """Read an answer that is JSON and no error.

    Raises:
        ConversionError: The body breaks the wire's own grammar, with the path.
    """
    entries = as_list(body.get("choices"), "$.choices")
    if not entries:
        raise ConversionError("$.choices", "expected at least one choice")
    place = min(range(len(entries)), key=lambda place: _index(entries[place]))
    path = f"$.choices[{place}]"
    choice = as_object(entries[place], path)
    answer_id, model_id = text_or_none(body.get("id")), text_or_none(body.get("model"))
    beside = {} if body.get("usage") is None else as_object(body["usage"], "$.usage")
    in_choice = {} if beside else _usage_in(choice)
    aside = {} if beside or in_choice else _usage_in(body.get(ASIDE))
    if aside and isinstance(holder := body[ASIDE], dict):
        body = {**body, ASIDE: {name: value for name, value in holder.items() if name != "usage"}}
    reason, word = decode_finish_reason(choice.get("finish_reason")), text_or_none(choice.get("finish_reason"))
    message = as_object(choice.get("message"), f"{path}.message")
    ids = CallIds(ids_in([message]), answer_id)
    read = {"message", "usage"} if in_choice else {"message"}
    wire: JsonObject = {**body, "choices": {name: value for name, value in choice.items() if name not in read}}
    said = decode_assistant(message, f"{path}.message", ids, in_answer=True)
    reference: JsonObject = {"index": 0, "finish_reason": encode_finish_reason(reason, word)[0]}
    fields, marks = difference(wire, {**_envelope(answer_id, model_id), "choices": reference}, {"usage"} if beside else ())
    if "choices" in fields or len(entries) > 1:
        fields = {**fields, "choices": [*entries[:place], fields.get("choices", {}), *entries[place + 1 :]]}
    kept = Kept(fields, marks).marked(_CHOICE, place) if place else Kept(fields, marks)
    if in_choice:
        kept = kept.marked(_USAGE_IN_CHOICE, mark=True)
    if aside:
        kept = kept.marked(ASIDE, mark=True)
    return Response(
        message=said,
        finish_reason=reason,
        provider_finish_reason=word,
        usage=decode_usage(beside or in_choice or aside, USAGE),
        model_id=model_id,
        id=answer_id,
        provider_data=kept.under(CHAT),
    )


def encode_response(response: Response) -> Encoded:
    """Translate a response; what the wire has no words for is recorded."""
    response = adopted(response, CHAT)
    log, message_log = LossLog(CHAT), LossLog(CHAT, "$.message")
    kept = Kept.of(response.provider_data, CHAT)
    word, loss = encode_finish_reason(response.finish_reason, response.provider_finish_reason)
    message = encode_assistant(response.message, message_log, in_answer=True)
    choice: JsonValue = {"index": 0, "message": message, "finish_reason": word}
    saved = kept.fields.get("choices")
    choices = saved if isinstance(saved, list) and saved else [{}]
    at = kept.mark(_CHOICE)
    place = at if is_int(at) and 0 <= at < len(choices) else 0
    own: JsonObject = {"choices": choices[place]} if isinstance(choices[place], dict) else {}
    choice = restored({"choices": choice}, Kept(own, kept.marks), log)["choices"]
    meant = {response.finish_reason, decode_finish_reason(word)}
    if isinstance(choice, dict) and decode_finish_reason(choice.get("finish_reason")) not in meant:
        choice = {**choice, "finish_reason": word}  # the wire's spelling of `other`, and the caller says something else now
    if isinstance(choice, dict) and choice.get("finish_reason") == word:  # none that is kept of this wire
        if (
            response.tool_calls
            and response.finish_reason in {"stop", "other"}
            and not is_own(response.finish_reason, response.provider_finish_reason)
        ):
            choice = {**choice, "finish_reason": CALLS}  # whoever reads `stop` beside calls wouldn't make them
            log.add("$.finish_reason", "an answer with calls ends for them here", "hint", CALLS)
        elif loss is not None:
            log.add("$.finish_reason", f"this wire has no word for {response.finish_reason}", loss, word)
    body = _envelope(response.id, response.model_id)
    usage = encode_usage(response.usage, USAGE, log)
    if usage and kept.mark(_USAGE_IN_CHOICE) and isinstance(choice, dict):
        choice = {**choice, "usage": usage}
    elif usage and kept.mark(ASIDE) and isinstance(aside := kept.fields.get(ASIDE), dict):
        kept = kept.with_field(ASIDE, {**aside, "usage": usage})
    elif usage:
        body["usage"] = usage
    body["choices"] = [*choices[:place], choice, *choices[place + 1 :]]
    kept = kept.without("choices") if choices is saved else kept
    return Encoded(restored(body, kept, log), losses=(*message_log.records, *log.records))


def _usage_in(holder: JsonValue) -> JsonObject:
    """Give the usage that an object holds; an empty one where it says nothing, as null and `{}` do, which are kept as they are."""
    usage = holder.get("usage") if isinstance(holder, dict) else None
    return usage if isinstance(usage, dict) else {}


def _first(body: JsonObject) -> JsonObject:
    """Give the choice that is the response; an empty one where there is none."""
    choices = body.get("choices")
    choice = min(choices, key=_index, default=None) if isinstance(choices, list) else None
    return choice if isinstance(choice, dict) else {}


def _index(choice: JsonValue) -> float:
    """Give a choice's index: 0 where it has none, as in a stream; one that is no number stands behind all others."""
    index = choice.get("index") if isinstance(choice, dict) else None
    return 0 if index is None else index if is_int(index) else inf


def _envelope(answer_id: str | None, model_id: str | None) -> JsonObject:
    body: JsonObject = {"object": OBJECT}
    if answer_id is not None:
        body["id"] = answer_id
    if model_id is not None:
        body["model"] = model_id
    return body
