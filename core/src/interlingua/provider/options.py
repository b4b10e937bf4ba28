"""The base of every provider's options: one pydantic field an option, with its type, default and help.

An option stands in the config string (`?max_tokens=1024`), in a keyword of `Model(...)`, in `-o` on the command line, or in a
configuration file; all are checked by the same field. No option ever holds a key.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field, field_validator

from interlingua.types.request import Request, as_texts

_SECRET = re.compile(r"auth|cookie|key|token|secret|password|credential|signature", re.IGNORECASE)
_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)


class ProviderOptions(BaseModel, frozen=True, extra="forbid"):
    """The options that every provider has."""

    base_url: str | None = Field(default=None, description="address of the API; the provider's own where not given")
    timeout: float = Field(
        default=600.0,
        gt=0,
        allow_inf_nan=False,
        description="seconds for the whole call, attempts and waits included (a stream: to its first chunk, then between reads)",
    )
    max_tokens: int | None = Field(default=None, ge=1, description="the most tokens to generate")
    temperature: float | None = Field(default=None, ge=0, allow_inf_nan=False, description="sampling temperature")
    top_p: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False, description="nucleus sampling")
    top_k: int | None = Field(default=None, ge=0, description="sampling among the k likeliest tokens")
    seed: int | None = Field(default=None, description="for a repeatable answer, where the provider can")
    stop: Annotated[tuple[str, ...] | None, BeforeValidator(as_texts)] = Field(
        default=None, description="text that ends the answer; may be given several times"
    )

    @field_validator("base_url")
    @classmethod
    def _takes_a_path(cls, value: str | None) -> str | None:
        if value is not None and ("?" in value or "#" in value):
            raise ValueError("the API's paths are put behind it, so it has no query and no fragment")
        return value


REQUEST_OPTIONS = tuple(name for name in ProviderOptions.model_fields if name in Request.model_fields)
"""The options that are defaults for the request's field of the same name."""


def names_secret(header: str) -> bool:
    """Tell by a header's name whether it proves who sends: no option takes such a one, and no error repeats its value."""
    return _SECRET.search(header) is not None


def is_on_loopback(address: str | None) -> bool:
    """Tell whether a server is on this machine: no proxy of the environment can reach it, nor should one see its key."""
    return bool(address and _LOOPBACK.match(address))
