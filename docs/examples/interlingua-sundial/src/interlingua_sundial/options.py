"""The options of `sundial:MODEL?option=value`, which `interlingua providers` lists."""

from __future__ import annotations

from interlingua.provider import ProviderOptions
from pydantic import Field


class SundialOptions(ProviderOptions, frozen=True):
    """Every provider's options (`base_url`, `timeout`, `max_tokens`, …) and this one's own."""

    project: str | None = Field(default=None, description="the project that a call is billed to")
