"""The OpenAI provider's options."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from interlingua.provider.transport import SDKOptions


class OpenAIOptions(SDKOptions, frozen=True):
    """Options of `openai:`."""

    base_url: str | None = Field(
        default=None,
        description="address of the API or of a compatible server, with its /v1; OpenAI's where not given. Such a server needs no key",
    )
    api: Literal["responses", "chat"] | None = Field(
        default=None,
        description="which API to speak: responses or chat (Chat Completions); responses at OpenAI and chat elsewhere where not given",
    )
    organization: str | None = Field(default=None, description="id of the organization to bill, where a key belongs to several")
    project: str | None = Field(default=None, description="id of the project to bill")
    max_tokens_field: Literal["max_completion_tokens", "max_tokens"] | None = Field(
        default=None,
        description="what the host calls max_tokens; max_completion_tokens at OpenAI and max_tokens elsewhere where not given",
    )
    structured_output: Literal["native", "tool"] | None = Field(
        default=None,
        description="how a schema of the answer is asked for: native (response_format, text.format), or by a tool that the model must "
        "call; where not given natively, but by a tool where the model or host is known to take no schema",
    )
    strict_output: bool | None = Field(
        default=None,
        description="hold the model to the schema of a class given as output= (strict); at OpenAI alone where not given",
    )
    include_usage: bool = Field(
        default=True, description="ask for token counts in streams (stream_options.include_usage), which OpenAI leaves out otherwise"
    )
