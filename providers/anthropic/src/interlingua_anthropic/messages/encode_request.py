"""`Request` → a request's body, and a loss for what the wire or the model can't take.

Source: https://docs.claude.com/en/api/messages#body; counting takes the same body with fewer fields:
https://docs.claude.com/en/api/messages-count-tokens#body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import EVERYTHING, Capabilities, Encoded
from interlingua_anthropic.messages.encode_turns import encode_turns
from interlingua_anthropic.messages.tools import encode_tool, encode_tool_choice
from interlingua_anthropic.messages.wire import HEADERS, LossLog, kept_fields, restore

if TYPE_CHECKING:
    from interlingua.dialect import Feature
    from interlingua.types import JsonObject, OutputSchema, Request

# Plain fields: ours, the wire's, and the feature that a model may lack.
_SCALARS: tuple[tuple[str, str, Feature | None], ...] = (
    ("max_tokens", "max_tokens", None),
    ("temperature", "temperature", "temperature"),
    ("top_p", "top_p", "top_p"),
    ("top_k", "top_k", "top_k"),
    ("stop", "stop_sequences", "stop"),
    ("metadata", "metadata", "metadata"),
)

# What counting doesn't take: how to sample and answer has no bearing on the number of input tokens.
_NOT_COUNTED = (
    "max_tokens", "temperature", "top_p", "top_k", "stop_sequences", "metadata", "stream", "container", "service_tier", "inference_geo"
)  # fmt: skip


def encode_request(request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
    """Translate a request into the wire's body.

    Raises:
        ConversionError: A tool call's arguments are not a JSON object.
    """
    log = LossLog("$.messages")
    system, turns = encode_turns(request.messages, log, capabilities)
    log.root, log.message = "$", None
    body: JsonObject = {"model": request.model_id}
    if system is not None:
        body["system"] = system
    body["messages"] = turns
    for ours, wire, feature in _SCALARS:
        value = getattr(request, ours)
        if value is not None and _accepted(ours, feature, capabilities, log):
            body[wire] = list(value) if isinstance(value, tuple) else value
    _put_tools(request, body, capabilities, log)
    _put_output(request, body, capabilities, log)
    if request.seed is not None:
        log.add("$.seed", "this wire has no seed", "hint")
    if request.stream:
        body["stream"] = True
    kept = kept_fields(request.provider_data)
    restore(body, kept, log)
    for name, host_name in capabilities.field_names.items():
        if name in body:
            body[host_name] = body.pop(name)
    return Encoded(body, _headers(kept), tuple(log.records))


def encode_count(request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
    """Translate a request into the body that counts its tokens.

    Raises:
        ConversionError: A tool call's arguments are not a JSON object.
    """
    encoded = encode_request(request, capabilities)
    body = {name: value for name, value in encoded.body.items() if name not in _NOT_COUNTED}
    return Encoded(body, encoded.headers, encoded.losses)


def _accepted(field: str, feature: Feature | None, capabilities: Capabilities, log: LossLog) -> bool:
    if feature is None or capabilities.has(feature):
        return True
    log.add(f"$.{field}", f"the model takes no {feature}", "hint")
    return False


def _put_tools(request: Request, body: JsonObject, capabilities: Capabilities, log: LossLog) -> None:
    if (request.tools or request.tool_choice) and not capabilities.has("tools"):
        log.add("$.tools", "the model takes no tools", "content")
        return
    if request.tools:
        tools = [encode_tool(tool, index, capabilities, log) for index, tool in enumerate(request.tools)]
        body["tools"] = [tool for tool in tools if tool is not None]
    choice = encode_tool_choice(request, capabilities, log)
    if choice is not None:
        body["tool_choice"] = choice


def _put_output(request: Request, body: JsonObject, capabilities: Capabilities, log: LossLog) -> None:
    """Write how much to reason and what shape to answer in."""
    config: JsonObject = {}
    reasoning, schema = request.reasoning, request.output_schema
    if reasoning is not None:
        if reasoning.effort is not None and _accepted("reasoning.effort", "reasoning_effort", capabilities, log):
            config["effort"] = reasoning.effort
        if reasoning.budget_tokens is not None and _accepted("reasoning.budget_tokens", "reasoning_budget", capabilities, log):
            thinking: JsonObject = {"type": "enabled", "budget_tokens": reasoning.budget_tokens}
            restore(thinking, kept_fields(reasoning.provider_data), log)
            body["thinking"] = thinking
    if schema is not None and not capabilities.has("output_schema"):
        log.add("$.output_schema", "the model takes no schema of its answer", "content")
    elif schema is not None:
        config["format"] = _format(schema, log)
    if config:
        body["output_config"] = config


def _format(schema: OutputSchema, log: LossLog) -> JsonObject:
    """Write the shape of the answer; a schema's default name says nothing, so it is no loss."""
    for field, value, default in (
        ("name", schema.name, "output"),
        ("description", schema.description, None),
        ("strict", schema.strict, None),
    ):
        if value != default:
            log.add(f"$.output_schema.{field}", f"a schema on this wire has no {field}", "hint")
    wire: JsonObject = {"type": "json_schema", "schema": schema.json_schema}
    restore(wire, kept_fields(schema.provider_data), log)
    return wire


def _headers(kept: JsonObject) -> dict[str, str]:
    headers = kept.get(HEADERS)
    return {name: value for name, value in headers.items() if isinstance(value, str)} if isinstance(headers, dict) else {}
