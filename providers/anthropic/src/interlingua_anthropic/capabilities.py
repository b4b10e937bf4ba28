"""What each Claude model accepts: one table, by the beginning of the model's id. A model that isn't in it may do everything.

Sources, as read in November 2026: https://docs.claude.com/en/docs/about-claude/models/overview (maximum output);
…/models/migration-guide (Opus 4.7 and later refuse `temperature`, `top_p`, `top_k` and `thinking.budget_tokens` with a 400);
…/build-with-claude/mid-conversation-system-messages (a system role in the list since Opus 4.8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interlingua.dialect import EVERYTHING, Capabilities

if TYPE_CHECKING:
    from interlingua.dialect import Feature

DEFAULT_MAX_TOKENS = 32_000
"""`max_tokens` for a model that isn't in the table, since the API requires one: no Claude since version 4 generates less."""


class Model(NamedTuple):
    """One row of the table.

    Attributes:
        max_output: The most tokens that the model generates.
        capabilities: What it accepts.
    """

    max_output: int
    capabilities: Capabilities


_BEFORE_4_7: frozenset[Feature] = frozenset({"system_in_place"})
_4_8: frozenset[Feature] = frozenset({"temperature", "top_p", "top_k", "reasoning_budget"})
_4_7 = _BEFORE_4_7 | _4_8

# The longest beginning that fits counts, so that `claude-opus-4-` stands for 4.0 alone.
_ROWS: tuple[tuple[str, int, frozenset[Feature]], ...] = (
    ("claude-3-haiku", 4_096, _BEFORE_4_7),
    ("claude-3-sonnet", 4_096, _BEFORE_4_7),
    ("claude-3-opus", 4_096, _BEFORE_4_7),
    ("claude-3-5-", 8_192, _BEFORE_4_7),
    ("claude-3-7-", 64_000, _BEFORE_4_7),
    ("claude-sonnet-4-", 64_000, _BEFORE_4_7),
    ("claude-opus-4-", 32_000, _BEFORE_4_7),
    ("claude-opus-4-5", 64_000, _BEFORE_4_7),
    ("claude-haiku-4-5", 64_000, _BEFORE_4_7),
    ("claude-sonnet-4-6", 128_000, _BEFORE_4_7),
    ("claude-opus-4-6", 128_000, _BEFORE_4_7),
    ("claude-opus-4-7", 128_000, _4_7),
    ("claude-opus-4-8", 128_000, _4_8),
)

MODELS = {prefix: Model(max_output, Capabilities(lacks)) for prefix, max_output, lacks in _ROWS}
"""The table, by the beginning of the model's id."""


def find_model(model_id: str) -> Model:
    """Give the row whose beginning fits best, or one that says nothing against anything."""
    fitting = [prefix for prefix in MODELS if model_id.startswith(prefix)]
    return MODELS[max(fitting, key=len)] if fitting else Model(DEFAULT_MAX_TOKENS, EVERYTHING)
