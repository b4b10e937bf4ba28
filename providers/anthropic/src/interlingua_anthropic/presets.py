"""Hosts that speak Anthropic's format: one row each, and each row is the plugin of its own entry point, a line of `pyproject.toml`.

Facts as read in November 2026 on the page that stands beside them. What a page doesn't say is left as the reference has it, since the
API is the judge. The key goes out as `Authorization: Bearer`, as Anthropic's SDK sends it, unless a row says otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Row, refuses
from interlingua.provider import Preset, hookimpl

if TYPE_CHECKING:
    from interlingua.provider import Provider


class AnthropicPreset(Preset):
    """A host that speaks Anthropic's format."""

    __slots__ = ()

    @hookimpl
    def interlingua_provider(self) -> Provider:
        """Give the provider; see `interlingua.provider.hookspecs`."""
        from interlingua_anthropic.provider import CompatibleProvider

        return self.provider(CompatibleProvider)


MINIMAX: Final = AnthropicPreset(
    "minimax", "MiniMax", "https://api.minimax.io/anthropic", "https://platform.minimax.io/docs/api-reference/text-anthropic-api",
    ("MINIMAX_API_KEY",),
    models=("MiniMax-M3", "MiniMax-M2.7"),
    count_endpoint="/v1/messages/count_tokens",
    rows=(
        Row(refuses("top_k", "stop")),
        Row(refuses("document"), note="images with MiniMax-M3 alone"),
    ),
)  # fmt: skip

DEEPSEEK: Final = AnthropicPreset(
    "deepseek-anthropic", "DeepSeek", "https://api.deepseek.com/anthropic", "https://api-docs.deepseek.com/guides/anthropic_api",
    ("DEEPSEEK_API_KEY",),
    lists_models=False,  # documented at its other address alone, which speaks OpenAI's format
    options={"auth_header": "x-api-key"},
    models=("deepseek-flash", "deepseek-v4-pro"),
    rows=(
        Row(refuses("top_k", "reasoning_budget", "output_schema", "parallel_tool_calls")),
        Row(refuses("document"), note="a tool result's `is_error`, `cache_control` and citations are ignored"),
        Row(refuses("system_in_place"), source="https://github.com/anthropics/claude-code/issues/63366"),
        Row(note="a model whose name begins with `claude` is answered by one of DeepSeek's"),
    ),
)  # fmt: skip

KIMI: Final = AnthropicPreset(
    "kimi", "Kimi", "https://api.moonshot.ai/anthropic", "https://platform.kimi.ai/docs/api/messages", ("MOONSHOT_API_KEY",),
    lists_models=False,  # documented at its other address alone, which speaks OpenAI's format
    models=("kimi-k3",),
    rows=(
        Row(refuses("temperature", "top_p", "top_k", "reasoning_budget")),
        Row(refuses("tool_choice_named", "parallel_tool_calls", "system_in_place", "document")),
        Row(note="at most 5 stop texts; one that is met ends the answer as `end_turn`"),
    ),
)  # fmt: skip

ZAI: Final = AnthropicPreset(
    "zai", "Z.ai", "https://api.z.ai/api/anthropic", "https://docs.z.ai/devpack/tool/claude", ("ZAI_API_KEY",),
    lists_models=False,  # documented at its other address alone, which speaks OpenAI's format
    models=("glm-5.3",),
)  # fmt: skip

OPENROUTER: Final = AnthropicPreset(
    "openrouter-anthropic", "OpenRouter", "https://openrouter.ai/api",
    "https://openrouter.ai/docs/guides/community/anthropic-agent-sdk", ("OPENROUTER_API_KEY",),
    rows=(Row(several_makers=True, source="https://openrouter.ai/docs/use-cases/reasoning-tokens"),),
)  # fmt: skip

PRESETS: Final = tuple(row for row in list(globals().values()) if isinstance(row, AnthropicPreset))
"""All of them, in the order above."""
