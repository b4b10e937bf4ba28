"""What each Claude model accepts, where."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest
from anthropic.types import model_param

from interlingua.dialect import Capabilities, Limit, applied
from interlingua_anthropic.capabilities import BINDING, LEAST_MAX_OUTPUT, ROWS, find_binding, option_rows
from interlingua_anthropic.model_ids import claude_name
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.provider import AnthropicProvider

PROVIDER = AnthropicProvider()
EARLIER = AnthropicOptions(extra_headers=("Anthropic-Version: 2023-06-01",))

SAMPLING = {"top_p", "top_k"}
SCHEMAS = {"output_schema", "tool_strict"}
OLD = {"reasoning_adaptive", "reasoning_budget_above_max_tokens", "reasoning_unasked", "sampling_with_reasoning", "system_in_place"} | {
    "prefill_with_output_schema", "prefill_with_reasoning", "tool_choice_forced_with_budget", "system_directive",
}  # fmt: skip
MANUAL = OLD - {"reasoning_adaptive", "prefill_with_output_schema", "prefill_with_reasoning"}
WIRE = {"reasoning_unsigned", "stop_blank", "system_anywhere", "text_blank", "text_halves"}


@pytest.mark.parametrize(
    ("model_id", "max_output", "lacks"),
    [
        (
            "claude-3-5-haiku-20241022",
            8_192,
            OLD - {"reasoning_budget_above_max_tokens", "tool_choice_forced_with_budget"}
            | SCHEMAS
            | {"reasoning_effort", "reasoning_budget"},
        ),
        ("claude-sonnet-4-20250514", 64_000, OLD | SCHEMAS | {"reasoning_effort"}),
        ("claude-opus-4-1-20250805", 32_000, OLD | SCHEMAS | {"reasoning_effort", "temperature_with_top_p"}),
        ("claude-sonnet-4-5-20250929", 64_000, OLD | {"reasoning_effort", "temperature_with_top_p"}),
        ("claude-opus-4-5-20251101", 64_000, OLD | {"temperature_with_top_p"}),
        ("claude-sonnet-4-6", 128_000, MANUAL | {"prefill", "temperature_with_top_p"}),
        (
            "claude-opus-4-7",
            128_000,
            SAMPLING | {"reasoning_budget", "reasoning_unasked", "prefill", "system_in_place", "system_directive"},
        ),
        ("claude-opus-4-8", 128_000, SAMPLING | {"reasoning_budget", "reasoning_unasked", "prefill", "system_directive"}),
        ("claude-opus-5", 128_000, SAMPLING | {"reasoning_budget", "prefill"}),
        ("claude-sonnet-5", 128_000, SAMPLING | {"reasoning_budget", "prefill", "system_in_place", "system_directive"}),
        ("claude-fable-5", 128_000, SAMPLING | {"reasoning_budget", "reasoning_off", "prefill", "system_directive"}),
        ("claude-opus-5-5", 128_000, SAMPLING | {"reasoning_budget", "reasoning_off", "prefill", "tool_choice_forced"}),
        ("claude-sonnet-5-5", 128_000, SAMPLING | {"reasoning_budget", "prefill", "tool_choice_forced"}),
        ("claude-haiku-5-5", 128_000, {"top_k", "temperature_with_top_p", "reasoning_budget", "prefill"}),
        ("claude-fable-5-2", 128_000, SAMPLING | {"reasoning_budget", "reasoning_off", "prefill", "tool_choice_forced"}),
        (
            "claude-mythos-preview",
            128_000,
            SAMPLING
            | {"reasoning_off", "prefill", "tool_choice_forced", "tool_choice_forced_with_budget"}
            | {"reasoning_budget_above_max_tokens", "system_in_place", "system_directive"},
        ),
    ],
)
def test_known_models(model_id: str, max_output: int, lacks: set[str]) -> None:
    """What each generation refuses, in the earlier version of the API."""
    capabilities = PROVIDER.capabilities(model_id, EARLIER)

    assert capabilities.lacks == lacks | WIRE
    assert capabilities.limit("max_tokens").at_most == max_output


@pytest.mark.parametrize(
    ("model_id", "efforts"),
    [
        ("claude-opus-4-5", ("low", "medium", "high")),
        ("claude-opus-4-6", ("low", "medium", "high", "max")),
        ("claude-mythos-preview", ("low", "medium", "high", "max")),
        ("claude-opus-4-7", ("low", "medium", "high", "xhigh", "max")),
        ("claude-haiku-5-5", ("low", "medium", "high", "xhigh", "max")),
    ],
)
def test_efforts(model_id: str, efforts: tuple[str, ...]) -> None:
    """Each generation has its words."""
    assert PROVIDER.capabilities(model_id, EARLIER).limit("reasoning_effort").one_of == efforts


def test_the_sdks_version_of_the_api() -> None:
    """Takes no sampling of any model, where somebody asks for it by name."""
    named = AnthropicOptions(extra_headers=("Anthropic-Version: 2026-10-21",))

    assert not PROVIDER.capabilities("claude-sonnet-4-6", named).has("temperature")
    assert PROVIDER.capabilities("claude-sonnet-4-6", AnthropicOptions()).has("temperature")


def test_unknown_models() -> None:
    """A model that isn't in the rows may do everything that is its own affair; a newer Claude generates no less than those before it."""
    newer, other = (PROVIDER.capabilities(model_id, EARLIER) for model_id in ("claude-opus-9", "my-gateway/model"))

    assert newer.lacks == WIRE
    assert (other.lacks, other.limits) == (frozenset(), {})
    assert all(name is None or LEAST_MAX_OUTPUT <= name for name in (newer.limit("max_tokens").at_most,))


@pytest.mark.parametrize(
    ("model_id", "expected"),
    [
        *((row.model, row.model) for row in BINDING),
        ("claude-opus-5-5-20260922", "claude-opus-5-5"),
        ("claude-sonnet-5-5@20260928", "claude-sonnet-5-5"),
        ("us.anthropic.claude-opus-5-5", "claude-opus-5-5"),
        ("anthropic/claude-opus-5.5", "claude-opus-5-5"),
        ("claude-opus-5", None),
        ("claude-fable-5", None),
        ("claude-mythos-5-1", None),
        ("claude-opus-4-8", None),
        ("gateway/my-claude", None),
        ("", None),
    ],
)
def test_what_binds(model_id: str, expected: str | None) -> None:
    """The models from 5.1 on bind their thinking, each under its own name, whatever its date and host; Mythos 5.1 doesn't."""
    assert expected == getattr(find_binding(model_id), "model", None)


def test_each_row_has_its_source() -> None:
    """A page of today."""
    for row in ROWS:
        assert row.source is not None
        assert urlsplit(row.source).scheme == "https"
        assert row.seen == date(2026, 11, 30)
        assert row.takes or row.fields
        assert all("*" in name or claude_name(name) is not None for name in row.models)


def test_least_is_no_small_number() -> None:
    """No model since version 4 generates less than what a newer one is asked for."""
    limits = {row.takes["max_tokens"].at_most for row in ROWS if "max_tokens" in row.takes and "claude-3" not in "".join(row.models)}  # type: ignore[union-attr]  # limits

    assert min(limits) == LEAST_MAX_OUTPUT


def test_every_model_of_the_sdk_is_known() -> None:
    """Each has a row that says how much it generates."""
    names = model_param.ModelParam.__args__[0].__args__  # type: ignore[attr-defined]  # a union of words and any other text

    assert [name for name in names if PROVIDER.capabilities(name, EARLIER).limit("max_tokens").at_most is None] == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"temperature", "system_anywhere", "output_schema"}),
        ({"late_system": "keep"}, {"temperature", "output_schema"}),
        ({"late_system": "hoist"}, {"temperature", "system_in_place", "system_as_user", "system_anywhere", "output_schema"}),
        ({"sampling": "send"}, {"system_anywhere", "output_schema"}),
        ({"sampling": "omit"}, {"temperature", "top_p", "top_k", "system_anywhere", "output_schema"}),
        ({"structured_output": "native"}, {"temperature", "system_anywhere"}),
    ],
    ids=["none", "keep", "hoist", "send", "omit", "native"],
)
def test_options(options: dict[str, str], expected: set[str]) -> None:
    """An option says that a host takes more, or less, than the model's row."""
    base = Capabilities(frozenset({"temperature", "system_anywhere", "output_schema"}), {"max_tokens": "x"}, limits={"top_p": Limit(0, 1)})

    capabilities = applied(option_rows(AnthropicOptions.model_validate(options)), ("m",), (), base)

    assert capabilities.lacks == expected
    assert capabilities.field_names == {"max_tokens": "x"}


@pytest.mark.parametrize("platform", ["bedrock", "vertex", "foundry"])
def test_platforms(platform: str) -> None:
    """No cloud takes a system message in its place, as far as its pages agree, unless an option says that it does."""
    options = AnthropicOptions.model_validate({"platform": platform})
    keep = AnthropicOptions.model_validate({"platform": platform, "late_system": "keep"})

    assert not PROVIDER.capabilities("claude-opus-5-5", options).has("system_in_place")
    assert PROVIDER.capabilities("claude-opus-5-5", keep).has("system_in_place")
