"""What is OpenAI's own of sending, over the real SDK's clients; tests/core/provider/transport has what all clients share."""

from __future__ import annotations

import openai
import pytest
from tests.wire.replay import Recorded

from interlingua import get_provider
from interlingua.errors import ConfigError
from interlingua.provider import TransportSettings, WireRequest
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua_openai.options import OpenAIOptions
from interlingua_openai.transport import OpenAIClients

KEY = "sk-very-secret"
REQUEST = WireRequest("/chat/completions", {"model": "m", "messages": []}, {"x-extra": "1"}, timeout=5.0)


def settings(base_url: str | None = "https://example.invalid/v1", key: str | None = KEY, **options: str) -> TransportSettings:
    """Settings for one host."""
    return TransportSettings(OpenAIOptions(base_url=base_url, **options), key, lambda _: None)  # type: ignore[arg-type]  # names of options


def answer(*parts: bytes) -> Recorded:
    """A server that answers so."""
    return Recorded(200, {"X-Request-Id": "req_1"}, parts)


async def test_the_body_goes_out_as_its_bytes() -> None:
    """With its headers, the key, to the options' address, by both transports alike."""
    recorded = answer(b"{}")
    chosen = settings(organization="org-1", project="proj-1")

    sync = ClientTransport(OpenAIClients(chosen, recorded.client())).open(REQUEST)
    awaited = await AsyncClientTransport(OpenAIClients(chosen, recorded.async_client())).open(REQUEST)

    assert sync.headers["x-request-id"] == awaited.headers["x-request-id"] == "req_1"
    assert len(recorded.requests) == 2
    for request in recorded.requests:
        assert str(request.url) == "https://example.invalid/v1/chat/completions"
        assert request.content == b'{"model":"m","messages":[]}'
        assert request.headers["content-type"] == "application/json"
        assert request.headers["x-extra"] == "1"
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert request.headers["openai-organization"] == "org-1"
        assert request.headers["openai-project"] == "proj-1"


def test_the_environment_overrides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's variables neither change the address nor send a key to a server that needs none."""
    recorded = answer(b"{}")
    monkeypatch.setenv("OPENAI_API_KEY", "from-environment")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://environment.invalid")

    ClientTransport(OpenAIClients(settings(key=None), recorded.client())).open(REQUEST).close()

    (request,) = recorded.requests
    assert str(request.url).startswith("https://example.invalid/")
    assert request.headers["authorization"] == "Bearer no-key"


def test_headers_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK's variables say who is billed and add headers, for a gateway too; none replaces the key."""
    recorded = answer(b"{}")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-environment")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Team: t\nAuthorization: Bearer other")

    plain = TransportSettings(OpenAIOptions(base_url="https://gateway.invalid/v1"), KEY, lambda _: None)
    ClientTransport(OpenAIClients(plain, recorded.client())).open(REQUEST).close()

    headers = recorded.requests[0].headers
    assert (headers["x-team"], headers["openai-organization"]) == ("t", "org-environment")
    assert headers["authorization"] == f"Bearer {KEY}"


def test_the_providers_own_address() -> None:
    """Without the option it is OpenAI's."""
    recorded = answer(b"{}")

    ClientTransport(OpenAIClients(settings(None), recorded.client())).open(REQUEST).close()

    assert str(recorded.requests[0].url) == "https://api.openai.com/v1/chat/completions"


async def test_a_real_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a socket the bytes come as the server sent them; a proxy of the environment never sees a call to this machine."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    with FaultServer(Answer(b"data: [DONE]\n\n", content_type="text/event-stream")) as server:
        clients = OpenAIClients(settings(f"{server.url}/v1"))
        sync, awaited = ClientTransport(clients), AsyncClientTransport(clients)
        received = b"".join(sync.open(REQUEST))
        received_async = b"".join([data async for data in await awaited.open(REQUEST)])
        sync.close()
        await awaited.aclose()

    assert received == received_async == b"data: [DONE]\n\n"


async def test_clients_are_made_where_none_is_given() -> None:
    """For an address elsewhere, the SDK's own."""
    sync, awaited = ClientTransport(OpenAIClients(settings())), AsyncClientTransport(OpenAIClients(settings()))

    made = [sync._ready(), await awaited._ready()]
    again = [sync._ready(), await awaited._ready()]
    sync.close()
    await awaited.aclose()

    assert again == made
    assert [str(client.base_url) for client in made] == ["https://example.invalid/v1/"] * 2


class TestCallersOwn:
    """A client that the caller made; tests/core/provider/transport has what it shares with Anthropic's."""

    def test_the_environments_headers_stay(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the SDK read for it from its variables is its own, also where a host by name would be sent none of it."""
        recorded = answer(b"{}")
        monkeypatch.setenv("OPENAI_ORG_ID", "org-environment")
        own = openai.OpenAI(api_key="k", base_url="https://own.invalid/v1", http_client=recorded.client())
        for name in ("openai", "groq", "ollama"):
            provider = get_provider(name)
            given = TransportSettings(provider.options_type(), "k", lambda _: None, own)
            provider.transport(given).open(REQUEST).close()

        assert {str(request.url) for request in recorded.requests} == {"https://own.invalid/v1/chat/completions"}
        assert [request.headers["openai-organization"] for request in recorded.requests] == ["org-environment"] * 3

    def test_azures_is_azures_alone(self) -> None:
        """Its paths name a deployment, which no other provider's do."""
        own = openai.AzureOpenAI(api_key="k", azure_endpoint="https://own.invalid", api_version="v")

        with pytest.raises(ConfigError, match="client is a AzureOpenAI") as caught:
            ClientTransport(OpenAIClients(TransportSettings(OpenAIOptions(), "k", print, own))).open(REQUEST)

        assert caught.value.hint is not None
        assert "azure:" in caught.value.hint

    @pytest.mark.parametrize("error", [openai.OpenAIError("no"), ValueError("no"), TypeError("no")])
    def test_its_own_failures(self, error: Exception) -> None:
        """What its credentials raise is typed, and is no context of ours."""

        def token() -> str:
            raise error

        own = openai.OpenAI(api_key=token, base_url="https://own.invalid/v1", http_client=answer().client())

        with pytest.raises(ConfigError, match="the SDK's client refuses: no") as caught:
            ClientTransport(OpenAIClients(TransportSettings(OpenAIOptions(), None, print, own))).open(REQUEST)

        assert caught.value.__context__ is None
