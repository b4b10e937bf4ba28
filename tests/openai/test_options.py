"""Twin of options.py."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from interlingua_openai.options import OpenAIOptions


def test_defaults() -> None:
    """Nothing is said to the API that the caller didn't say, but that streams count tokens."""
    options = OpenAIOptions()

    assert (options.base_url, options.api, options.organization, options.project, options.max_tokens_field) == (None,) * 5
    assert options.include_usage


def test_every_option_has_its_help() -> None:
    """`interlingua providers` prints it."""
    assert all(field.description for field in OpenAIOptions.model_fields.values())


def test_values_are_checked() -> None:
    """An unknown field name is refused."""
    with pytest.raises(ValidationError):
        OpenAIOptions(max_tokens_field="max_output_tokens")  # type: ignore[arg-type]  # what a config string may hold
