"""The Anthropic provider's options."""

from __future__ import annotations

from pydantic import Field

from interlingua.provider import ProviderOptions


class AnthropicOptions(ProviderOptions, frozen=True):
    """Options of `anthropic:`."""

    base_url: str | None = Field(
        default=None, description="address of the API or of a gateway, without /v1; https://api.anthropic.com where not given"
    )
    max_tokens: int | None = Field(
        default=None, ge=0, description="the most tokens to generate; the model's documented maximum where not given"
    )
    temperature: float | None = Field(default=None, ge=0, le=1, description="sampling temperature, on models that still take one")
