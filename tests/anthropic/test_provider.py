"""The provider `anthropic`, as the runtime sees it."""

from __future__ import annotations

import pytest
from pydantic import BaseModel
from tests.anthropic.bodies import NAME, keeps

from interlingua import Model
from interlingua.errors import ConfigError, ConversionError, LossError, PairingError
from interlingua.provider import Listing, Route, TransportSettings
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.types import (
    AssistantMessage,
    Message,
    OpaquePart,
    ProviderTool,
    Request,
    TextPart,
    Tool,
    ToolCallPart,
    ToolMessage,
    UserMessage,
)
from interlingua_anthropic.capabilities import LEAST_MAX_OUTPUT
from interlingua_anthropic.messages import MessagesDialect
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.provider import AnthropicProvider, with_headers
from interlingua_anthropic.transport import AnthropicClients

PROVIDER = AnthropicProvider()
OPTIONS = AnthropicOptions()
REQUEST = Request(model_id="claude-haiku-4-5", messages=(UserMessage("hi"),))


class City(BaseModel):
    """What to ask for."""

    name: str


def test_names() -> None:
    """Names, key, dialect and paths are those of Anthropic's API."""
    assert (PROVIDER.name, PROVIDER.distribution) == ("anthropic", "interlingua-anthropic")
    assert isinstance(PROVIDER.dialects()["anthropic.messages"], MessagesDialect)
    assert PROVIDER.route(REQUEST, OPTIONS) == Route("anthropic.messages", "/v1/messages", "/v1/messages/count_tokens")
    assert PROVIDER.takes_client


def test_models_are_listed_by_anthropic_alone() -> None:
    """In pages; the clouds have no such endpoint."""
    assert PROVIDER.listing(OPTIONS) == Listing("/v1/models", {"limit": "1000"}, "after_id")
    assert PROVIDER.listing(AnthropicOptions(platform="bedrock")) is None


def test_instructions_for_tools_are_unseen() -> None:
    """The API adds them where there are tools; no body shows them."""
    tool = Tool("f", "d", {"type": "object"})

    assert [0, 346] == [PROVIDER.unseen_input_tokens(REQUEST.model_copy(update={"tools": tools})) for tools in ((), (tool,))]


@pytest.mark.parametrize(
    ("options", "names", "needed"),
    [
        (OPTIONS, ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"), True),
        (AnthropicOptions(base_url="http://127.0.0.1:8080"), ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"), False),
        (AnthropicOptions(platform="bedrock"), ("AWS_BEARER_TOKEN_BEDROCK",), False),
        (AnthropicOptions(platform="bedrock", profile="work"), (), False),
        (AnthropicOptions(platform="vertex"), (), False),
        (AnthropicOptions(platform="foundry"), ("ANTHROPIC_FOUNDRY_API_KEY",), True),
        (AnthropicOptions(platform="foundry", base_url="http://127.0.0.1:8080"), ("ANTHROPIC_FOUNDRY_API_KEY",), True),
    ],
)
def test_keys(options: AnthropicOptions, names: tuple[str, ...], needed: bool) -> None:  # noqa: FBT001 - a case
    """Each platform has its own variables; a cloud signs without a key, a gateway may need none, and Azure's client always does."""
    assert PROVIDER.key_variables(options) == names
    assert PROVIDER.needs_key(options) is needed


@pytest.mark.parametrize(
    ("model_id", "options", "fields", "expected"),
    [
        ("claude-haiku-4-5", OPTIONS, {}, 64_000),
        ("claude-future-9", OPTIONS, {}, LEAST_MAX_OUTPUT),
        ("gateway/model", OPTIONS, {}, None),
        ("eu.anthropic.claude-haiku-4-5-v1:0", AnthropicOptions(platform="bedrock"), {}, 64_000),
        ("claude-haiku-4-5", AnthropicOptions(max_tokens=7), {}, 7),
        ("claude-haiku-4-5", AnthropicOptions(max_tokens=7), {"max_tokens": 0}, 0),
        ("claude-haiku-4-5", OPTIONS, {"provider_data": {"anthropic.messages": {"max_tokens": None}}}, None),
    ],
)
def test_max_tokens(model_id: str, options: AnthropicOptions, fields: dict[str, object], expected: int | None) -> None:
    """`max_tokens` is the request's, else the options', else the model's documented maximum."""
    request = REQUEST.model_copy(update={"model_id": model_id, **fields})

    assert PROVIDER.fill(request, options).max_tokens == expected


def test_capabilities() -> None:
    """Capabilities are the model's."""
    assert not PROVIDER.capabilities("claude-opus-4-7", OPTIONS).has("top_p")
    assert not PROVIDER.capabilities("anthropic.claude-opus-4-7-v1:0", OPTIONS).has("top_p")


@pytest.mark.parametrize(
    ("model_id", "options", "expected"),
    [
        ("claude-opus-4-8", OPTIONS, False),
        ("claude-sonnet-4-0", OPTIONS, True),
        ("claude-sonnet-4-0", AnthropicOptions(structured_output="native"), False),
        ("claude-opus-4-8", AnthropicOptions(structured_output="tool"), True),
        ("claude-opus-5-5", AnthropicOptions(structured_output="tool"), False),
        ("gateway/model", OPTIONS, False),
    ],
)
def test_forces_tool(model_id: str, options: AnthropicOptions, expected: bool) -> None:  # noqa: FBT001 - a case
    """A schema goes out as a tool where the option says so or the model takes no schema, but never where it can't be made to call one."""
    given = options.model_dump(exclude_unset=True)
    encoded = Model(f"anthropic:{model_id}", on_loss="record", **{"max_tokens": 9} | given).prepare("hi", output=City)

    assert ("tools" in encoded.body) is expected
    assert ("output_config" in encoded.body) is not expected


def test_check() -> None:
    """What the API is known to refuse is refused."""
    with pytest.raises(ConfigError, match="max_tokens"):
        PROVIDER.check(REQUEST, OPTIONS)
    with pytest.raises(ConversionError, match="white space"):
        PROVIDER.check(REQUEST.model_copy(update={"max_tokens": 1, "messages": (AssistantMessage("a "),)}), OPTIONS)


def test_headers() -> None:
    """The options' headers are filled in with the rest."""
    filled = PROVIDER.fill(REQUEST, AnthropicOptions(betas=("b1",)))

    assert filled.provider_data["$marks"]["anthropic.messages"]["headers"] == {"anthropic-beta": "b1"}


def test_transports() -> None:
    """Each kind of client gets its transport."""
    settings = TransportSettings(OPTIONS, None, lambda _: None)

    sync, awaited = PROVIDER.transport(settings), PROVIDER.async_transport(settings)
    assert isinstance(sync, ClientTransport)
    assert isinstance(awaited, AsyncClientTransport)
    assert type(sync.clients) is type(awaited.clients) is AnthropicClients


def test_names_of_arguments() -> None:
    """What Claude's API refuses as an argument's name is refused at its place; another server of this wire may take it."""
    tools = (ProviderTool(NAME, {}), Tool("g"), Tool("f", None, {"type": "object", "properties": {"größe": {}}}))
    request = REQUEST.model_copy(update={"max_tokens": 1, "tools": tools})

    with pytest.raises(ConversionError) as caught:
        PROVIDER.check(request, OPTIONS)

    assert caught.value.path == "$.tools[2].input_schema.properties.größe"
    PROVIDER.check(request, AnthropicOptions(base_url="https://gateway.invalid"))


def test_max_tokens_is_required() -> None:
    """Without max_tokens nothing is sent; the error names the option."""
    request = Request(model_id="gateway/model", messages=())

    with pytest.raises(ConfigError, match="max_tokens") as caught:
        PROVIDER.check(request, OPTIONS)

    assert caught.value.option == "max_tokens"
    assert "gateway/model" in str(caught.value)
    PROVIDER.check(request.model_copy(update={"max_tokens": 0}), OPTIONS)
    PROVIDER.check(request.model_copy(update={"provider_data": {NAME: {"max_tokens": None}}}), OPTIONS)


@pytest.mark.parametrize(
    ("content", "path"),
    [
        ([TextPart("The answer is ")], "$.messages[1].content[0].text"),
        ([TextPart("a"), TextPart("b\n")], "$.messages[1].content[1].text"),
        ([TextPart("a "), TextPart(" ")], "$.messages[1].content[0].text"),
    ],
)
def test_prefill(content: list[TextPart], path: str) -> None:
    """A prefill that ends in white space is refused, with its place."""
    with pytest.raises(ConversionError) as caught:
        PROVIDER.check(Request(model_id="m", messages=[UserMessage("q"), AssistantMessage(content)], max_tokens=1), OPTIONS)

    assert caught.value.path == path


@pytest.mark.parametrize(
    "messages",
    [
        (),
        [UserMessage("a ")],
        [AssistantMessage("a "), UserMessage("b")],
        [AssistantMessage("a")],
        [AssistantMessage([TextPart("a "), OpaquePart(NAME, {"type": "server_tool_use"})])],
        [AssistantMessage(())],
        [AssistantMessage(" ")],
    ],
)
def test_no_such_prefill(messages: list[Message]) -> None:
    """White space matters nowhere else."""
    PROVIDER.check(Request(model_id="m", messages=messages, max_tokens=1), OPTIONS)


class TestPrepared:
    """Model.prepare refuses before anything is sent, and its error names the message or the option."""

    def test_unknown_model(self) -> None:
        """A model of which nothing is known needs max_tokens, in the call or as an option; its tokens can be counted without."""
        with pytest.raises(ConfigError, match=r"max_tokens=4096"):
            Model("anthropic:gateway/model").prepare("hi")

        assert Model("anthropic:gateway/model").prepare("hi", max_tokens=9).body["max_tokens"] == 9
        assert Model("anthropic:gateway/model?max_tokens=8").prepare("hi").body["max_tokens"] == 8
        assert Model("anthropic:claude-haiku-4-5").prepare("hi").body["max_tokens"] == 64_000

    def test_prefill(self) -> None:
        """A prefill that ends in white space is refused."""
        with pytest.raises(ConversionError, match=r"messages\[1\]"):
            Model("anthropic:claude-haiku-4-5").prepare([UserMessage("q"), AssistantMessage("The answer is ")])

    def test_nothing_said(self) -> None:
        """A user's message without a word is refused."""
        with pytest.raises(LossError, match=r"messages\[2\]"):
            Model("anthropic:claude-haiku-4-5").prepare([UserMessage("q"), AssistantMessage("a"), UserMessage("")])

    def test_orphan(self) -> None:
        """A result without its call, and a call without its result, are refused."""
        call = AssistantMessage([ToolCallPart("t", "f", "{}")])

        with pytest.raises(PairingError) as orphan:
            Model("anthropic:claude-haiku-4-5").prepare([UserMessage("q"), ToolMessage(tool_call_id="t", content="1")])
        with pytest.raises(PairingError) as open_call:
            Model("anthropic:claude-haiku-4-5").prepare([UserMessage("q"), call, UserMessage("r")])

        assert (orphan.value.message_index, open_call.value.message_index) == (1, 1)


def bringing(headers: dict[str, object] | None = None) -> Request:
    """Make a request that brings headers of its own, and a field that no canonical one holds."""
    kept = keeps({"x": 1}) if headers is None else keeps({"x": 1}, headers=headers)  # type: ignore[arg-type]  # JSON
    return Request(model_id="m", messages=(UserMessage("hi"),), provider_data=kept)


@pytest.mark.parametrize(
    ("own", "betas", "expected"),
    [
        (None, "b1,b2", "b1,b2"),
        ({"anthropic-beta": "a"}, "b1", "a,b1"),
        ({"Anthropic-Beta": "a, b1"}, "b1,c", "a,b1,c"),
        ({"anthropic-beta": "a"}, "", "a"),
        ({"anthropic-beta": ["odd"]}, "b1", "b1"),
    ],
)
def test_betas(own: dict[str, object] | None, betas: str, expected: str) -> None:
    """Betas of both are joined, the request's first, each once."""
    options = AnthropicOptions.model_validate({"betas": betas or (), "extra_headers": "X-Team: t"})

    filled = with_headers(bringing(own), options)

    assert filled.provider_data == keeps({"x": 1}, headers={"x-team": "t", "anthropic-beta": expected})


def test_own_headers_win() -> None:
    """A header that the request says itself goes before the option's, however it is spelt."""
    options = AnthropicOptions.model_validate({"extra_headers": {"X-Team": "option", "X-Other": "option"}})

    filled = with_headers(bringing({"x-TEAM": "request"}), options)

    assert filled.provider_data["$marks"][NAME]["headers"] == {"x-team": "request", "x-other": "option"}


def test_nothing_asked() -> None:
    """Without either option the request is as it was."""
    asked = bringing({"X": "y"})

    assert with_headers(asked, AnthropicOptions()) is asked


def test_seen_by_prepare() -> None:
    """A dry run shows them, and nothing of a key."""
    model = Model("anthropic:claude-x?betas=b1&extra_headers=X-Team: a&extra_headers=X-Room: b", api_key="sk-ant-0123456789")

    headers = model.prepare("hi", provider_data=keeps(headers={"anthropic-beta": "a"})).headers

    assert headers == {"x-team": "a", "x-room": "b", "anthropic-beta": "a,b1"}
