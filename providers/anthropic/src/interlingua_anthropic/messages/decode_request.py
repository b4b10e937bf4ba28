"""A request's body → `Request`.

Source: https://docs.claude.com/en/api/messages#body. A field that isn't modelled, or has another type than the page says, is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Decoded
from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, Request, SystemMessage, UserMessage
from interlingua_anthropic.messages.decode_content import (
    decode_assistant_block,
    decode_said_text,
    decode_text,
    decode_tool_result,
    decode_user_block,
)
from interlingua_anthropic.messages.output_schema import decode_format
from interlingua_anthropic.messages.reasoning import take_reasoning
from interlingua_anthropic.messages.tool_ids import ToolIds
from interlingua_anthropic.messages.tools import decode_tool, decode_tool_choice
from interlingua_anthropic.messages.wire import HEADERS, NAME, PLACE, VERBATIM, checked_body, content_of, is_int, is_objects, keep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types import AssistantPart, JsonObject, JsonValue, Message, OpaquePart, TextPart, ToolMessage

_TURN = frozenset({"role", "content"})

_EXACT_FLOAT = 2**53  # a larger integer may change when it becomes a float

# Headers that say something about the body.
_BODY_HEADERS = frozenset({"anthropic-beta"})


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
    messages = [*_take_system(rest), *_messages(body.get("messages"))]
    fields: dict[str, object] = {
        **_take_scalars(rest),
        **_take_metadata(rest),
        **_take_tools(rest),
        **_take_output(rest),
    }
    provider_data = keep(rest, absent=() if "model" in body else ("model",))
    if verbatim := _verbatim(fields):
        provider_data.setdefault(NAME, {})[VERBATIM] = verbatim
    said = {name.lower(): value for name, value in (headers or {}).items() if name.lower() in _BODY_HEADERS}
    if said:
        provider_data.setdefault(NAME, {})[HEADERS] = {**said}
    request = Request.model_validate({"model_id": model, "messages": messages, **fields, "provider_data": provider_data})
    return Decoded(request)


def _take_system(rest: JsonObject) -> list[Message]:
    system = rest.get("system")
    if not isinstance(system, str) and not is_objects(system):
        return []
    del rest["system"]
    content: JsonValue = [*system] if isinstance(system, list) else system
    blocks, verbatim, _ = content_of({"content": content})
    return [SystemMessage(_texts(blocks, verbatim), provider_data=keep(verbatim))]


def _messages(wire: JsonValue) -> list[Message]:
    if not isinstance(wire, list):
        raise ConversionError("$.messages", "a request needs a list of messages")
    messages: list[Message] = []
    ids = ToolIds()
    for index, turn in enumerate(wire):
        if not isinstance(turn, dict):
            raise ConversionError(f"$.messages[{index}]", "a message is an object")
        match turn.get("role"):
            case "user":
                messages += _user_turn(turn, ids)
            case "assistant":
                blocks, verbatim, absent = content_of(turn)
                messages.append(AssistantMessage(_said(blocks, verbatim, ids), provider_data=_keep_turn(turn, verbatim, absent)))
            case "system":
                messages.append(_system_turn(turn, leads=index == 0))
            case _:
                raise ConversionError(f"$.messages[{index}].role", "a role is user, assistant or system")
    return messages


def _keep_turn(turn: JsonObject, verbatim: JsonObject, absent: tuple[str, ...]) -> dict[str, JsonObject]:
    return keep({**turn, **verbatim}, {"role"} if verbatim else _TURN, absent)


def _system_turn(turn: JsonObject, *, leads: bool) -> SystemMessage:
    """Read a system message in the list; one that leads it is marked, so that it doesn't move to the top level."""
    blocks, verbatim, absent = content_of(turn)
    provider_data = _keep_turn(turn, verbatim, absent)
    if leads and provider_data.get(NAME, {}).keys() <= {"content", "cache_control"}:
        provider_data.setdefault(NAME, {})[PLACE] = "messages"
    return SystemMessage(_texts(blocks, verbatim), provider_data=provider_data)


def _texts(blocks: list[JsonObject], verbatim: JsonObject) -> list[TextPart | OpaquePart]:
    """Read text blocks; where the message keeps its content verbatim, they needn't keep their text."""
    return [decode_text(block) if verbatim else decode_said_text(block) for block in blocks]


def _said(blocks: list[JsonObject], verbatim: JsonObject, ids: ToolIds) -> list[AssistantPart]:
    """Read what the model said."""
    texts = decode_text if verbatim else decode_said_text
    return [texts(block) if block.get("type") == "text" else decode_assistant_block(block, ids.of_call) for block in blocks]


def _user_turn(turn: JsonObject, ids: ToolIds) -> list[UserMessage | ToolMessage]:
    """Split a user turn into results and what the user says, in block order; its fields go to the first."""
    blocks, verbatim, absent = content_of(turn)
    kept = _keep_turn(turn, verbatim, absent)
    if not any(block.get("type") == "tool_result" for block in blocks):
        parts = _texts(blocks, verbatim) if verbatim else [decode_user_block(block) for block in blocks]
        return [UserMessage(parts, provider_data=kept)]
    messages: list[UserMessage | ToolMessage] = []
    said: list[JsonObject] = []

    def flush() -> None:
        if said:
            parts = [decode_user_block(block) for block in said]
            messages.append(UserMessage(parts, provider_data={} if messages else kept))
            said.clear()

    for block in blocks:
        if block.get("type") == "tool_result":
            flush()
            messages.append(decode_tool_result(block, ids, {} if messages else kept.get(NAME, {})))
        else:
            said.append(block)
    flush()
    return messages


def _take_scalars(rest: JsonObject) -> dict[str, object]:
    """Take the plain fields whose type is the documented one."""
    fields: dict[str, object] = {}
    for name in ("max_tokens", "top_k"):
        if is_int(rest.get(name)):
            fields[name] = rest.pop(name)
    for name in ("temperature", "top_p"):
        value = rest.get(name)
        if isinstance(value, float):
            fields[name] = rest.pop(name)
        elif is_int(value) and abs(value) <= _EXACT_FLOAT:
            fields[name] = float(value)  # the integer stays kept, so that 1 is not sent as 1.0
    stop = rest.get("stop_sequences")
    if isinstance(stop, list) and all(isinstance(item, str) for item in stop):
        del rest["stop_sequences"]
        fields["stop"] = tuple(stop)
    if isinstance(rest.get("stream"), bool):
        fields["stream"] = rest.pop("stream")
    return fields


def _take_metadata(rest: JsonObject) -> dict[str, object]:
    """Take the metadata."""
    return {"metadata": rest.pop("metadata")} if isinstance(rest.get("metadata"), dict) else {}


def _verbatim(fields: dict[str, object]) -> JsonObject:
    """Give the fields that go back as they were, though the API takes less: a compatible server may take more."""
    verbatim: JsonObject = {}
    temperature, metadata = fields.get("temperature"), fields.get("metadata")
    if isinstance(temperature, float) and not 0 <= temperature <= 1:
        verbatim["temperature"] = temperature
    if isinstance(metadata, dict) and not (metadata.keys() <= {"user_id"} and isinstance(metadata.get("user_id"), str | None)):
        verbatim["metadata"] = metadata
    return verbatim


def _take_tools(rest: JsonObject) -> dict[str, object]:
    """Take the tools and the choice; an empty list stays kept, since no tools and none mentioned are one to us."""
    fields: dict[str, object] = {}
    tools = rest.get("tools")
    if tools and is_objects(tools):
        fields["tools"] = [decode_tool(tool) for tool in tools]
        del rest["tools"]
    if not (fields or rest.get("tools") or rest.get("mcp_servers")):
        return fields  # a choice among no tools stays kept
    choice, parallel = decode_tool_choice(rest.get("tool_choice"))
    if choice is not None:
        fields["tool_choice"], fields["parallel_tool_calls"] = choice, parallel
        del rest["tool_choice"]
    return fields


def _take_output(rest: JsonObject) -> dict[str, object]:
    """Take how much to reason and what shape to answer in."""
    fields: dict[str, object] = {}
    config = rest.get("output_config")
    left = dict(config) if isinstance(config, dict) else {}
    if (reasoning := take_reasoning(rest, left)) is not None:
        fields["reasoning"] = reasoning
    if (schema := decode_format(left.get("format"))) is not None:
        fields["output_schema"] = schema
        del left["format"]
    if left:
        rest["output_config"] = left
    elif config and isinstance(config, dict):
        del rest["output_config"]
    return fields
