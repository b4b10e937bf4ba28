"""A request's body, both ways. Nothing of a body is lost; what the wire, or the model, can't take of a request is left out with a loss.

Source: https://platform.openai.com/docs/api-reference/chat/create (tools, tool_choice and response_format among the rest). Fields that
aren't read here (`n`, `logprobs`, `stream_options`, `store` …) are only this dialect's, and live in the request's `provider_data`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import (
    EVERYTHING,
    Decoded,
    Encoded,
    Kept,
    LossLog,
    as_int,
    as_list,
    as_text,
    check_model,
    checked_body,
    difference,
    fit,
    restored,
)
from interlingua.types.request import ReasoningConfig, Request
from interlingua_openai.chat.fitting import RULES, says_reasoning
from interlingua_openai.chat.normal_form import with_wrapped_tools
from interlingua_openai.chat.turns import decode_messages, encode_messages
from interlingua_openai.fields import (
    BOOLEAN,
    NUMBER,
    OBJECT,
    WHOLE_NUMBER,
    PlainField,
    encode_effort,
    encode_plain,
    encode_unknown,
    read_plain,
)
from interlingua_openai.fitting import OFF, adopt_fields
from interlingua_openai.names import ABSENT, CHAT, MAX_TOKENS, OLD_MAX_TOKENS
from interlingua_openai.siblings import adopted
from interlingua_openai.tools import ToolForms, decode_output, encode_output, encode_tools, read_tools

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import Capabilities, Feature, Fitting
    from interlingua.types.base import JsonObject

TOOL_FORMS: Final = ToolForms(CHAT, nested=True, absent=ABSENT[CHAT])

PLAIN_FIELDS: Final = (
    PlainField("temperature", "temperature", NUMBER),
    PlainField("top_p", "top_p", NUMBER),
    PlainField("seed", "seed", WHOLE_NUMBER),
    PlainField("parallel_tool_calls", "parallel_tool_calls", BOOLEAN),
    PlainField("metadata", "metadata", OBJECT),
)

UNKNOWN: Final[tuple[tuple[Feature, str], ...]] = (("top_k", "top_k"),)
"""Fields of `Request` that this wire doesn't have, and what to call them; a host's capabilities may name one."""

_MAX_TOKENS_FIELD: Final = "max_tokens_field"
"""A mark of a request: the limit came under the older of its two names."""


def decode_request(body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:  # noqa: ARG001 - none belongs to a body here
    """Translate a request's body.

    A body without a model, such as an application's own list of messages, is a request without one; whoever sends it names
    the model.

    Raises:
        ConversionError: The body breaks the wire's own grammar or isn't JSON, with the path.
    """
    body = with_wrapped_tools(checked_body(body))
    model = body.get("model")
    fields: dict[str, object] = {"model_id": model}
    reference: JsonObject = {}  # what the encoder writes for the fields; all else of the body is kept
    if model not in (None, ""):  # these two stay as they are
        reference["model"] = as_text(model, "$.model")
    fields["messages"] = decode_messages(as_list(body.get("messages"), "$.messages"))
    read_plain(body, fields, reference, PLAIN_FIELDS, refuses=True)
    limit = next((name for name in (MAX_TOKENS, OLD_MAX_TOKENS) if body.get(name) is not None), None)
    if limit is not None:
        value = body[limit]
        whole = int(value) if isinstance(value, float) and value.is_integer() else as_int(value, f"$.{limit}")
        fields["max_tokens"] = reference[limit] = whole
    stop = body.get("stop")
    if stop is not None:
        entries = [stop] if isinstance(stop, str) else as_list(stop, "$.stop")
        texts = [as_text(text, f"$.stop[{index}]") for index, text in enumerate(entries)]
        fields["stop"], reference["stop"] = tuple(texts), [*texts]
    if (effort := body.get("reasoning_effort")) is not None:
        reference["reasoning_effort"] = effort
        fields["reasoning"] = ReasoningConfig(effort=as_text(effort, "$.reasoning_effort"), provider_data={})
    read = {"messages", *read_tools(body, fields, TOOL_FORMS)}
    if (output := decode_output(body.get("response_format"), TOOL_FORMS)) is not None:
        fields["output_schema"] = output
        read.add("response_format")
    kept = difference(body, reference, leave=read)
    if limit == OLD_MAX_TOKENS:
        kept = kept.marked(_MAX_TOKENS_FIELD, limit)
    if "model" not in body:
        kept = kept.spelled("model", "absent")
    return Decoded(Request(**fields, provider_data=kept.under(CHAT)))  # type: ignore[arg-type]  # each was checked as it was read


def encode_request(request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
    """Translate a request.

    Raises:
        ConversionError: It names no model.
    """
    return _encode(request, capabilities, counting=False)


def _encode(request: Request, capabilities: Capabilities, *, counting: bool) -> Encoded:
    fitted = fit(adopted(request, CHAT), capabilities, CHAT, rules=(fit_own_words, *RULES), counting=counting, reasons=says_reasoning)
    request = fitted.request
    log = LossLog(CHAT)
    kept = Kept.of(request.provider_data, CHAT)
    check_model(request, kept)
    body: JsonObject = {"model": request.model_id} if request.model_id else {}
    body["messages"], losses = encode_messages(request, capabilities)
    body.update(encode_tools(request, capabilities, TOOL_FORMS, log))
    encode_plain(request, capabilities, PLAIN_FIELDS, body)
    if request.stop is not None:
        body["stop"] = list(request.stop)
    if request.max_tokens is not None:
        older = kept.mark(_MAX_TOKENS_FIELD) == OLD_MAX_TOKENS and OLD_MAX_TOKENS not in capabilities.refused_fields
        body[OLD_MAX_TOKENS if older else capabilities.field_names.get(MAX_TOKENS, MAX_TOKENS)] = request.max_tokens
    encode_unknown(request, capabilities, UNKNOWN, body, log)
    effort = encode_effort(request, log)
    if request.reasoning is not None:
        log.lose_own(request.reasoning.provider_data, "an effort is a mere word on this wire", below=".reasoning")
    if effort == OFF and capabilities.off_fields is not None:
        body.update(capabilities.off_fields)
    elif effort is not None:
        body["reasoning_effort"] = effort
    if request.output_schema is not None:
        body["response_format"] = encode_output(request.output_schema, TOOL_FORMS, log)
    if request.stream:
        body["stream"] = True
        kept = kept.without("stream")  # how it is sent is the caller's choice, and nothing that a body said
    return Encoded(restored(body, kept, log, whole=("metadata",)) if kept else body, losses=fitted.told((*losses, *log.records)))


_CANONICAL: Final = frozenset({
    "stop", "reasoning_effort", "tool_choice", "response_format", MAX_TOKENS, OLD_MAX_TOKENS,
    *(plain.wire_name for plain in PLAIN_FIELDS),
})  # fmt: skip
"""This wire's names of fields that every request has."""


def fit_own_words(fitting: Fitting) -> None:
    """Take what a caller gave as this wire's own fields for the canonical ones that they are."""
    adopt_fields(fitting, _CANONICAL, lambda given: decode_request({"model": "m", "messages": [], **given}).value)


def encode_count(request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
    """Write the body for `/chat/completions/input_tokens`, which llama.cpp has and OpenAI has not: the same, never streamed."""
    encoded = _encode(request, capabilities, counting=True)
    body = {name: value for name, value in encoded.body.items() if name not in {"stream", "stream_options"}}
    return Encoded(body, encoded.headers, encoded.losses)
