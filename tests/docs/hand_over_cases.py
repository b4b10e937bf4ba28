"""One part of a conversation after another, as each wire says it: what `docs/reference/hand-over.md` is made from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from tests.laws.hand_over.answers import CHAT, MESSAGES, RESPONSES, wire_id

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

_BYTES: Final = "iVBORw0KGgo="
_PDF: Final = f"data:application/pdf;base64,{_BYTES}"
_URL: Final = "https://example.com/file"
_ARGUMENTS: Final = '{"city": "Paris"}'


@dataclass(frozen=True)
class Case:
    """A part, and the body of a request that holds it; a wire that isn't here has no such part.

    Attributes:
        part: Its name on the page.
        bodies: Wire → body.
        fields: Wire → the field in it that no other wire knows.
    """

    part: str
    bodies: dict[str, JsonObject]
    fields: dict[str, str] = field(default_factory=dict)


def _case(part: str, messages: list[JsonValue] | None = None, chat: list[JsonValue] | None = None, responses: list[JsonValue] | None = None,
          **more: JsonValue) -> Case:  # fmt: skip
    bodies: dict[str, JsonObject] = {}
    if messages is not None:
        bodies[MESSAGES] = {"model": "m", **more, "messages": messages}
    if chat is not None:
        bodies[CHAT] = {"model": "m", "messages": chat}
    if responses is not None:
        bodies[RESPONSES] = {"model": "m", "input": responses}
    return Case(part, bodies)


def _user(*blocks: JsonValue) -> JsonValue:
    return {"role": "user", "content": list(blocks)}


def _said(*blocks: JsonValue) -> JsonValue:
    return {"role": "assistant", "content": list(blocks)}


def _message(content: str | None, **fields: JsonValue) -> JsonValue:
    return {"role": "assistant", "content": content, **fields}


def _item(*blocks: JsonValue) -> JsonValue:
    return {"type": "message", "role": "assistant", "content": list(blocks)}


def _text(text: str, kind: str = "text", **fields: JsonValue) -> JsonObject:
    return {"type": kind, "text": text, **fields}


def _tool_use(call_id: str = "call_1", **value: JsonValue) -> JsonValue:
    return {"type": "tool_use", "id": call_id, "name": "weather", "input": value}


def _tool_call(call_id: str = "call_1", arguments: str = _ARGUMENTS) -> JsonValue:
    return {"id": call_id, "type": "function", "function": {"name": "weather", "arguments": arguments}}


def _function_call(call_id: str = "call_1", arguments: str = _ARGUMENTS) -> JsonValue:
    return {"type": "function_call", "call_id": call_id, "name": "weather", "arguments": arguments}


def _results(content: JsonValue, chat: str | None, output: JsonValue, **fields: JsonValue) -> tuple[list[JsonValue], ...]:
    """A call and its result on each wire."""
    result: JsonValue = {"type": "tool_result", "tool_use_id": "call_1", "content": content, **fields}
    told: JsonValue = {"role": "tool", "tool_call_id": "call_1", "content": chat}
    given: JsonValue = {"type": "function_call_output", "call_id": "call_1", "output": output}
    return [_said(_tool_use(city="Paris")), _user(result)], [_message(None, tool_calls=[_tool_call()]), told], [_function_call(), given]


_FAILED = _results("no such city", "[tool error]\nno such city", "[tool error]\nno such city", is_error=True)
_SHOWN = _results(
    [{"type": "image", "source": {"type": "url", "url": _URL}}], None, [{"type": "input_image", "image_url": _URL}]
)  # fmt: skip
_PLAIN: JsonObject = {"type": "text", "media_type": "text/plain", "data": "D"}
_PAGE: JsonObject = {"url": _URL, "title": "Weather", "start_index": 0, "end_index": 5}

CASES: Final = (
    _case("system text", [], [{"role": "system", "content": "S"}], [{"role": "system", "content": "S"}], system="S"),
    _case(
        "system text later on",
        [_user(_text("u")), {"role": "system", "content": "S"}],
        [_user(_text("u")), {"role": "system", "content": "S"}],
        [_user(_text("u", "input_text")), {"role": "system", "content": "S"}],
    ),
    _case("user's text", [_user(_text("u"))], [_user(_text("u"))], [_user(_text("u", "input_text"))]),
    _case(
        "image, bytes",
        [_user({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": _BYTES}})],
        [_user({"type": "image_url", "image_url": {"url": f"data:image/png;base64,{_BYTES}"}})],
        [_user({"type": "input_image", "image_url": f"data:image/png;base64,{_BYTES}"})],
    ),
    _case(
        "image, address",
        [_user({"type": "image", "source": {"type": "url", "url": _URL}})],
        [_user({"type": "image_url", "image_url": {"url": _URL}})],
        [_user({"type": "input_image", "image_url": _URL})],
    ),
    _case(
        "image, file id",
        [_user({"type": "image", "source": {"type": "file", "file_id": "file_1"}})],
        None,
        [_user({"type": "input_image", "file_id": "file-1"})],
    ),
    _case(
        "document, bytes",
        [_user({"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": _BYTES}, "title": "T"})],
        [_user({"type": "file", "file": {"filename": "T", "file_data": _PDF}})],
        [_user({"type": "input_file", "filename": "T", "file_data": _PDF})],
    ),
    _case(
        "document, address",
        [_user({"type": "document", "source": {"type": "url", "url": _URL}})],
        None,
        [_user({"type": "input_file", "file_url": _URL})],
    ),
    _case("document, plain text", [_user({"type": "document", "source": _PLAIN, "title": "T"})]),
    _case(
        "document, file id",
        [_user({"type": "document", "source": {"type": "file", "file_id": "file_1"}})],
        [_user({"type": "file", "file": {"file_id": "file-1"}})],
        [_user({"type": "input_file", "file_id": "file-1"})],
    ),
    _case(
        "sound",
        None,
        [_user({"type": "input_audio", "input_audio": {"data": _BYTES, "format": "wav"}})],
        [_user({"type": "input_audio", "input_audio": {"data": _BYTES, "format": "wav"}})],
    ),
    _case("model's text", [_said(_text("a"))], [_message("a")], [_item(_text("a", "output_text", annotations=[]))]),
    _case(
        "several texts",
        [_said(_text("a"), _text("b"))],
        [_said(_text("a"), _text("b"))],
        [_item(_text("a", "output_text"), _text("b", "output_text"))],
    ),
    _case("refusal", None, [_message(None, refusal="no")], [_item({"type": "refusal", "refusal": "no"})]),
    _case(
        "web citation",
        [_said(_text("sunny", citations=[{"type": "web_search_result_location", "url": _URL, "title": "Weather", "cited_text": "c",
                                          "encrypted_index": "e"}]))],
        [_message("sunny", annotations=[{"type": "url_citation", "url_citation": _PAGE}])],
        [_item(_text("sunny", "output_text", annotations=[{"type": "url_citation", **_PAGE}]))],
    ),
    _case(
        "citation of a document",
        [_said(_text("sunny", citations=[{"type": "char_location", "cited_text": "c", "document_index": 0, "document_title": "T",
                                          "start_char_index": 0, "end_char_index": 1}]))],
        None,
        [_item(_text("sunny", "output_text", annotations=[{"type": "file_citation", "file_id": "file-1", "filename": "T", "index": 0}]))],
    ),
    _case("call", [_said(_tool_use(city="Paris"))], [_message(None, tool_calls=[_tool_call()])], [_function_call()]),
    _case(
        "parallel calls",
        [_said(_tool_use(city="Paris"), _tool_use("call_2", city="Rome"))],
        [_message(None, tool_calls=[_tool_call(), _tool_call("call_2")])],
        [_function_call(), _function_call("call_2")],
    ),
    _case(
        "call without arguments",
        [_said(_tool_use())],
        [_message(None, tool_calls=[_tool_call(arguments="")])],
        [_function_call(arguments="")],
    ),
    _case(
        "call whose arguments are no JSON",
        None,
        [_message(None, tool_calls=[_tool_call(arguments="{")])],
        [_function_call(arguments="{")],
    ),
    _case(
        "call with an id that others refuse",
        [_said(_tool_use(wire_id(MESSAGES, 1), city="Paris"))],
        [_message(None, tool_calls=[_tool_call(wire_id(CHAT, 1))])],
        [_function_call(wire_id(RESPONSES, 1))],
    ),
    _case("text after a call", [_said(_tool_use(city="Paris"), _text("a"))], None, [_function_call(), _item(_text("a", "output_text"))]),
    _case(
        "call of a custom tool",
        None,
        [_message(None, tool_calls=[{"id": "call_1", "type": "custom", "custom": {"name": "run", "input": "{}"}}])],
        [{"type": "custom_tool_call", "call_id": "call_1", "name": "run", "input": "{}"}],
    ),
    _case("result", *_results("18 degrees", "18 degrees", "18 degrees")),
    _case("result of a failed tool", *_FAILED),
    _case("result that is an image", _SHOWN[0], None, _SHOWN[2]),
    _case(
        "reasoning",
        [_said({"type": "thinking", "thinking": "t", "signature": "s"})],
        [_message("a", reasoning_content="t")],
        [{"type": "reasoning", "summary": [{"type": "summary_text", "text": "t"}], "encrypted_content": "e"}],
    ),
    _case(
        "hidden reasoning",
        [_said({"type": "redacted_thinking", "data": "d"})],
        [_message("a", reasoning_details=[{"type": "reasoning.encrypted", "data": "d"}])],
        [{"type": "reasoning", "summary": [], "encrypted_content": "e"}],
    ),
    _case(
        "server's own tool",
        [_said({"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "q"}})],
        None,
        [{"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"type": "search", "query": "q"}}],
    ),
    replace(
        _case(
            "text with a field that others don't know",
            [_user(_text("u", cache_control={"type": "ephemeral"}))],
            [{"role": "user", "content": "u", "name": "ada"}],
            [{"type": "message", "role": "user", "content": [_text("u", "input_text")], "id": "msg_1", "status": "completed"}],
        ),
        fields={MESSAGES: "cache_control", CHAT: "name", RESPONSES: "status"},
    ),
)  # fmt: skip
