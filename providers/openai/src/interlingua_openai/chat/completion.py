"""A whole answer, both ways: what `decode_response` reads at once, and what the deltas of a stream add up to.

Source: https://platform.openai.com/docs/api-reference/chat/object. The choice with the lowest index, in a stream too, is the response.
What is left of it (its `logprobs`, its index) and every other choice, whole, are kept under `choices` of the response's
`provider_data`, in the wire's order; where the response isn't the first of them, its place is marked. `object` is the
wire's own constant; everything else of the envelope (`created`, `system_fingerprint` …) is only there where the response holds it.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final

from interlingua.errors import ConversionError
from interlingua.types.response import Response
from interlingua_openai.chat.assistant import decode_assistant, encode_assistant
from interlingua_openai.chat.finish_reasons import decode_finish_reason, encode_finish_reason
from interlingua_openai.chat.tool_ids import ids_in
from interlingua_openai.chat.usage import decode_usage, encode_usage
from interlingua_openai.chat.wire import DIALECT, SPELLING, as_list, as_object, difference, lost, restored

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss

OBJECT: Final = "chat.completion"
CHUNK_OBJECT: Final = "chat.completion.chunk"

_ELSEWHERE = frozenset({"choices", "usage"})
_MESSAGE = frozenset({"message"})
_PLACE: Final = "place"
"""Under `SPELLING`: which of the choices is the response, where it isn't the first."""


def decode_completion(body: JsonObject) -> Response:
    """Read an answer.

    Raises:
        ConversionError: The body breaks the wire's own grammar, with the path.
    """
    entries = as_list(body.get("choices"), "$.choices")
    if not entries:
        raise ConversionError("$.choices", "expected at least one choice")
    place = min(range(len(entries)), key=lambda place: _index(entries[place]))
    path = f"$.choices[{place}]"
    choice = as_object(entries[place], path)
    answer_id, model_id, usage, word = _text(body.get("id")), _text(body.get("model")), body.get("usage"), choice.get("finish_reason")
    said = as_object(choice.get("message"), f"{path}.message")
    prefix = f"call_{answer_id}" if answer_id else "call"
    message = decode_assistant(said, f"{path}.message", prefix, ids_in([said]), whole=True)
    kept = difference(body, _envelope(answer_id, model_id), "$", leave=_ELSEWHERE)
    reason = decode_finish_reason(word)
    left = difference(choice, {"index": 0, "finish_reason": encode_finish_reason(reason, _text(word))[0]}, path, leave=_MESSAGE)
    if left or len(entries) > 1:
        kept["choices"] = [*entries[:place], left, *entries[place + 1 :]]
    if place:
        spelling = kept.get(SPELLING)
        kept[SPELLING] = {**(spelling if isinstance(spelling, dict) else {}), _PLACE: place}
    if "usage" in body and usage is None:
        kept["usage"] = None
    return Response(
        message=message,
        finish_reason=reason,
        provider_finish_reason=_text(word),
        usage=None if usage is None else decode_usage(as_object(usage, "$.usage"), "$.usage"),
        model_id=model_id,
        id=answer_id,
        provider_data={DIALECT: kept} if kept else {},
    )


def encode_completion(response: Response, losses: list[Loss]) -> JsonObject:
    """Write an answer."""
    kept = response.provider_data.get(DIALECT) or {}
    word, loss = encode_finish_reason(response.finish_reason, response.provider_finish_reason)
    message = encode_assistant(response.message, "$.message", losses, whole=True)
    choice: JsonObject = {"index": 0, "message": message, "finish_reason": word}
    choices: list[JsonValue] = [choice]
    if isinstance(saved := kept.get("choices"), list) and saved:
        place = _place(kept) if _place(kept) < len(saved) else 0
        left = saved[place]
        choice = restored(choice, left) if isinstance(left, dict) else choice
        choices = [*saved[:place], choice, *saved[place + 1 :]]
    if loss is not None and choice.get("finish_reason") == word:
        lost(losses, loss, "$.finish_reason", f"this wire has no word for {response.finish_reason}", word)
    body = _envelope(response.id, response.model_id)
    body["choices"] = choices
    if response.usage is not None:
        body["usage"] = encode_usage(response.usage, "$.usage", losses)
    return restored(body, kept)


def _index(choice: JsonValue) -> float:
    """Give a choice's index: 0 where it has none, as in a stream; one that is no number stands behind all others."""
    index = choice.get("index") if isinstance(choice, dict) else None
    return 0 if index is None else index if type(index) is int else inf


def _place(kept: JsonObject) -> int:
    spelling = kept.get(SPELLING)
    place = spelling.get(_PLACE) if isinstance(spelling, dict) else None
    return place if type(place) is int and place > 0 else 0


def _envelope(answer_id: str | None, model_id: str | None) -> JsonObject:
    body: JsonObject = {"object": OBJECT}
    if answer_id is not None:
        body["id"] = answer_id
    if model_id is not None:
        body["model"] = model_id
    return body


def _text(value: JsonValue) -> str | None:
    return value if isinstance(value, str) else None
