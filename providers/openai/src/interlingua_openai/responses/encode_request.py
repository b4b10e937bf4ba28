"""A canonical request → a Responses body. What the wire, or the model, can't take is left out with a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from interlingua.dialect import Encoded, check_model
from interlingua.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from interlingua.types.parts import ToolCallPart
from interlingua_openai.call_ids import with_short_ids
from interlingua_openai.responses.calls import encode_result, is_custom
from interlingua_openai.responses.fields import PLAIN_FIELDS, UNKNOWN
from interlingua_openai.responses.items import encode_items
from interlingua_openai.responses.messages import as_instructions, encode_message
from interlingua_openai.responses.tool_ids import LONGEST_ID, said_ids
from interlingua_openai.responses.tools import encode_output, encode_tools
from interlingua_openai.responses.wire import DIALECT, TEXT, marks_of
from interlingua_openai.wire import lost, restored

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.messages import Message
    from interlingua.types.request import Request

# What the counting endpoint takes.
# Source: https://platform.openai.com/docs/api-reference/responses/input-tokens.
_COUNTED: Final = frozenset({
    "conversation", "input", "instructions", "model", "parallel_tool_calls", "personality", "previous_response_id", "reasoning",
    "text", "tool_choice", "tools", "truncation",
})  # fmt: skip


def encode_request(request: Request, capabilities: Capabilities) -> Encoded:
    """Translate a request."""
    losses: list[Loss] = []
    kept = request.provider_data.get(DIALECT) or {}
    check_model(request, absent="model" in kept or "model" in marks_of(kept))
    body: JsonObject = {"model": request.model_id} if request.model_id else {}
    _say_messages(request, capabilities, kept, body, losses)
    body.update(encode_tools(request, capabilities, losses))
    _say_plain(request, capabilities, body, losses)
    _say_reasoning(request, capabilities, body, losses)
    if request.output_schema is not None:
        if capabilities.has("output_schema"):
            body["text"] = {"format": encode_output(request.output_schema, losses)}
        else:
            lost(losses, "content", "$.output_schema", "the model takes no schema")
    if request.stream:
        body["stream"] = True
    return Encoded(restored(body, kept) if kept else body, losses=tuple(losses))


def encode_count(request: Request, capabilities: Capabilities) -> Encoded:
    """Translate a request into what the counting endpoint takes: what doesn't count among the input is left out, and is no loss."""
    encoded = encode_request(request, capabilities)
    body = {name: value for name, value in encoded.body.items() if name in _COUNTED}
    return Encoded(body, encoded.headers, encoded.losses)


def _say_plain(request: Request, capabilities: Capabilities, body: JsonObject, losses: list[Loss]) -> None:
    for plain in PLAIN_FIELDS:
        value = getattr(request, plain.name)
        if value is None:
            continue
        if plain.feature is not None and not capabilities.has(plain.feature):
            lost(losses, "hint", f"$.{plain.name}", f"the model takes no {plain.name}")
        else:
            body[capabilities.field_names.get(plain.wire, plain.wire)] = value
    for name, called in UNKNOWN:
        value = getattr(request, name)
        if value is None:
            continue
        if (wire := capabilities.field_names.get(name)) is not None and capabilities.has(name):
            body[wire] = list(value) if isinstance(value, tuple) else value
        else:
            lost(losses, "hint", f"$.{name}", f"this wire has no {called}")


def _say_reasoning(request: Request, capabilities: Capabilities, body: JsonObject, losses: list[Loss]) -> None:
    reasoning = request.reasoning
    if reasoning is None:
        return
    said: JsonObject = {}
    if reasoning.effort is not None:
        if capabilities.has("reasoning_effort"):
            said["effort"] = reasoning.effort
        else:
            lost(losses, "hint", "$.reasoning.effort", "the model takes no reasoning effort")
    if reasoning.budget_tokens is not None:
        lost(losses, "hint", "$.reasoning.budget_tokens", "this wire has no reasoning budget")
    kept = reasoning.provider_data.get(DIALECT)
    if kept:
        said = restored(said, kept)
    if said or (reasoning.effort is None and reasoning.budget_tokens is None):
        body["reasoning"] = said


def _say_messages(request: Request, capabilities: Capabilities, kept: JsonObject, body: JsonObject, losses: list[Loss]) -> None:
    """Write `instructions` and `input`."""
    messages: list[tuple[int, Message]] = list(enumerate(with_short_ids(request.messages, DIALECT, LONGEST_ID)))
    if messages and isinstance(first := messages[0][1], SystemMessage) and (text := as_instructions(first)) is not None:
        body["instructions"] = text
        del messages[0]
    if not capabilities.has("system_in_place"):
        messages = _system_first(messages, losses)
    items = _items(messages, capabilities, losses)
    body["input"] = items
    if marks_of(kept).get("input") == TEXT:
        match items:
            case [{"role": "user", "content": str(said), **rest}] if not rest:
                body["input"] = said
            case _:
                pass  # more was said since


def _system_first(messages: list[tuple[int, Message]], losses: list[Loss]) -> list[tuple[int, Message]]:
    system = [entry for entry in messages if isinstance(entry[1], SystemMessage)]
    others = [entry for entry in messages if not isinstance(entry[1], SystemMessage)]
    for before, after in zip(messages, system, strict=False):
        if before is not after:
            lost(losses, "hint", f"$.messages[{after[0]}]", "the host takes system messages only first", "at the beginning")
    return system + others


def _items(messages: list[tuple[int, Message]], capabilities: Capabilities, losses: list[Loss]) -> list[JsonValue]:
    said = said_ids(message for _, message in messages)
    custom: set[str] = set()
    out: list[JsonValue] = []
    for index, message in messages:
        path = f"$.messages[{index}]"
        match message:
            case UserMessage() | SystemMessage():
                out += encode_message(message, path, capabilities, losses)
            case AssistantMessage():
                out += encode_items(message.content, path, losses, said)
                custom.update([part.id for part in message.content if type(part) is ToolCallPart and is_custom(part)])
            case ToolMessage():
                out.append(encode_result(message, path, capabilities, losses, custom=custom, said=said))
            case _:
                assert_never(message)
    return out
