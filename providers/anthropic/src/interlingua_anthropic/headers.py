"""The headers that options ask for, put beside those that a request's own body brings: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Kept
from interlingua_anthropic.names import HEADERS, MESSAGES

if TYPE_CHECKING:
    from interlingua.types import JsonObject, Request
    from interlingua_anthropic.options import AnthropicOptions

BETA = "anthropic-beta"


def with_headers(request: Request, options: AnthropicOptions) -> Request:
    """Add an option's headers to a request; what the request says itself goes before, and betas of both are joined.

    Source: https://docs.claude.com/en/api/beta-headers (several betas stand in one header, separated by commas).
    """
    if not options.betas and not options.extra_headers:
        return request
    kept = Kept.of(request.provider_data, MESSAGES)
    own = kept.mark(HEADERS)
    headers: JsonObject = {}
    for line in options.extra_headers:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    headers |= {name.lower(): value for name, value in own.items()} if isinstance(own, dict) else {}
    if betas := _joined(headers.get(BETA), options.betas):
        headers[BETA] = betas
    provider_data = kept.marked(HEADERS, headers).among(request.provider_data, MESSAGES)
    return request.model_copy(update={"provider_data": provider_data})


def _joined(own: object, betas: tuple[str, ...]) -> str:
    """Join betas, each once, those of the request first; without spaces, because Bedrock's client splits at the commas alone."""
    first = own.split(",") if isinstance(own, str) else []
    return ",".join(dict.fromkeys(beta for name in (*first, *betas) if (beta := name.strip())))
