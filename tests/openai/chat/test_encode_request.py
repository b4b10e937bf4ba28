"""Twin of chat/encode_request.py: a request becomes a body."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities, Feature
from interlingua.types import (
    AssistantMessage,
    Base64Source,
    Citation,
    DocumentPart,
    ImagePart,
    JsonObject,
    JsonValue,
    Loss,
    Message,
    OpaquePart,
    OutputSchema,
    ProviderTool,
    ReasoningConfig,
    Request,
    SystemMessage,
    TextPart,
    TextSource,
    ToolMessage,
    URLSource,
    UserMessage,
)
from interlingua_openai.chat.decode_request import decode_request
from interlingua_openai.chat.encode_request import encode_request
from interlingua_openai.chat.wire import DIALECT, SPELLING, WHOLE_MESSAGE

PNG = ImagePart(Base64Source(media_type="image/png", data="AA"))


def write(*messages: Message, capabilities: Capabilities = EVERYTHING, **fields: object) -> tuple[JsonObject, tuple[Loss, ...]]:
    """Encode a request."""
    request = Request(model_id="m", messages=messages, **fields)  # type: ignore[arg-type]  # each test names real fields
    encoded = encode_request(request, capabilities)
    return encoded.body, encoded.losses


def says(*messages: Message) -> JsonValue:
    """Encode messages that the wire can say whole."""
    body, losses = write(*messages)
    assert losses == ()
    return body["messages"]


def test_nothing_is_invented() -> None:
    """A request that says little makes a body that says no more."""
    assert write(UserMessage("hi")) == ({"model": "m", "messages": [{"role": "user", "content": "hi"}]}, ())


def test_every_field_has_its_place() -> None:
    """All that the wire knows is said, and our own marks are not."""
    body, losses = write(
        temperature=0.5, top_p=0.9, seed=3, parallel_tool_calls=False, metadata={"a": "b"}, stream=True, max_tokens=9, stop=("a",),
        reasoning=ReasoningConfig(effort="low", provider_data={}), output_schema=OutputSchema({}, "n"),
        provider_data={DIALECT: {"n": 2, SPELLING: {"x": "y"}}, "other": {"z": 1}},
    )  # fmt: skip

    assert body == {
        "model": "m", "messages": [], "temperature": 0.5, "top_p": 0.9, "seed": 3, "parallel_tool_calls": False, "metadata": {"a": "b"},
        "stream": True, "max_completion_tokens": 9, "stop": ["a"], "reasoning_effort": "low",
        "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": {}}}, "n": 2,
    }  # fmt: skip
    assert losses == ()


SPELLINGS: list[JsonObject] = [
    {"temperature": 1, "top_p": 0.0},
    {"temperature": 1.0, "stop": "a"},
    {"stop": ["a"], "max_tokens": 3},
    {"max_tokens": 3, "max_completion_tokens": 4},
    {"max_completion_tokens": 4, "stream": False},
    {"stream": True, "tools": None, "response_format": {"type": "text"}, "temperature": None},
]


@pytest.mark.parametrize("fields", SPELLINGS)
def test_every_spelling_comes_back(fields: JsonObject) -> None:
    """What the wire said in one of two ways is said in that way again, types of numbers included."""
    body: JsonObject = {"model": "m", "messages": [], **fields}

    encoded = encode_request(decode_request(body).value, EVERYTHING)

    assert encoded.body == body
    assert {name: type(value) for name, value in encoded.body.items()} == {name: type(value) for name, value in body.items()}


def test_a_changed_value_is_said_as_changed() -> None:
    """A mark of the old spelling doesn't bring back the old value."""
    request = decode_request({"model": "m", "messages": [], "temperature": 1, "stop": "a", "max_tokens": 3}).value

    changed = encode_request(request.model_copy(update={"temperature": 0.5, "stop": ("b",), "max_tokens": 7}), EVERYTHING).body
    dropped = encode_request(request.model_copy(update={"temperature": None, "stop": None, "max_tokens": None}), EVERYTHING).body

    assert changed == {"model": "m", "messages": [], "temperature": 0.5, "stop": ["b"], "max_tokens": 7}
    assert dropped == {"model": "m", "messages": []}


def test_a_host_has_its_own_names() -> None:
    """An unmarked limit is said as the host calls it; one that came in from this wire keeps its name."""
    local = Capabilities(field_names={"max_completion_tokens": "max_tokens", "top_k": "top_k"})

    assert write(max_tokens=3, top_k=5, capabilities=local) == ({"model": "m", "messages": [], "max_tokens": 3, "top_k": 5}, ())
    marked = {DIALECT: {SPELLING: {"max_tokens": "max_tokens"}}}
    assert write(max_tokens=3, provider_data=marked)[0]["max_tokens"] == 3


LACKING: list[tuple[Feature, dict[str, object], str, str]] = [
    ("temperature", {"temperature": 0.5}, "$.temperature", "hint"),
    ("top_p", {"top_p": 0.5}, "$.top_p", "hint"),
    ("seed", {"seed": 1}, "$.seed", "hint"),
    ("stop", {"stop": ("a",)}, "$.stop", "hint"),
    ("metadata", {"metadata": {}}, "$.metadata", "hint"),
    ("parallel_tool_calls", {"parallel_tool_calls": True}, "$.parallel_tool_calls", "hint"),
    ("reasoning_effort", {"reasoning": ReasoningConfig(effort="low", provider_data={})}, "$.reasoning.effort", "hint"),
    ("output_schema", {"output_schema": OutputSchema({})}, "$.output_schema", "content"),
    ("top_k", {"top_k": 3}, "$.top_k", "hint"),
]


@pytest.mark.parametrize(("feature", "fields", "path", "kind"), LACKING)
def test_what_the_model_lacks_is_left_out_aloud(feature: Feature, fields: dict[str, object], path: str, kind: str) -> None:
    """Tuning is a hint, meaning is content."""
    body, losses = write(capabilities=Capabilities(frozenset({feature}), {"top_k": "top_k"}), **fields)

    assert body == {"model": "m", "messages": []}
    assert [(loss.path, loss.kind) for loss in losses] == [(path, kind)]


def test_what_the_wire_lacks_is_left_out_aloud() -> None:
    """It has neither top_k nor a reasoning budget."""
    body, losses = write(top_k=3, reasoning=ReasoningConfig(budget_tokens=9, provider_data={}))

    assert body == {"model": "m", "messages": []}
    assert [(loss.path, loss.kind) for loss in losses] == [("$.top_k", "hint"), ("$.reasoning.budget_tokens", "hint")]


MESSAGES: list[JsonObject] = [
    {"role": "user", "content": "a"},
    {"role": "user", "content": ""},
    {"role": "user", "content": []},
    {"role": "user", "content": None, "name": "n"},
    {"role": "user"},
    {"role": "user", "content": [{"type": "text", "text": "a"}]},
    {"role": "user", "content": [{"type": "text", "text": "a", "x": 1}]},
    {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image_url", "image_url": {"url": "u", "detail": "low"}}]},
    {"role": "system", "content": [{"type": "text", "text": "a"}], "x": {"y": None}},
    {"role": "developer", "content": "a"},
    {"role": "developer", "content": [{"type": "new"}]},
    {"role": "assistant", "content": None, "x": 1},
    {"role": "tool", "tool_call_id": "c", "content": "a"},
    {"role": "tool", "tool_call_id": "c"},
    {"role": "tool", "tool_call_id": "", "content": None},
    {"role": "tool", "content": [], "name": "f"},
    {"role": "function", "name": "f", "content": "a"},
    {"role": None},
]


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_comes_back(message: JsonObject) -> None:
    """Absent, null, empty and list are distinct for every role."""
    body: JsonObject = {"model": "m", "messages": [message]}

    encoded = encode_request(decode_request(body).value, EVERYTHING)

    assert encoded.body == body
    assert encoded.losses == ()


def test_marks_count_only_while_they_fit() -> None:
    """A message that was changed after decoding is said as changed."""
    marked = {DIALECT: {SPELLING: {"content": "null"}}}

    assert says(UserMessage("a", provider_data=marked)) == [{"role": "user", "content": "a"}]
    assert says(UserMessage([TextPart("a"), TextPart("b")], provider_data=marked)) == [
        {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}
    ]


def test_adjacent_messages_stay_apart() -> None:
    """This wire takes any order of roles, so nothing is merged and nothing is moved."""
    messages = (UserMessage("a"), UserMessage("b"), AssistantMessage("c"), AssistantMessage("d"), SystemMessage("e"))

    said = says(*messages)

    assert isinstance(said, list)
    assert [message["role"] for message in said if isinstance(message, dict)] == ["user", "user", "assistant", "assistant", "system"]


def test_a_host_that_wants_system_messages_first() -> None:
    """Late ones are moved to the beginning, aloud."""
    body, losses = write(
        SystemMessage("a"), UserMessage("b"), SystemMessage("c"), capabilities=Capabilities(frozenset({"system_in_place"}))
    )  # fmt: skip

    assert body["messages"] == [{"role": "system", "content": "a"}, {"role": "system", "content": "c"}, {"role": "user", "content": "b"}]
    assert [(loss.path, loss.kind) for loss in losses] == [("$.messages[2]", "hint")]


def test_a_whole_message_stands_for_itself() -> None:
    """Also where the parts around it were merged into one turn."""
    whole: JsonObject = {"role": "function", "name": "f", "content": "r"}
    opaque = OpaquePart(DIALECT, {WHOLE_MESSAGE: whole})

    assert says(UserMessage([TextPart("a"), opaque, opaque, TextPart("b")])) == [
        {"role": "user", "content": "a"}, whole, whole, {"role": "user", "content": "b"}
    ]  # fmt: skip


def test_losses_beside_a_whole_message_have_their_own_places() -> None:
    """Before it and after it, with what the model refuses."""
    opaque, foreign = OpaquePart(DIALECT, {WHOLE_MESSAGE: {"role": "x"}}), OpaquePart("anthropic.messages", {"type": "x"})
    image = ImagePart(URLSource(url="https://example.com/a.png"))
    message = UserMessage([foreign, TextPart("a"), opaque, TextPart("b"), foreign, image])
    body, losses = write(UserMessage("hi"), message, capabilities=Capabilities(frozenset({"image"})))

    assert body["messages"] == [
        {"role": "user", "content": "hi"},
        {"role": "user", "content": [{"type": "text", "text": "a"}]},
        {"role": "x"},
        {"role": "user", "content": [{"type": "text", "text": "b"}]},
    ]
    assert [loss.path for loss in losses] == [f"$.messages[1].content[{place}]" for place in (0, 4, 5)]


def test_losses_of_tools_and_of_the_answers_schema() -> None:
    """Are told with all others."""
    tool, output = ProviderTool("anthropic.messages", {"type": "x"}), OutputSchema({"type": "array"}, strict=True)
    _, losses = write(UserMessage("hi"), tools=[tool], output_schema=output)

    assert {loss.path for loss in losses} == {"$.tools[0]", "$.output_schema.strict"}


def test_a_host_that_takes_no_citations_back() -> None:
    """Gets the text alone."""
    cited = AssistantMessage(TextPart("a", [Citation(url="u")]))
    body, losses = write(UserMessage("hi"), cited, capabilities=Capabilities(frozenset({"citations"})))

    assert body["messages"] == [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "a"}]
    assert losses == (Loss("$.messages[1].content[0].citations[0]", "this host takes no citations back", "hint"),)
    assert "annotations" in write(UserMessage("hi"), cited)[0]["messages"][1]  # type: ignore[index, call-overload, operator]  # a list


def test_a_result_says_the_id_that_its_call_must_say() -> None:
    """One that the wire left out is written where another result of the same body says it."""
    request = decode_request({"messages": [{"role": "tool", "content": "1"}]}).value
    kept = request.messages[0].model_copy(update={"tool_call_id": "c", "provider_data": {DIALECT: {SPELLING: {"tool_call_id": ["c"]}}}})

    assert [{"role": "tool", "content": "1"}] == says(kept)
    assert [{"role": "tool", "content": "1", "tool_call_id": "c"}, {"role": "tool", "content": "2", "tool_call_id": "c"}] == says(
        kept, ToolMessage(tool_call_id="c", content="2")
    )


FAILED: list[tuple[ToolMessage, JsonValue]] = [
    (ToolMessage(tool_call_id="c", content="no", is_error=True), "[tool error]\nno"),
    (ToolMessage(tool_call_id="c", content="", is_error=True), "[tool error]\n"),
    (ToolMessage(tool_call_id="c", content=[], is_error=True), "[tool error]"),
    (
        ToolMessage(tool_call_id="c", content=[OpaquePart(DIALECT, {"type": "x"}), TextPart("no")], is_error=True),
        [{"type": "text", "text": "[tool error]"}, {"type": "x"}, {"type": "text", "text": "no"}],
    ),
    (
        ToolMessage(tool_call_id="c", content="no", is_error=True, provider_data={DIALECT: {SPELLING: {"content": "list"}, "name": "f"}}),
        [{"type": "text", "text": "[tool error]\nno"}],
    ),
    (
        ToolMessage(tool_call_id="c", content=[], is_error=True, provider_data={DIALECT: {SPELLING: {"content": "null"}}}),
        "[tool error]",
    ),
]


@pytest.mark.parametrize(("message", "content"), FAILED)
def test_a_failed_tool_says_so_in_words(message: ToolMessage, content: JsonValue) -> None:
    """The wire has no field for it; reading takes the words away again, so that nothing is lost."""
    body, losses = write(message)
    (said,) = body["messages"]  # type: ignore[misc]  # a list of one
    (read,) = decode_request({"model": "m", "messages": [said]}).value.messages

    assert content == said["content"]  # type: ignore[index, call-overload]  # an object
    assert losses == ()
    assert isinstance(read, ToolMessage)
    assert (message.content, True) == (read.content, read.is_error)
    assert [said] == write(read)[0]["messages"]


LOST: list[tuple[Message, JsonObject, list[tuple[str, str]]]] = [
    (
        ToolMessage(tool_call_id="c", content="[tool error]\nit says"),
        {"role": "tool", "tool_call_id": "c", "content": "[tool error]\nit says"},
        [("$.messages[0].is_error", "hint")],
    ),
    (
        ToolMessage(tool_call_id="c", content=DocumentPart(TextSource(text="a page"), "page.txt")),
        {"role": "tool", "tool_call_id": "c", "content": [{"type": "text", "text": "a page"}]},
        [("$.messages[0].content[0]", "hint"), ("$.messages[0].content[0].title", "hint")],
    ),
    (
        ToolMessage(tool_call_id="c", content=[TextPart("a"), PNG]),
        {"role": "tool", "tool_call_id": "c", "content": [{"type": "text", "text": "a"}]},
        [("$.messages[0].content[1]", "content")],
    ),
    (
        UserMessage([OpaquePart("anthropic.messages", {"type": "x"}), TextPart("a")]),
        {"role": "user", "content": [{"type": "text", "text": "a"}]},
        [("$.messages[0].content[0]", "content")],
    ),
    (
        SystemMessage(OpaquePart("anthropic.messages", {"type": "x"})),
        {"role": "system", "content": []},
        [("$.messages[0].content[0]", "content")],
    ),
    (UserMessage(TextPart("a", (Citation(url="u"),))), {"role": "user", "content": "a"}, [("$.messages[0].content[0].citations", "hint")]),
]


@pytest.mark.parametrize(("message", "wire", "records"), LOST)
def test_what_a_message_cannot_say_is_recorded(message: Message, wire: JsonObject, records: list[tuple[str, str]]) -> None:
    """A result in the words of a failed tool, a document or an image in one, another provider's block."""
    body, losses = write(message)

    assert body["messages"] == [wire]
    assert [(loss.path, loss.kind) for loss in losses] == records


def test_a_model_that_sees_no_images() -> None:
    """The image is left out with a content loss, the text is said."""
    body, losses = write(UserMessage([TextPart("a"), PNG]), capabilities=Capabilities(frozenset({"image"})))

    assert body["messages"] == [{"role": "user", "content": [{"type": "text", "text": "a"}]}]
    assert [loss.kind for loss in losses] == ["content"]


def test_a_host_has_its_own_name_for_a_plain_field() -> None:
    """A field goes out under the name that the host's capabilities give."""
    mistral = Capabilities(field_names={"seed": "random_seed", "max_completion_tokens": "max_tokens"})

    assert write(seed=3, max_tokens=5, capabilities=mistral) == ({"model": "m", "messages": [], "random_seed": 3, "max_tokens": 5}, ())


@pytest.mark.parametrize(("kept", "said"), [({}, {}), ({"name": "boss"}, {"name": "boss"})])
def test_a_host_without_a_developer_role(kept: JsonObject, said: JsonObject) -> None:
    """The message goes out as `system`, which is told; what else it holds stays."""
    message = SystemMessage("a", provider_data={DIALECT: {"role": "developer", **kept}})

    body, losses = write(UserMessage("b"), message, capabilities=Capabilities(frozenset({"developer_role"})))

    assert body["messages"] == [{"role": "user", "content": "b"}, {"role": "system", "content": "a", **said}]
    assert [(loss.kind, loss.path, loss.replaced_by) for loss in losses] == [("hint", "$.messages[1].role", "system")]
