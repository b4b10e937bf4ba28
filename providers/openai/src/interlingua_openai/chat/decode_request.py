"""A Chat Completions body → a canonical request. Nothing of the body is lost: see wire.py."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from interlingua.dialect import Decoded
from interlingua.errors import ConversionError
from interlingua.types.json import check_json
from interlingua.types.messages import SystemMessage, ToolMessage, UserMessage
from interlingua.types.parts import OpaquePart, TextPart
from interlingua.types.request import ReasoningConfig, Request
from interlingua_openai.call_ids import mark_own
from interlingua_openai.chat.assistant import decode_assistant
from interlingua_openai.chat.content import decode_part, decode_text_only, is_plain
from interlingua_openai.chat.fields import MAX_TOKENS, OLD_MAX_TOKENS, PLAIN_FIELDS
from interlingua_openai.chat.tool_ids import LONGEST_ID, RESULT_ID, ids_in, is_made_up
from interlingua_openai.chat.tools import decode_choice, decode_output, decode_tool
from interlingua_openai.chat.wire import DIALECT, SPELLING, WHOLE_MESSAGE, as_int, as_list, as_object, as_text, content_mark
from interlingua_openai.tool_errors import unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import Message
    from interlingua.types.parts import Part

_EXACT_FLOAT: Final = 2**53
"""A larger integer may change when it becomes a float, and a much larger one can't become one."""


def decode_request(body: JsonObject) -> Decoded[Request]:
    """Translate a request's body.

    A body without a model, such as an application's own list of messages, is a request without one; whoever sends it names the model.

    Raises:
        ConversionError: The body breaks the wire's own grammar or isn't JSON, with the path.
    """
    check_json(body)  # so that a fault deep inside has its own path, not that of the value it would go into
    left = dict(as_object(body, "$"))
    if SPELLING in left:
        raise ConversionError(f"$.{SPELLING}", "this field's name is reserved")
    fields: dict[str, object] = {
        "model_id": _take_model(left),
        "messages": _Messages(as_list(left.pop("messages", None), "$.messages")).decode(),
    }
    _take_plain(left, fields)
    _take_max_tokens(left, fields)
    _take_stop(left, fields)
    _take_tools(left, fields)
    return Decoded(Request(**fields, provider_data={DIALECT: left} if left else {}))  # type: ignore[arg-type]  # each _take checked its fields


def _take_model(left: JsonObject) -> str | None:
    if "model" not in left:
        _spell(left, "model", "absent")
        return None
    model = left["model"]
    if model is None or model == "":
        return model  # it stays as it is
    return as_text(left.pop("model"), "$.model")


def _take_plain(left: JsonObject, fields: dict[str, object]) -> None:
    for plain in PLAIN_FIELDS:
        value = left.get(plain.wire)
        if value is None:
            continue  # absent, or a null that stays as it is
        if not plain.fits(value):
            raise ConversionError(f"$.{plain.wire}", f"{value!r:.80} is no value of this field")
        if plain.name in {"temperature", "top_p"} and isinstance(value, int):
            if abs(value) > _EXACT_FLOAT:
                continue  # it stays as it is: the request holds a float
            _spell(left, plain.wire, [float(value), value])  # likewise: 1 would come back as 1.0
        elif isinstance(value, float) and plain.name == "seed":
            value = int(value)
            _spell(left, plain.wire, [value, float(value)])
        fields[plain.name] = value
        del left[plain.wire]
    match left.get("stream"):
        case True:
            fields["stream"] = left.pop("stream")
        case False | None:
            pass  # false stays as it is, so that it can be told from absent
        case _:
            raise ConversionError("$.stream", "expected a boolean")
    effort = left.get("reasoning_effort")
    if effort is not None:
        fields["reasoning"] = ReasoningConfig(effort=as_text(effort, "$.reasoning_effort"), provider_data={})
        del left["reasoning_effort"]


def _take_max_tokens(left: JsonObject, fields: dict[str, object]) -> None:
    for name in (MAX_TOKENS, OLD_MAX_TOKENS):
        value = left.get(name)
        if value is None:
            continue
        limit = int(value) if isinstance(value, float) and value.is_integer() else as_int(value, f"$.{name}")
        fields["max_tokens"] = limit
        del left[name]
        if name == OLD_MAX_TOKENS:
            _spell(left, "max_tokens", [name, value] if isinstance(value, float) else name)
        elif isinstance(value, float):
            _spell(left, name, [limit, value])
        return


def _take_stop(left: JsonObject, fields: dict[str, object]) -> None:
    stop = left.get("stop")
    if isinstance(stop, str):
        fields["stop"] = (stop,)
        del left["stop"]
        _spell(left, "stop", [[stop], stop])
    elif stop is not None:
        fields["stop"] = tuple(as_text(text, f"$.stop[{index}]") for index, text in enumerate(as_list(stop, "$.stop")))
        del left["stop"]


def _take_tools(left: JsonObject, fields: dict[str, object]) -> None:
    tools = left.get("tools")
    if tools is not None and (entries := as_list(tools, "$.tools")):
        fields["tools"] = tuple(decode_tool(tool, f"$.tools[{index}]") for index, tool in enumerate(entries))
        del left["tools"]
    if (choice := decode_choice(left.get("tool_choice"))) is not None:
        fields["tool_choice"] = choice
        del left["tool_choice"]
    if (output := decode_output(left.get("response_format"))) is not None:
        fields["output_schema"] = output
        del left["response_format"]


def _spell(left: JsonObject, name: str, spelling: JsonValue) -> None:
    marks = left.get(SPELLING)
    left[SPELLING] = {**(marks if isinstance(marks, dict) else {}), name: spelling}


class _Messages:
    """The messages, in order; it remembers which made-up call ids still wait for their results."""

    def __init__(self, wires: list[JsonValue]) -> None:
        self._wires = wires
        self._taken = ids_in(wires)
        self._waiting: deque[str] = deque()

    def decode(self) -> tuple[Message, ...]:
        """Read all messages."""
        return tuple(self._message(as_object(wire, f"$.messages[{index}]"), index) for index, wire in enumerate(self._wires))

    def _message(self, wire: JsonObject, index: int) -> Message:
        path = f"$.messages[{index}]"
        match wire.get("role"):
            case "user":
                parts, kept = _content(wire, path, decode_part, {"role"})
                return UserMessage(parts, provider_data=_own(kept))  # type: ignore[arg-type]  # decode_part gives a user's parts
            case "system":
                parts, kept = _content(wire, path, decode_text_only, {"role"})
                return SystemMessage(parts, provider_data=_own(kept))  # type: ignore[arg-type]  # decode_text_only gives a system's parts
            case "developer":
                parts, kept = _content(wire, path, decode_text_only, set())
                return SystemMessage(parts, provider_data=_own(kept))  # type: ignore[arg-type]  # as above
            case "assistant":
                message = decode_assistant(wire, path, f"call_{index}", self._taken)
                self._waiting = deque(call.id for call in message.tool_calls if is_made_up(call))
                return message
            case "tool":
                return self._tool(wire, path)
            case _:
                return UserMessage(OpaquePart(DIALECT, {WHOLE_MESSAGE: wire}))

    def _tool(self, wire: JsonObject, path: str) -> Message:
        content, failed = unmarked(wire.get("content"), "text")
        if failed:
            wire = {**wire, "content": content}
        call_id = wire.get(RESULT_ID)
        parts, kept = _content(wire, path, decode_text_only, {"role", RESULT_ID})
        if call_id is None or call_id == "":
            call_id = self._waiting.popleft() if self._waiting else ""
            _spell(kept, RESULT_ID, [call_id, wire[RESULT_ID]] if RESULT_ID in wire else [call_id])
        else:
            call_id = as_text(call_id, f"{path}.{RESULT_ID}")
        kept = mark_own(kept, call_id, LONGEST_ID)
        return ToolMessage(tool_call_id=call_id, content=parts, is_error=failed, provider_data=_own(kept))  # type: ignore[arg-type]  # as above


def _content(wire: JsonObject, path: str, decode: Callable[[JsonValue, str], Part], said: set[str]) -> tuple[Sequence[Part], JsonObject]:
    """Read a message's content, and what else is to be kept of it: every field but the content and those in `said`."""
    if SPELLING in wire:
        raise ConversionError(f"{path}.{SPELLING}", "this field's name is reserved")
    content = wire.get("content")
    parts: list[Part]
    if isinstance(content, str):
        parts = [TextPart(content)]
    elif content is None:
        parts = []
    else:
        parts = [decode(block, f"{path}.content[{index}]") for index, block in enumerate(as_list(content, f"{path}.content"))]
    kept = {name: value for name, value in wire.items() if name != "content" and name not in said}
    return parts, content_mark(wire, "" if is_plain(parts) else [], kept)


def _own(kept: JsonObject) -> dict[str, JsonObject]:
    return {DIALECT: kept} if kept else {}
