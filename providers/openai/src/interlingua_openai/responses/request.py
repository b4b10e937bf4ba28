"""A request's body, both ways, and the one that counts. What the wire, or the model, can't take is left out with a loss.

Nothing of a body is lost when it is read: what no field of `Request` holds is kept in `provider_data` (see `interlingua.dialect.kept`).
So are fields that only this dialect has (`store`, `include`, `previous_response_id`, `conversation`, `truncation`, `background`,
`service_tier` …), and a value of another type than the page says.
Source: https://platform.openai.com/docs/api-reference/responses/create.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import (
    EVERYTHING,
    Decoded,
    Encoded,
    Kept,
    LossLog,
    as_list,
    as_text,
    at,
    check_model,
    checked_body,
    difference,
    fit,
    restored,
    text_or_none,
)
from interlingua.types.messages import AssistantMessage
from interlingua.types.request import ReasoningConfig, Request
from interlingua_openai.fields import BOOLEAN, INTEGER, NUMBER, OBJECT, PlainField, encode_effort, encode_plain, encode_unknown, read_plain
from interlingua_openai.fitting import adopt_fields
from interlingua_openai.names import ABSENT, RESPONSES
from interlingua_openai.responses.fitting import LONELY, RULES
from interlingua_openai.responses.reasoning import Lonely, lonely, refers_to_history
from interlingua_openai.responses.turns import decode_turns, encode_turns
from interlingua_openai.siblings import adopted
from interlingua_openai.tools import ToolForms, decode_output, encode_output, encode_tools, read_tools

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.dialect import Capabilities, Feature, Fitting
    from interlingua.types.base import JsonObject

PLAIN_FIELDS: Final = (
    PlainField("max_tokens", "max_output_tokens", INTEGER),
    PlainField("temperature", "temperature", NUMBER),
    PlainField("top_p", "top_p", NUMBER),
    PlainField("parallel_tool_calls", "parallel_tool_calls", BOOLEAN),
    PlainField("metadata", "metadata", OBJECT),
)

UNKNOWN: Final[tuple[tuple[Feature, str], ...]] = (("seed", "seed"), ("stop", "stop texts"), ("top_k", "top_k"))
"""Fields of `Request` that this wire doesn't have, and what to call them; a host's capabilities may name one."""

# What the counting endpoint takes.
# Source: https://platform.openai.com/docs/api-reference/responses/input-tokens.
_COUNTED: Final = frozenset({
    "conversation", "input", "instructions", "model", "parallel_tool_calls", "personality", "previous_response_id", "reasoning",
    "text", "tool_choice", "tools", "truncation",
})  # fmt: skip

# Source: https://platform.openai.com/docs/api-reference/responses/create (tools, tool_choice, text). Tools that the server runs, and
# custom tools, whose input is free text, are `ProviderTool`s, verbatim.
_TOOL_FORMS: Final = ToolForms(RESPONSES, nested=False, absent=ABSENT[RESPONSES])

# The form of an input that is a string, and no list of items.
_TEXT: Final = "text"


def encode_request(request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
    """Translate a request.

    Raises:
        ConversionError: It names no model.
    """
    return _encode(request, capabilities, counting=False)


def _encode(request: Request, capabilities: Capabilities, *, counting: bool) -> Encoded:
    fitted = fit(adopted(request, RESPONSES), capabilities, RESPONSES, rules=(fit_own_words, *RULES), counting=counting)
    request = fitted.request
    in_messages, log = LossLog(RESPONSES, "$.messages"), LossLog(RESPONSES)
    kept = Kept.of(request.provider_data, RESPONSES)
    check_model(request, kept)
    body: JsonObject = {"model": request.model_id} if request.model_id else {}
    instructions, items = encode_turns(request.messages, capabilities, in_messages)
    _tell_lonely(request, kept, log)
    if instructions is not None:
        body["instructions"] = instructions
    body["input"] = items
    if kept.form("input") == _TEXT:
        match items:
            case [{"role": "user", "content": str(text), **rest}] if not rest:
                body["input"] = text
            case _:
                pass  # more was said since
    body.update(encode_tools(request, capabilities, _TOOL_FORMS, log))
    encode_plain(request, capabilities, PLAIN_FIELDS, body)
    encode_unknown(request, capabilities, UNKNOWN, body, log)
    if request.reasoning is not None:
        effort = encode_effort(request, log)
        config: JsonObject = {} if effort is None else {"effort": effort}
        config = restored(config, Kept.of(request.reasoning.provider_data, RESPONSES), log, ".reasoning")
        if config or (request.reasoning.effort is None and request.reasoning.budget_tokens is None):
            body["reasoning"] = config
    if request.output_schema is not None:
        body["text"] = {"format": encode_output(request.output_schema, _TOOL_FORMS, log)}
    if request.stream:
        body["stream"] = True
        kept = kept.without("stream")  # how it is sent is the caller's choice, and nothing that a body said
    if kept:
        body = restored(body, kept, log, whole=("metadata",))
    return Encoded(body, losses=fitted.told((*in_messages.records, *log.records)))


_CANONICAL: Final = frozenset({"reasoning", "tool_choice", "text", *(plain.wire_name for plain in PLAIN_FIELDS)})


def fit_own_words(fitting: Fitting) -> None:
    """Take what a caller gave as this wire's own fields for the canonical ones that they are."""
    adopt_fields(fitting, _CANONICAL, lambda given: decode_request({"model": "m", "input": [], **given}).value)


def encode_count(request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
    """Translate a request into what the counting endpoint takes: what doesn't count among the input is left out, and is no loss."""
    encoded = _encode(request, capabilities, counting=True)
    body = {name: value for name, value in encoded.body.items() if name in _COUNTED}
    return Encoded(body, encoded.headers, encoded.losses)


def decode_request(body: JsonObject, headers: Mapping[str, str] | None = None) -> Decoded[Request]:  # noqa: ARG001 - none belongs to a body here
    """Translate a request's body.

    A body without a model (one that names a stored `prompt`) is a request without one, and goes back so.

    Raises:
        ConversionError: The body breaks the wire's own grammar or isn't JSON, with the path.
    """
    checked_body(body)
    model = body.get("model")
    fields: dict[str, object] = {"model_id": None if model != "" else ""}
    reference: JsonObject = {}  # what the encoder writes for the fields; all else of the body is kept
    if model:
        fields["model_id"] = reference["model"] = as_text(model, "$.model")
    read_plain(body, fields, reference, PLAIN_FIELDS, refuses=False)
    text = body.get("text")
    if isinstance(text, dict) and (output := decode_output(text.get("format"), _TOOL_FORMS)) is not None:
        fields["output_schema"] = output
        reference["text"] = {"format": text["format"]}
    if body.get("input") is None:
        reference["input"] = []
    kept = difference(body, reference, leave=_read_whole(body, fields))
    if isinstance(body.get("input"), str):
        kept = kept.spelled("input", _TEXT)
    if "model" not in body:
        kept = kept.spelled("model", "absent")
    request = Request(**fields, provider_data=kept.under(RESPONSES))  # type: ignore[arg-type]  # each was checked as it was read
    if came_so := [found.item_id for found in _lonely(request)]:
        kept = kept.marked(LONELY, [*came_so])
        request = request.model_copy(update={"provider_data": kept.under(RESPONSES)})
    return Decoded(request)


def _tell_lonely(request: Request, kept: Kept, log: LossLog) -> None:
    """Tell which items OpenAI will refuse for want of a partner, but for those of which that was so when they were read."""
    came_so = kept.mark(LONELY)
    for index, place, item_id, reason in _lonely(request):
        if not isinstance(came_so, list) or item_id not in came_so:
            log.add(at("$", "messages", index, "content", place), reason, "hint")


def _lonely(request: Request) -> Iterator[Lonely]:
    if not any(part.provider_data for message in request.messages if type(message) is AssistantMessage for part in message.content):
        return iter(())  # no item has an id
    stored = Kept.of(request.provider_data, RESPONSES).fields.get("store") is not False
    return lonely(request.messages, stored=stored, alone=not refers_to_history(request))


def _read_whole(body: JsonObject, fields: dict[str, object]) -> set[str]:
    """Read the fields that become values which keep whatever else these say; give their names."""
    read: set[str] = set()
    items, instructions = body.get("input"), body.get("instructions")
    if items is not None:
        read.add("input")
    if isinstance(items, str):
        items = [{"role": "user", "content": items}]
    if isinstance(instructions, str):
        read.add("instructions")
    fields["messages"] = decode_turns(instructions, as_list([] if items is None else items, "$.input"))
    read |= read_tools(body, fields, _TOOL_FORMS)
    reasoning = body.get("reasoning")
    if isinstance(reasoning, dict):
        effort = text_or_none(reasoning.get("effort"))
        kept = difference(reasoning, {} if effort is None else {"effort": effort})
        fields["reasoning"] = ReasoningConfig(effort=effort, provider_data=kept.under(RESPONSES))
        read.add("reasoning")
    return read
