"""What both of OpenAI's wires say, each in its own place: what one of them keeps for itself, in the other's terms.

Source: https://platform.openai.com/docs/guides/function-calling#custom-tools, and the SDK's types of both APIs. Custom tools, their calls
and the choice of one exist on both; Chat Completions nests what Responses says flat. So does a choice among some of the tools.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar, cast

from interlingua.dialect import Kept, are_objects
from interlingua.types.messages import AssistantMessage
from interlingua.types.parts import ToolCallPart
from interlingua.types.request import Request
from interlingua.types.response import Response
from interlingua_openai.names import ABSENT, CHAT, RESPONSES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import Message
    from interlingua.types.parts import AssistantPart
    from interlingua.types.tools import ToolChoice

SaidT = TypeVar("SaidT", Request, Response)

SIBLING: Final = {CHAT: RESPONSES, RESPONSES: CHAT}

CUSTOM_CALLS: Final = {CHAT: "custom", RESPONSES: "custom_tool_call"}
"""Dialect → its word for the call of a custom tool."""

_STORE: Final = "store"
_ALLOWED: Final = "allowed_tools"


def adopted(value: SaidT, dialect: str, absent: Mapping[str, JsonValue] | None = None) -> SaidT:
    """Give a request or a response in a dialect's own terms; see `Dialect.adopted`."""
    if isinstance(value, Response):
        message = _adopted_message(value.message, dialect)
        return value if message is value.message else value.model_copy(update={"message": message})
    changed: dict[str, object] = {}
    sibling = SIBLING[dialect]
    for message in value.messages:  # as every request is looked through, and hardly any holds what is the sibling's
        if type(message) is AssistantMessage and any(part.provider_data and sibling in part.provider_data for part in message.content):
            changed["messages"] = tuple([_adopted_message(said, dialect) for said in value.messages])
            break
    if value.tool_choice is not None and (choice := _adopted_choice(value.tool_choice, dialect)) is not None:
        changed["tool_choice"] = choice
    if absent is not None and (provider_data := _with_store(value, dialect, absent)) is not None:
        changed["provider_data"] = provider_data
    return value.model_copy(update=changed) if changed else value


def _adopted_message(message: Message, dialect: str) -> Message:
    sibling = SIBLING[dialect]
    if type(message) is not AssistantMessage or not any(sibling in part.provider_data for part in message.content):
        return message
    return message.model_copy(update={"content": tuple([_adopted_part(part, dialect) for part in message.content])})


def _adopted_part(part: AssistantPart, dialect: str) -> AssistantPart:
    sibling = SIBLING[dialect]
    if type(part) is not ToolCallPart or sibling not in part.provider_data:
        return part
    theirs, ours = Kept.of(part.provider_data, sibling), Kept.of(part.provider_data, dialect)
    if theirs.fields.get("type") != CUSTOM_CALLS[sibling] or "type" in ours.fields:
        return part
    return part.model_copy(update={"provider_data": _moved(part.provider_data, "type", CUSTOM_CALLS[dialect], dialect)})


def _adopted_choice(choice: ToolChoice, dialect: str) -> ToolChoice | None:
    sibling = SIBLING[dialect]
    kept = Kept.of(choice.provider_data, sibling)
    kind = kept.fields.get("type")
    if kind not in {"custom", _ALLOWED} or Kept.of(choice.provider_data, dialect):
        return None
    own = Kept().with_field("type", kind)
    left = kept.without("type")
    if kind == _ALLOWED:
        inside = kept.fields if sibling == RESPONSES else kept.fields.get(_ALLOWED)
        tools = inside.get("tools") if isinstance(inside, dict) else None
        entries = [_flat(tool) if dialect == RESPONSES else _nested(tool) for tool in tools] if are_objects(tools) else [None]
        listed = [entry for entry in entries if entry is not None]
        if len(listed) < len(entries):
            return None  # a tool that the other wire doesn't have is among them
        left = left.without("tools", _ALLOWED)
        own = own.with_field("tools", [*listed]) if dialect == RESPONSES else own.with_field(_ALLOWED, {"tools": [*listed]})
    return choice.model_copy(update={"provider_data": own.among(left.among(choice.provider_data, sibling), dialect)})


def _flat(tool: JsonObject) -> JsonObject | None:
    """Give an entry of Chat's list of allowed tools as Responses has it."""
    match tool:
        case {"type": ("function" | "custom") as kind, **rest} if rest.keys() == {kind} and isinstance(fields := rest[kind], dict):
            return {"type": kind, **fields}
        case _:
            return None


def _nested(tool: JsonObject) -> JsonObject | None:
    match tool:
        case {"type": ("function" | "custom") as kind, **fields}:
            return {"type": kind, cast("str", kind): fields}
        case _:
            return None


def _with_store(request: Request, dialect: str, absent: Mapping[str, JsonValue]) -> dict[str, JsonObject] | None:
    """Give the `provider_data` with what the request says of storing the answer, or its wire by saying nothing; None where that is there.

    It is a matter of one call at one host, so it goes along with a body that is converted, and with no request that a `Model` sends.
    What is stored though nobody asked for it can't be taken back; so only a wire that stores of its own accord is told not to. One that
    doesn't is told to store only by a body that says so: it could do nothing with it that the other wire's readers wait for.
    """
    sibling, ours = SIBLING[dialect], Kept.of(request.provider_data, dialect)
    if _STORE in ours.fields:
        return None
    if isinstance(said := Kept.of(request.provider_data, sibling).fields.get(_STORE), bool):
        return _moved(request.provider_data, _STORE, said, dialect)
    if request.model_id and ABSENT[dialect][_STORE] is True and absent.get(_STORE) is False:
        return ours.with_field(_STORE, value=False).among(request.provider_data, dialect)
    return None


def _moved(provider_data: Mapping[str, JsonObject], field: str, value: JsonValue, dialect: str) -> dict[str, JsonObject]:
    """Take a field from the sibling, and put it among the dialect's own."""
    sibling = SIBLING[dialect]
    rest = Kept.of(provider_data, sibling).without(field).among(provider_data, sibling)
    return Kept.of(rest, dialect).with_field(field, value).among(rest, dialect)


def custom_tool(data: JsonObject, dialect: str) -> tuple[JsonObject, list[str]] | None:
    """Give a custom tool of the sibling as the dialect has it, and the fields that it doesn't know; None where it is none."""
    nested = SIBLING[dialect] == CHAT
    fields = data.get("custom") if nested else data
    if data.get("type") != "custom" or not isinstance(fields, dict) or not isinstance(fields.get("name"), str):
        return None
    beside = {name: value for name, value in data.items() if name != "custom"} if nested else {}
    known: JsonObject = {name: fields[name] for name in ("name", "description") if name in fields}
    if (shape := fields.get("format")) is not None:
        known["format"] = shape
        if isinstance(shape, dict) and shape.get("type") == "grammar":
            grammar = shape.get("grammar") if nested else {name: value for name, value in shape.items() if name != "type"}
            if isinstance(grammar, dict):
                known["format"] = {"type": "grammar", **grammar} if nested else {"type": "grammar", "grammar": grammar}
    unknown = [name for name in (*fields, *beside) if name not in {"type", *known} and {**fields, **beside}[name] not in (None, False)]
    return ({"type": "custom", **known} if nested else {"type": "custom", "custom": known}), unknown
