"""Twin of capabilities.py: the tables."""

from __future__ import annotations

import pytest

from interlingua_openai.options import OpenAIOptions
from interlingua_openai.provider import OpenAIProvider


@pytest.mark.parametrize(
    ("model_id", "lacks"),
    [
        ("o1-2024-12-17", {"temperature", "top_p", "parallel_tool_calls"}),
        ("o3", {"temperature", "top_p", "stop"}),
        ("o3-mini", {"temperature", "top_p", "parallel_tool_calls"}),
        ("o4-mini-2025-04-16", {"temperature", "top_p", "stop"}),
        ("gpt-5-mini", {"temperature", "top_p"}),
        ("gpt-5.5", set()),
        ("gpt-5-chat-latest", {"reasoning_effort"}),
        ("gpt-4", {"reasoning_effort", "output_schema"}),
        ("gpt-4o-mini", {"reasoning_effort"}),
        ("gpt-3.5-turbo", {"reasoning_effort", "output_schema"}),
        ("llama-4", set()),
    ],
)
def test_the_longest_beginning_counts(model_id: str, lacks: set[str]) -> None:
    """A model that nobody has heard of may do everything."""
    assert OpenAIProvider().capabilities(model_id, OpenAIOptions()).lacks == lacks


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (OpenAIOptions(), {}),
        (OpenAIOptions(base_url="http://localhost/v1"), {"top_k": "top_k", "max_completion_tokens": "max_tokens"}),
        (OpenAIOptions(base_url="http://localhost/v1", max_tokens_field="max_completion_tokens"), {"top_k": "top_k"}),
        (OpenAIOptions(max_tokens_field="max_tokens"), {"max_completion_tokens": "max_tokens"}),
    ],
)
def test_the_host_decides_the_names(options: OpenAIOptions, names: dict[str, str]) -> None:
    """OpenAI's own address has the newer field and no top_k; others mostly have the older one, and top_k."""
    assert OpenAIProvider().capabilities("m", options).field_names == names
