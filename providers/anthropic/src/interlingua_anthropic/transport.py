"""What is Anthropic's own of sending: its SDK's clients, which carry authentication, address, pools and time-outs.

Two clouds' clients move fields of the body into the path: they get the body as an object, and give Amazon's frames as events.
What an option says goes before the SDK's own environment variables; where no option says anything, they hold. The SDK is imported
when the first request is sent. Its own retries and its telemetry span are off: the runtime has both.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar, assert_never, cast

from interlingua.errors import AuthenticationError, ConfigError, InterlinguaError
from interlingua.provider import is_on_loopback
from interlingua.provider.transport import Client, SDKClients, unlogged
from interlingua_anthropic.errors import error_from_status
from interlingua_anthropic.event_stream import CONTENT_TYPE, EventStreamReader
from interlingua_anthropic.names import PROVIDER
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.platforms import PLATFORMS, cloud_failures, typed_cloud_failure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from interlingua.provider import WireRequest
    from interlingua.provider.transport import Reader

_NO_KEY = "no-key"  # the SDK looks for one elsewhere unless it is given some


class AnthropicClients(SDKClients):
    """`anthropic.Anthropic`, its async twin, and their kin for the platforms."""

    provider = PROVIDER
    package = "anthropic>=2.14,<3"
    quiet: ClassVar[Mapping[str, Any]] = {"max_retries": 0, "open_telemetry": False}
    said_by_client = ("base_url", "platform", "auth_header", "region", "profile", "project", "resource", "proxy")
    error_from_status = staticmethod(error_from_status)

    @property
    def options(self) -> AnthropicOptions:
        """The provider's options."""
        return cast("AnthropicOptions", self.settings.options)

    def modules(self) -> tuple[ModuleType, ModuleType]:
        """Import the SDK."""
        import anthropic
        import httpx2

        return anthropic, httpx2

    def own_type(self, *, is_async: bool) -> tuple[type, str]:
        """Give the only common ground of the SDK's clients."""
        base = self.sdk._base_client  # noqa: SLF001 - as said
        prefix = "Async" if is_async else ""
        return base.AsyncAPIClient if is_async else base.SyncAPIClient, f"anthropic.{prefix}Anthropic(…) or one of its platform clients"

    def make(self, *, is_async: bool) -> Client:
        """Make the platform's client.

        Raises:
            ConfigError: A platform lacks an option.
        """
        options, prefix = self.options, "Async" if is_async else ""
        http_client = self.made_http_client(is_async=is_async, **self._http_arguments())
        arguments = self._arguments()
        client = getattr(self.sdk, prefix + PLATFORMS[options.platform].client)(http_client=http_client, **self.quiet, **arguments)
        if type(options) is not AnthropicOptions:  # ANTHROPIC_CUSTOM_HEADERS are Anthropic's, or a gateway's, and nothing of a host by name
            client._custom_headers = arguments["default_headers"]  # noqa: SLF001 - there is no other way to be without them
        if options.profile is not None:
            client.api_key, client.aws_profile = None, options.profile  # see `_bedrock_arguments`
        return client

    def timeout(self, request: WireRequest) -> object:
        """Give a connection a time-out of its own, within what is left of the call's."""
        return self.http.Timeout(request.timeout, connect=min(self.options.connect_timeout, request.timeout))

    def content(self, client: Client, request: WireRequest) -> Mapping[str, object]:
        """Give the body as an object to a client that moves fields of it into the path."""
        rewriting = [prefix + facts.client for facts in PLATFORMS.values() if facts.rewrites for prefix in ("", "Async")]
        if isinstance(request.body, dict) and isinstance(client, tuple(getattr(self.sdk, name) for name in rewriting)):
            return {"body": unlogged(request.body)}
        return super().content(client, request)

    def reader(self, headers: Mapping[str, str]) -> Reader | None:
        """Give what reads Amazon's frames, where the answer comes in them."""
        return EventStreamReader().feed if headers.get("content-type", "").startswith(CONTENT_TYPE) else None

    def sending_failures(self) -> tuple[type[Exception], ...]:
        """Name what the platforms' clients raise too."""
        return (*super().sending_failures(), *cloud_failures())

    def typed(self, error: Exception) -> InterlinguaError | None:
        """Type what is no failure of the API's: no credentials, or the client refuses to send."""
        if not isinstance(error, self.failures()):
            return typed_cloud_failure(error, self.options.platform)
        if isinstance(error, self.sdk.CredentialsError):
            return AuthenticationError(str(error), provider=PROVIDER, hint="check the client's credentials")
        if isinstance(error, self.error_type()) and not isinstance(error, self.sdk.APIError | self.sdk.RetryableError):
            return ConfigError(f"the SDK's client refuses: {error}", option="platform")  # such as counting tokens on Bedrock
        return None

    def _http_arguments(self) -> dict[str, object]:
        """Say what the HTTP client is to know of proxies: by itself it asks the environment."""
        options = self.options
        if options.proxy is not None:
            return {"proxy": options.proxy}
        # The address that an option names, or the variable that the SDK reads; that of a resource is Azure's.
        address = options.base_url or (None if options.resource else os.environ.get(PLATFORMS[options.platform].address))
        return {"trust_env": False} if is_on_loopback(address) else {}

    def _arguments(self) -> dict[str, Any]:
        options, key = self.options, self.settings.api_key
        match options.platform:
            case "first-party":
                return {"base_url": options.base_url, "api_key": key or _NO_KEY, "default_headers": self._auth_headers()}
            case "bedrock":
                return {"base_url": options.base_url} | self._bedrock_arguments()
            case "vertex":
                region = _found(options.region, "region", "CLOUD_ML_REGION")
                project = _found(options.project, "project", "ANTHROPIC_VERTEX_PROJECT_ID")
                return {"base_url": options.base_url, "access_token": key, "region": region, "project_id": project}
            case "foundry":
                return {"base_url": self._foundry_address(), "api_key": key}
            case _:
                assert_never(options.platform)

    def _auth_headers(self) -> dict[str, Any]:
        """Say where the key goes. It is said as a header, because `ANTHROPIC_CUSTOM_HEADERS` would replace the SDK's own."""
        key = self.settings.api_key
        if key is None:
            return {"authorization": self.sdk.omit}
        if self.options.auth_header == "x-api-key":
            return {"x-api-key": key, "authorization": self.sdk.omit}
        return {"authorization": f"Bearer {key}"}

    def _bedrock_arguments(self) -> dict[str, Any]:
        """Give key and region. A profile is set on the client once made: making it, the SDK refuses one beside AWS_BEARER_TOKEN_BEDROCK.

        Raises:
            ConfigError: Somebody passed a key beside a profile.
        """
        options, key = self.options, self.settings.api_key
        if options.profile is None:
            return {"api_key": key, "aws_region": options.region}
        if key is not None:
            hint = "leave out api_key=, or the profile, which signs without it"
            raise ConfigError("profile and api_key don't go together", hint=hint, option="profile")
        infer = self.sdk.lib.bedrock._client._infer_region  # noqa: SLF001 - it asks the profile's file, as the SDK's client would
        return {"api_key": _NO_KEY, "aws_region": options.region or infer(options.profile)}

    def _foundry_address(self) -> str | None:
        """Give the address of a resource that an option names: `ANTHROPIC_FOUNDRY_BASE_URL` would make the SDK refuse it."""
        base_url, resource = self.options.base_url, self.options.resource
        if base_url is None and resource is not None:
            return f"https://{resource}.services.ai.azure.com/anthropic/"
        if base_url is None and not os.environ.get("ANTHROPIC_FOUNDRY_BASE_URL"):
            _found(None, "resource", "ANTHROPIC_FOUNDRY_RESOURCE")
        return base_url


def _found(said: str | None, option: str, variable: str) -> str:
    """Give an option, or what its variable holds.

    Raises:
        ConfigError: There is neither.
    """
    if found := said or os.environ.get(variable):
        return found
    raise ConfigError(f"the platform needs the option {option}", hint=f"give {option}=…, or set {variable}", option=option)
