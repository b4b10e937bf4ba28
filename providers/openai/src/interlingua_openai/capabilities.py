"""What each OpenAI model and host accepts: pure tables. A model that isn't in them may do everything, and the API is the judge.

Sources, as read in November 2026: https://platform.openai.com/docs/guides/reasoning (reasoning models refuse sampling parameters),
…/guides/structured-outputs (models with `json_schema`), …/api-reference/chat/create (`stop`, `max_tokens`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Capabilities
from interlingua_openai.chat.request import MAX_TOKENS, OLD_MAX_TOKENS

if TYPE_CHECKING:
    from interlingua.dialect import Feature
    from interlingua_openai.options import OpenAIOptions

_SAMPLING: frozenset[Feature] = frozenset({"temperature", "top_p"})
_REASONING: frozenset[Feature] = frozenset({"temperature", "top_p", "stop"})
_EARLY_REASONING: frozenset[Feature] = frozenset({"temperature", "top_p", "parallel_tool_calls"})
_TALKING: frozenset[Feature] = frozenset({"reasoning_effort"})
_EARLY_TALKING: frozenset[Feature] = frozenset({"reasoning_effort", "output_schema"})
_ANYTHING: frozenset[Feature] = frozenset()

# The longest beginning that fits counts.
_LACKS: dict[str, frozenset[Feature]] = {
    "o1": _EARLY_REASONING,
    "o3": _REASONING,
    "o3-mini": _EARLY_REASONING,
    "o4-mini": _REASONING,
    "gpt-5": _SAMPLING,
    "gpt-5.": _ANYTHING,  # 5.1 and later take sampling parameters when they don't reason
    "gpt-5-chat": _TALKING,
    "gpt-4": _EARLY_TALKING,
    "gpt-4o": _TALKING,
    "gpt-4.1": _TALKING,
    "gpt-4.5": _TALKING,
    "gpt-3.5": _EARLY_TALKING,
}


def find_capabilities(model_id: str, options: OpenAIOptions) -> Capabilities:
    """Tell what a model on the host that the options name accepts."""
    fitting = [prefix for prefix in _LACKS if model_id.startswith(prefix)]
    names: dict[str, str] = {}
    if options.base_url is not None:
        names["top_k"] = "top_k"  # not OpenAI's, but vLLM, llama.cpp, OpenRouter and others take it under this name
    name = options.max_tokens_field or (MAX_TOKENS if options.base_url is None else OLD_MAX_TOKENS)
    if name != MAX_TOKENS:
        names[MAX_TOKENS] = name
    return Capabilities(_LACKS[max(fitting, key=len)] if fitting else _ANYTHING, names)
