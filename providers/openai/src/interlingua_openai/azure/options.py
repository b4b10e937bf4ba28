"""The options of `azure:`."""

from __future__ import annotations

from pydantic import Field, field_validator

from interlingua_openai.options import OpenAIOptions


class AzureOptions(OpenAIOptions, frozen=True):
    """Options of `azure:`."""

    base_url: str | None = Field(
        default=None,
        description="the resource's own address, such as https://NAME.openai.azure.com (else AZURE_OPENAI_ENDPOINT); "
        "Azure's v1 API is openai:MODEL with base_url=https://NAME.openai.azure.com/openai/v1",
    )
    organization: None = Field(default=None, description="not at Azure: a resource is billed to its subscription")
    project: None = Field(default=None, description="not at Azure: a resource is billed to its subscription")
    api_version: str | None = Field(
        default=None,
        pattern=r"^\d{4}-\d\d-\d\d(-preview)?$",
        description="version of Azure's API, such as 2024-10-21, which it is where neither this nor OPENAI_API_VERSION says another",
    )

    @field_validator("base_url")
    @classmethod
    def _is_the_resources_own(cls, value: str | None) -> str | None:
        if value is not None and value.rstrip("/").endswith(("/openai", "/openai/v1")):
            raise ValueError("leave the path out, the SDK puts it there")  # no word of an address, which would hide the sentence
        return value
