"""What a caller says becomes one Request, or a typed error with the path; a field that no value has goes unsaid nowhere."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

import pytest
from pydantic import BaseModel

from interlingua import (
    AssistantMessage,
    Conversation,
    ConversionError,
    Model,
    OutputSchema,
    ProviderTool,
    ReasoningConfig,
    Request,
    SystemMessage,
    Tool,
    ToolChoice,
    UserMessage,
    convert,
)
from interlingua._runtime.call.requests import as_messages, as_tools, build_request
from interlingua.provider import ProviderOptions

if TYPE_CHECKING:
    from interlingua.types import JsonObject

MARKED = {"type": "ephemeral"}
IMAGE = {"type": "image", "source": {"type": "url", "url": "https://example.org/a.png"}}
MODEL = Model("anthropic:claude-opus-4-8")

every_place = pytest.mark.parametrize(
    ("part", "place"),
    [
        ({"type": "text", "text": "x", "cache_control": MARKED}, "cache_control"),
        (IMAGE | {"detail": "low"}, "detail"),
        ({"type": "image", "source": IMAGE["source"] | {"zzz": 1}}, "source.zzz"),
        ({"type": "text", "text": "x", "citations": [{"url": "https://example.org", "zzz": 1}]}, "citations[0].zzz"),
    ],
)


class Invoice(BaseModel):
    """A bill."""

    total: int


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


def build(
    messages: object = "hi", *, tools: object = (), output: object = None, options: ProviderOptions | None = None, **fields: object
) -> Request:
    """Build a request for the model `m`."""
    return build_request("m", options or ProviderOptions(), messages, tools, output, fields)  # type: ignore[arg-type]  # bad ones are the point


class TestMessages:
    """Messages come in many forms."""

    @pytest.mark.parametrize(
        "messages",
        [
            "hi",
            UserMessage("hi"),
            {"role": "user", "content": "hi"},
            ["hi"],
            [UserMessage("hi")],
            [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
            Conversation([UserMessage("hi")]),
            Request(model_id="other", messages=[UserMessage("hi")]),
        ],
        ids=["text", "message", "mapping", "texts", "messages", "mappings", "conversation", "request"],
    )
    def test_each_form_says_the_same(self, messages: object) -> None:
        """A text, a message, a mapping in our JSON form, a sequence of those, a Conversation, a Request."""
        assert (UserMessage("hi"),) == build(messages).messages
        assert (UserMessage("hi"),) == as_messages(messages)  # type: ignore[arg-type]  # parametrized

    def test_forms_may_be_mixed(self) -> None:
        """Every item is read on its own."""
        messages = as_messages([SystemMessage("S"), "hi", {"role": "assistant", "content": "yes"}])

        assert (SystemMessage("S"), UserMessage("hi"), AssistantMessage("yes")) == messages

    @pytest.mark.parametrize(
        ("messages", "path"),
        [
            (["hi", 5], "$.messages[1]"),
            (5, "$.messages"),
            (None, "$.messages"),
            ([b"hi"], "$.messages[0]"),
            (["hi", {"role": "user", "content": 5}], "$.messages[1]"),
            (["hi", {"role": "robot", "content": "x"}], "$.messages[1]"),
        ],
    )
    def test_what_is_no_message_is_named(self, messages: object, path: str) -> None:
        """With its place in the sequence."""
        with pytest.raises(ConversionError) as raised:
            build(messages)
        assert raised.value.path.startswith(path)

    def test_a_providers_form_is_pointed_at_its_dialect(self) -> None:
        """The hint says who reads it."""
        with pytest.raises(ConversionError) as raised:
            build([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}])
        assert "decode_request" in str(raised.value.hint)


class TestFields:
    """A field of the call goes before the request's, and that before the option."""

    def test_an_option_is_the_default(self) -> None:
        """Of the request's field of the same name."""
        assert 7 == build(options=ProviderOptions(max_tokens=7)).max_tokens

    def test_a_request_goes_before_an_option(self) -> None:
        """What it says itself is kept; its model id is not."""
        request = build(
            Request(model_id="other", messages=[UserMessage("hi")], max_tokens=8), options=ProviderOptions(max_tokens=7, seed=1)
        )

        assert ("m", 8, 1) == (request.model_id, request.max_tokens, request.seed)

    def test_a_field_goes_before_both(self) -> None:
        """The nearest word counts."""
        request = build(
            Request(model_id="other", messages=[UserMessage("hi")], max_tokens=8), options=ProviderOptions(max_tokens=7), max_tokens=9
        )

        assert 9 == request.max_tokens

    def test_none_says_nothing(self) -> None:
        """A field that is None leaves the option as it is."""
        assert 7 == build(options=ProviderOptions(max_tokens=7), max_tokens=None).max_tokens

    def test_every_kind_of_field_is_read(self) -> None:
        """Words, sequences and values."""
        request = build(tool_choice="required", stop="END", reasoning=ReasoningConfig(effort="low"), metadata={"a": 1})

        assert (ToolChoice("required"), ("END",)) == (request.tool_choice, request.stop)
        assert (ReasoningConfig(effort="low"), {"a": 1}) == (request.reasoning, request.metadata)

    def test_an_unknown_field_is_named(self) -> None:
        """With the one that it is most like, or those that there are."""
        with pytest.raises(ConversionError, match="no field 'max_token'") as near:
            build(max_token=5)
        with pytest.raises(ConversionError, match="no field 'zzz'") as far:
            build(zzz=5)
        assert near.value.hint == "did you mean max_tokens?"
        assert str(far.value.hint).startswith("it has max_tokens, metadata, ")

    def test_a_wrong_value_is_named(self) -> None:
        """Instead of being bent into another type."""
        with pytest.raises(ConversionError) as raised:
            build(max_tokens="5")
        assert "$.max_tokens" == raised.value.path

    @pytest.mark.parametrize(
        ("field", "value", "path"),
        [
            ("metadata", {"a": [math.nan]}, "$.metadata.a[0]"),
            ("provider_data", {"openai.chat": {"x": math.inf}}, "$.provider_data['openai.chat'].x"),
            ("output_schema", {"maximum": math.inf}, "$.output_schema.maximum"),
            ("output_schema", {"json_schema": {"maximum": math.inf}}, "$.output_schema.json_schema.maximum"),
        ],
    )
    def test_what_is_no_json_is_named(self, field: str, value: object, path: str) -> None:
        """From the field on."""
        with pytest.raises(ConversionError) as raised:
            build(**{field: value})
        assert path == raised.value.path

    def test_what_is_no_json_in_a_message_is_named(self) -> None:
        """With the message."""
        with pytest.raises(ConversionError) as raised:
            build(["hi", {"role": "user", "content": "x", "provider_data": {"openai.chat": {"x": math.nan}}}])
        assert "nan is no JSON number, at provider_data['openai.chat'].x in it (at $.messages[1])" == str(raised.value)


class TestTools:
    """Tools come as values, functions or mappings."""

    def test_each_form_is_read(self) -> None:
        """In their order."""
        made = Tool.from_function(add)
        own = ProviderTool("anthropic.messages", {"type": "web_search"})

        request = build(tools=[add, made, own, Tool("t").to_dict()])

        assert (made, made, own) == request.tools[:3]
        assert Tool("t") == request.tools[3]

    @pytest.mark.parametrize(
        "tools",
        [Tool.from_function(add), "add", 5, {"name": "add"}, add],
        ids=["a Tool", "a name", "a number", "a mapping", "a function"],
    )
    def test_one_tool_is_no_sequence(self, tools: object) -> None:
        """A single tool, or its name, is refused rather than spelt out."""
        with pytest.raises(ConversionError, match="tools is a sequence"):
            as_tools(tools)  # type: ignore[arg-type]  # parametrized

    def test_a_bare_tool(self) -> None:
        """Our own form needs no type."""
        assert (Tool("f", input_schema={}),) == build(tools=[{"name": "f", "input_schema": {}}]).tools

    @pytest.mark.parametrize("field", ["parameters", "function", "cache_control"])
    def test_a_tool_in_a_providers_form_is_refused(self, field: str) -> None:
        """Its schema would go unsaid; the hint says who reads it."""
        with pytest.raises(ConversionError) as raised:
            build(tools=[add, {"type": "function", "name": "f", field: {}}])
        assert f"$.tools[1].{field}" == raised.value.path
        assert "decode_request" in str(raised.value.hint)

    def test_an_iterator_is_read(self) -> None:
        """Once, into a tuple that may be read again."""
        assert (Tool.from_function(add),) == as_tools(tool for tool in [add])

    def test_a_wrong_tool_is_named(self) -> None:
        """With its place, and as whoever describes it says."""

        def positional(a: int, /) -> None: ...
        def lost(a: Missing) -> None: ...  # type: ignore[name-defined]  # noqa: F821 - there is none
        def endless(a: float = math.inf) -> None: ...

        for wrong in (5, None, "add", int, max, positional, lost):
            with pytest.raises(ConversionError) as raised:
                build(tools=[add, wrong])
            assert "$.tools[1]" == raised.value.path
        assert "define Missing where the function is written" in str(raised.value.hint)
        assert isinstance(raised.value.__cause__, NameError)
        with pytest.raises(ConversionError) as raised:
            build(tools=[add, endless])
        assert "$.tools[1].input_schema.properties.a.default" == raised.value.path

    @pytest.mark.parametrize(
        ("choice", "hint"),
        [
            ("add", '{"type": "tool", "name": "add"}'),
            ("requird", '{"type": "tool", "name": "add"}'),
            ("tool", '{"type": "tool", "name": "add"}'),
            ({"type": "tool"}, '{"type": "tool", "name": "add"}'),
            ({"type": "function", "function": {"name": "other"}}, '{"type": "tool", "name": "other"}'),
            ({"type": "function", "name": "other"}, '{"type": "tool", "name": "other"}'),
            (["add"], '{"type": "tool", "name": "add"}'),
            ("any", 'it is "required" here'),
            ({"type": "any"}, 'it is "required" here'),
        ],
    )
    def test_another_apis_tool_choice(self, choice: object, hint: str) -> None:
        """The hint says how it is written here."""
        with pytest.raises(ConversionError) as raised:
            build(tools=[add, {"name": "other", "input_schema": {}}], tool_choice=choice)

        assert raised.value.path.startswith("$.tool_choice")
        assert str(raised.value.hint).endswith(hint)

    def test_a_tool_choice_without_tools(self) -> None:
        """The hint has a name of its own."""
        with pytest.raises(ConversionError) as raised:
            build(tool_choice="add")

        assert str(raised.value.hint).endswith('{"type": "tool", "name": "weather"}')

    def test_functions_of_the_callers(self) -> None:
        """Partials, methods and objects, with classes local to the caller."""

        class Town(BaseModel):
            name: str

        class Guide:
            def __call__(self, town: Town) -> None: ...
            def lead(self, towns: list[Town]) -> None: ...

        def visit(town: Town, days: int) -> None: ...

        tools = MODEL.prepare("hi", tools=[functools.partial(visit, days=1), Guide(), Guide().lead]).body["tools"]

        assert isinstance(tools, list)
        assert [("visit", ["town"]), ("Guide", ["town"]), ("lead", ["towns"])] == [
            (tool["name"], tool["input_schema"]["required"])
            for tool in tools  # type: ignore[index, call-overload]  # objects
        ]


def test_a_message_in_a_providers_form_is_refused() -> None:
    """Its calls would go unsaid; the hint says who reads it."""
    with pytest.raises(ConversionError) as raised:
        build(["hi", {"role": "assistant", "content": "", "tool_calls": []}])
    assert "$.messages[1].tool_calls" == raised.value.path
    assert "decode_request" in str(raised.value.hint)


def test_an_output_becomes_its_schema() -> None:
    """Under the class's name."""
    assert OutputSchema(Invoice.model_json_schema(), "Invoice") == build(output=Invoice).output_schema


class TestToolNames:
    """Names that the API is known to refuse go to nobody."""

    @pytest.mark.parametrize(
        ("spec", "taken", "refused"),
        [
            ("anthropic:claude-x", "a" * 128, ["a" * 129, "", "a.b", "a b", "stra\u00dfe", "<lambda>", "a\n"]),
            ("openai:gpt-5", "a-B_9" + "a" * 59, ["a" * 65, "", "a.b", "a:b", "\u540d\u524d", "<lambda>"]),
            ("openai:gpt-5?api=chat&base_url=http://localhost/v1", "9", ["a" * 65, "a/b"]),
            ("mistral:m", "a" * 64, ["a" * 65, "a.b"]),
            ("gemini:m", "a.b:c-" + "a" * 122, ["9a", "a/b", "a" * 129]),
            ("vllm:m", "a.b \u540d", [""]),
            ("llamacpp:", "<lambda>", [""]),
        ],
    )
    def test_each_api_has_its_rule(self, spec: str, taken: str, refused: list[str]) -> None:
        """The error has the place and the rule."""
        one = Model(spec)
        one.prepare("hi", tools=[Tool(taken)])

        for name in refused:
            with pytest.raises(ConversionError) as raised:
                one.prepare("hi", tools=[ProviderTool(one.dialect.name, {"type": "x"}), Tool("fine"), Tool(name)])

            assert "$.tools[2].name" == raised.value.path
            assert f"takes no tool of the name {name!r}" in raised.value.reason
            assert one.provider.tool_names in (raised.value.hint or "")

    def test_two_of_one_name(self) -> None:
        """A model couldn't say which it calls; another dialect's own tools and groups of tools are called by no name."""
        foreign = ProviderTool("openai.responses", {"type": "custom", "name": "add"})
        group = ProviderTool(MODEL.dialect.name, {"type": "group", "name": "add", "tools": []})
        model = Model(str(MODEL.spec), on_loss="record")
        model.prepare("hi", tools=[foreign, add, group, ProviderTool(MODEL.dialect.name, {"type": "nameless"})])

        with pytest.raises(ConversionError) as raised:
            model.prepare("hi", tools=[foreign, add, Tool("other"), {"name": "add"}])

        assert ("$.tools[3].name", "'add' is the name of $.tools[1] too") == (raised.value.path, raised.value.reason)

    @pytest.mark.parametrize(
        ("tools", "hint"), [([Tool("weather")], "did you mean weather?"), ([Tool("zzz")], "the tools are zzz"), ([], "give it in tools=")]
    )
    def test_the_choice_of_one_that_there_is_not(self, tools: list[Tool], hint: str) -> None:
        """Is refused before anything is sent, with the name that is nearest."""
        with pytest.raises(ConversionError) as raised:
            MODEL.prepare("hi", tools=tools, tool_choice=ToolChoice("tool", "wether"))

        assert ("$.tool_choice.name", hint) == (raised.value.path, raised.value.hint)

    def test_one_of_the_providers_own(self) -> None:
        """Has a name as well, and the API refuses another tool's."""
        own = ProviderTool(MODEL.dialect.name, {"type": "web_search_20250305", "name": "add"})

        with pytest.raises(ConversionError) as raised:
            MODEL.prepare("hi", tools=[add, own])

        assert ("$.tools[1].data.name", "'add' is the name of $.tools[0] too") == (raised.value.path, raised.value.reason)

    def test_a_request_as_a_whole(self) -> None:
        """Is looked at as well, and so is what is counted."""
        body: JsonObject = {
            "max_tokens": 1,
            "messages": [{"role": "user", "content": "hi"}],
            "tools": [{"name": "a.b", "input_schema": {}}],
        }
        request = MODEL.dialect.decode_request(body).value

        with pytest.raises(ConversionError, match=r"\$\.tools\[0\]\.name"):
            MODEL.prepare(request)
        with pytest.raises(ConversionError, match=r"\$\.tools\[0\]\.name"):
            MODEL.count_tokens("hi", tools=request.tools)

    def test_a_recorded_body_is_what_it_is(self) -> None:
        """A dialect refuses none, and no conversion does."""
        body: JsonObject = {"max_tokens": 1, "messages": [], "tools": [{"name": "a.b", "input_schema": {}}] * 2}

        assert body["tools"] == MODEL.dialect.encode_request(MODEL.dialect.decode_request(body | {"model": "m"}).value).body["tools"]
        assert [{"type": "function", "function": {"name": "a.b", "parameters": {}}}] * 2 == convert(
            body | {"model": "m"}, source="anthropic.messages", target="openai.chat"
        ).body["tools"]


@every_place
def test_one_in_a_mapping_is_refused(part: JsonObject, place: str) -> None:
    """With its place, and where a provider's own field belongs."""
    with pytest.raises(ConversionError) as raised:
        MODEL.prepare(["hi", {"role": "user", "content": [part]}])

    assert f"$.messages[1].content[0].{place}" == raised.value.path
    assert "provider_data" in str(raised.value.hint)


@every_place
def test_one_in_saved_json_is_told(part: JsonObject, place: str) -> None:
    """It stays in the conversation, and the wire that doesn't get it says so."""
    saved: JsonObject = {"format": 2, "messages": [{"role": "user", "content": [part], "later": 1}]}
    conversation = Conversation.model_validate(saved)

    losses = MODEL.prepare(conversation).losses

    assert ["$.messages[0].later", f"$.messages[0].content[0].{place}"] == [loss.path for loss in losses if "own form" in loss.reason]
    assert {"hint"} == {loss.kind for loss in losses}
    assert saved == Conversation.from_json(conversation.to_json()).to_dict()
    assert losses == convert(saved | {"model_id": "m"}, source="interlingua", target="anthropic.messages").losses


def test_a_tools_own_is_told() -> None:
    """Tools of saved requests as well."""
    saved: JsonObject = {"messages": [{"role": "user", "content": "x"}], "tools": [{"type": "function", "name": "t", "zzz": 1}]}

    assert ["$.tools[0].zzz"] == [loss.path for loss in convert(saved, source="interlingua", target="openai.chat").losses]
