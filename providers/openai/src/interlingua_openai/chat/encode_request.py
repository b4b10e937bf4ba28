"""A canonical request → a Chat Completions body. What the wire, or the model, can't take is left out with a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from interlingua.dialect import EVERYTHING, Encoded, check_model
from interlingua.types.messages import AssistantMessage, SystemMessage, ToolMessage, UserMessage
from interlingua.types.parts import DocumentPart, OpaquePart, TextPart, TextSource
from interlingua_openai.call_ids import with_short_ids
from interlingua_openai.chat.assistant import encode_assistant
from interlingua_openai.chat.citations import without_citations
from interlingua_openai.chat.content import encode_opaque, encode_part, is_plain
from interlingua_openai.chat.fields import MAX_TOKENS, OLD_MAX_TOKENS, PLAIN_FIELDS
from interlingua_openai.chat.tool_ids import LONGEST_ID, RESULT_ID, said_ids
from interlingua_openai.chat.tools import encode_output, encode_tools
from interlingua_openai.chat.wire import DIALECT, SPELLING, WHOLE_MESSAGE, lost, mark_of_content, restored
from interlingua_openai.tool_errors import marked, unmarked

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from interlingua.dialect import Capabilities
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.messages import Message
    from interlingua.types.parts import Part
    from interlingua.types.request import Request


def encode_request(request: Request, capabilities: Capabilities) -> Encoded:
    """Translate a request."""
    losses: list[Loss] = []
    kept = request.provider_data.get(DIALECT) or {}
    check_model(request, absent="model" in kept or mark_of_content(kept, "model") is not None)
    body: JsonObject = {"model": request.model_id} if request.model_id else {}
    body["messages"] = _messages(request, capabilities, losses)
    body.update(encode_tools(request, capabilities, losses))
    _say_plain(request, capabilities, body, losses)
    _say_limits(request, kept, capabilities, body, losses)
    _say_reasoning(request, capabilities, body, losses)
    if request.output_schema is not None:
        if capabilities.has("output_schema"):
            body["response_format"] = encode_output(request.output_schema, losses)
        else:
            lost(losses, "content", "$.output_schema", "the model takes no schema")
    if request.stream:
        body["stream"] = True
    return Encoded(restored(body, kept) if kept else body, losses=tuple(losses))


def _say_plain(request: Request, capabilities: Capabilities, body: JsonObject, losses: list[Loss]) -> None:
    for plain in PLAIN_FIELDS:
        value = getattr(request, plain.name)
        if value is None:
            continue
        if not capabilities.has(plain.feature):
            lost(losses, "hint", f"$.{plain.name}", f"the model takes no {plain.name}")
        else:
            body[capabilities.field_names.get(plain.wire, plain.wire)] = value
    if request.stop is not None:
        if capabilities.has("stop"):
            body["stop"] = list(request.stop)
        else:
            lost(losses, "hint", "$.stop", "the model takes no stop texts")


def _say_limits(request: Request, kept: JsonObject, capabilities: Capabilities, body: JsonObject, losses: list[Loss]) -> None:
    if request.max_tokens is not None:
        marks = kept.get(SPELLING)
        mark = marks.get("max_tokens") if isinstance(marks, dict) else None
        if mark == OLD_MAX_TOKENS:
            body[OLD_MAX_TOKENS] = request.max_tokens
        elif isinstance(mark, list) and mark[:1] == [OLD_MAX_TOKENS]:
            body[OLD_MAX_TOKENS] = mark[1] if mark[1:] == [request.max_tokens] else request.max_tokens  # 5.0 equals 5
        else:
            body[capabilities.field_names.get(MAX_TOKENS, MAX_TOKENS)] = request.max_tokens
    if request.top_k is not None:
        # No field of OpenAI's own, but most compatible servers know one; the host's capabilities say so.
        if (name := capabilities.field_names.get("top_k")) is not None and capabilities.has("top_k"):
            body[name] = request.top_k
        else:
            lost(losses, "hint", "$.top_k", "this wire has no top_k")


def _say_reasoning(request: Request, capabilities: Capabilities, body: JsonObject, losses: list[Loss]) -> None:
    reasoning = request.reasoning
    if reasoning is None:
        return
    if reasoning.effort is not None:
        if capabilities.has("reasoning_effort"):
            body["reasoning_effort"] = reasoning.effort
        else:
            lost(losses, "hint", "$.reasoning.effort", "the model takes no reasoning effort")
    if reasoning.budget_tokens is not None:
        lost(losses, "hint", "$.reasoning.budget_tokens", "this wire has no reasoning budget")


def _messages(request: Request, capabilities: Capabilities, losses: list[Loss]) -> list[JsonValue]:
    conversation = with_short_ids(request.messages, DIALECT, LONGEST_ID)
    messages: list[tuple[int, Message]] = list(enumerate(conversation))
    if not capabilities.has("system_in_place"):
        messages = _system_first(messages, losses)
    said = said_ids(conversation)
    out: list[JsonValue] = []
    for index, message in messages:
        match message:
            case UserMessage():
                _say_user(message, capabilities, index, losses, out)
            case AssistantMessage():
                path = f"$.messages[{index}]"
                known = message if capabilities.has("citations") else without_citations(message, path, losses)
                out.append(encode_assistant(known, path, losses, said))
            case ToolMessage():
                out.append(_tool(message, capabilities, index, losses, said))
            case SystemMessage():
                out.append(_say("system", message, capabilities, index, losses))
            case _:
                assert_never(message)
    return out


def _system_first(messages: list[tuple[int, Message]], losses: list[Loss]) -> list[tuple[int, Message]]:
    system = [entry for entry in messages if isinstance(entry[1], SystemMessage)]
    others = [entry for entry in messages if not isinstance(entry[1], SystemMessage)]
    for place, (index, _) in enumerate(system):
        if place != index:
            lost(losses, "hint", f"$.messages[{index}]", "the host takes system messages only first", "at the beginning")
    return system + others


def _say_user(message: UserMessage, capabilities: Capabilities, index: int, losses: list[Loss], out: list[JsonValue]) -> None:
    """Write a user's message; a whole message that was kept verbatim stands for itself."""
    content = message.content
    if not any(type(part) is OpaquePart and part.dialect == DIALECT and WHOLE_MESSAGE in part.data for part in content):
        out.append(_say("user", message, capabilities, index, losses))
        return
    run: list[Part] = []
    for place, part in enumerate([*content, None]):
        if part is not None and not (type(part) is OpaquePart and part.dialect == DIALECT and WHOLE_MESSAGE in part.data):
            run.append(part)
            continue
        if run:
            said = UserMessage(run)  # type: ignore[arg-type]  # a user's own parts
            out.append(_say("user", said, capabilities, index, losses, first=place - len(run)))
            run = []
        if part is not None:
            out.append(part.data[WHOLE_MESSAGE])


def _say(
    role: str,
    message: SystemMessage | UserMessage | ToolMessage,
    capabilities: Capabilities,
    index: int,
    losses: list[Loss],
    *,
    first: int = 0,
) -> JsonObject:
    """Write a message whose content is a string or a list of parts, the first of which stands at a place of its own."""
    content = message.content
    kept = _known_role(message.provider_data.get(DIALECT), capabilities, index, losses)
    if kept is None and is_plain(content):
        part = content[0]
        if type(part) is TextPart and not part.citations:
            if isinstance(message, ToolMessage):
                return {"role": role, "tool_call_id": message.tool_call_id, "content": part.text}
            return {"role": role, "content": part.text}
    out: JsonObject = {"role": kept.get("role", role) if kept else role}
    parts: list[JsonValue] = []
    for place, part in enumerate(content, first):
        path = f"$.messages[{index}].content[{place}]"
        said = encode_part(part, capabilities, path, losses) if role == "user" else _text_only(part, path, losses)
        if said is not None:
            parts.append(said)
    mark = mark_of_content(kept)
    if is_plain(content) and mark != "list":
        out["content"] = message.text
    elif mark == "null" and not content:
        out["content"] = None
    elif mark != "absent" or content:
        out["content"] = parts
    if isinstance(message, ToolMessage):
        out["tool_call_id"] = message.tool_call_id
    return restored(out, kept) if kept else out


def _known_role(kept: JsonObject | None, capabilities: Capabilities, index: int, losses: list[Loss]) -> JsonObject | None:
    """Leave out the role word that the host doesn't know: the message then goes out as `system`."""
    if not kept or kept.get("role") != "developer" or capabilities.has("developer_role"):
        return kept
    lost(losses, "hint", f"$.messages[{index}].role", "this host has no developer role", "system")
    return {name: value for name, value in kept.items() if name != "role"} or None


def _text_only(part: Part, path: str, losses: list[Loss]) -> JsonObject | None:
    if isinstance(part, OpaquePart):
        return encode_opaque(part, path, losses)
    if isinstance(part, TextPart) or (isinstance(part, DocumentPart) and isinstance(part.source, TextSource)):
        return encode_part(part, EVERYTHING, path, losses)
    lost(losses, "content", path, f"this wire takes only text here, no {part.type}")
    return None


def _tool(message: ToolMessage, capabilities: Capabilities, index: int, losses: list[Loss], said: AbstractSet[str]) -> JsonObject:
    out = _say("tool", message, capabilities, index, losses)
    content = out.get("content")
    if message.is_error:
        out["content"] = marked(content if isinstance(content, str | list) else [], "text")
    elif unmarked(content, "text")[1]:
        path = f"$.messages[{index}].is_error"
        lost(losses, "hint", path, "the result begins as a failed tool's does, and is read as one when it comes back", replaced_by=True)
    if message.tool_call_id in said:
        out[RESULT_ID] = message.tool_call_id
    return out
