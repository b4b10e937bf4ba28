"""How much to reason: the efforts and the budget that a model takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.dialect.fit.fitting import Fitting
    from interlingua.types.request import ReasoningConfig

OFF: Final = "none"

_EFFORTS: Final = (OFF, "minimal", "low", "medium", "high", "xhigh", "max")
"""From none to most. A model that takes no effort of one word gets the nearest that it takes, the lower one of two."""


def fit_effort(fitting: Fitting) -> None:
    """Say the effort by a word that the model takes, or not at all."""
    asked = fitting.request.reasoning
    if asked is None or asked.effort is None:
        return
    capabilities, effort = fitting.capabilities, asked.effort
    words = capabilities.limit("reasoning_effort").one_of
    if effort == OFF and not capabilities.has("reasoning_off"):
        takes = capabilities.has("reasoning_effort")
        known = [word for word in _EFFORTS if takes and words is not None and word in words]
        reason = "reasoning can't be switched off: the model always reasons" if takes else "the model takes no reasoning_effort"
        fitting.lose("$.reasoning.effort", reason, "hint", known[0] if known else None)
        fitting.set(reasoning=with_effort(asked, known[0] if known else None))
    elif effort == OFF:
        return  # a model that doesn't reason by itself needn't be told
    elif not capabilities.has("reasoning_effort"):
        other = ", but budget_tokens" if "reasoning_budget" in capabilities.limits else ""
        fitting.lose("$.reasoning.effort", f"the model takes no reasoning_effort{other}", "hint")
        fitting.set(reasoning=with_effort(asked, None))
    elif words is not None and effort not in words:
        if effort not in _EFFORTS:
            fitting.refuse("$.reasoning.effort", f"the model has no effort {effort!r}", f"it takes {', '.join(map(str, words))}")
        place = _EFFORTS.index(effort)
        known = [word for word in _EFFORTS if word in words and word != OFF]
        nearest = min(known, key=lambda word: abs(_EFFORTS.index(word) - place), default=None)
        fitting.lose("$.reasoning.effort", f"the model has no effort {effort!r}", "hint", nearest)
        fitting.set(reasoning=with_effort(asked, nearest))


def fit_budget(fitting: Fitting) -> None:
    """Bring a budget into the model's bounds, and below the limit of the whole answer, which it counts towards."""
    asked = fitting.request.reasoning
    if asked is None or asked.budget_tokens is None:
        return
    place, budget = "$.reasoning.budget_tokens", asked.budget_tokens
    if not fitting.capabilities.has("reasoning_budget"):
        fitting.lose(place, "the model takes no reasoning_budget", "hint")
        fitting.set(reasoning=_with_budget(asked, None))
        return
    limit, whole = fitting.capabilities.limit("reasoning_budget"), fitting.request.max_tokens
    least = 0 if limit.at_least is None else int(limit.at_least)
    nearest, why = max(budget, least), f"the model takes no budget below {least}"
    if limit.at_most is not None and nearest > limit.at_most:
        nearest, why = int(limit.at_most), f"the model takes no budget above {limit.at_most:g}"
    above = fitting.capabilities.has("reasoning_budget_above_max_tokens")
    if not above and whole is not None and nearest >= whole and not fitting.counting:
        nearest, why = whole - 1, f"a budget is part of max_tokens, which is {whole}"
    if nearest == budget:
        return
    if nearest < least:
        fitting.lose(place, f"{why}, and the model takes none below {least}", "hint")
        fitting.set(reasoning=_with_budget(asked, None))
        return
    fitting.lose(place, why, "hint", nearest)
    fitting.set(reasoning=_with_budget(asked, nearest))


def with_effort(asked: ReasoningConfig, effort: str | None) -> ReasoningConfig | None:
    """Give what is asked with another effort; None where nothing is left of it."""
    return _said(asked.model_copy(update={"effort": effort}))


def _with_budget(asked: ReasoningConfig, budget: int | None) -> ReasoningConfig | None:
    return _said(asked.model_copy(update={"budget_tokens": budget}))


def _said(asked: ReasoningConfig) -> ReasoningConfig | None:
    return None if asked.effort is None and asked.budget_tokens is None and not asked.provider_data else asked
