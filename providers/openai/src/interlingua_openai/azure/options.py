"""The options of `azure:`."""

from __future__ import annotations

from pydantic import Field

from interlingua_openai.options import OpenAIOptions


class AzureOptions(OpenAIOptions, frozen=True):
    """Options of `azure:`."""

    organization: None = Field(default=None, description="not at Azure: a resource is billed to its subscription")
    project: None = Field(default=None, description="not at Azure: a resource is billed to its subscription")
    api_version: str | None = Field(
        default=None,
        pattern=r"^\d{4}-\d\d-\d\d(-preview)?$",
        description="version of Azure's API, such as 2024-10-21, which it is where neither this nor OPENAI_API_VERSION says another",
    )
