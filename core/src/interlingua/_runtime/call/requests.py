"""What a caller says, made into one `Request`: pure.

`messages` may be a text, one message, a mapping in our JSON form, a sequence of those, a `Conversation` or a whole `Request`.

No wire ever gets a field that no canonical value has, such as saved JSON keeps of later versions. Each is told where a conversation goes
to a wire, so that a field in a provider's own form (`cache_control` beside `text`, which belongs into `provider_data`) can't go unsaid
in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

from pydantic import ValidationError

from interlingua._runtime.call.output import Output
from interlingua._runtime.config.misplaced import instead_in_call
from interlingua._runtime.shown import neighbour
from interlingua.dialect import at
from interlingua.errors import ConversionError
from interlingua.provider import REQUEST_OPTIONS
from interlingua.types import (
    AssistantMessage,
    Conversation,
    Loss,
    Message,
    ProviderTool,
    Request,
    SystemMessage,
    Tool,
    ToolMessage,
    UserMessage,
)
from interlingua.types.conversation import from_validation_error
from interlingua.types.functions import description
from interlingua.types.json import check_json
from interlingua.types.scope import callers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interlingua.provider import Provider, ProviderOptions
    from interlingua.types.base import Value
    from interlingua.types.scope import Callers

Messages: TypeAlias = "str | Message | Mapping[str, object] | Sequence[str | Message | Mapping[str, object]] | Conversation | Request"
"""Everything that `complete` and its siblings accept as messages."""

Tools: TypeAlias = "Iterable[Tool | ProviderTool | Callable[..., object] | Mapping[str, object]]"
"""Tools, functions to describe as tools, or tools in our JSON form."""


_Steps: TypeAlias = tuple[str | int, ...]

_FIELDS = sorted(Request.model_fields.keys() - {"messages", "model_id", "stream"})  # those are said by other means
_MESSAGES = (SystemMessage, UserMessage, AssistantMessage, ToolMessage)
_MESSAGE_FIELDS = frozenset(name for kind in _MESSAGES for name in kind.model_fields)
_TOOL_FIELDS = frozenset(Tool.model_fields) | frozenset(ProviderTool.model_fields)
_FOREIGN_MESSAGE = 'messages in a provider\'s own form are read by interlingua.get_dialect("openai.chat").decode_request(...)'
_FOREIGN_FIELD = f'a provider\'s own field goes into provider_data={{"<dialect>": {{…}}}}; {_FOREIGN_MESSAGE}'
_FOREIGN_TOOL = 'tools in a provider\'s own form are read with its messages: interlingua.get_dialect("openai.chat").decode_request(...)'


def build_request(  # noqa: PLR0917 - private, and each is one argument of the public call
    model_id: str, options: ProviderOptions, messages: Messages, tools: Tools, output: object, fields: Mapping[str, object]
) -> Request:
    """Put one request together; a field of the call goes before the option of the same name.

    Raises:
        ConversionError: Something in it is no message, tool or request field, with its path.
    """
    given: dict[str, object] = {name: value for name in REQUEST_OPTIONS if (value := getattr(options, name)) is not None}
    if isinstance(messages, Request):
        # The call is made with this model: its id, and its options where the request is silent.
        given |= {name: getattr(messages, name) for name in Request.model_fields if name in messages.model_fields_set}
    else:
        given["messages"] = as_messages(messages)
    if described := as_tools(tools):
        given["tools"] = described
    if (asked := Output.of(cast("type[object] | None", output))) is not None:
        given["output_schema"] = asked.schema
    said = {name: value for name, value in fields.items() if value is not None}
    if unknown := said.keys() - set(_FIELDS):
        name = min(unknown)
        near = neighbour(name, _FIELDS)
        guess = f"did you mean {near}?" if near else f"it has {', '.join(_FIELDS)}; a field of the provider's own goes into provider_data"
        hint = instead_in_call(name, type(options).model_fields) or guess
        what = f"a call takes no {name!r}" if name in Request.model_fields else f"a request has no field {name!r}"
        raise ConversionError(f"$.{name}", what, hint=hint)
    given |= said
    if isinstance(schema := given.get("output_schema"), dict):
        check_json(schema, "$.output_schema")
    given["model_id"] = model_id
    try:
        return Request(**given)  # type: ignore[arg-type]  # pydantic checks the values, and its report becomes ours
    except ValidationError as error:
        fault = from_validation_error(error)
        if fault.path.startswith("$.tool_choice"):
            functions = [tool for tool in described if not isinstance(tool, ProviderTool)]
            names = [tool.name if isinstance(tool, Tool) else tool.get("name", "weather") for tool in functions]
            fault.hint = _tool_choice_hint(given["tool_choice"], names)
        raise fault from None


def _tool_choice_hint(choice: object, tools: Sequence[object]) -> str:
    """Say how a choice is written here that has another API's form."""
    said: object = choice
    if isinstance(choice, Mapping):
        function = choice.get("function")  # Chat Completions' form
        said = (function if isinstance(function, Mapping) else choice).get("name", choice.get("type"))
    if said == "any":
        return 'it is "required" here'
    name = said if said in tools else next(iter(tools), "weather")
    return f'it is "auto", "none", "required", or one tool by its name: {{"type": "tool", "name": "{name}"}}'


def as_messages(messages: Messages) -> tuple[Message, ...]:
    """Read messages in any accepted form.

    Raises:
        ConversionError: One of them is none, with its path.
    """
    if isinstance(messages, Request | Conversation):
        return messages.messages
    if isinstance(messages, (str, Mapping, *_MESSAGES)):
        return (_as_message(messages, 0),)
    if not isinstance(messages, Iterable):
        raise ConversionError("$.messages", f"a {type(messages).__name__} is no sequence of messages")
    return tuple(_as_message(message, index) for index, message in enumerate(messages))


def _as_message(message: object, index: int) -> Message:
    if isinstance(message, _MESSAGES):
        return message
    if isinstance(message, str):
        return UserMessage(message)
    if not isinstance(message, Mapping):
        raise ConversionError(f"$.messages[{index}]", f"a {type(message).__name__} is no message")
    _check_names(message, _MESSAGE_FIELDS, f"$.messages[{index}]", _FOREIGN_MESSAGE)
    try:
        read = Conversation.model_validate({"messages": [message]}).messages
    except ValidationError as error:
        fault = from_validation_error(error)
        place = fault.path.replace("$.messages[0]", f"$.messages[{index}]")
        raise ConversionError(place, fault.reason, hint=_FOREIGN_MESSAGE) from None
    except ConversionError as error:
        # A JSON value knows its place in the part or message that holds it, and that one's place isn't known here.
        raise ConversionError(f"$.messages[{index}]", f"{error.reason}, at {error.path.removeprefix('$.')} in it") from None
    for steps in _unknown_fields(read):
        raise ConversionError(at("$", "messages", index, *steps[1:]), "our own form has no such field", hint=_FOREIGN_FIELD)
    return read[0]


def as_tools(tools: Tools, frames: Callers | None = None) -> tuple[Tool | ProviderTool | Mapping[str, object], ...]:
    """Describe functions among the tools; mappings are read with the request.

    Args:
        tools: The tools.
        frames: The caller's, where it may be gone by now.

    Raises:
        ConversionError: It is no sequence, or something in it can't be described, with its place.
    """
    if isinstance(tools, Tool | ProviderTool | str | Mapping) or not isinstance(tools, Iterable):
        raise ConversionError("$.tools", "tools is a sequence of tools")
    described: list[Tool | ProviderTool | Mapping[str, object]] = []
    for index, tool in enumerate(tools):
        if isinstance(tool, Mapping):
            _check_names(tool, _TOOL_FIELDS, f"$.tools[{index}]", _FOREIGN_TOOL)
            described.append(tool if "type" in tool else {"type": "function", **tool})
        elif isinstance(tool, Tool | ProviderTool):
            described.append(tool)
        else:
            try:
                described.append(Tool(*description(tool, callers() if frames is None else frames)))
            except ConversionError as error:
                place = error.path.replace("$", f"$.tools[{index}]", 1)
                raise ConversionError(place, error.reason, hint=error.hint) from error.__cause__
    return tuple(described)


def check_tools(request: Request, provider: Provider, dialect: str, names: str | None = None) -> None:
    """Refuse tools whose names the API is known to refuse, and the choice of one that there isn't, before anything is sent.

    What a provider calls its own tools is its own affair.

    Args:
        request: The request.
        provider: Who is asked.
        dialect: The dialect that it is asked in: other dialects' own tools stay behind.
        names: Which names its model takes, where not those that the provider takes in general.

    Raises:
        ConversionError: A name is refused, is another tool's too, or is chosen and no tool's.
    """
    places: dict[str, int] = {}
    taken = names or provider.tool_names
    for index, tool in enumerate(request.tools):
        path = f"$.tools[{index}].name"
        if isinstance(tool, ProviderTool):
            # Anthropic answers "Tool names must be unique" of its own tools too (https://github.com/microsoft/vscode/issues/276110); a
            # group of tools has a name that nobody calls.
            name = None if "tools" in tool.data or tool.dialect != dialect else tool.data.get("name")
            if not isinstance(name, str):
                continue
            path = f"$.tools[{index}].data.name"
        else:
            name = tool.name
        if isinstance(tool, Tool) and not re.fullmatch(taken, name):
            hint = f"give it another one: Tool(name, description, input_schema); names are {taken}"
            raise ConversionError(path, f"{provider.name} takes no tool of the name {name!r}", hint=hint)
        if (first := places.setdefault(name, index)) != index:
            hint = "give one of them another name: a model couldn't say which it calls"
            raise ConversionError(path, f"{name!r} is the name of $.tools[{first}] too", hint=hint)
    chosen = request.tool_choice.name if request.tool_choice is not None else None
    # A set of a provider's tools, or a server that has some, doesn't name them here.
    elsewhere = "mcp_servers" in request.provider_data.get(dialect, {}) or any(isinstance(tool, ProviderTool) for tool in request.tools)
    if chosen is not None and chosen not in places and not elsewhere:
        near = neighbour(chosen, places)
        hint = f"did you mean {near}?" if near else f"the tools are {', '.join(places)}" if places else "give it in tools="
        raise ConversionError("$.tool_choice.name", f"there is no tool {chosen!r} to choose", hint=hint)


def _check_names(given: Mapping[str, object], known: frozenset[str], path: str, hint: str) -> None:
    """Refuse a field that our form hasn't: saved JSON keeps those of later versions, but here one would go unsaid in silence."""
    if unknown := sorted(str(name) for name in given.keys() - known):
        raise ConversionError(at(path, unknown[0]), "our own form has no such field", hint=hint)


def unsaid(request: Request) -> tuple[Loss, ...]:
    """Tell the unknown fields of a request's messages and tools, by their canonical paths."""
    tools = (steps for number, tool in enumerate(request.tools) for steps in _unknown(tool, ("tools", number)))
    places = [*(("messages", *steps) for steps in _unknown_fields(request.messages)), *tools]
    return tuple(
        Loss(at("$", *steps), "our own form has no such field; a provider's own goes into provider_data", "hint") for steps in places
    )


def _unknown_fields(messages: Sequence[Message]) -> Iterator[_Steps]:
    """Give the place of each unknown field in messages, their parts, sources and citations."""
    for index, message in enumerate(messages):
        if message.__pydantic_extra__:  # asked here, as every request is looked through and hardly any has one
            yield from _unknown(message, (index,))
        for number, part in enumerate(message.content):
            if part.__pydantic_extra__:
                yield from _unknown(part, (index, "content", number))
            match part.type:
                case "text":
                    for place, citation in enumerate(part.citations):
                        yield from _unknown(citation, (index, "content", number, "citations", place))
                case "image" | "document" | "audio":
                    yield from _unknown(part.source, (index, "content", number, "source"))
                case _:
                    pass


def _unknown(value: Value, steps: _Steps) -> Iterator[_Steps]:
    if value.__pydantic_extra__:
        yield from ((*steps, name) for name in value.__pydantic_extra__)
