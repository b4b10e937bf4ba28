"""Twin of responses/request.py: requests, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities, Feature
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    JsonObject,
    JsonValue,
    Message,
    OutputSchema,
    ProviderTool,
    ReasoningConfig,
    ReasoningPart,
    Request,
    SystemMessage,
    TextPart,
    Tool,
    ToolCallPart,
    ToolChoice,
    ToolMessage,
    UserMessage,
)
from interlingua.types.json import same_json
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.request import PLAIN_FIELDS, UNKNOWN, decode_request, encode_count, encode_request, refers_to_history

ASKED: JsonObject = {"model": "m", "input": "hi"}


def marked(**spelling: JsonValue) -> dict[str, JsonObject]:
    """What is kept of a body whose fields are spelled otherwise."""
    return {"$marks": {RESPONSES: {"spelling": spelling}}}


def request(*messages: Message, **fields: object) -> Request:
    """A request."""
    return Request(model_id="m", messages=messages, **fields)  # type: ignore[arg-type]  # fields of a request


def body(*messages: Message, **fields: object) -> JsonObject:
    """The body of a request of which nothing is lost."""
    encoded = encode_request(request(*messages, **fields), EVERYTHING)
    assert encoded.losses == ()
    assert encoded.headers == {}
    return encoded.body


def test_nothing_is_invented() -> None:
    """A request that says little makes a body that says as little."""
    assert body(UserMessage("hi")) == {"model": "m", "input": [{"role": "user", "content": "hi"}]}
    assert body() == {"model": "m", "input": []}


def test_a_whole_request() -> None:
    """Every field that this wire has."""
    schema: JsonObject = {"type": "object"}

    assert body(
        SystemMessage("be brief"), UserMessage("hi"), max_tokens=5, temperature=0.5, top_p=0.9, parallel_tool_calls=False,
        metadata={"a": "b"}, stream=True, tools=(Tool("f"),), tool_choice="auto", reasoning=ReasoningConfig(effort="low"),
        output_schema=OutputSchema(schema, "n"), provider_data={RESPONSES: {"store": False, "text": {"verbosity": "low"}}},
    ) == {
        "model": "m", "instructions": "be brief", "input": [{"role": "user", "content": "hi"}], "max_output_tokens": 5,
        "temperature": 0.5, "top_p": 0.9, "parallel_tool_calls": False, "metadata": {"a": "b"}, "stream": True,
        "tools": [{"type": "function", "name": "f"}], "tool_choice": "auto", "reasoning": {"effort": "low"},
        "text": {"format": {"type": "json_schema", "name": "n", "schema": schema}, "verbosity": "low"}, "store": False,
    }  # fmt: skip


def test_a_turn_with_reasoning_calls_and_results() -> None:
    """Each part is an item, and each result answers the kind of call that it had."""
    custom = ToolCallPart("b", "g", "x", provider_data={RESPONSES: {"type": "custom_tool_call"}})
    said = AssistantMessage([ReasoningPart(encrypted_content="gAAA", provider="openai"), ToolCallPart("a", "f", "{}"), custom])
    results = [ToolMessage(tool_call_id="a", content="1"), ToolMessage(tool_call_id="b", content="2")]

    assert body(UserMessage("hi"), said, *results, AssistantMessage("done"))["input"] == [
        {"role": "user", "content": "hi"},
        {"type": "reasoning", "summary": [], "encrypted_content": "gAAA"},
        {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"},
        {"type": "custom_tool_call", "call_id": "b", "name": "g", "input": "x"},
        {"type": "function_call_output", "call_id": "a", "output": "1"},
        {"type": "custom_tool_call_output", "call_id": "b", "output": "2"},
        {"type": "message", "role": "assistant", "content": "done"},
    ]


def test_only_the_first_system_message_is_instructions() -> None:
    """And only where one string can say it; every other stands in its place."""
    two = SystemMessage([TextPart("a"), TextPart("b")])

    assert body(SystemMessage("a"), SystemMessage("b"), UserMessage("hi"), SystemMessage("c")) == {
        "model": "m",
        "instructions": "a",
        "input": [{"role": "system", "content": "b"}, {"role": "user", "content": "hi"}, {"role": "system", "content": "c"}],
    }
    assert "instructions" not in body(two)


def test_a_host_that_takes_system_messages_only_first() -> None:
    """The late ones move, each with a hint."""
    encoded = encode_request(
        request(SystemMessage("a"), SystemMessage("b"), UserMessage("hi"), SystemMessage("c")),
        Capabilities(frozenset({"system_in_place", "system_as_user"})),
    )

    assert encoded.body["input"] == [
        {"role": "system", "content": "b"},
        {"role": "system", "content": "c"},
        {"role": "user", "content": "hi"},
    ]
    assert [(loss.path, loss.kind) for loss in encoded.losses] == [("$.messages[3]", "hint")]


@pytest.mark.parametrize(
    ("lacks", "fields", "losses"),
    [
        ("temperature", {"temperature": 1.0}, [("$.temperature", "hint")]),
        ("top_p", {"top_p": 1.0}, [("$.top_p", "hint")]),
        ("parallel_tool_calls", {"parallel_tool_calls": True}, [("$.parallel_tool_calls", "hint")]),
        ("metadata", {"metadata": {}}, [("$.metadata", "hint")]),
        ("output_schema", {"output_schema": {"type": "object"}}, [("$.output_schema", "content")]),
        ("reasoning_effort", {"reasoning": ReasoningConfig(effort="low")}, [("$.reasoning.effort", "hint")]),
        ("image", {"reasoning": ReasoningConfig(budget_tokens=5)}, [("$.reasoning.budget_tokens", "hint")]),
        ("image", {"seed": 1, "stop": ("a",), "top_k": 2}, [("$.seed", "hint"), ("$.stop", "hint"), ("$.top_k", "hint")]),
    ],
)
def test_what_the_model_or_the_wire_lacks_is_told(lacks: Feature, fields: dict[str, object], losses: list[tuple[str, str]]) -> None:
    """And left out."""
    encoded = encode_request(request(**fields), Capabilities(frozenset({lacks})))

    assert encoded.body == {"model": "m", "input": []}
    assert [(loss.path, loss.kind) for loss in encoded.losses] == losses


def test_a_host_has_its_own_names() -> None:
    """Also for fields that this wire itself doesn't have."""
    names = {"max_output_tokens": "max_tokens", "top_k": "top_k", "stop": "stop", "seed": "seed"}
    said = request(max_tokens=5, top_k=2, stop=("a",), seed=1)

    assert encode_request(said, Capabilities(frozenset(), names)).body == {
        "model": "m", "input": [], "max_tokens": 5, "top_k": 2, "stop": ["a"], "seed": 1
    }  # fmt: skip
    assert [loss.path for loss in encode_request(said, Capabilities(frozenset({"seed"}), names)).losses] == ["$.seed"]


def test_an_empty_reasoning_config_is_said() -> None:
    """As the wire's empty object."""
    assert body(reasoning=ReasoningConfig())["reasoning"] == {}
    assert body(reasoning=ReasoningConfig(provider_data={RESPONSES: {"summary": "auto"}}))["reasoning"] == {"summary": "auto"}


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        ([UserMessage("hi")], "hi"),
        ([UserMessage("hi"), UserMessage("more")], [{"role": "user", "content": "hi"}, {"role": "user", "content": "more"}]),
        ([UserMessage([TextPart("a"), TextPart("b")])], [{"role": "user", "content": [
            {"type": "input_text", "text": "a"}, {"type": "input_text", "text": "b"},
        ]}]),
        ([AssistantMessage("hi")], [{"type": "message", "role": "assistant", "content": "hi"}]),
    ],
)  # fmt: skip
def test_an_input_that_was_a_string(messages: list[Message], said: object) -> None:
    """It is one as long as nothing else was said."""
    assert body(*messages, provider_data=marked(input="text"))["input"] == said


def test_a_request_without_a_model() -> None:
    """Says none."""
    assert encode_request(Request(model_id="", messages=()), EVERYTHING).body == {"input": []}


def test_what_is_counted() -> None:
    """The counting endpoint takes what counts among the input, and nothing else; leaving the rest out is no loss."""
    counted = encode_count(
        request(
            SystemMessage("s"),
            UserMessage("hi"),
            max_tokens=5,
            stream=True,
            tools=(Tool("f"),),
            provider_data={RESPONSES: {"store": False}},
        ),
        EVERYTHING,
    )

    assert counted.body == {
        "model": "m",
        "instructions": "s",
        "input": [{"role": "user", "content": "hi"}],
        "tools": [{"type": "function", "name": "f"}],
    }
    assert counted.losses == ()


def decoded(body: JsonObject) -> Request:
    """Read a body of which nothing is lost."""
    found = decode_request(body)
    assert found.losses == ()
    return found.value


def kept(body: JsonObject) -> JsonObject:
    """Give what is kept of a body with a model and an input."""
    return decoded({"model": "m", "input": [], **body}).provider_data.get(RESPONSES, {})


def test_a_whole_body() -> None:
    """Every field that a request has."""
    schema: JsonObject = {"type": "object"}

    assert decoded({
        "model": "gpt-5", "instructions": "be brief", "input": [{"role": "user", "content": "hi"}], "max_output_tokens": 5,
        "temperature": 0.5, "top_p": 0.9, "parallel_tool_calls": False, "metadata": {"a": "b"}, "stream": True,
        "tools": [{"type": "function", "name": "f"}], "tool_choice": "required", "reasoning": {"effort": "low", "summary": "auto"},
        "text": {"format": {"type": "json_schema", "name": "n", "schema": schema}, "verbosity": "low"},
        "store": False, "include": ["reasoning.encrypted_content"],
    }) == Request(
        model_id="gpt-5", messages=(SystemMessage("be brief"), UserMessage("hi")), max_tokens=5, temperature=0.5, top_p=0.9,
        parallel_tool_calls=False, metadata={"a": "b"}, stream=True, tools=(Tool("f"),), tool_choice=ToolChoice("required"),
        reasoning=ReasoningConfig(effort="low", provider_data={RESPONSES: {"summary": "auto"}}), output_schema=OutputSchema(schema, "n"),
        provider_data={RESPONSES: {"text": {"verbosity": "low"}, "store": False, "include": ["reasoning.encrypted_content"]}},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "messages", "mark"),
    [
        ({"input": "hi"}, (UserMessage("hi"),), "text"),
        ({}, (), [[]]),
        ({"input": None}, (), [[], None]),
        ({"input": [], "instructions": ""}, (SystemMessage(""),), None),
    ],
)
def test_spellings_of_the_input(body: JsonObject, messages: tuple[UserMessage, ...], mark: JsonValue) -> None:
    """A string, nothing at all, null."""
    request = decoded({"model": "m", **body})

    assert request.messages == messages
    assert request.provider_data == ({} if mark is None else marked(input=mark))


@pytest.mark.parametrize("body", [{}, {"model": None}, {"model": ""}])
def test_a_body_without_a_model(body: JsonObject) -> None:
    """As one that names a stored prompt."""
    request = decoded({"prompt": {"id": "p"}, "input": [], **body})

    assert body.get("model") == request.model_id
    assert {"prompt": {"id": "p"}, **body} == request.provider_data[RESPONSES]


@pytest.mark.parametrize(
    "body",
    [
        {"previous_response_id": "r"}, {"conversation": {"id": "c"}}, {"truncation": "auto"}, {"background": True}, {"stream": False},
        {"stream": None}, {"instructions": None}, {"instructions": [{"role": "user", "content": "x"}]}, {"temperature": "hot"},
        {"tools": None}, {"tools": []}, {"tool_choice": {"type": "web_search_preview"}}, {"text": {"format": {"type": "text"}}},
        {"text": "x"}, {"reasoning": None}, {"x_new": {"a": [1]}},
    ],
)  # fmt: skip
def test_what_a_request_cannot_hold_is_kept(body: JsonObject) -> None:
    """As it is."""
    assert kept(body) == body


def test_a_whole_number_stays_one() -> None:
    """It would come back as 1.0."""
    assert decoded({"model": "m", "input": [], "temperature": 1}).provider_data == marked(temperature=[1.0, 1])


def test_a_text_of_a_schema_alone_leaves_nothing() -> None:
    """The schema is the request's."""
    assert kept({"text": {"format": {"type": "json_schema", "name": "n", "schema": {}}}}) == {}


def test_an_odd_effort_stays_with_the_reasoning() -> None:
    """The config holds what it can."""
    request = decoded({"model": "m", "input": [], "reasoning": {"effort": None, "mode": "pro"}})

    assert request.reasoning == ReasoningConfig(provider_data={RESPONSES: {"effort": None, "mode": "pro"}})


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"model": 5}, "$.model"),
        ({"input": 5}, "$.input"),
        ({"input": ["x"]}, "$.input[0]"),
        ({"stream": "yes"}, "$.stream"),
        ({"tools": {}}, "$.tools"),
        ({"tools": [5]}, "$.tools[0]"),
        ({"metadata": {"a": float("nan")}}, "$.metadata.a"),
    ],
)
def test_what_breaks_the_grammar_is_refused(body: JsonObject, path: str) -> None:
    """With the path."""
    with pytest.raises(ConversionError) as raised:
        decode_request({"model": "m", "input": [], **body})

    assert raised.value.path == path


def test_the_text_of_a_read_part() -> None:
    """A history's answer reads as text."""
    request = decoded({"model": "m", "input": [{"role": "assistant", "content": [{"type": "output_text", "text": "a"}]}]})

    (message,) = request.messages
    assert isinstance(message.content[0], TextPart)
    assert message.content[0].text == "a"


@pytest.mark.parametrize(
    "body",
    [
        ASKED | {"previous_response_id": "resp_1"},
        ASKED | {"conversation": {"id": "conv_1"}},
        ASKED | {"input": [{"type": "item_reference", "id": "fc_1"}]},
        ASKED | {"input": [{"id": "fc_1"}]},
        ASKED | {"input": [{"id": "fc_1", "type": None}]},
    ],
)
def test_a_reference_is_seen(body: JsonObject) -> None:
    """In a field of the body, or among its items; a reference may leave out its type."""
    assert refers_to_history(decoded(body))


@pytest.mark.parametrize(
    "body",
    [
        ASKED,
        ASKED | {"previous_response_id": None, "conversation": None},
        ASKED | {"input": []},
        ASKED | {"input": [{"role": "assistant", "content": [{"id": "x"}]}]},
        ASKED | {"input": [{"type": "web_search_call", "id": "ws_1", "status": "completed"}]},
    ],
)
def test_none_is_seen_where_there_is_none(body: JsonObject) -> None:
    """Null is no reference, nor is an item that is there whole."""
    assert not refers_to_history(decoded(body))


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"temperature": "hot"}, "$.provider_data['openai.responses'].temperature"),
        ({"reasoning": {"effort": 5}}, "$.reasoning.provider_data['openai.responses'].effort"),
        ({"text": {"format": {"type": "text"}}}, "$.provider_data['openai.responses'].text.format.type"),
    ],
)
def test_a_kept_field_that_says_something_else_is_told(body: JsonObject, path: str) -> None:
    """The canonical value wins."""
    anew = {"temperature": 0.5, "output_schema": OutputSchema({}, "n")}
    before = decoded({"model": "m", "input": [], **body})
    reasoning = before.reasoning and before.reasoning.model_copy(update={"effort": "low"})

    encoded = encode_request(before.model_copy(update={**anew, "reasoning": reasoning}), EVERYTHING)

    assert encoded.body["temperature"] == 0.5
    assert [(loss.path, loss.kind) for loss in encoded.losses] == [(path, "hint")]


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        ({"type": "function", "name": "f", "strict": None, "defer_loading": True},
         Tool("f", provider_data={RESPONSES: {"strict": None, "defer_loading": True}})),
        ({"type": "custom", "name": "sql"}, ProviderTool(RESPONSES, {"type": "custom", "name": "sql"})),
        ({"type": "web_search"}, ProviderTool(RESPONSES, {"type": "web_search"})),
    ],
)  # fmt: skip
def test_tools_go_both_ways(tool: JsonObject, expected: Tool | ProviderTool) -> None:
    """Functions are ours, whose fields stand beside their type; everything else is kept verbatim."""
    found = decoded({"model": "m", "input": [], "tools": [tool]})

    assert found.tools == (expected,)
    assert encode_request(found, EVERYTHING).body["tools"] == [tool]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("required", ToolChoice("required")),
        ({"type": "function", "name": "f", "x": 1}, ToolChoice("tool", "f", provider_data={RESPONSES: {"x": 1}})),
        ({"type": "custom", "name": "sql"}, ToolChoice("tool", "sql", provider_data={RESPONSES: {"type": "custom"}})),
        (
            {"type": "allowed_tools", "mode": "required", "tools": [{"type": "mcp", "server_label": "s"}]},
            ToolChoice("required", provider_data={RESPONSES: {"type": "allowed_tools", "tools": [{"type": "mcp", "server_label": "s"}]}}),
        ),
        ({"type": "web_search_preview"}, None), ({"type": "mcp", "server_label": "s", "name": "t"}, None), ({"type": "apply_patch"}, None),
        ({"type": "programmatic_tool_calling"}, None), ({"type": "allowed_tools", "mode": "x"}, None), ("x", None),
    ],
)  # fmt: skip
def test_choices_go_both_ways(choice: JsonValue, expected: ToolChoice | None) -> None:
    """Those of the application's tools; one of a tool that the server runs stays with the request, verbatim."""
    found = decoded({"model": "m", "input": [], "tool_choice": choice})

    assert found.tool_choice == expected
    assert encode_request(found, EVERYTHING).body["tool_choice"] == choice


BY_NAME = {plain.name: plain for plain in PLAIN_FIELDS}


def test_every_row_is_a_field_of_a_request() -> None:
    """Said once."""
    names = [plain.name for plain in PLAIN_FIELDS] + [name for name, _ in UNKNOWN]

    assert set(names) <= Request.model_fields.keys()
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("temperature", 0.5, 0.5),
        ("temperature", 1, 1.0),
        ("temperature", 2**60, None),
        ("temperature", 1e300, 1e300),
        ("temperature", True, None),
        ("temperature", "hot", None),
        ("top_p", None, None),
        ("max_tokens", 5, 5),
        ("max_tokens", True, None),
        ("max_tokens", 5.0, None),
        ("parallel_tool_calls", False, False),
        ("parallel_tool_calls", 0, None),
        ("metadata", {}, {}),
        ("metadata", [], None),
    ],
)
def test_a_value_of_another_type_is_not_read(name: str, given: JsonValue, value: JsonValue) -> None:
    """It stays with the request as it is."""
    body: JsonObject = {BY_NAME[name].wire_name: given}

    request = decode_request({"input": [], **body}).value
    found = getattr(request, name)

    assert found == value
    assert type(found) is type(value)
    assert same_json(encode_request(request, EVERYTHING).body, {"input": [], **body})


REASONED: list[JsonObject] = [
    {"type": "reasoning", "id": "rs_1", "summary": []},
    {"type": "function_call", "id": "fc_1", "call_id": "c", "name": "f", "arguments": "{}"},
]


def test_a_partner_that_was_taken_away_is_told() -> None:
    """A hint at the part that OpenAI will refuse; nothing is left out for that."""
    read = decoded(
        {**ASKED, "input": [{"role": "user", "content": "q"}, *REASONED, {"type": "function_call_output", "call_id": "c", "output": "r"}]}
    )
    asked, answer, result = read.messages
    without = [answer.model_copy(update={"content": answer.content[1:]}), result]
    encoded = encode_request(read.model_copy(update={"messages": (asked, *without)}))

    assert [("$.messages[1].content[0]", "hint")] == [(loss.path, loss.kind) for loss in encoded.losses]
    assert encoded.body["input"][1] == REASONED[1]  # type: ignore[index,call-overload]  # JSON
    held = {RESPONSES: {"previous_response_id": "resp_1"}}
    assert () == encode_request(read.model_copy(update={"messages": (asked, *without), "provider_data": held})).losses


@pytest.mark.parametrize(
    "body",
    [
        {"model": "m", "input": [REASONED[0]]},
        {"model": "m", "input": [REASONED[0], {"role": "user", "content": "q"}]},
        {"model": "m", "input": [REASONED[0], REASONED[1]], "store": False},
    ],
)
def test_a_body_that_came_without_partners_goes_back_without_a_word(body: JsonObject) -> None:
    """Somebody sent it, and it isn't ours to judge."""
    encoded = encode_request(decode_request(body).value)

    assert (body, ()) == (encoded.body, encoded.losses)


def test_items_of_another_host_come_back() -> None:
    """Odd ids, unknown items and statuses; and what is taken out of their `provider_data` isn't asked for."""
    output: list[JsonValue] = [
        {"type": "x_thought", "id": "resp_1_th", "status": "done"},
        {
            "type": "message",
            "role": "assistant",
            "id": "resp_1_msg",
            "status": "completed",
            "content": [{"type": "output_text", "text": "a"}],
        },
        {"type": "function_call", "id": "resp_1_fc", "call_id": "c", "name": "f", "arguments": "{}", "status": "completed"},
    ]
    body: JsonObject = {"model": "m", "input": [*output, {"type": "function_call_output", "call_id": "c", "output": "r"}]}
    read = decoded(body)
    bare = [part.model_copy(update={"provider_data": {}}) for part in read.messages[0].content[1:]]

    assert body == encode_request(read).body
    assert [
        {"type": "message", "role": "assistant", "content": "a"},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
    ] == encode_request(request(AssistantMessage(bare))).body["input"]
