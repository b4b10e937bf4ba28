"""The Anthropic provider's options. None holds a key: those come from the environment or `api_key=`; see `platforms.py` for which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from interlingua.provider import UnboundPolicy, names_secret
from interlingua.provider.transport import SDKOptions
from interlingua_anthropic.platforms import PLATFORMS, Platform, platforms_with

if TYPE_CHECKING:
    from pydantic import ValidationInfo

_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)")

# The transport, the HTTP library and the option `betas` write these.
_OWN_HEADERS = frozenset({"anthropic-beta", "connection", "content-length", "content-type", "host", "te", "transfer-encoding"})


def _as_words(value: object) -> object:
    """Take one text, or several, in each of which commas may stand as they do in the header."""
    texts = (value,) if isinstance(value, str) else value
    if not isinstance(texts, tuple | list) or not all(isinstance(text, str) for text in texts):
        return value
    return tuple(word.strip() for text in texts for word in text.split(","))


def _as_lines(value: object) -> object:
    if isinstance(value, Mapping):
        return tuple(f"{name}: {text}" for name, text in value.items())
    return (value,) if isinstance(value, str) else value


class AnthropicOptions(SDKOptions, frozen=True):
    """Options of `anthropic:`."""

    base_url: str | None = Field(
        default=None,
        description="address of the API or of a gateway, without /v1; the platform's own where not given. A gateway may need no key",
    )
    max_tokens: int | None = Field(
        default=None,
        ge=0,  # https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pre-warming-the-cache
        description="the most tokens to generate, or 0 to fill the prompt cache alone; the model's documented maximum where not given",
    )
    temperature: float | None = Field(default=None, ge=0, le=1, description="sampling temperature, on models that still take one")
    structured_output: Literal["native", "tool"] | None = Field(
        default=None,
        description="how a schema of the answer is asked for: by output_config.format, or by a tool that the model must call; "
        "native where not given, but a tool on models without it",
    )
    late_system: Literal["keep", "hoist"] | None = Field(
        default=None,
        description="whether a system message within the conversation keeps its place or moves to the top; by the model where not given",
    )
    sampling: Literal["send", "omit"] | None = Field(
        default=None,
        description="whether temperature, top_p and top_k are sent, to a compatible server say; by the model where not given",
    )
    unbound_reasoning: UnboundPolicy | None = Field(
        default=None,
        description="what becomes of thinking before which something has changed, on models that refuse it: left out (drop, as where "
        "not given), sent all the same (send), or refused before anything is sent (raise)",
    )
    platform: Platform = Field(default="first-party", description="who serves the model; first-party is Anthropic, or a gateway to it")
    auth_header: Literal["bearer", "x-api-key"] = Field(
        default="bearer", description="where the key is sent: `Authorization: Bearer`, as Anthropic's SDK does, or `x-api-key`"
    )
    region: str | None = Field(
        default=None, pattern=r"^[a-z0-9-]+$", description="region of bedrock (else AWS_REGION) or vertex (else CLOUD_ML_REGION)"
    )
    profile: str | None = Field(default=None, min_length=1, description="profile of AWS's own files to sign with, on bedrock")
    project: str | None = Field(
        default=None, min_length=1, description="id of the Google Cloud project, on vertex (else ANTHROPIC_VERTEX_PROJECT_ID)"
    )
    resource: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9-]+$",
        description="name of the Azure resource, on foundry (else ANTHROPIC_FOUNDRY_RESOURCE); a base_url stands in for it",
    )
    betas: Annotated[tuple[str, ...], BeforeValidator(_as_words)] = Field(
        default=(), description="beta features to switch on (header anthropic-beta), beside those of a request's own"
    )
    extra_headers: Annotated[tuple[str, ...], BeforeValidator(_as_lines)] = Field(
        default=(), description="further header, as `Name: value`; may be given several times, or as a mapping. Never a key"
    )
    proxy: str | None = Field(
        default=None,
        pattern=r"^(http|https|socks5h?)://",
        description="address of a proxy, in place of the environment's (HTTPS_PROXY, NO_PROXY and their like)",
    )
    connect_timeout: float = Field(
        default=10.0, gt=0, allow_inf_nan=False, description="seconds to wait for a connection, within `timeout`"
    )

    @field_validator("auth_header", "region", "profile", "project", "resource")
    @classmethod
    def _belongs(cls, value: object, info: ValidationInfo) -> object:
        name, platform = str(info.field_name), info.data.get("platform")
        if value is not None and platform in PLATFORMS and name not in PLATFORMS[platform].options:
            raise ValueError(f"it belongs to platform {' or '.join(platforms_with(name))}")
        return value

    @field_validator("betas")
    @classmethod
    def _words(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"[\w.:-]+", beta, re.ASCII) for beta in value):
            raise ValueError("one of them is no beta's name")
        return value

    @field_validator("extra_headers")
    @classmethod
    def _harmless(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for line in value:
            match = _HEADER.fullmatch(line)
            if match is None:
                raise ValueError("each is written `Name: value`, of visible ASCII")
            if names_secret(match[1]):
                raise ValueError("a header of that kind holds a secret, and no option does")
            if match[1].lower() in _OWN_HEADERS:
                raise ValueError("this header is written for you")
        return value
