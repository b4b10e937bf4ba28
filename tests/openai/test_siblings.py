"""Twin of siblings.py: what both of OpenAI's wires say, each in its own place."""

from __future__ import annotations

import pytest

from interlingua import assemble, convert, get_dialect
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    ProviderTool,
    Request,
    Response,
    TextPart,
    ToolCallPart,
    ToolChoice,
    ToolMessage,
    UserMessage,
)
from interlingua.types.json import loads
from interlingua_openai.names import CHAT, RESPONSES
from interlingua_openai.siblings import adopted, custom_tool

FORMATS: list[tuple[JsonObject, JsonObject]] = [
    ({}, {}),
    ({"format": {"type": "text"}}, {"format": {"type": "text"}}),
    (
        {"format": {"type": "grammar", "grammar": {"syntax": "lark", "definition": "start: x"}}},
        {"format": {"type": "grammar", "syntax": "lark", "definition": "start: x"}},
    ),
    ({"description": "d"}, {"description": "d"}),
]


@pytest.mark.parametrize(("nested", "flat"), FORMATS)
def test_a_custom_tool(nested: JsonObject, flat: JsonObject) -> None:
    """Its grammar stands in an object of its own on one wire, and beside its type on the other."""
    chat: JsonObject = {"type": "custom", "custom": {"name": "py", **nested}}
    responses: JsonObject = {"type": "custom", "name": "py", **flat}

    assert (responses, []) == custom_tool(chat, RESPONSES)
    assert (chat, []) == custom_tool(responses, CHAT)


@pytest.mark.parametrize(
    ("dialect", "data"),
    [
        (RESPONSES, {"type": "function", "function": {"name": "f"}}),
        (RESPONSES, {"type": "custom"}),
        (RESPONSES, {"type": "custom", "custom": {"name": 5}}),
        (CHAT, {"type": "web_search"}),
        (CHAT, {"type": "custom", "custom": {"name": "f"}}),
    ],
)
def test_any_other_tool_is_none(dialect: str, data: JsonObject) -> None:
    """And so is one of a shape that no document has."""
    assert custom_tool(data, dialect) is None


CUSTOM: JsonObject = {
    "name": "py",
    "description": "runs",
    "format": {"type": "grammar", "grammar": {"syntax": "regex", "definition": "a+"}},
}
IN_CHAT: JsonObject = {
    "model": "m",
    "messages": [
        {"role": "user", "content": "hi"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c1", "type": "custom", "custom": {"name": "py", "input": "print(1)"}}],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "1"},
    ],
    "tools": [{"type": "custom", "custom": CUSTOM}],
    "tool_choice": {"type": "custom", "custom": {"name": "py"}},
}
IN_RESPONSES: JsonObject = {
    "model": "m",
    "input": [
        {"role": "user", "content": "hi"},
        {"type": "custom_tool_call", "call_id": "c1", "name": "py", "input": "print(1)"},
        {"type": "custom_tool_call_output", "call_id": "c1", "output": "1"},
    ],
    "tools": [
        {"type": "custom", "name": "py", "description": "runs", "format": {"type": "grammar", "syntax": "regex", "definition": "a+"}}
    ],
    "tool_choice": {"type": "custom", "name": "py"},
    "store": False,
}


@pytest.mark.parametrize(
    ("source", "body", "target", "expected"),
    [(CHAT, IN_CHAT, RESPONSES, IN_RESPONSES), (RESPONSES, IN_RESPONSES, CHAT, {**IN_CHAT, "store": False})],
)
def test_definition_choice_call_and_result_go_over(source: str, body: JsonObject, target: str, expected: JsonObject) -> None:
    """As themselves, whole, by `convert` and by hand-over, and nothing is lost."""
    request = get_dialect(source).decode_request(body).value
    encoded = get_dialect(target).encode_request(request)

    assert expected == convert(body, source=source, target=target, on_loss="strict").body
    assert {**expected, "store": False} == {**encoded.body, "store": False}
    assert () == encoded.losses
    assert body == get_dialect(source).encode_request(request).body


def test_what_only_one_wire_has_of_a_custom_tool_is_told() -> None:
    """Chat Completions can't put a tool off."""
    tool = ProviderTool(RESPONSES, {"type": "custom", "name": "py", "defer_loading": True, "allowed_callers": None})
    encoded = get_dialect(CHAT).encode_request(Request(model_id="m", messages=[UserMessage("hi")], tools=[tool]))

    assert [{"type": "custom", "custom": {"name": "py"}}] == encoded.body["tools"]
    assert [("$.tools[0].data", "a custom tool on this wire has no defer_loading", "hint")] == [
        (loss.path, loss.reason, loss.kind) for loss in encoded.losses
    ]


ANSWERED: list[tuple[str, JsonObject]] = [
    (CHAT, {"id": "a", "object": "chat.completion", "model": "m", "choices": [{"index": 0, "finish_reason": "tool_calls", "message": {
        "role": "assistant", "content": None, "tool_calls": [{"id": "c1", "type": "custom", "custom": {"name": "py", "input": "x = 1\ny"}}],
    }}]}),
    (RESPONSES, {"id": "a", "object": "response", "model": "m", "status": "completed", "output": [
        {"type": "custom_tool_call", "call_id": "c1", "name": "py", "input": "x = 1\ny"},
    ]}),
]  # fmt: skip


@pytest.mark.parametrize(("source", "body", "target", "expected"), [(*ANSWERED[0], *ANSWERED[1]), (*ANSWERED[1], *ANSWERED[0])])
def test_a_call_in_an_answer_goes_over(source: str, body: JsonObject, target: str, expected: JsonObject) -> None:
    """Whole and as a stream."""
    response = get_dialect(source).decode_response(body).value
    decoder = get_dialect(target).stream_decoder()
    chunks = [chunk for event in get_dialect(target).encode_stream(response) for chunk in decoder.feed(event)]

    assert expected == convert(body, source=source, target=target, what="response", on_loss="strict").body
    assert expected == get_dialect(target).encode_response(assemble([*chunks, *decoder.close()])).body


@pytest.mark.parametrize(
    ("chat", "responses"),
    [
        (
            {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [{"type": "function", "function": {"name": "f"}}]}},
            {"type": "allowed_tools", "mode": "required", "tools": [{"type": "function", "name": "f"}]},
        ),
        ({"type": "custom", "custom": {"name": "py"}}, {"type": "custom", "name": "py"}),
    ],
)
def test_choices_go_over(chat: JsonObject, responses: JsonObject) -> None:
    """That of one custom tool, and that among some."""
    asked = {"model": "m", "tools": [{"type": "function", "name": "f", "strict": False}], "store": False}
    said = convert({**asked, "input": [], "tool_choice": responses}, source=RESPONSES, target=CHAT, on_loss="strict").body

    assert chat == said["tool_choice"]
    assert responses == convert(said, source=CHAT, target=RESPONSES, on_loss="strict").body["tool_choice"]


def test_a_choice_among_tools_of_one_wire_stays_there() -> None:
    """And is told: without them it would be another choice."""
    choice: JsonObject = {"type": "allowed_tools", "mode": "auto", "tools": [{"type": "mcp", "server_label": "x"}]}
    body: JsonObject = {"model": "m", "input": [], "tools": [{"type": "function", "name": "f", "strict": False}], "tool_choice": choice}

    encoded = convert(body, source=RESPONSES, target=CHAT)

    assert "auto" == encoded.body["tool_choice"]
    assert {"$.tool_choice.provider_data['openai.responses'].tools", "$.tool_choice.provider_data['openai.responses'].type"} == {
        loss.path for loss in encoded.losses
    }


def test_nothing_of_it_is_touched_where_there_is_nothing_to_do() -> None:
    """A request or a response that has none of these is the same object, and calls that say both are left alone."""
    both = ToolCallPart("c", "f", "x", provider_data={CHAT: {"type": "custom"}, RESPONSES: {"type": "custom_tool_call"}})
    other = ToolCallPart("d", "f", "{}", provider_data={CHAT: {"x": 1}})
    request = Request(
        model_id="m",
        messages=[UserMessage("hi"), AssistantMessage([TextPart("a"), both, other]), ToolMessage(tool_call_id="c", content="r")],
        tool_choice=ToolChoice("auto"),
    )
    response = Response(message=AssistantMessage("hi"), finish_reason="stop")

    assert request == adopted(request, RESPONSES)
    assert response is adopted(response, RESPONSES)
    assert request.messages[0] is adopted(request, RESPONSES).messages[0]


def test_streamed_input_is_the_text_itself() -> None:
    """Free text is no JSON, and goes out in pieces as the wire has them."""
    response = get_dialect(CHAT).decode_response(ANSWERED[0][1]).value
    events = [loads(event.partition(b"data: ")[2]) for event in get_dialect(RESPONSES).encode_stream(response)]

    assert ["x = 1\ny"] == [event["delta"] for event in events if event["type"] == "response.custom_tool_call_input.delta"]  # type: ignore[index,call-overload]  # JSON
