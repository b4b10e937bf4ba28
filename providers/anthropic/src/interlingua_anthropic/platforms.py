"""Where Claude is served: one row a platform, how it names models, and what fails before a request to it is sent.

Sources, as read in November 2026: the official SDK's clients for each platform (their arguments, variables and what they rewrite),
https://docs.claude.com/en/build-with-claude/claude-on-amazon-bedrock, …/claude-on-vertex-ai and …/claude-in-microsoft-foundry.
"""

from __future__ import annotations

import re
import sys
from typing import Final, Literal, NamedTuple, TypeAlias

from interlingua.errors import APIConnectionError, AuthenticationError, ConfigError, ConversionError, InterlinguaError
from interlingua_anthropic.names import PROVIDER

Platform: TypeAlias = Literal["first-party", "bedrock", "vertex", "foundry"]
"""Who serves the model; `first-party` is Anthropic's own API, or a gateway that speaks it."""


class PlatformFacts(NamedTuple):
    """One row of the table.

    Attributes:
        client: The SDK's client; its async twin has `Async` before the name.
        options: The options that belong to it.
        hint: What to do where it has no credentials.
        key_variables: The variables that may hold a key for it, first found wins.
        needs_key: Whether nothing can be sent without one: Bedrock and Vertex sign with the cloud's own credentials instead.
        rewrites: Whether that client moves fields of the body into the path, so that it takes the body as an object, not as bytes.
        extra: The extra of this distribution that brings what signs, or None.
        address: The variable that the SDK reads its address from where no option names one.
    """

    client: str
    options: frozenset[str]
    hint: str
    key_variables: tuple[str, ...] = ()
    needs_key: bool = False
    rewrites: bool = False
    extra: str | None = None
    address: str = "ANTHROPIC_BASE_URL"


PLATFORMS: dict[Platform, PlatformFacts] = {
    "first-party": PlatformFacts(
        key_variables=("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"),
        needs_key=True,
        client="Anthropic",
        options=frozenset({"auth_header"}),
        hint="check the client's credentials",
    ),
    "bedrock": PlatformFacts(
        key_variables=("AWS_BEARER_TOKEN_BEDROCK",),
        client="AnthropicBedrock",
        rewrites=True,
        extra="bedrock",
        address="ANTHROPIC_BEDROCK_BASE_URL",
        options=frozenset({"region", "profile"}),
        hint="check AWS's variables (AWS_ACCESS_KEY_ID and its like), the option profile, or set AWS_BEARER_TOKEN_BEDROCK",
    ),
    "vertex": PlatformFacts(
        client="AnthropicVertex",
        rewrites=True,
        extra="vertex",
        address="ANTHROPIC_VERTEX_BASE_URL",
        options=frozenset({"region", "project"}),
        hint="check Google's application default credentials, or pass an access token as api_key=…",
    ),
    "foundry": PlatformFacts(
        key_variables=("ANTHROPIC_FOUNDRY_API_KEY",),
        needs_key=True,
        client="AnthropicFoundry",
        address="ANTHROPIC_FOUNDRY_BASE_URL",
        options=frozenset({"resource"}),
        hint="check the key in ANTHROPIC_FOUNDRY_API_KEY, or pass api_key=…",
    ),
}
"""The table."""

# The libraries of the clouds are no dependencies of ours, so their exceptions are looked up among what is loaded, when one is raised.
_CLOUDS = (
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),  # the service that hands out credentials refused
    ("google.auth.exceptions", "GoogleAuthError"),
)

# The cloud's own service for credentials can't be reached; a later attempt may do.
_UNREACHED = frozenset({"ConnectionError", "HTTPClientError", "MetadataRetrievalError", "TransportError"})


def platforms_with(option: str) -> list[str]:
    """Name the platforms that an option belongs to."""
    return [name for name, facts in PLATFORMS.items() if option in facts.options]


# The clouds' own addresses, which a client of the caller's names; as `Origin` keeps them.
_CLOUD_ADDRESS: Final = re.compile(
    r"https://(?:bedrock-runtime[\w.-]*\.amazonaws\.com|(?:bedrock-mantle|aws-external-anthropic)\.[\w-]+\.api\.aws"
    r"|[\w.-]*aiplatform\.(?:googleapis\.com|[\w-]+\.rep\.googleapis\.com)|claude\.googleapis\.com"
    r"|[\w-]+\.services\.ai\.azure\.com):443/.*"
)


def serves_claude(address: str | None) -> bool:
    """Tell whether an origin's address is Anthropic's own, or a cloud's that serves Claude: no gateway, whoever is behind it."""
    return address is None or address in PLATFORMS or _CLOUD_ADDRESS.fullmatch(address) is not None


def cloud_failures() -> tuple[type[Exception], ...]:
    """Give what the SDK's platform clients raise beside the SDK's own exceptions."""
    found = [getattr(sys.modules.get(module), name, None) for module, name in _CLOUDS]
    return (ImportError, RuntimeError, ValueError, *(cls for cls in found if isinstance(cls, type)))


def typed_cloud_failure(error: Exception, platform: Platform) -> InterlinguaError:
    """Type one of them."""
    if isinstance(error, UnicodeError):  # its text is the prompt, and isn't repeated
        return ConversionError("$", "half of a surrogate pair can't be sent to this platform: its client writes none")
    if isinstance(error, ImportError):
        from interlingua.provider.installing import install_extra

        extra = PLATFORMS[platform].extra
        hint = install_extra(extra, "interlingua-anthropic") if extra else "install what the client needs"
        return ConfigError(f"what signs requests can't be loaded: {error}", hint=hint)
    if isinstance(error, ValueError):
        return ConfigError(f"the platform's client can't be used: {error}", hint="check the options", option="platform")
    failure = f"{type(error).__name__}: {error}"
    if _UNREACHED.intersection(cls.__name__ for cls in type(error).__mro__):
        return APIConnectionError(f"the platform's credentials can't be fetched: {failure}", provider=PROVIDER)
    return AuthenticationError(f"the platform has no credentials: {failure}", hint=PLATFORMS[platform].hint, provider=PROVIDER)
