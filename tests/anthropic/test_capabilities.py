"""What each Claude model accepts."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING
from interlingua_anthropic.capabilities import DEFAULT_MAX_TOKENS, MODELS, find_model


@pytest.mark.parametrize(
    ("model_id", "max_output", "temperature", "system_in_place"),
    [
        ("claude-3-5-haiku-20241022", 8_192, True, False),
        ("claude-sonnet-4-20250514", 64_000, True, False),
        ("claude-opus-4-1-20250805", 32_000, True, False),
        ("claude-opus-4-5-20251101", 64_000, True, False),
        ("claude-sonnet-4-6", 128_000, True, False),
        ("claude-opus-4-7", 128_000, False, False),
        ("claude-opus-4-8", 128_000, False, True),
    ],
)
def test_known_models(model_id: str, max_output: int, temperature: bool, system_in_place: bool) -> None:  # noqa: FBT001 - a table
    """The row with the longest fitting beginning counts."""
    model = find_model(model_id)

    assert model.max_output == max_output
    assert model.capabilities.has("temperature") is temperature
    assert model.capabilities.has("system_in_place") is system_in_place


@pytest.mark.parametrize("model_id", ["claude-opus-9", "my-gateway/claude", ""])
def test_unknown_models(model_id: str) -> None:
    """A model that isn't in the table may do everything."""
    assert find_model(model_id) == (DEFAULT_MAX_TOKENS, EVERYTHING)


def test_default_is_no_small_number() -> None:
    """No model since version 4 generates less than the default."""
    assert min(row.max_output for prefix, row in MODELS.items() if "-3-" not in prefix) == DEFAULT_MAX_TOKENS
