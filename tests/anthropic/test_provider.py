"""The provider `anthropic`, as the runtime sees it."""

from __future__ import annotations

import pytest

from interlingua.provider import TransportSettings
from interlingua.types import Request, UserMessage
from interlingua_anthropic.capabilities import DEFAULT_MAX_TOKENS
from interlingua_anthropic.messages import MessagesDialect
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.provider import AnthropicProvider
from interlingua_anthropic.transport import AnthropicAsyncTransport, AnthropicTransport

PROVIDER = AnthropicProvider()
OPTIONS = AnthropicOptions()
REQUEST = Request(model_id="claude-haiku-4-5", messages=(UserMessage("hi"),))


def test_names() -> None:
    """Names, key, dialect and paths are those of Anthropic's API."""
    assert (PROVIDER.name, PROVIDER.distribution) == ("anthropic", "interlingua-anthropic")
    assert PROVIDER.key_variables == ("ANTHROPIC_API_KEY",)
    assert PROVIDER.dialect_name("claude-opus-4-8", OPTIONS) == "anthropic.messages"
    assert isinstance(PROVIDER.dialects()["anthropic.messages"], MessagesDialect)
    assert PROVIDER.endpoint(REQUEST) == "/v1/messages"
    assert PROVIDER.count_endpoint(REQUEST) == "/v1/messages/count_tokens"
    assert PROVIDER.needs_key(OPTIONS)


@pytest.mark.parametrize(
    ("model_id", "options", "fields", "expected"),
    [
        ("claude-haiku-4-5", OPTIONS, {}, 64_000),
        ("future-model", OPTIONS, {}, DEFAULT_MAX_TOKENS),
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


def test_transports() -> None:
    """Each kind of client gets its transport."""
    settings = TransportSettings(OPTIONS, None, lambda _: None)

    assert isinstance(PROVIDER.transport(settings), AnthropicTransport)
    assert isinstance(PROVIDER.async_transport(settings), AnthropicAsyncTransport)
