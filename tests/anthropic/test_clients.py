"""Which client of the SDK is made, and what it sends for the options; over the real SDK, without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anthropic
import httpx2
import pytest

from interlingua.errors import ConfigError
from interlingua.provider import TransportSettings, WireRequest
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.transport import AnthropicClients

if TYPE_CHECKING:
    from pathlib import Path

KEY = "sk-ant-very-secret"
VARIABLES = (
    "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_FOUNDRY_API_KEY",
    "ANTHROPIC_FOUNDRY_BASE_URL", "ANTHROPIC_FOUNDRY_RESOURCE", "ANTHROPIC_VERTEX_PROJECT_ID", "ANTHROPIC_VERTEX_BASE_URL",
    "ANTHROPIC_BEDROCK_BASE_URL", "AWS_BEARER_TOKEN_BEDROCK", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "CLOUD_ML_REGION",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "NO_PROXY", "no_proxy",
)  # fmt: skip


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing comes from the machine."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def settings(key: str | None = KEY, **options: object) -> TransportSettings:
    """Settings with these options."""
    return TransportSettings(AnthropicOptions.model_validate(options), key, lambda _: None)


def made(given: TransportSettings, http_client: object | None = None, *, is_async: bool = False) -> Any:  # noqa: ANN401 - one of many clients
    """Make a client."""
    clients = AnthropicClients(given, http_client)
    clients.load()
    return clients.make(is_async=is_async)


def sent(given: TransportSettings) -> httpx2.Request:
    """Send something with the client that is made, and give the request as it went out."""
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, content=b"{}")

    client = made(given, httpx2.Client(transport=httpx2.MockTransport(answer)))
    client.post("/v1/messages", cast_to=httpx2.Response, body={"model": "m", "stream": True}, options={"timeout": 5})
    return seen[0]


class TestFirstParty:
    """Anthropic's own API, and gateways to it."""

    @pytest.mark.parametrize(
        ("given", "bearer", "key"),
        [
            (settings(), f"Bearer {KEY}", None),
            (settings(auth_header="x-api-key"), None, KEY),
            (settings(None, base_url="https://gateway.invalid"), None, None),
            (settings(None, base_url="https://gateway.invalid", auth_header="x-api-key"), None, None),
        ],
    )
    def test_header_style(self, given: TransportSettings, bearer: str | None, key: str | None) -> None:
        """The key goes where the option says, and nowhere else; where there is none, nothing is sent for it."""
        headers = sent(given).headers

        assert (headers.get("authorization"), headers.get("x-api-key")) == (bearer, key)
        assert "no-key" not in str(headers.raw)

    def test_addresses(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The option goes before the SDK's variable, and that before Anthropic's own."""
        assert str(sent(settings()).url) == "https://api.anthropic.com/v1/messages"

        monkeypatch.setenv("ANTHROPIC_BASE_URL", "https://variable.invalid/a")
        assert str(sent(settings()).url) == "https://variable.invalid/a/v1/messages"
        assert str(sent(settings(base_url="https://option.invalid")).url) == "https://option.invalid/v1/messages"

    @pytest.mark.parametrize("style", ["bearer", "x-api-key"])
    def test_headers_of_the_environment(self, monkeypatch: pytest.MonkeyPatch, style: str) -> None:
        """The SDK's variable for headers adds some, and doesn't replace the key."""
        monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "Authorization: Bearer other\nX-Api-Key: other\nX-Team: t")

        headers = sent(settings(auth_header=style)).headers

        expected = {"bearer": ("authorization", f"Bearer {KEY}"), "x-api-key": ("x-api-key", KEY)}[style]
        assert headers[expected[0]] == expected[1]
        assert headers["x-team"] == "t"


class TestClouds:
    """Platforms that serve Claude: address and path as the SDK's clients make them."""

    def test_bedrock(self) -> None:
        """A bearer token needs no signature; model and stream are in the path."""
        request = sent(settings(platform="bedrock", region="eu-west-1"))

        assert str(request.url) == "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/invoke-with-response-stream"
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert request.content == b'{"anthropic_version":"2026-10-21"}'

    def test_profile(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """A profile signs, in its own region, also where a variable holds a token; a key passed beside it is refused."""
        (tmp_path / "config").write_text(
            "[profile work]\nregion = eu-north-1\naws_access_key_id = AKIDWORK\naws_secret_access_key = s\n", encoding="utf-8"
        )
        monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
        monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "the-variable's")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            monkeypatch.delenv(name, raising=False)

        request = sent(settings(None, platform="bedrock", profile="work"))

        assert request.url.host == "bedrock-runtime.eu-north-1.amazonaws.com"
        assert "Credential=AKIDWORK/" in request.headers["authorization"]
        assert sent(settings(None, platform="bedrock", profile="work", region="r")).url.host == "bedrock-runtime.r.amazonaws.com"
        with pytest.raises(ConfigError, match="don't go together"):
            made(settings(platform="bedrock", profile="work"))

    def test_vertex(self) -> None:
        """The key is an access token."""
        request = sent(settings(platform="vertex", region="europe-west1", project="my-project"))

        place = "projects/my-project/locations/europe-west1/publishers/anthropic/models/m:streamRawPredict"
        assert str(request.url) == f"https://europe-west1-aiplatform.googleapis.com/v1/{place}"
        assert request.headers["authorization"] == f"Bearer {KEY}"

    def test_foundry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The resource is in the address, whatever the SDK's variables say; its key stands in both headers of Azure's."""
        monkeypatch.setenv("ANTHROPIC_FOUNDRY_BASE_URL", "https://variable.invalid")
        monkeypatch.setenv("ANTHROPIC_FOUNDRY_RESOURCE", "another")
        monkeypatch.setenv("ANTHROPIC_API_KEY", "not-for-azure")

        request = sent(settings(platform="foundry", resource="my-resource"))

        assert str(request.url) == "https://my-resource.services.ai.azure.com/anthropic/v1/messages"
        assert (request.headers["api-key"], request.headers["x-api-key"]) == (KEY, KEY)
        assert "not-for-azure" not in str(request.headers.raw)

        monkeypatch.delenv("ANTHROPIC_FOUNDRY_RESOURCE")
        assert str(sent(settings(platform="foundry")).url) == "https://variable.invalid/v1/messages"

    @pytest.mark.parametrize(
        ("platform", "variables", "host"),
        [
            ("bedrock", {"AWS_REGION": "us-east-2"}, "bedrock-runtime.us-east-2.amazonaws.com"),
            ("vertex", {"CLOUD_ML_REGION": "global", "ANTHROPIC_VERTEX_PROJECT_ID": "p"}, "aiplatform.googleapis.com"),
            ("foundry", {"ANTHROPIC_FOUNDRY_RESOURCE": "r"}, "r.services.ai.azure.com"),
        ],
    )
    def test_variables(self, monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], host: str) -> None:
        """What no option says comes from the usual variables."""
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

        assert sent(settings(platform=platform)).url.host == host

    @pytest.mark.parametrize(
        ("options", "missing"),
        [
            ({"platform": "vertex"}, "region"),
            ({"platform": "vertex", "region": "global"}, "project"),
            ({"platform": "foundry"}, "resource"),
        ],
    )
    def test_missing(self, options: dict[str, object], missing: str) -> None:
        """What nobody says is named, with its variable."""
        with pytest.raises(ConfigError, match=f"needs the option {missing}") as raised:
            made(settings(**options))

        assert raised.value.option == missing


class TestHttpClients:
    """The HTTP client below."""

    @pytest.mark.parametrize(("is_async", "http"), [(False, "httpx"), (True, "httpx"), (True, "aiohttp")])
    def test_proxies(self, monkeypatch: pytest.MonkeyPatch, *, is_async: bool, http: str) -> None:
        """An option names a proxy; a server on this machine, by option or variable, is reached without the environment's."""
        monkeypatch.setenv("HTTPS_PROXY", "http://environment.invalid:1")
        monkeypatch.setenv("HTTP_PROXY", "http://environment.invalid:1")

        def proxy(**options: object) -> str | None:
            client = made(settings(http=http, **options), is_async=is_async)
            below = client._client._transport_for_url(httpx2.URL(options.get("base_url", "https://api.invalid")))
            if http == "aiohttp":
                return below.proxy and below.proxy.url.host
            return below._pool._proxy_url.host.decode() if hasattr(below._pool, "_proxy_url") else None

        assert (
            proxy(proxy="http://option.invalid:1")
            == proxy(proxy="http://option.invalid:1", base_url="http://127.0.0.1:1")
            == "option.invalid"
        )
        assert proxy(base_url="http://127.0.0.1:1") is proxy(base_url="http://localhost:1") is None
        assert proxy() == proxy(base_url="http://gateway.invalid") == "environment.invalid"

        monkeypatch.setenv("ANTHROPIC_FOUNDRY_BASE_URL", "http://127.0.0.1:1")
        assert proxy(platform="foundry") is None
        assert proxy(platform="foundry", resource="r") == proxy() == "environment.invalid"
        monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:1")
        assert proxy() is None
        assert proxy(base_url="http://gateway.invalid") == "environment.invalid"

    def test_no_address(self) -> None:
        """An address that is none is refused by the SDK's own words, not by a look at it."""
        with pytest.raises(httpx2.InvalidURL):
            made(settings(base_url="http://[::1"))


@pytest.fixture
def every_client() -> dict[str, object]:
    """One of each."""
    return {
        "Anthropic": anthropic.Anthropic(api_key="k"),
        "Bedrock": anthropic.AnthropicBedrock(api_key="k", aws_region="r"),
        "AsyncBedrock": anthropic.AsyncAnthropicBedrock(api_key="k", aws_region="r"),
        "Vertex": anthropic.AnthropicVertex(access_token="k", region="r"),  # noqa: S106 - none
        "Foundry": anthropic.AnthropicFoundry(api_key="k", resource="r"),
        "Mantle": anthropic.AnthropicBedrockMantle(api_key="k", aws_region="r"),
    }


def test_rewriting(every_client: dict[str, object]) -> None:
    """Two clouds' clients take the body apart; the others send it as it is."""
    clients, request = AnthropicClients(settings()), WireRequest("/v1/messages", {})
    clients.load()

    rewriting = [name for name, client in every_client.items() if clients.content(client, request).keys() == {"body"}]

    assert rewriting == ["Bedrock", "AsyncBedrock", "Vertex"]
