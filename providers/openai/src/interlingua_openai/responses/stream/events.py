"""The events of a stream, in tables: which bring the pieces of a text and where it stands, which bring an object, which only tell.

Source: https://platform.openai.com/docs/api-reference/responses-streaming.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.dialect import says_something
from interlingua_openai.errors import error_in, names_error
from interlingua_openai.responses.finish_reasons import COMPLETED, FAILED, INCOMPLETE

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue

STARTS: Final = ("response.created", "response.queued", "response.in_progress")
FINALS: Final = tuple(f"response.{status}" for status in (COMPLETED, INCOMPLETE, FAILED))
ITEM_ADDED: Final = "response.output_item.added"
ITEM_DONE: Final = "response.output_item.done"
ANNOTATION_ADDED: Final = "response.output_text.annotation.added"
ERROR: Final = "error"

BESIDE: Final = "events"
"""A mark of a streamed response: what its events said that neither a part nor a field of the response can hold."""

_CHANGING: Final = frozenset({"id", "model", "status", "output", "usage", "error", "incomplete_details"})

SILENT: Final = frozenset({"keepalive", "ping"})
"""Events that only keep the connection."""


class TextEvents(NamedTuple):
    """The events of one kind of text.

    Attributes:
        item: The type of the item that has such a text.
        place: The item's list of the objects that hold such texts; empty where the item itself does.
        field: The field that is the text.
        kind: The type of the object that holds it.
        number: The event's field that tells which object of the list; empty where there is no list.
    """

    item: str
    place: str
    field: str
    kind: str = ""
    number: str = ""


_TEXTS: Final = {
    "response.output_text": TextEvents("message", "content", "text", "output_text", "content_index"),
    "response.refusal": TextEvents("message", "content", "refusal", "refusal", "content_index"),
    "response.reasoning_text": TextEvents("reasoning", "content", "text", "reasoning_text", "content_index"),
    "response.reasoning_summary_text": TextEvents("reasoning", "summary", "text", "summary_text", "summary_index"),
    "response.function_call_arguments": TextEvents("function_call", "", "arguments"),
    "response.custom_tool_call_input": TextEvents("custom_tool_call", "", "input"),
    "response.mcp_call_arguments": TextEvents("mcp_call", "", "arguments"),
    "response.code_interpreter_call_code": TextEvents("code_interpreter_call", "", "code"),
    "response.shell_call_command": TextEvents("shell_call", "commands", "command", "", "command_index"),
}

DELTAS: Final = {f"{name}.delta": events for name, events in _TEXTS.items()}
"""Event → what it brings a piece of."""

DONES: Final = {f"{name}.done": events for name, events in _TEXTS.items()}
"""Event → what it brings the whole of."""

PARTS: Final = {
    "response.content_part": ("content", "content_index"),
    "response.reasoning_summary_part": ("summary", "summary_index"),
}
"""Name of the events `….added` and `….done` → the item's list of objects that they bring one of, and the field that tells which."""

PART_ITEMS: Final = {"content": ("message", "reasoning"), "summary": ("reasoning",)}
"""List → the types of the items that have it."""

# Events that say how far a server's own tool is, or give a preview.
_STEPS: Final = {
    "audio": ("delta", "done", "transcript.delta", "transcript.done"),
    "code_interpreter_call": ("in_progress", "interpreting", "completed"),
    "compaction": ("compacting",),
    "file_search_call": ("in_progress", "searching", "completed"),
    "image_generation_call": ("in_progress", "generating", "partial_image", "completed"),
    "mcp_call": ("in_progress", "completed", "failed"),
    "mcp_list_tools": ("in_progress", "completed", "failed"),
    "shell_call_command": ("added",),
    "shell_call_output_content": ("delta", "done"),
    "web_search_call": ("in_progress", "searching", "completed"),
}

SHOWN: Final = frozenset(f"response.{name}.{step}" for name, steps in _STEPS.items() for step in steps)
"""Events that are shown and not kept: the item that follows has all that counts."""

_PLACES: Final = frozenset({
    "type", "sequence_number", "item_id", "output_index", "content_index", "summary_index", "annotation_index", "command_index",
    "obfuscation",
})  # fmt: skip

FIELDS: Final = {
    **{name: _PLACES | {"delta", "logprobs"} for name in DELTAS},
    **{name: _PLACES | {events.field, "logprobs"} for name, events in DONES.items()},
    **{f"{name}.{step}": _PLACES | {"part", "status"} for name in PARTS for step in ("added", "done")},
    **dict.fromkeys((ITEM_ADDED, ITEM_DONE), _PLACES | {"item"}),
    ANNOTATION_ADDED: _PLACES | {"annotation"},
    **dict.fromkeys((*STARTS, *FINALS), _PLACES | {"response"}),
}
"""Event that is understood → its fields; what else one holds is shown, and kept with the response."""

KNOWN: Final = frozenset({*FIELDS, *SHOWN, *SILENT, ERROR})
"""Every event that is understood; any other is shown, and kept with the response."""


def lasting(response: JsonValue) -> JsonObject:
    """Give the fields of a response that an event before its end says for good."""
    fields = response.items() if isinstance(response, dict) else ()
    return {name: value for name, value in fields if name not in _CHANGING and says_something(value)}


def is_error(data: JsonObject, name: str) -> bool:
    """Tell whether an event that isn't known is an error: it holds one, or its only word is one that errors are known by."""
    if isinstance(data.get("error"), dict) or names_error(name):
        return True
    return not name and (error_in(data) is not None or (isinstance(code := data.get("code"), str) and code != ""))


def error_of(data: JsonObject) -> JsonValue:
    """Find the error in an event: an object of its own, or the event's other fields."""
    error = data.get("error")
    if isinstance(error, dict):
        return error
    if isinstance(error, str):
        data = {"message": error, **data}
    elif "type" not in data and (found := error_in(data)) is not None:
        return found
    return {name: value for name, value in data.items() if name != "type" or value != ERROR}
