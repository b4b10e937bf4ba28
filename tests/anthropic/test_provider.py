"""The provider `anthropic`, as the runtime sees it."""

from __future__ import annotations

import pytest

from interlingua.errors import ConfigError, ConversionError
from interlingua.provider import Route, TransportSettings
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.types import AssistantMessage, Request, Tool, UserMessage
from interlingua_anthropic.capabilities import LEAST_MAX_OUTPUT
from interlingua_anthropic.messages import MessagesDialect
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.provider import AnthropicProvider
from interlingua_anthropic.transport import AnthropicClients

PROVIDER = AnthropicProvider()
OPTIONS = AnthropicOptions()
REQUEST = Request(model_id="claude-haiku-4-5", messages=(UserMessage("hi"),))


def test_names() -> None:
    """Names, key, dialect and paths are those of Anthropic's API."""
    assert (PROVIDER.name, PROVIDER.distribution) == ("anthropic", "interlingua-anthropic")
    assert isinstance(PROVIDER.dialects()["anthropic.messages"], MessagesDialect)
    assert PROVIDER.route(REQUEST, OPTIONS) == Route("anthropic.messages", "/v1/messages", "/v1/messages/count_tokens")
    assert PROVIDER.takes_client


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
    assert not PROVIDER.capabilities("claude-opus-4-7", OPTIONS).has("temperature")
    assert not PROVIDER.capabilities("anthropic.claude-opus-4-7-v1:0", OPTIONS).has("temperature")


@pytest.mark.parametrize(
    ("model_id", "options", "expected"),
    [
        ("claude-opus-4-8", OPTIONS, False),
        ("claude-sonnet-4-0", OPTIONS, True),
        ("claude-sonnet-4-0", AnthropicOptions(structured_output="native"), False),
        ("claude-opus-4-8", AnthropicOptions(structured_output="tool"), True),
        ("gateway/model", OPTIONS, False),
    ],
)
def test_forces_tool(model_id: str, options: AnthropicOptions, expected: bool) -> None:  # noqa: FBT001 - a case
    """A schema goes out as a tool where the option says so, or where the model takes no schema."""
    assert PROVIDER.forces_tool(model_id, options) is expected


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
