"""A request's body ⇄ `Request`, and the counting of its tokens.

Source: https://docs.claude.com/en/api/messages#body; counting takes the same body with fewer fields:
https://docs.claude.com/en/api/messages-count-tokens#body. A field that isn't modelled, or has another type than the page says, is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import EVERYTHING, Capabilities, Decoded, Encoded, Kept, LossLog, as_int, check_model, checked_body, fit, restored
from interlingua.errors import ConversionError
from interlingua.types import Request
from interlingua_anthropic.messages.fields import put_fields, take_fields
from interlingua_anthropic.messages.fitting import RULES, says_reasoning
from interlingua_anthropic.messages.output_schema import put_format, take_format
from interlingua_anthropic.messages.reasoning import put_reasoning, take_reasoning
from interlingua_anthropic.messages.tools import put_tools, take_tools
from interlingua_anthropic.messages.turns import decode_turns, encode_turns, take_system
from interlingua_anthropic.names import HEADERS, MESSAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types import JsonObject

# Headers that say something about the body.
_BODY_HEADERS = frozenset({"anthropic-beta"})

# What counting doesn't take: how to sample and answer, and where, has no bearing on the number of input tokens.
_NOT_COUNTED = frozenset({
    "container", "diagnostics", "fallback_credit_token", "fallbacks", "inference_geo", "max_tokens", "metadata", "service_tier",
    "stop_sequences", "stream", "temperature", "thread", "top_k", "top_p",
})  # fmt: skip


def decode_request(body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:
    """Translate a wire body into a request.

    Raises:
        ConversionError: The body is no JSON object, `messages` is missing, it or `model` has another type, or a message has no known role.
    """
    body = checked_body(body)
    model = body.get("model")  # a cloud's URL names it: https://docs.claude.com/en/build-with-claude/claude-on-amazon-bedrock
    if not isinstance(model, str | None):
        raise ConversionError("$.model", "a model's name is a text")
    # An empty name and null stay kept, since nothing is written for them.
    rest = {name: value for name, value in body.items() if name != "messages" and (name != "model" or not value)}
    messages = [*take_system(rest), *decode_turns(body.get("messages"))]
    plain, kept = take_fields(rest)
    fields: dict[str, object] = {**plain, **take_tools(rest)}
    config = rest.get("output_config")
    left = dict(config) if isinstance(config, dict) else {}
    if (reasoning := take_reasoning(rest, left)) is not None:
        fields["reasoning"] = reasoning
    if (schema := take_format(rest, left)) is not None:
        fields["output_schema"] = schema
    if left:
        rest["output_config"] = left
    elif config and isinstance(config, dict):
        del rest["output_config"]
    kept = Kept(rest, kept.marks)
    if "model" not in body:
        kept = kept.spelled("model", "absent")
    if own := {name.lower(): value for name, value in (headers or {}).items() if name.lower() in _BODY_HEADERS}:
        kept = kept.marked(HEADERS, {**own})
    return Decoded(Request.model_validate({"model_id": model, "messages": messages, **fields, "provider_data": kept.under(MESSAGES)}))


def encode_request(request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
    """Translate a request into the wire's body.

    Raises:
        ConversionError: There is no model.
    """
    return _encode(request, capabilities, counting=False)


def _encode(request: Request, capabilities: Capabilities, *, counting: bool) -> Encoded:
    fitted = fit(request, capabilities, MESSAGES, rules=RULES, counting=counting, reasons=says_reasoning)
    request = fitted.request
    kept = Kept.of(request.provider_data, MESSAGES)
    check_model(request, kept)
    log = LossLog(MESSAGES, "$.messages")
    system, turns = encode_turns(request.messages, log)
    log.root, log.message = "$", None
    body: JsonObject = {"model": request.model_id} if request.model_id else {}
    if system is not None:
        body["system"] = system
    body["messages"] = turns
    put_fields(request, body, kept, log)
    put_tools(request, body, capabilities, log)
    config: JsonObject = {}
    if request.reasoning is not None:
        put_reasoning(request.reasoning, body, config, log)
    if request.output_schema is not None:
        put_format(request.output_schema, body, config, log)
    if config:
        body["output_config"] = config
    if request.seed is not None:
        log.add("$.seed", "this wire has no seed", "hint")
    body = restored(body, kept, log, whole=("metadata",))
    for name, host_name in capabilities.field_names.items():
        if name in body:
            body[host_name] = body.pop(name)
    own = kept.mark(HEADERS)
    headers = {name: value for name, value in own.items() if isinstance(value, str)} if isinstance(own, dict) else {}
    return Encoded(body, headers, fitted.told(tuple(log.records)))


def encode_count(request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
    """Translate a request into the body that counts its tokens.

    Raises:
        ConversionError: There is no model.
    """
    encoded = _encode(request, capabilities, counting=True)
    left_out = _NOT_COUNTED | {host_name for name, host_name in capabilities.field_names.items() if name in _NOT_COUNTED}
    body = {name: value for name, value in encoded.body.items() if name not in left_out}
    return Encoded(body, encoded.headers, encoded.losses)


def decode_count(body: JsonObject) -> int:
    """Read the number of input tokens from the counting endpoint's answer.

    Raises:
        ConversionError: The body is no JSON object, or there is none.
    """
    return as_int(checked_body(body).get("input_tokens"), "$.input_tokens")
