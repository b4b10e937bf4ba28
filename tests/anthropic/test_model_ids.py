"""What hosts call a Claude."""

from __future__ import annotations

import pytest

from interlingua import Model
from interlingua_anthropic.model_ids import claude_name


@pytest.mark.parametrize(
    ("model_id", "expected"),
    [
        ("claude-opus-4-8", "claude-opus-4-8"),
        ("claude-opus-5-5-20260922", "claude-opus-5-5"),
        ("claude-opus-4-20250514", "claude-opus-4"),
        ("claude-opus-4-0", "claude-opus-4"),
        ("claude-4-opus-20250514", "claude-opus-4"),
        ("claude-3-5-haiku-latest", "claude-3-5-haiku"),
        ("claude-3.7-sonnet", "claude-3-7-sonnet"),
        ("claude-mythos-preview", "claude-mythos-preview"),
        ("claude-opus-6", "claude-opus-6"),
        ("claude-opus-4-10", "claude-opus-4-10"),
        ("Claude-Opus-4-8", "claude-opus-4-8"),
        ("claude-opus-4-8[1m]", "claude-opus-4-8"),
        ("claude-opus-4-6-fast", "claude-opus-4-6"),
        ("claude-opus-4.6-thinking", "claude-opus-4-6"),
        ("anthropic.claude-opus-4-6-v1", "claude-opus-4-6"),
        ("anthropic.claude-3-sonnet-20240229-v1:0:28k", "claude-3-sonnet"),
        *(
            (f"{place}.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5")
            for place in ("us", "eu", "apac", "jp", "global", "us-gov")
        ),
        ("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-8", "claude-opus-4-8"),
        ("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0", "claude-sonnet-4-5"),
        ("bedrock/us.anthropic.claude-sonnet-4-6", "claude-sonnet-4-6"),
        ("claude-haiku-4-5@20251001", "claude-haiku-4-5"),
        ("claude-opus-4-6@default", "claude-opus-4-6"),
        ("publishers/anthropic/models/claude-opus-4-5@20251101", "claude-opus-4-5"),
        ("vertex_ai/claude-3-5-haiku@20241022", "claude-3-5-haiku"),
        ("anthropic/claude-opus-4.8", "claude-opus-4-8"),
        ("anthropic/claude-sonnet-4.5:thinking", "claude-sonnet-4-5"),
        ("openrouter/anthropic/claude-opus-5.5-fast", "claude-opus-5-5"),
        ("anthropic--claude-4.8-opus", "claude-opus-4-8"),
        ("databricks-claude-opus-4-6", "claude-opus-4-6"),
    ],
)
def test_names(model_id: str, expected: str) -> None:
    """Whatever a host puts around it, the name is Anthropic's, without its date."""
    assert claude_name(model_id) == expected


@pytest.mark.parametrize(
    "model_id",
    [
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/claude-opus-4-8",
        "my-deployment",
        "my-gateway/claude",
        "claude-opus-4-8-distilled",
        "not-claude-opus-4-8",
        "",
    ],
)
def test_no_names(model_id: str) -> None:
    """What somebody called a model of theirs says nothing."""
    assert claude_name(model_id) is None


@pytest.mark.parametrize(
    "spec",
    ["arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-8?platform=bedrock", "anthropic/claude-opus-4.8"],
)
def test_what_is_known_is_found(spec: str) -> None:
    """The model's own facts hold behind such an id: what it takes, and how much it generates."""
    prepared = Model(f"anthropic:{spec}").prepare("hi", temperature=0.5)

    assert prepared.body["max_tokens"] == 128_000
    assert "temperature" not in prepared.body
