"""How much the model reasons, both ways: `thinking`, and `output_config.effort`.

Source: https://docs.claude.com/en/api/messages#body-thinking and …/build-with-claude/effort. A form of `thinking` that has no canonical
field (`adaptive`, `between_tools`, whatever comes) is kept on the `ReasoningConfig`, its `type` included, and so is `display`.
`{"type": "disabled"}` alone is the effort `none`. A `display` that a caller keeps without a type belongs to `adaptive`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types import ReasoningConfig
from interlingua_anthropic.messages.wire import is_int, keep, kept_fields, restore

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities
    from interlingua.types import JsonObject
    from interlingua_anthropic.messages.wire import LossLog

_OFF = "none"
_DISABLED: JsonObject = {"type": "disabled"}

# Other wires' words for an effort → the nearest of this one (low, medium, high, xhigh, max).
_NEAREST = {"minimal": "low"}


def take_reasoning(rest: JsonObject, config: JsonObject) -> ReasoningConfig | None:
    """Take what a body says of reasoning out of its fields, and out of those of its `output_config`."""
    fields: dict[str, object] = {}
    effort = config.get("effort")
    if isinstance(effort, str) and effort != _OFF and effort not in _NEAREST:
        fields["effort"] = config.pop("effort")
    thinking = rest.get("thinking")
    if isinstance(thinking, dict) and isinstance(kind := thinking.get("type"), str):
        budget = thinking.get("budget_tokens")
        if kind == "enabled" and is_int(budget):
            fields |= {"budget_tokens": budget, "provider_data": keep(thinking, ("type", "budget_tokens"))}
        elif thinking == _DISABLED and not fields:
            fields["effort"] = _OFF
        else:
            fields["provider_data"] = keep(thinking)
        del rest["thinking"]
    return ReasoningConfig.model_validate(fields) if fields else None


def put_reasoning(reasoning: ReasoningConfig, body: JsonObject, config: JsonObject, capabilities: Capabilities, log: LossLog) -> None:
    """Write how much to reason: into the body, and into its `output_config`."""
    kept = kept_fields(reasoning.provider_data)
    thinking: JsonObject = {}
    if reasoning.budget_tokens is not None:
        if capabilities.has("reasoning_budget"):
            thinking = {"type": "enabled", "budget_tokens": reasoning.budget_tokens}
        else:
            log.add("$.reasoning.budget_tokens", "the model takes no reasoning_budget", "hint")
    if reasoning.effort == _OFF:
        if thinking or "type" in kept or not capabilities.has("reasoning_off"):
            why = "it is told how to reason as well" if thinking or kept else "the model always reasons"
            log.add("$.reasoning.effort", f"reasoning can't be switched off: {why}", "hint")
        else:
            thinking = dict(_DISABLED)
    elif reasoning.effort is not None:
        _put_effort(reasoning.effort, config, capabilities, log)
    if kept and not thinking and "type" not in kept:
        thinking = {"type": "adaptive"}
    if thinking or kept:
        restore(thinking, kept, log)
        body["thinking"] = thinking


def _put_effort(effort: str, config: JsonObject, capabilities: Capabilities, log: LossLog) -> None:
    if not capabilities.has("reasoning_effort"):
        log.add("$.reasoning.effort", "the model takes no reasoning_effort", "hint")
        return
    config["effort"] = nearest = _NEAREST.get(effort, effort)
    if nearest != effort:
        log.add("$.reasoning.effort", f"this wire has no effort {effort!r}", "hint", nearest)
