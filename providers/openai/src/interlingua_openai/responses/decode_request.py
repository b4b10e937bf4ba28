"""A Responses body → a canonical request. Nothing of the body is lost: see wire.py, and `interlingua_openai.wire`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Decoded
from interlingua.errors import ConversionError
from interlingua.types.json import check_json, same_json
from interlingua.types.messages import AssistantMessage, SystemMessage, UserMessage
from interlingua.types.request import ReasoningConfig, Request
from interlingua_openai.responses.calls import OUTPUTS, decode_result, is_custom
from interlingua_openai.responses.fields import PLAIN_FIELDS
from interlingua_openai.responses.items import decode_item
from interlingua_openai.responses.messages import ROLES, decode_message, is_of_the_application
from interlingua_openai.responses.tool_ids import CallIds
from interlingua_openai.responses.tools import decode_choice, decode_output, decode_tool
from interlingua_openai.responses.wire import TEXT, marked, opaque_item, own, refuse_reserved
from interlingua_openai.wire import as_list, as_object, as_text, difference

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import Message
    from interlingua.types.parts import AssistantPart


def decode_request(body: JsonObject) -> Decoded[Request]:
    """Translate a request's body.

    A body without a model (one that names a stored `prompt`) is a request without one, and goes back so.

    Raises:
        ConversionError: The body breaks the wire's own grammar or isn't JSON, with the path.
    """
    check_json(body)  # so that a fault deep inside has its own path, not that of the value it would go into
    left = dict(as_object(body, "$"))
    refuse_reserved(left, "$")
    fields: dict[str, object] = {"model_id": "" if left.get("model") == "" else None}  # it stays as it is
    if left.get("model"):
        fields["model_id"] = as_text(left.pop("model"), "$.model")
    elif "model" not in left:
        left = marked(left, "model", "absent")
    instructions = left.get("instructions")
    messages: list[Message] = []
    if isinstance(instructions, str):
        messages.append(SystemMessage(instructions))
        del left["instructions"]
    left = _take_input(left, messages)
    fields["messages"] = tuple(messages)
    left = _take_plain(left, fields)
    _take_tools(left, fields)
    _take_objects(left, fields)
    return Decoded(Request(**fields, provider_data=own(left)))  # type: ignore[arg-type]  # each _take checked its fields


def _take_input(left: JsonObject, messages: list[Message]) -> JsonObject:
    """Take the input; a string, null and no input at all are marked."""
    if "input" not in left:
        return marked(left, "input", [[]])
    said = left.pop("input")
    if said is None:
        return marked(left, "input", [[], None])
    if isinstance(said, str):
        messages.append(UserMessage(said))
        return marked(left, "input", TEXT)
    items = as_list(said, "$.input")
    _Input(items, messages).read()
    return left


def _take_plain(left: JsonObject, fields: dict[str, object]) -> JsonObject:
    for plain in PLAIN_FIELDS:
        said = left.get(plain.wire)
        value = plain.read(said)
        if value is None:
            continue  # absent, a null, or what `Request` can't hold: it stays as it is
        fields[plain.name] = value
        del left[plain.wire]
        if not same_json(value, said):
            left = marked(left, plain.wire, [value, said])  # 1 would come back as 1.0
    if left.get("stream") is True:
        fields["stream"] = left.pop("stream")
    elif not isinstance(left.get("stream"), bool | None):
        raise ConversionError("$.stream", "expected a boolean")
    return left


def _take_tools(left: JsonObject, fields: dict[str, object]) -> None:
    tools = left.get("tools")
    if tools is not None and (entries := as_list(tools, "$.tools")):
        fields["tools"] = tuple(decode_tool(tool, f"$.tools[{index}]") for index, tool in enumerate(entries))
        del left["tools"]
    if (choice := decode_choice(left.get("tool_choice"))) is not None:
        fields["tool_choice"] = choice
        del left["tool_choice"]


def _take_objects(left: JsonObject, fields: dict[str, object]) -> None:
    """Take the parts that we know of `text` and `reasoning`."""
    text = left.get("text")
    if isinstance(text, dict) and (output := decode_output(text.get("format"))) is not None:
        refuse_reserved(text, "$.text")
        fields["output_schema"] = output
        left["text"] = {name: value for name, value in text.items() if name != "format"}
        if not left["text"]:
            del left["text"]
    reasoning = left.get("reasoning")
    if isinstance(reasoning, dict):
        effort = reasoning.get("effort")
        config = ReasoningConfig(effort=effort if isinstance(effort, str) else None, provider_data={})
        kept = difference(reasoning, {} if config.effort is None else {"effort": effort}, "$.reasoning")
        fields["reasoning"] = config.model_copy(update={"provider_data": own(kept)})
        del left["reasoning"]


class _Input:
    """The items, in order: consecutive ones that the model said become one message."""

    def __init__(self, items: list[JsonValue], messages: list[Message]) -> None:
        self._items = items
        self._messages = messages
        self._ids = CallIds(items)
        self._custom: set[str] = set()
        self._said: list[AssistantPart] = []

    def read(self) -> None:
        """Read all items."""
        for index, value in enumerate(self._items):
            self._ids.place = index
            path = f"$.input[{index}]"
            item = as_object(value, path)
            refuse_reserved(item, path)
            if (message := self._other_side(item, path)) is None:
                self._said += decode_item(item, path, self._ids)
            else:
                self._end_turn()
                self._messages.append(message)
        self._end_turn()

    def _end_turn(self) -> None:
        if not self._said:
            return
        message = AssistantMessage(self._said)
        self._custom.update(call.id for call in message.tool_calls if is_custom(call))
        self._messages.append(message)
        self._said = []

    def _other_side(self, item: JsonObject, path: str) -> Message | None:
        """Read an item that isn't the model's; None for one that is."""
        kind, role = item.get("type"), item.get("role")
        if (kind is None or kind == "message") and role != "assistant" and isinstance(role, str):
            if role in ROLES:
                return decode_message(item, path, leads=not self._messages and not self._said)
            return UserMessage(opaque_item(item))
        if isinstance(kind, str) and kind in OUTPUTS:
            self._end_turn()  # its calls may be custom ones
            return decode_result(item, path, self._ids, self._custom)
        return UserMessage(opaque_item(item)) if is_of_the_application(item) else None
