"""The options of the embedded provider."""

from __future__ import annotations

from pydantic import Field

from interlingua.provider import ProviderOptions
from interlingua_llamacpp.server import DEFAULT_CONTEXT, DEFAULT_PARALLEL


class LlamaCppOptions(ProviderOptions, frozen=True):
    """Options of `llamacpp:`."""

    base_url: None = Field(default=None, description="not for this provider: its server is started on loopback, on a free port")
    context: int = Field(default=DEFAULT_CONTEXT, ge=128, description="tokens of context for one call")
    parallel: int = Field(default=DEFAULT_PARALLEL, ge=1, le=64, description="calls that are computed at once; more of them queue")
    threads: int | None = Field(default=None, ge=1, description="threads to compute with; chosen by the machine's cores where not given")
