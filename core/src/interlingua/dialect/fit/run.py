"""The pass itself: which rules there are, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect.capabilities import EVERYTHING
from interlingua.dialect.fit.content import fit_halves, fit_media
from interlingua.dialect.fit.fitting import Fitting
from interlingua.dialect.fit.reasoning import fit_budget, fit_effort
from interlingua.dialect.fit.settings import fit_fields, fit_max_tokens, fit_metadata, fit_plain, fit_sampling, fit_stop
from interlingua.dialect.fit.tools import fit_choice, fit_output, fit_parallel, fit_strict, fit_tools
from interlingua.dialect.fit.turns import fit_prefill, fit_system
from interlingua.dialect.outgoing import Outgoing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from interlingua.dialect.capabilities import Capabilities
    from interlingua.dialect.fit.fitting import Rule
    from interlingua.types.request import Request

# What a choice of tools does to reasoning comes before reasoning, what reasoning does to sampling behind it, and a budget behind the whole.
_RULES: Final[tuple[Rule, ...]] = (
    fit_system, fit_prefill, fit_halves, fit_media,
    fit_tools, fit_strict, fit_parallel, fit_output, fit_choice,
    fit_effort, fit_max_tokens, fit_budget,
    fit_sampling, fit_plain, fit_metadata, fit_stop, fit_fields,
)  # fmt: skip


def fit(
    request: Request,
    capabilities: Capabilities,
    dialect: str,
    *,
    rules: Sequence[Rule] = (),
    counting: bool = False,
    reasons: Callable[[Request], bool | None] | None = None,
) -> Outgoing:
    """Make a request one that its model is known to take; pure.

    What the model refuses is left out, moved, replaced or refused, each with a loss or an error that names its place in the caller's
    request. Where nothing is known of the model, the request is given back as it is.

    Args:
        request: The request.
        capabilities: What its model takes.
        dialect: The name of the dialect that it will be written in.
        rules: What is to be seen to in this dialect alone, before the rest.
        counting: Whether only its tokens are counted.
        reasons: Tells whether a request asks for reasoning, where the dialect has more words for it than the canonical fields.

    Returns:
        The request and its losses; `Outgoing.told` puts those of writing it into the terms of the caller's request too.

    Raises:
        ConversionError: Nothing that the model takes means the same.
    """
    if capabilities == EVERYTHING:
        return Outgoing(request)
    fitting = Fitting(request, capabilities, dialect, counting=counting, reasons=reasons)
    for rule in (*rules, *_RULES):
        rule(fitting)
    if request.messages and not fitting.request.messages:
        why = "; ".join(f"{loss.path}: {loss.reason}" for loss in fitting.losses if loss.path.startswith("$.messages"))
        fitting.refuse("$.messages", "the model takes nothing of what is said", f"say something else too. {why}")
    return fitting.outgoing()
