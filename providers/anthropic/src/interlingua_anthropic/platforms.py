"""Where Claude is served: one row a platform, with the keys it takes, the options that belong to it, and how it names models.

Sources, as read in November 2026: the official SDK's clients for each platform (their arguments, variables and what they rewrite),
https://docs.claude.com/en/build-with-claude/claude-on-amazon-bedrock, …/claude-on-vertex-ai and …/claude-in-microsoft-foundry.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

Platform: TypeAlias = Literal["first-party", "bedrock", "vertex", "foundry"]
"""Who serves the model; `first-party` is Anthropic's own API, or a gateway that speaks it."""


class PlatformFacts(NamedTuple):
    """One row of the table.

    Attributes:
        client: The SDK's client; its async twin has `Async` before the name.
        options: The options that belong to it.
        key_variables: The variables that may hold a key for it, first found wins.
        needs_key: Whether nothing can be sent without one: Bedrock and Vertex sign with the cloud's own credentials instead.
        rewrites: Whether that client moves fields of the body into the path, so that it takes the body as an object, not as bytes.
        extra: The extra of this distribution that brings what signs, or None.
        address: The variable that the SDK reads its address from where no option names one.
    """

    client: str
    options: frozenset[str]
    key_variables: tuple[str, ...] = ()
    needs_key: bool = False
    rewrites: bool = False
    extra: str | None = None
    address: str = "ANTHROPIC_BASE_URL"


PLATFORMS: dict[Platform, PlatformFacts] = {
    "first-party": PlatformFacts(
        key_variables=("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"), needs_key=True, client="Anthropic", options=frozenset({"auth_header"})
    ),
    "bedrock": PlatformFacts(
        key_variables=("AWS_BEARER_TOKEN_BEDROCK",),
        client="AnthropicBedrock",
        rewrites=True,
        extra="bedrock",
        address="ANTHROPIC_BEDROCK_BASE_URL",
        options=frozenset({"region", "profile"}),
    ),
    "vertex": PlatformFacts(
        client="AnthropicVertex",
        rewrites=True,
        extra="vertex",
        address="ANTHROPIC_VERTEX_BASE_URL",
        options=frozenset({"region", "project"}),
    ),
    "foundry": PlatformFacts(
        key_variables=("ANTHROPIC_FOUNDRY_API_KEY",),
        needs_key=True,
        client="AnthropicFoundry",
        address="ANTHROPIC_FOUNDRY_BASE_URL",
        options=frozenset({"resource"}),
    ),
}
"""The table."""

# Bedrock puts the vendor, and where it is served across regions, before the model's name (`eu.anthropic.claude-…-v1:0`).
_VENDOR = re.compile(r"(?:[a-z-]+\.)?anthropic\.(?=claude)")


def platforms_with(option: str) -> list[str]:
    """Name the platforms that an option belongs to."""
    return [name for name, facts in PLATFORMS.items() if option in facts.options]


def claude_name(model_id: str) -> str:
    """Give the name that Anthropic's own API calls a model by; a suffix with its date or version stays."""
    return _VENDOR.sub("", model_id, count=1)
