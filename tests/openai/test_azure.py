"""Twin of azure.py: what `azure:` takes, where a request goes, and over the SDK's client for Azure, to a real server on loopback."""

from __future__ import annotations

import openai
import pytest

from interlingua import AsyncModel, AuthenticationError, ConfigError, Model, UserMessage, get_provider
from interlingua.errors import ConversionError
from interlingua.provider import TransportSettings
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.types import Request
from interlingua.types.json import dumps, loads
from interlingua_openai.azure import AzureClients, AzureProvider

PROVIDER = get_provider("azure")


def test_the_deployment_is_in_the_path() -> None:
    """The model id is its name, percent-encoded; Responses has it in the body alone."""
    chat, responses = PROVIDER.options_type(), PROVIDER.options_type.model_validate({"api": "responses"})

    assert isinstance(PROVIDER, AzureProvider)
    assert PROVIDER.route(Request(model_id="my-gpt", messages=()), chat).endpoint == "/deployments/my-gpt/chat/completions"
    assert PROVIDER.route(Request(model_id="a/b ?", messages=()), chat).endpoint == "/deployments/a%2Fb%20%3F/chat/completions"
    assert PROVIDER.route(Request(model_id="my-gpt", messages=()), responses).endpoint == "/responses"


def test_a_request_without_a_model_has_no_way() -> None:
    """Its path would name no deployment."""
    with pytest.raises(ConversionError) as raised:
        PROVIDER.route(Request(messages=()), PROVIDER.options_type())

    assert raised.value.path == "$.model_id"


def test_a_key_is_needed_everywhere() -> None:
    """A resource's address is the customer's own, and still no open door."""
    options = PROVIDER.options_type(base_url="https://x.openai.azure.com")

    assert PROVIDER.needs_key(options)


def test_deployments_are_not_listed() -> None:
    """What Azure lists can't be asked."""
    assert PROVIDER.listing(PROVIDER.options_type()) is None


def test_transports() -> None:
    """One of each kind."""
    settings = TransportSettings(PROVIDER.options_type(), "key", lambda _: None)

    sync, awaited = PROVIDER.transport(settings), PROVIDER.async_transport(settings)
    assert isinstance(sync, ClientTransport)
    assert isinstance(awaited, AsyncClientTransport)
    assert type(sync.clients) is type(awaited.clients) is AzureClients


def test_a_version_is_a_date() -> None:
    """Perhaps of a preview."""
    for version in ("2024-10-21", "2025-04-01-preview"):
        assert Model(f"azure:d?api_version={version}").options.api_version == version  # type: ignore[attr-defined]  # Azure's options

    with pytest.raises(ConfigError) as caught:
        Model("azure:d?api_version=latest")
    assert caught.value.option == "api_version"


@pytest.mark.parametrize("option", ["organization", "project"])
def test_what_azure_does_not_have(option: str) -> None:
    """An option that would be ignored is refused."""
    with pytest.raises(ConfigError) as caught:
        Model(f"azure:d?{option}=x")

    assert caught.value.option == option


@pytest.mark.parametrize("path", ["/openai", "/openai/", "/openai/v1", "/openai/v1/"])
def test_an_address_is_the_resources_own(path: str) -> None:
    """Azure's v1 API takes OpenAI's own client: the error says how."""
    with pytest.raises(ConfigError, match="leave the path out, the SDK puts it there") as caught:
        Model("azure:d", base_url=f"https://name.openai.azure.com{path}")

    assert caught.value.option == "base_url"
    assert caught.value.hint is not None
    assert "openai:MODEL with base_url=https://NAME.openai.azure.com/openai/v1" in caught.value.hint
    assert Model("azure:d", base_url="https://gateway.example/azure").options.base_url == "https://gateway.example/azure"


KEY = "key-of-a-resource"
BIG = 2**70
ANSWER = Answer(dumps({"id": "c", "object": "chat.completion", "model": "gpt", "choices": [
    {"index": 0, "message": {"role": "assistant", "content": "yes"}, "finish_reason": "stop"},
]}))  # fmt: skip


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN", "AZURE_OPENAI_ENDPOINT", "OPENAI_API_VERSION", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_deployment_version_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are in the path, the query and a header of Azure's own; the body is what `prepare` shows, big numbers too."""
    monkeypatch.setenv("AZURE_OPENAI_AD_TOKEN", "a-token-of-someone-else")

    with FaultServer(ANSWER) as server, Model("azure:my-gpt", base_url=server.url, api_key=KEY, seed=BIG) as model:
        response = model.complete("hi")
        prepared = model.prepare("hi")

    (asked,) = server.requests
    assert asked.path == "/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21"
    assert asked.headers["api-key"] == KEY
    assert "authorization" not in asked.headers
    assert asked.body == prepared.body
    assert asked.body["seed"] == BIG
    assert response.text == "yes"


async def test_awaited_with_the_environments_address_and_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables that the SDK itself reads."""
    with FaultServer(ANSWER) as server:
        monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", f"{server.url}/")
        monkeypatch.setenv("OPENAI_API_VERSION", "2025-04-01-preview")
        monkeypatch.setenv("AZURE_OPENAI_API_KEY", KEY)
        async with AsyncModel("azure:my-gpt") as model:
            await model.complete("hi")
        async with AsyncModel("azure:my-gpt?api_version=2024-06-01") as model:
            await model.complete("hi")

    assert [asked.path.partition("?")[2] for asked in server.requests] == ["api-version=2025-04-01-preview", "api-version=2024-06-01"]
    assert {asked.headers["api-key"] for asked in server.requests} == {KEY}


def test_a_client_of_the_callers_is_the_same_host() -> None:
    """However the resource is named: what was said there goes back there."""
    body = loads(ANSWER.body)
    body["choices"][0]["message"]["x_own"] = 1  # type: ignore[index, call-overload]  # JSON
    with FaultServer(Answer(dumps(body))) as server:
        client = openai.AzureOpenAI(api_key=KEY, azure_endpoint=server.url, api_version="2024-10-21")
        with Model("azure:my-gpt", client=client) as given, Model("azure:my-gpt", base_url=server.url, api_key=KEY) as named:
            talk = [UserMessage("hi"), given.complete("hi").message, UserMessage("more")]
            back = named.prepare(talk)

    assert back.losses == ()
    assert back.body["messages"][1]["x_own"] == 1  # type: ignore[index, call-overload]  # JSON


def test_no_address() -> None:
    """There is none to fall back on, and OpenAI's own would be the wrong one for this key."""
    with Model("azure:my-gpt", api_key=KEY) as model, pytest.raises(ConfigError) as caught:
        model.complete("hi")

    assert caught.value.option == "base_url"
    assert "AZURE_OPENAI_ENDPOINT" in (caught.value.hint or "")


def test_no_key() -> None:
    """The error names Azure's variable."""
    with Model("azure:my-gpt?base_url=https://x.openai.azure.com") as model, pytest.raises(AuthenticationError) as caught:
        model.complete("hi")

    assert "AZURE_OPENAI_API_KEY" in (caught.value.hint or "")


@pytest.mark.parametrize("made_for", [None, "another-deployment"])
def test_a_client_of_the_callers_own(made_for: str | None) -> None:
    """The model id is the deployment, also where the client was made for one; token, version and address are the client's."""
    with (
        FaultServer(ANSWER) as server,
        openai.AzureOpenAI(
            azure_endpoint=server.url, azure_deployment=made_for, api_version="2025-01-01", azure_ad_token_provider=lambda: "the-token"
        ) as own,
        Model("azure:my-gpt", client=own) as model,
    ):
        response = model.complete("hi")

    (asked,) = server.requests
    assert response.text == "yes"
    assert asked.path == "/openai/deployments/my-gpt/chat/completions?api-version=2025-01-01"
    assert asked.headers["authorization"] == "Bearer the-token"


def test_an_openai_client_is_none() -> None:
    """Azure's paths and its header of the key are its own client's."""
    with Model("azure:my-gpt", client=openai.OpenAI(api_key=KEY)) as model, pytest.raises(ConfigError) as caught:
        model.complete("hi")

    assert caught.value.hint == "make it by openai.AzureOpenAI(…)"
