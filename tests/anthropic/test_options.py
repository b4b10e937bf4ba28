"""The provider's options."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from interlingua_anthropic.options import AnthropicOptions


def test_described() -> None:
    """Every option says what it is for."""
    assert all(field.description for field in AnthropicOptions.model_fields.values())


def test_bounds() -> None:
    """This API's temperature ends at 1, and no unknown option passes."""
    with pytest.raises(ValidationError):
        AnthropicOptions(temperature=1.5)
    with pytest.raises(ValidationError):
        AnthropicOptions.model_validate({"api_key": "x"})
