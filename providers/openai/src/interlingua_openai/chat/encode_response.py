"""A canonical response → a whole Chat Completions answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Encoded
from interlingua_openai.chat.assistant import encode_assistant
from interlingua_openai.chat.finish_reasons import encode_finish_reason
from interlingua_openai.chat.usage import encode_usage
from interlingua_openai.chat.wire import DIALECT, lost, restored

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.response import Response


def encode_response(response: Response) -> Encoded:
    """Translate a response. `object` is the wire's own constant; `created` is only there where the response holds it."""
    losses: list[Loss] = []
    kept = response.provider_data.get(DIALECT) or {}
    word, same = encode_finish_reason(response.finish_reason)
    if not same:
        lost(losses, "hint", "$.finish_reason", f"this wire has no word for {response.finish_reason}", word)
    message = encode_assistant(response.message, "$.message", losses, whole=True)
    choice: JsonObject = {"index": 0, "message": message, "finish_reason": word}
    choices: list[JsonValue] = [choice]
    if isinstance(saved := kept.get("choices"), list) and saved:
        left, *others = saved
        choices = [restored(choice, left) if isinstance(left, dict) else choice, *others]
    body: JsonObject = {"object": "chat.completion"}
    if response.id is not None:
        body["id"] = response.id
    if response.model_id is not None:
        body["model"] = response.model_id
    body["choices"] = choices
    if response.usage is not None:
        body["usage"] = encode_usage(response.usage, "$.usage", losses)
    return Encoded(restored(body, kept) if kept else body, losses=tuple(losses))
