"""What Claude's wire alone has to be seen to before a request is written, beside the rules of `interlingua.dialect.fit`.

Source, as read in November 2026: https://platform.claude.com/docs/en/build-with-claude/thinking (which forms of `thinking` a model takes,
and with which efforts).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept
from interlingua.types import ReasoningConfig
from interlingua_anthropic.names import MESSAGES

if TYPE_CHECKING:
    from interlingua.dialect import Fitting, Rule
    from interlingua.types import JsonObject, Request

_OFF: Final = "none"
_FORM: Final = "$.reasoning"


def says_reasoning(request: Request) -> bool | None:
    """Tell whether a request asks Claude to think: an effort alone doesn't, and a form of `thinking` that is kept may."""
    asked = request.reasoning
    if asked is None:
        return None
    if asked.budget_tokens is not None:
        return True
    kind = Kept.of(asked.provider_data, MESSAGES).fields.get("type")
    if kind is None:
        return False if asked.effort == _OFF else None
    return kind not in {"disabled", "between_tools"}


def fit_thinking(fitting: Fitting) -> None:
    """Say how to think in a form that the model takes."""
    asked, capabilities = fitting.request.reasoning, fitting.capabilities
    if asked is None:
        return
    own = Kept.of(asked.provider_data, MESSAGES).fields
    kind, off = own.get("type"), capabilities.limit("reasoning_off").one_of
    if asked.budget_tokens is not None and not (
        capabilities.has("reasoning_budget") or capabilities.has("reasoning_unasked") or not capabilities.has("reasoning_adaptive")
    ):
        fitting.lose(f"{_FORM}.budget_tokens", "the model takes no reasoning_budget", "hint", "adaptive")
        _set(fitting, {**own, "type": "adaptive"}, effort=asked.effort)
    elif off is not None and (asked.effort == _OFF or kind == "disabled"):
        fitting.lose(_FORM, "thinking is switched off by another word on this model", "hint", off[0])
        _set(fitting, {"type": off[0]}, effort=None if asked.effort == _OFF else asked.effort)
    elif kind == "between_tools" and off is None and _knows_forms(fitting):
        replaced = "disabled" if capabilities.has("reasoning_off") else None
        fitting.lose(_FORM, "the model doesn't think between tools alone", "hint", replaced)
        _set(fitting, {"type": replaced} if replaced else {}, effort=asked.effort)
    elif (kind == "disabled" and not capabilities.has("reasoning_off")) or (
        kind == "adaptive" and not capabilities.has("reasoning_adaptive")
    ):
        fitting.lose(_FORM, f"the model takes no thinking of the type {kind}", "hint")
        _set(fitting, {}, effort=asked.effort)
    _lower_effort(fitting)


def _knows_forms(fitting: Fitting) -> bool:
    """Tell whether anything is known of how the model thinks."""
    capabilities = fitting.capabilities
    return not (capabilities.has("reasoning_budget") and capabilities.has("reasoning_adaptive") and capabilities.has("reasoning_unasked"))


def _lower_effort(fitting: Fitting) -> None:
    """Lower an effort that the model takes only while it thinks."""
    asked, words = fitting.request.reasoning, fitting.capabilities.limit("reasoning_effort_when_off").one_of
    if asked is None or words is None or asked.effort in {None, _OFF, *words} or says_reasoning(fitting.request) is not False:
        return
    fitting.lose(f"{_FORM}.effort", f"without thinking the model has no effort {asked.effort!r}", "hint", words[-1])
    fitting.set(reasoning=asked.model_copy(update={"effort": words[-1]}))


def _set(fitting: Fitting, own: JsonObject, effort: str | None) -> None:
    said = ReasoningConfig(effort=effort, provider_data={MESSAGES: own} if own else {})
    fitting.set(reasoning=said if own or effort is not None else None)


RULES: Final[tuple[Rule, ...]] = (fit_thinking,)
