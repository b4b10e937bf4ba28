"""Twin of chat/request.py: a request's body, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.dialect import EVERYTHING, Capabilities, Feature
from interlingua.errors import ConversionError
from interlingua.types import (
    JsonObject,
    JsonValue,
    Loss,
    Message,
    OutputSchema,
    ProviderTool,
    ReasoningConfig,
    Request,
    TextPart,
    Tool,
    ToolChoice,
    UserMessage,
)
from interlingua.types.json import same_json
from interlingua_openai.chat.request import PLAIN_FIELDS, decode_request, encode_request
from interlingua_openai.names import CHAT

if TYPE_CHECKING:
    from interlingua_openai.fields import PlainField


def decoded(**fields: JsonValue) -> Request:
    """Decode a body with these fields."""
    return decode_request({"model": "m", "messages": [], **fields}).value


def kept(**fields: JsonValue) -> JsonObject:
    """What the request keeps of these fields."""
    return decoded(**fields).provider_data.get(CHAT, {})


def write(*messages: Message, capabilities: Capabilities = EVERYTHING, **fields: object) -> tuple[JsonObject, tuple[Loss, ...]]:
    """Encode a request."""
    request = Request(model_id="m", messages=messages, **fields)  # type: ignore[arg-type]  # each test names real fields
    encoded = encode_request(request, capabilities)
    return encoded.body, encoded.losses


def test_every_modelled_field_has_its_place() -> None:
    """Nothing is kept twice."""
    request = decoded(
        temperature=0.5,
        top_p=0.9,
        seed=3,
        parallel_tool_calls=False,
        metadata={"a": "b"},
        stream=True,
        reasoning_effort="low",
        max_completion_tokens=9,
        stop=["a", "b"],
        tools=[{"type": "function", "function": {"name": "f"}}],
        tool_choice="auto",
        response_format={"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}},
    )

    assert request == Request(
        model_id="m",
        messages=(),
        temperature=0.5,
        top_p=0.9,
        seed=3,
        parallel_tool_calls=False,
        metadata={"a": "b"},
        stream=True,
        reasoning=ReasoningConfig(effort="low", provider_data={}),
        max_tokens=9,
        stop=("a", "b"),
        tools=(Tool("f"),),
        tool_choice=ToolChoice("auto"),
        output_schema=OutputSchema({"type": "object"}, "n"),
    )


def test_every_other_field_is_kept() -> None:
    """Fields of this dialect alone, nulls, and ones that nobody has heard of."""
    fields: JsonObject = {
        "n": 2,
        "logprobs": True,
        "stream_options": {"include_usage": True},
        "tools": None,
        "response_format": None,
        "stop": None,
        "stream": False,
        "temperature": None,
        "max_tokens": None,
        "reasoning_effort": None,
        "top_k": 4,
        "x_new": [1],
        "tool_choice": {"type": "of tomorrow"},
        "functions": [],
        "function_call": "auto",
    }

    assert kept(**fields) == fields
    assert kept(tools=[], response_format={"type": "text"}) == {"tools": [], "response_format": {"type": "text"}}


@pytest.mark.parametrize(
    ("fields", "value", "marks"),
    [
        ({"temperature": 1}, {"temperature": 1.0}, {"spelling": {"temperature": [1.0, 1]}}),
        ({"top_p": 1}, {"top_p": 1.0}, {"spelling": {"top_p": [1.0, 1]}}),
        ({"stop": "a"}, {"stop": ("a",)}, {"spelling": {"stop": [["a"], "a"]}}),
        ({"max_tokens": 5}, {"max_tokens": 5}, {"max_tokens_field": "max_tokens"}),
        ({"max_tokens": 5.0}, {"max_tokens": 5}, {"spelling": {"max_tokens": [5, 5.0]}, "max_tokens_field": "max_tokens"}),
        ({"max_completion_tokens": 5.0}, {"max_tokens": 5}, {"spelling": {"max_completion_tokens": [5, 5.0]}}),
        ({"seed": 7.0}, {"seed": 7}, {"spelling": {"seed": [7, 7.0]}}),
    ],
)
def test_spellings_are_marked(fields: JsonObject, value: dict[str, object], marks: JsonObject) -> None:
    """A value that has two spellings remembers the one that it came in."""
    request = decoded(**fields)

    assert {name: getattr(request, name) for name in value} == value
    assert request.provider_data == {"$marks": {CHAT: marks}}
    assert same_json({"model": "m", "messages": [], **fields}, encode_request(request, EVERYTHING).body)


def test_a_limit_that_was_changed_is_said_as_changed() -> None:
    """Under the name that it came by."""
    for fields in ({"max_tokens": 5.0}, {"max_tokens": 5}):
        request = decoded(**fields).model_copy(update={"max_tokens": 6})

        assert {"model": "m", "messages": [], "max_tokens": 6} == encode_request(request, EVERYTHING).body


@pytest.mark.parametrize("name", ["temperature", "top_p"])
def test_an_integer_that_no_float_can_hold_is_kept(name: str) -> None:
    """Up to 2**53 a float holds it exactly; beyond that it stays as it is, however large, and comes back."""
    for value in (2**53 + 1, -(2**53) - 1, 10**400):
        assert getattr(decoded(**{name: value}), name) is None
        assert kept(**{name: value}) == {name: value}
        assert encode_request(decoded(**{name: value}), EVERYTHING).body[name] == value
    assert getattr(decoded(**{name: 2**53}), name) == 2.0**53


@pytest.mark.parametrize("fields", [{}, {"model": None}, {"model": ""}], ids=str)
def test_a_list_of_messages_needs_no_model(fields: JsonObject) -> None:
    """Whoever sends it names the model; the body comes back as it was."""
    body: JsonObject = {**fields, "messages": [{"role": "user", "content": "hi"}]}

    request = decode_request(body).value

    assert body.get("model") == request.model_id
    assert body == encode_request(request, EVERYTHING).body


def test_the_newer_token_limit_counts() -> None:
    """Where a body has both, the older one is kept beside it."""
    request = decoded(max_tokens=5, max_completion_tokens=6)

    assert request.max_tokens == 6
    assert request.provider_data == {CHAT: {"max_tokens": 5}}


BROKEN: list[tuple[JsonValue, str]] = [
    ([], "$"),
    ({}, "$.messages"),
    ({"model": 1}, "$.model"),
    ({"model": "m"}, "$.messages"),
    ({"model": "m", "messages": "hi"}, "$.messages"),
    ({"model": "m", "messages": ["hi"]}, "$.messages[0]"),
    ({"model": "m", "messages": [{"role": "user", "content": 3}]}, "$.messages[0].content"),
    ({"model": "m", "messages": [{"role": "user", "content": ["a"]}]}, "$.messages[0].content[0]"),
    ({"model": "m", "messages": [{"role": "system", "content": [{"type": "text", "text": "a"}, 1]}]}, "$.messages[0].content[1]"),
    ({"model": "m", "messages": [{"role": "tool", "tool_call_id": 3, "content": "a"}]}, "$.messages[0].tool_call_id"),
    *(
        ({"model": "m", "messages": [], name: value}, f"$.{name}")
        for name, value in [
            ("temperature", "hot"),
            ("temperature", True),
            ("top_p", []),
            ("seed", 1.5),
            ("seed", True),
            ("parallel_tool_calls", 1),
            ("metadata", "a"),
            ("stream", "yes"),
            ("reasoning_effort", 3),
            ("max_tokens", "many"),
            ("max_completion_tokens", True),
            ("max_tokens", 1.5),
            ("stop", 3),
            ("tools", {}),
        ]
    ),
    ({"model": "m", "messages": [], "stop": ["a", 1]}, "$.stop[1]"),
    # no JSON at all: the path is the number's own, wherever it stands
    ({"model": "m", "messages": [], "temperature": float("nan")}, "$.temperature"),
    ({"model": "m", "messages": [], "x": [0, {"y": float("inf")}]}, "$.x[1].y"),
    ({"model": "m", "messages": [{"role": "user", "content": "a", "zz": float("nan")}]}, "$.messages[0].zz"),
    (
        {"model": "m", "messages": [{"role": "user", "content": [{"type": "new", "n": float("nan")}]}]},
        "$.messages[0].content[0].n",
    ),
    ({"model": "m", "messages": [], "tools": [1]}, "$.tools[0]"),
]


@pytest.mark.parametrize(("body", "path"), BROKEN)
def test_broken_grammar_is_refused_with_its_path(body: JsonObject, path: str) -> None:
    """A wrong type is loud."""
    with pytest.raises(ConversionError) as raised:
        decode_request(body)

    assert raised.value.path == path


def test_the_body_stays_as_it_was() -> None:
    """Decoding takes nothing away from what was handed in."""
    body: JsonObject = {"model": "m", "messages": [], "temperature": 1, "stop": "a"}

    decode_request(body)

    assert body == {"model": "m", "messages": [], "temperature": 1, "stop": "a"}


def test_nothing_is_invented() -> None:
    """A request that says little makes a body that says no more."""
    assert write(UserMessage("hi")) == ({"model": "m", "messages": [{"role": "user", "content": "hi"}]}, ())


def test_every_field_has_its_place() -> None:
    """All that the wire knows is said, and our own marks are not."""
    body, losses = write(
        temperature=0.5, top_p=0.9, seed=3, parallel_tool_calls=False, metadata={"a": "b"}, stream=True, max_tokens=9, stop=("a",),
        reasoning=ReasoningConfig(effort="low", provider_data={}), output_schema=OutputSchema({}, "n"),
        provider_data={CHAT: {"n": 2}, "$marks": {CHAT: {"x": "y"}}, "other": {"z": 1}},
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
    marked = {"$marks": {CHAT: {"max_tokens_field": "max_tokens"}}}
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


def test_losses_of_tools_and_of_the_answers_schema() -> None:
    """Are told with all others."""
    tool, output = ProviderTool("anthropic.messages", {"type": "x"}), OutputSchema({"type": "array"}, strict=True)
    _, losses = write(UserMessage("hi"), tools=[tool], output_schema=output)

    assert {loss.path for loss in losses} == {"$.tools[0]", "$.output_schema.strict"}


def test_a_host_has_its_own_name_for_a_plain_field() -> None:
    """A field goes out under the name that the host's capabilities give."""
    mistral = Capabilities(field_names={"seed": "random_seed", "max_completion_tokens": "max_tokens"})

    assert write(seed=3, max_tokens=5, capabilities=mistral) == ({"model": "m", "messages": [], "random_seed": 3, "max_tokens": 5}, ())


OURS: JsonObject = {
    **{name: {"x": name} for name in ("$spelling", "$content", "$x", "$absent", "$marks", "item", "form", "fields", "marks")},
    "spelling": {"content": ["", "gone"], "temperature": [0.5]},
    "within": {"function": {"spelling": {"name": ["f"]}}},
    "choice": 1, "own_id": True, "as_it_is": True, "answer_id": ["c"], "max_tokens_field": "max_tokens", "place": "content",
}  # fmt: skip
"""Fields of a wire whose names are marks of ours, or were once."""


def test_names_of_ours_are_fields_like_any_other() -> None:
    """At every level of a request they come back as they came, and mean nothing here."""
    call: JsonObject = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}", **OURS}, **OURS}
    body: JsonObject = {
        "model": "m",
        "temperature": 1,
        "messages": [
            {"role": "system", "content": "a", **OURS},
            {"role": "developer", "content": None, **OURS},
            {
                "role": "user",
                "content": [{"type": "text", "text": "a", **OURS}, {"type": "file", "file": {"file_id": "f", **OURS}}],
                **OURS,
            },
            {"role": "user", "content": "a", **OURS},
            {"role": "assistant", "content": None, "tool_calls": [call, {"id": "", **OURS}, OURS], **OURS},
            {"role": "assistant", "content": [{"type": "refusal", "refusal": "no", **OURS}, OURS], "function_call": OURS, **OURS},
            {"role": "tool", "tool_call_id": "c", "content": "a", **OURS},
            OURS,
        ],
        "tools": [{"type": "function", "function": {"name": "f", **OURS}, **OURS}, OURS],
        "tool_choice": {"type": "function", "function": {"name": "f", **OURS}, **OURS},
        "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": OURS, **OURS}, **OURS},
        **OURS,
    }

    request = decode_request(body).value
    encoded = encode_request(request, EVERYTHING)

    assert same_json(encoded.body, body)
    assert encoded.losses == ()


def test_a_kept_field_that_says_something_else_is_told() -> None:
    """The canonical value wins, wherever the two stand; a null beside it says nothing."""
    message = UserMessage(TextPart("a", provider_data={CHAT: {"text": "b"}}), provider_data={CHAT: {"name": "n", "content": "c"}})
    kept: JsonObject = {"temperature": 0.9, "top_p": None, "n": 1, "response_format": {"type": "text"}}
    choice = ToolChoice("tool", "f", provider_data={CHAT: {"function": {"name": "g"}}})

    body, losses = write(
        message, temperature=0.5, top_p=0.5, tools=[Tool("f", provider_data={CHAT: {"type": "x"}})], tool_choice=choice,
        output_schema=OutputSchema({}, "n"), provider_data={CHAT: kept},
    )  # fmt: skip

    assert (body["temperature"], body["top_p"], body["n"]) == (0.5, 0.5, 1)
    assert body["messages"] == [{"role": "user", "content": [{"type": "text", "text": "a"}], "name": "n"}]
    assert {(loss.path, loss.kind) for loss in losses} == {
        ("$.messages[0].content[0].provider_data['openai.chat'].text", "hint"),
        ("$.messages[0].provider_data['openai.chat'].content", "hint"),
        ("$.tools[0].provider_data['openai.chat'].type", "hint"),
        ("$.tool_choice.provider_data['openai.chat'].function.name", "hint"),
        ("$.provider_data['openai.chat'].temperature", "hint"),
        ("$.provider_data['openai.chat'].response_format.type", "hint"),
    }


FITTING: dict[str, list[JsonValue]] = {
    "temperature": [0, 0.5],
    "top_p": [1, 0.5],
    "seed": [7, 7.0],
    "parallel_tool_calls": [True, False],
    "metadata": [{}, {"team": "a"}],
}
ALL: list[JsonValue] = [None, True, 7, 0.5, "7", [], {}]


@pytest.mark.parametrize("field", PLAIN_FIELDS, ids=lambda field: field.wire_name)
def test_what_fits(field: PlainField) -> None:
    """A value of the field's own type, and no other."""
    kinds = {type(value) for value in FITTING[field.name]} | ({int, float} if field.name in {"temperature", "top_p"} else set())

    assert all(field.kind.fits(value) for value in FITTING[field.name])
    fitting = [value for value in ALL if type(value) in kinds and not (field.name == "seed" and value == 0.5)]
    assert [value for value in ALL if field.kind.fits(value)] == fitting
