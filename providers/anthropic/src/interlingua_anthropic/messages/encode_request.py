"""`Request` → a request's body, and a loss for what the wire or the model can't take.

Source: https://docs.claude.com/en/api/messages#body; counting takes the same body with fewer fields:
https://docs.claude.com/en/api/messages-count-tokens#body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import EVERYTHING, Capabilities, Encoded, check_model
from interlingua.types.json import at
from interlingua_anthropic.messages.encode_turns import encode_turns
from interlingua_anthropic.messages.output_schema import encode_format
from interlingua_anthropic.messages.reasoning import put_reasoning
from interlingua_anthropic.messages.tools import encode_tool, encode_tool_choice
from interlingua_anthropic.messages.wire import HEADERS, LossLog, absent_fields, is_verbatim, kept_fields, restore, without

if TYPE_CHECKING:
    from interlingua.dialect import Feature
    from interlingua.types import JsonObject, JsonValue, Request

# Plain fields: ours, the wire's, and the feature that a model may lack.
_SCALARS: tuple[tuple[str, str, Feature | None], ...] = (
    ("max_tokens", "max_tokens", None),
    ("temperature", "temperature", "temperature"),
    ("top_p", "top_p", "top_p"),
    ("top_k", "top_k", "top_k"),
    ("stop", "stop_sequences", "stop"),
)

# What counting doesn't take: how to sample and answer, and where, has no bearing on the number of input tokens.
_NOT_COUNTED = frozenset({
    "container", "diagnostics", "fallback_credit_token", "fallbacks", "inference_geo", "max_tokens", "metadata", "service_tier",
    "stop_sequences", "stream", "temperature", "thread", "top_k", "top_p",
})  # fmt: skip


def encode_request(request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
    """Translate a request into the wire's body.

    Raises:
        ConversionError: A tool call's arguments are not a JSON object, or there is no model.
    """
    kept = kept_fields(request.provider_data)
    check_model(request, absent="model" in kept or "model" in absent_fields(kept))
    log = LossLog("$.messages")
    system, turns = encode_turns(request.messages, log, capabilities)
    log.root, log.message = "$", None
    body: JsonObject = {"model": request.model_id} if request.model_id else {}
    if system is not None:
        body["system"] = system
    body["messages"] = turns
    for ours, wire, feature in _SCALARS:
        value = getattr(request, ours)
        if value is not None and _accepted(ours, feature, capabilities, log):
            body[wire] = list(value) if isinstance(value, tuple) else value
    _check_temperature(body, kept, log)
    _put_metadata(request, body, kept, capabilities, log)
    _put_tools(request, body, kept, capabilities, log)
    _put_output(request, body, capabilities, log)
    if request.seed is not None:
        log.add("$.seed", "this wire has no seed", "hint")
    if request.stream:
        body["stream"] = True
    restore(body, kept, log)
    for name, host_name in capabilities.field_names.items():
        if name in body:
            body[host_name] = body.pop(name)
    return Encoded(body, _headers(kept), tuple(log.records))


def encode_count(request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
    """Translate a request into the body that counts its tokens.

    Raises:
        ConversionError: A tool call's arguments are not a JSON object, or there is no model.
    """
    encoded = encode_request(request, capabilities)
    left_out = _NOT_COUNTED | {host_name for name, host_name in capabilities.field_names.items() if name in _NOT_COUNTED}
    body = {name: value for name, value in encoded.body.items() if name not in left_out}
    return Encoded(body, encoded.headers, encoded.losses)


def _accepted(field: str, feature: Feature | None, capabilities: Capabilities, log: LossLog) -> bool:
    if feature is None or capabilities.has(feature):
        return True
    log.add(f"$.{field}", f"the model takes no {feature}", "hint")
    return False


def _check_temperature(body: JsonObject, kept: JsonObject, log: LossLog) -> None:
    """Bring a temperature into the wire's range; other wires go up to 2. One that this wire had stays as it is.

    Source: https://docs.claude.com/en/api/messages#body-temperature ("Ranges from 0.0 to 1.0").
    """
    temperature = body.get("temperature")
    if isinstance(temperature, float) and not 0 <= temperature <= 1 and not is_verbatim(kept, "temperature", temperature):
        body["temperature"] = nearest = min(max(temperature, 0.0), 1.0)
        log.add("$.temperature", "a temperature on this wire is from 0 to 1", "hint", nearest)


def _put_metadata(request: Request, body: JsonObject, kept: JsonObject, capabilities: Capabilities, log: LossLog) -> None:
    """Write the one label that the API knows; with any other it refuses the request, unless a compatible server sent them here.

    Source: https://docs.claude.com/en/api/messages#body-metadata.
    """
    metadata = request.metadata
    if metadata is None or not _accepted("metadata", "metadata", capabilities, log):
        return
    if not is_verbatim(kept, "metadata", metadata):
        refused = [name for name, value in metadata.items() if name != "user_id" or not isinstance(value, str | None)]
        for name in refused:
            log.add(at("$.metadata", name), "this wire's metadata is one text, user_id", "hint")
        metadata = without(metadata, *refused)
    if metadata or not request.metadata:
        body["metadata"] = metadata


def _put_tools(request: Request, body: JsonObject, kept: JsonObject, capabilities: Capabilities, log: LossLog) -> None:
    """Write the tools, and how to choose among them; without any, the API refuses a choice."""
    if request.tools and not capabilities.has("tools"):
        log.add("$.tools", "the model takes no tools", "content")
    elif request.tools:
        tools = [encode_tool(tool, index, capabilities, log) for index, tool in enumerate(request.tools)]
        written: list[JsonValue] = [tool for tool in tools if tool is not None]
        if written:
            body["tools"] = written
    if "tools" in body or kept.get("tools") or kept.get("mcp_servers"):
        choice = encode_tool_choice(request, capabilities, log)
        if choice is not None:
            body["tool_choice"] = choice
        return
    if request.tool_choice is not None:
        must = request.tool_choice.type in {"required", "tool"}
        log.add("$.tool_choice", "there are no tools to choose from", "content" if must else "hint")
    if request.parallel_tool_calls is not None:
        log.add("$.parallel_tool_calls", "there are no tools to call", "hint")


def _put_output(request: Request, body: JsonObject, capabilities: Capabilities, log: LossLog) -> None:
    """Write how much to reason and what shape to answer in."""
    config: JsonObject = {}
    if request.reasoning is not None:
        put_reasoning(request.reasoning, body, config, capabilities, log)
    schema = request.output_schema
    if schema is not None and not capabilities.has("output_schema"):
        log.add("$.output_schema", "the model takes no schema of its answer", "content")
    elif schema is not None:
        config["format"] = encode_format(schema, log)
    if config:
        body["output_config"] = config


def _headers(kept: JsonObject) -> dict[str, str]:
    headers = kept.get(HEADERS)
    return {name: value for name, value in headers.items() if isinstance(value, str)} if isinstance(headers, dict) else {}
