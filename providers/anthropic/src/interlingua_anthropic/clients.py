"""Which client of the SDK a transport uses, made with which arguments; `transport.py`, which loads the SDK, hands it in.

What an option says goes before the SDK's own environment variables; where no option says anything, they hold.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, assert_never, cast

from interlingua.errors import ConfigError
from interlingua.provider import is_on_loopback
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.platforms import PLATFORMS
from interlingua_anthropic.unlogged import conceal_headers

if TYPE_CHECKING:
    from interlingua.provider import TransportSettings

_NO_KEY = "no-key"  # the SDK looks for one elsewhere unless it is given some

# What a client of the caller's own has already.
_OF_A_CLIENT = ("base_url", "platform", "auth_header", "region", "profile", "project", "resource", "proxy")


def make_client(sdk: Any, http: Any, settings: TransportSettings, prefix: str, http_client: Any) -> Any:  # noqa: ANN401 - modules, and what is in them
    """Make the client, or take the caller's; its retries and its telemetry span are off, because the runtime has both.

    Args:
        sdk: The SDK's module.
        http: The module of its HTTP library.
        settings: Options, key and perhaps a client.
        prefix: `Async` for the async clients, else nothing.
        http_client: The HTTP client to give to it, or None.

    Raises:
        ConfigError: The client is of another kind, or an option contradicts it; or a platform lacks an option.
    """
    options = cast("AnthropicOptions", settings.options)
    if settings.client is not None:
        return _callers_own(sdk, settings.client, options, prefix)
    name = prefix + PLATFORMS[options.platform].client
    http_client = http_client or _http_client(sdk, http, options, prefix)
    arguments = _arguments(sdk, settings, options)
    client = getattr(sdk, name)(http_client=http_client, max_retries=0, open_telemetry=False, **arguments)
    if type(options) is not AnthropicOptions:  # ANTHROPIC_CUSTOM_HEADERS are Anthropic's, or a gateway's, and nothing of a host by name
        client._custom_headers = arguments["default_headers"]  # noqa: SLF001 - there is no other way to be without them
    if options.profile is not None:
        client.api_key, client.aws_profile = None, options.profile  # see `_bedrock_arguments`
    return conceal_headers(client)


def rewrites_body(sdk: Any, client: Any) -> bool:  # noqa: ANN401 - as above
    """Tell whether a client moves fields of the body into the path, so that it takes the body as an object."""
    names = [prefix + facts.client for facts in PLATFORMS.values() if facts.rewrites for prefix in ("", "Async")]
    return isinstance(client, tuple(getattr(sdk, name) for name in names))


def _callers_own(sdk: Any, client: Any, options: AnthropicOptions, prefix: str) -> Any:  # noqa: ANN401 - as above
    base, needed = (
        ("AsyncAPIClient", "an async one, for an AsyncModel") if prefix else ("SyncAPIClient", "one that isn't async, for a Model")
    )
    if not isinstance(client, getattr(sdk._base_client, base)):  # noqa: SLF001 - the only common ground of its clients
        hint = f"anthropic.{prefix}Anthropic(…) or one of its platform clients"
        raise ConfigError(f"client is a {type(client).__name__}, not {needed}", hint=hint, option="client")
    if said := [name for name in _OF_A_CLIENT if name in options.model_fields_set]:
        raise ConfigError(f"{said[0]} and client don't go together: a client has its own", hint="give it to the client", option=said[0])
    return conceal_headers(client.copy(max_retries=0, open_telemetry=False))


def _http_client(sdk: Any, http: Any, options: AnthropicOptions, prefix: str) -> Any:  # noqa: ANN401 - as above
    """Make an HTTP client where the SDK's default one won't do: that one asks the environment for proxies in any case."""
    if options.proxy is not None:
        transport = getattr(http, f"{prefix}HTTPTransport")(proxy=options.proxy, limits=sdk.DEFAULT_CONNECTION_LIMITS)
        return getattr(sdk, f"Default{prefix}HttpxClient")(transport=transport)
    if is_on_loopback(_address(options)):
        return getattr(sdk, f"Default{prefix}HttpxClient")(mounts=dict.fromkeys(("all://", "http://", "https://")))
    return None


def _address(options: AnthropicOptions) -> str | None:
    """Give the address that an option names, or the variable that the SDK reads; that of a resource is Azure's."""
    return options.base_url or (None if options.resource else os.environ.get(PLATFORMS[options.platform].address))


def _arguments(sdk: Any, settings: TransportSettings, options: AnthropicOptions) -> dict[str, Any]:  # noqa: ANN401 - as above
    match options.platform:
        case "first-party":
            return {
                "base_url": options.base_url,
                "api_key": settings.api_key or _NO_KEY,
                "default_headers": _auth_headers(sdk, settings.api_key, options),
            }
        case "bedrock":
            return {"base_url": options.base_url} | _bedrock_arguments(sdk, settings.api_key, options)
        case "vertex":
            region = _found(options.region, "region", "CLOUD_ML_REGION")
            project = _found(options.project, "project", "ANTHROPIC_VERTEX_PROJECT_ID")
            return {"base_url": options.base_url, "access_token": settings.api_key, "region": region, "project_id": project}
        case "foundry":
            return {"base_url": _foundry_address(options), "api_key": settings.api_key}
        case _:
            assert_never(options.platform)


def _bedrock_arguments(sdk: Any, key: str | None, options: AnthropicOptions) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Give key and region. A profile is set on the client once made: making it, the SDK refuses one beside AWS_BEARER_TOKEN_BEDROCK.

    Raises:
        ConfigError: Somebody passed a key beside a profile.
    """
    if options.profile is None:
        return {"api_key": key, "aws_region": options.region}
    if key is not None:
        hint = "leave out api_key=, or the profile, which signs without it"
        raise ConfigError("profile and api_key don't go together", hint=hint, option="profile")
    infer = sdk.lib.bedrock._client._infer_region  # noqa: SLF001 - it asks the profile's file, as the SDK's client would
    return {"api_key": _NO_KEY, "aws_region": options.region or infer(options.profile)}


def _auth_headers(sdk: Any, key: str | None, options: AnthropicOptions) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Say where the key goes. It is said as a header, because `ANTHROPIC_CUSTOM_HEADERS` would replace the SDK's own."""
    if key is None:
        return {"authorization": sdk.omit}
    if options.auth_header == "x-api-key":
        return {"x-api-key": key, "authorization": sdk.omit}
    return {"authorization": f"Bearer {key}"}


def _foundry_address(options: AnthropicOptions) -> str | None:
    """Give the address of a resource that an option names: `ANTHROPIC_FOUNDRY_BASE_URL` would make the SDK refuse it."""
    if options.base_url is not None or options.resource is None:
        if options.base_url is None and not os.environ.get("ANTHROPIC_FOUNDRY_BASE_URL"):
            _found(None, "resource", "ANTHROPIC_FOUNDRY_RESOURCE")
        return options.base_url
    return f"https://{options.resource}.services.ai.azure.com/anthropic/"


def _found(said: str | None, option: str, variable: str) -> str:
    """Give an option, or what its variable holds.

    Raises:
        ConfigError: There is neither.
    """
    if found := said or os.environ.get(variable):
        return found
    raise ConfigError(f"the platform needs the option {option}", hint=f"give {option}=…, or set {variable}", option=option)
