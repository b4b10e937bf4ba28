"""What each OpenAI model accepts: rows. A model that isn't in them may do everything, and the API is the judge.

Sources, as read in November 2026: https://platform.openai.com/docs/guides/reasoning (reasoning models refuse sampling parameters),
…/guides/structured-outputs (models with `json_schema`), …/api-reference/chat/create (`stop`, `max_tokens`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from interlingua.dialect import Row, refuses
from interlingua_openai.chat.request import MAX_TOKENS, OLD_MAX_TOKENS

if TYPE_CHECKING:
    from interlingua_openai.options import OpenAIOptions

_REASONING: Final = "https://platform.openai.com/docs/guides/reasoning"
_SCHEMAS: Final = "https://platform.openai.com/docs/guides/structured-outputs"
_SEEN: Final = date(2026, 11, 30)

ROWS: Final = (
    Row(refuses("temperature", "top_p", "parallel_tool_calls"), ("o1*", "o3-mini*"), source=_REASONING, seen=_SEEN),
    Row(refuses("temperature", "top_p", "stop"), ("o3", "o3-pro*", "o4-mini*"), source=_REASONING, seen=_SEEN),
    Row(refuses("temperature", "top_p"), ("gpt-5", "gpt-5-*"), source=_REASONING, seen=_SEEN),
    Row(refuses("reasoning_effort") | {"temperature": True, "top_p": True}, ("gpt-5-chat*",), source=_REASONING, seen=_SEEN),
    Row(refuses("reasoning_effort"), ("gpt-4*", "gpt-3.5*"), source=_REASONING, seen=_SEEN),
    Row(refuses("output_schema"), ("gpt-4", "gpt-4-*", "gpt-3.5*"), source=_SCHEMAS, seen=_SEEN),
)
"""The rows."""


def option_rows(options: OpenAIOptions) -> tuple[Row, ...]:
    """Give what the options say."""
    names: dict[str, str] = {}
    if options.base_url is not None:
        names["top_k"] = "top_k"  # not OpenAI's, but vLLM, llama.cpp, OpenRouter and others take it under this name
    name = options.max_tokens_field or (MAX_TOKENS if options.base_url is None else OLD_MAX_TOKENS)
    if name != MAX_TOKENS:
        names[MAX_TOKENS] = name
    return (Row(names=names),) if names else ()
