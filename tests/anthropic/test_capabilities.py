"""What each Claude model accepts."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities
from interlingua_anthropic.capabilities import BINDING, LEAST_MAX_OUTPUT, MODELS, find_binding, find_model, with_options
from interlingua_anthropic.options import AnthropicOptions

PLACES = {"system_in_place", "system_anywhere"}
SAMPLING = {"temperature", "top_p", "top_k"}
SCHEMAS = {"output_schema", "tool_strict"}


@pytest.mark.parametrize(
    ("model_id", "max_output", "lacks"),
    [
        ("claude-3-5-haiku-20241022", 8_192, PLACES | SCHEMAS | {"reasoning_effort"}),
        ("claude-sonnet-4-20250514", 64_000, PLACES | SCHEMAS | {"reasoning_effort"}),
        ("claude-opus-4-1-20250805", 32_000, PLACES | SCHEMAS | {"reasoning_effort"}),
        ("claude-sonnet-4-5-20250929", 64_000, PLACES | {"reasoning_effort"}),
        ("claude-opus-4-5-20251101", 64_000, PLACES),
        ("claude-sonnet-4-6", 128_000, PLACES),
        ("claude-opus-4-7", 128_000, PLACES | SAMPLING | {"reasoning_budget"}),
        ("claude-opus-4-8", 128_000, SAMPLING | {"reasoning_budget", "system_anywhere"}),
        ("claude-opus-5", 128_000, SAMPLING | {"reasoning_budget", "system_anywhere"}),
        ("claude-opus-5-5", 128_000, SAMPLING | {"reasoning_budget", "reasoning_off", "system_anywhere"}),
        ("claude-fable-5-2", 128_000, SAMPLING | {"reasoning_budget", "reasoning_off", "system_anywhere"}),
    ],
)
def test_known_models(model_id: str, max_output: int, lacks: set[str]) -> None:
    """The row with the longest fitting beginning counts."""
    assert find_model(model_id) == (max_output, Capabilities(frozenset(lacks)))  # type: ignore[arg-type]  # feature names


@pytest.mark.parametrize(("model_id", "max_output"), [("claude-opus-9", LEAST_MAX_OUTPUT), ("my-gateway/claude", None), ("", None)])
def test_unknown_models(model_id: str, max_output: int | None) -> None:
    """A model that isn't in the table may do everything; a newer Claude generates no less than those before it."""
    assert find_model(model_id) == (max_output, EVERYTHING)


@pytest.mark.parametrize(
    ("model_id", "expected"),
    [
        *((row.model, row.model) for row in BINDING),
        ("claude-opus-5-5-20260922", "claude-opus-5-5"),
        ("claude-sonnet-5-5@20260928", "claude-sonnet-5-5"),
        ("claude-opus-5", None),
        ("claude-fable-5", None),
        ("claude-opus-4-8", None),
        ("gateway/claude-opus-5-5", None),
        ("", None),
    ],
)
def test_what_binds(model_id: str, expected: str | None) -> None:
    """The models from 5.1 on bind their thinking, each under its own name, whatever its date."""
    assert expected == getattr(find_binding(model_id), "model", None)


def test_least_is_no_small_number() -> None:
    """No model since version 4 generates less than what a newer one is asked for."""
    assert min(row.max_output or 0 for prefix, row in MODELS.items() if "-3-" not in prefix) == LEAST_MAX_OUTPUT


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"temperature", "system_anywhere", "output_schema"}),
        ({"late_system": "keep"}, {"temperature", "output_schema"}),
        ({"late_system": "hoist"}, {"temperature", "system_in_place", "system_anywhere", "output_schema"}),
        ({"platform": "vertex"}, {"temperature", "system_in_place", "system_anywhere", "output_schema"}),
        ({"platform": "vertex", "late_system": "keep"}, {"temperature", "output_schema"}),
        ({"sampling": "send"}, {"system_anywhere", "output_schema"}),
        ({"sampling": "omit"}, {"temperature", "top_p", "top_k", "system_anywhere", "output_schema"}),
        ({"structured_output": "native"}, {"temperature", "system_anywhere"}),
    ],
    ids=["none", "keep", "hoist", "vertex", "vertex keep", "send", "omit", "native"],
)
def test_options(options: dict[str, str], expected: set[str]) -> None:
    """An option says that a host takes more, or less, than the model's row."""
    lacks = Capabilities(frozenset({"temperature", "system_anywhere", "output_schema"}), {"max_tokens": "x"})

    capabilities = with_options(lacks, AnthropicOptions(**options))  # type: ignore[arg-type]  # words of the options

    assert capabilities.lacks == expected
    assert capabilities.field_names == {"max_tokens": "x"}
