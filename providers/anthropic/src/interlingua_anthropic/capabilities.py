"""What each Claude model accepts: one table, by the beginning of the model's id. A model that isn't in it may do everything.

Sources, as read in November 2026: https://docs.claude.com/en/docs/about-claude/models/overview (maximum output, thinking, effort);
…/models/migration-guide (what Opus 4.7 and later, and every model since 5, refuse with a 400: `temperature`, `top_p`, `top_k`,
`thinking.budget_tokens`; what always thinks refuses `thinking.type: disabled` too);
…/build-with-claude/mid-conversation-system-messages (a system role in the list since Opus 4.8, on Anthropic's own platform: behind
what the user says, and before what the model says or at the end); …/build-with-claude/structured-outputs and …/effort (models);
https://platform.claude.com/docs/en/build-with-claude/preserved-thinking/prefix-checks (which models bind their thinking to what stood
before it: those from Fable 5.1 on, since 31 August 2026, by account; see `binding.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interlingua.dialect import EVERYTHING, Capabilities

if TYPE_CHECKING:
    from interlingua.dialect import Feature
    from interlingua_anthropic.options import AnthropicOptions

LEAST_MAX_OUTPUT = 32_000
"""`max_tokens` for a Claude that is newer than the table, since the API requires one: no Claude since version 4 generates less."""


class Model(NamedTuple):
    """One row of the table.

    Attributes:
        max_output: The most tokens that the model generates, or None where nobody knows.
        capabilities: What it accepts.
    """

    max_output: int | None
    capabilities: Capabilities


_PLACES: frozenset[Feature] = frozenset({"system_in_place", "system_anywhere"})
_SCHEMAS: frozenset[Feature] = frozenset({"output_schema", "tool_strict"})
_SAMPLING: frozenset[Feature] = frozenset({"temperature", "top_p", "top_k"})

_OLD: frozenset[Feature] = _PLACES | _SCHEMAS | {"reasoning_effort"}
_4_5: frozenset[Feature] = _PLACES | {"reasoning_effort"}
_4_7: frozenset[Feature] = _PLACES | _SAMPLING | {"reasoning_budget"}
_ADAPTIVE: frozenset[Feature] = _SAMPLING | {"reasoning_budget", "system_anywhere"}
_ALWAYS_THINKS: frozenset[Feature] = _ADAPTIVE | {"reasoning_off"}

# The longest beginning that fits counts, so that `claude-opus-4-` stands for 4.0 alone.
_ROWS: tuple[tuple[str, int, frozenset[Feature]], ...] = (
    ("claude-3-haiku", 4_096, _OLD),
    ("claude-3-sonnet", 4_096, _OLD),
    ("claude-3-opus", 4_096, _OLD),
    ("claude-3-5-", 8_192, _OLD),
    ("claude-3-7-", 64_000, _OLD),
    ("claude-sonnet-4-", 64_000, _OLD),
    ("claude-opus-4-", 32_000, _OLD),
    ("claude-sonnet-4-5", 64_000, _4_5),
    ("claude-opus-4-5", 64_000, _PLACES),
    ("claude-haiku-4-5", 64_000, _4_5),
    ("claude-sonnet-4-6", 128_000, _PLACES),
    ("claude-opus-4-6", 128_000, _PLACES),
    ("claude-opus-4-7", 128_000, _4_7),
    ("claude-opus-4-8", 128_000, _ADAPTIVE),
    ("claude-mythos-preview", 128_000, _ALWAYS_THINKS | _PLACES),
    ("claude-opus-5", 128_000, _ADAPTIVE),
    ("claude-opus-5-5", 128_000, _ALWAYS_THINKS),
    ("claude-sonnet-5", 128_000, _ADAPTIVE),
    ("claude-sonnet-5-5", 128_000, _ALWAYS_THINKS),
    ("claude-haiku-5-5", 128_000, _ADAPTIVE),
    ("claude-fable-5", 128_000, _ALWAYS_THINKS),
    ("claude-mythos-5", 128_000, _ALWAYS_THINKS),
)

MODELS = {prefix: Model(max_output, Capabilities(lacks)) for prefix, max_output, lacks in _ROWS}
"""The table, by the beginning of the model's id."""


class BindingRow(NamedTuple):
    """What one model binds its thinking to.

    Attributes:
        model: The model's name, whatever its date.
        to_model: Whether to the model itself, as well as to what stood before it.
    """

    model: str
    to_model: bool = True


# Haiku 5.5's goes to other models: https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-thinking-block-binding.html
BINDING = (
    BindingRow("claude-fable-5-1"),
    BindingRow("claude-fable-5-2"),
    BindingRow("claude-mythos-5-1"),
    BindingRow("claude-mythos-5-2"),
    BindingRow("claude-haiku-5-5", to_model=False),
    BindingRow("claude-opus-5-5"),
    BindingRow("claude-sonnet-5-5"),
)
"""The models that bind their thinking to what stood before it, and are known to refuse it elsewhere: those from 5.1 on."""


def find_binding(model_id: str) -> BindingRow | None:
    """Give the row of a model; None where it isn't known to bind anything."""
    return next((row for row in BINDING if model_id.startswith(row.model)), None)


def find_model(model_id: str) -> Model:
    """Give the row whose beginning fits best, or one that says nothing against anything."""
    fitting = [prefix for prefix in MODELS if model_id.startswith(prefix)]
    if fitting:
        return MODELS[max(fitting, key=len)]
    return Model(LEAST_MAX_OUTPUT if model_id.startswith("claude-") else None, EVERYTHING)


def with_options(capabilities: Capabilities, options: AnthropicOptions) -> Capabilities:
    """Give what a model accepts where the options say that its host takes more, or less."""
    lacks = capabilities.lacks
    if options.late_system == "keep":
        lacks -= _PLACES
    elif options.late_system == "hoist" or options.platform != "first-party":
        lacks |= _PLACES
    if options.sampling is not None:
        lacks = lacks - _SAMPLING if options.sampling == "send" else lacks | _SAMPLING
    if options.structured_output == "native":
        lacks -= {"output_schema"}
    return Capabilities(lacks, capabilities.field_names)
