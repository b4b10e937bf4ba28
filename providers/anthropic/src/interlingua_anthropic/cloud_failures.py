"""What goes wrong before a platform's request is sent: no library that signs, no credentials, no token.

The libraries of the clouds are no dependencies of ours, so their exceptions are looked up among what is loaded, when one is raised.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from interlingua.errors import APIConnectionError, AuthenticationError, ConfigError, ConversionError, InterlinguaError
from interlingua_anthropic.names import PROVIDER
from interlingua_anthropic.platforms import PLATFORMS

if TYPE_CHECKING:
    from interlingua_anthropic.platforms import Platform

_CLOUDS = (
    ("botocore.exceptions", "BotoCoreError"),
    ("botocore.exceptions", "ClientError"),  # the service that hands out credentials refused
    ("google.auth.exceptions", "GoogleAuthError"),
)

# The cloud's own service for credentials can't be reached; a later attempt may do.
_UNREACHED = frozenset({"ConnectionError", "HTTPClientError", "MetadataRetrievalError", "TransportError"})

_HINTS: dict[Platform, str] = {
    "first-party": "check the client's credentials",
    "bedrock": "check AWS's variables (AWS_ACCESS_KEY_ID and its like), the option profile, or set AWS_BEARER_TOKEN_BEDROCK",
    "vertex": "check Google's application default credentials, or pass an access token as api_key=…",
    "foundry": "check the key in ANTHROPIC_FOUNDRY_API_KEY, or pass api_key=…",
}


def cloud_failures() -> tuple[type[Exception], ...]:
    """Give what the SDK's platform clients raise beside the SDK's own exceptions."""
    found = [getattr(sys.modules.get(module), name, None) for module, name in _CLOUDS]
    return (ImportError, RuntimeError, ValueError, *(cls for cls in found if isinstance(cls, type)))


def typed_cloud_failure(error: Exception, platform: Platform) -> InterlinguaError:
    """Type one of them."""
    if isinstance(error, UnicodeError):  # its text is the prompt, and isn't repeated
        return ConversionError("$", "half of a surrogate pair can't be sent to this platform: its client writes none")
    if isinstance(error, ImportError):
        extra = PLATFORMS[platform].extra
        hint = f'pip install "interlingua-anthropic[{extra}]"' if extra else "install what the client needs"
        return ConfigError(f"what signs requests can't be loaded: {error}", hint=hint)
    if isinstance(error, ValueError):
        return ConfigError(f"the platform's client can't be used: {error}", hint="check the options", option="platform")
    failure = f"{type(error).__name__}: {error}"
    if _UNREACHED.intersection(cls.__name__ for cls in type(error).__mro__):
        return APIConnectionError(f"the platform's credentials can't be fetched: {failure}", provider=PROVIDER)
    return AuthenticationError(f"the platform has no credentials: {failure}", hint=_HINTS[platform], provider=PROVIDER)
