"""How the answer is to be made: sampling, limits, labels, and the fields that only the wire knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types.json import at

if TYPE_CHECKING:
    from interlingua.dialect.capabilities import Feature
    from interlingua.dialect.fit.fitting import Fitting

_SAMPLING: Final[tuple[Feature, ...]] = ("temperature", "top_p", "top_k")
_LOWEST_TOP_P: Final = 0.95
"""Beside reasoning: https://platform.claude.com/docs/en/build-with-claude/extended-thinking (feature compatibility)."""


def fit_sampling(fitting: Fitting) -> None:
    """Leave sampling out where the model refuses it, alone or beside reasoning, and bring it into its bounds."""
    for name in _SAMPLING:
        value = getattr(fitting.request, name)
        if value is None:
            continue
        limit = fitting.capabilities.limit(name)
        if not fitting.capabilities.has(name):
            _leave_out(fitting, name, f"the model takes no {name}")
        elif limit.one_of is not None and not limit.allows(value):
            _leave_out(fitting, name, f"the model takes no {name} but {_listed(limit.one_of)}")
        elif not limit.allows(value):
            low = value if limit.at_least is None else max(value, type(value)(limit.at_least))
            nearest = low if limit.at_most is None else min(low, type(value)(limit.at_most))
            fitting.lose(f"$.{name}", f"the model takes no {name} beyond its bounds", "hint", nearest)
            fitting.set(**{name: nearest})
    request, why = fitting.request, "the model takes none beside reasoning"
    if not fitting.capabilities.has("sampling_with_reasoning") and fitting.reasons:
        if request.temperature not in {None, 1.0}:
            _leave_out(fitting, "temperature", why)
        if request.top_p is not None and not _LOWEST_TOP_P <= request.top_p <= 1:
            _leave_out(fitting, "top_p", why)
        if request.top_k is not None:
            _leave_out(fitting, "top_k", why)
    request = fitting.request
    if request.temperature is not None and request.top_p is not None and not fitting.capabilities.has("temperature_with_top_p"):
        _leave_out(fitting, "top_p", "the model takes a temperature or a top_p, and not both")


def fit_plain(fitting: Fitting) -> None:
    """Leave out the seed and the labels of a model that takes none."""
    for name in ("seed", "metadata"):
        if getattr(fitting.request, name) is not None and not fitting.capabilities.has(name):
            _leave_out(fitting, name, f"the model takes no {name}")


def fit_max_tokens(fitting: Fitting) -> None:
    """Bring the limit of the answer into the model's own."""
    asked, limit = fitting.request.max_tokens, fitting.capabilities.limit("max_tokens")
    if asked is None or fitting.counting:
        return
    if not fitting.capabilities.has("max_tokens"):
        _leave_out(fitting, "max_tokens", "the model takes no max_tokens")
    elif limit.at_most is not None and asked > limit.at_most:
        fitting.lose("$.max_tokens", f"the model generates no more than {limit.at_most:g} tokens", "hint", int(limit.at_most))
        fitting.set(max_tokens=int(limit.at_most))
    elif limit.at_least is not None and asked < limit.at_least:
        fitting.lose("$.max_tokens", f"the model takes no limit below {limit.at_least:g}", "hint", int(limit.at_least))
        fitting.set(max_tokens=int(limit.at_least))


def fit_stop(fitting: Fitting) -> None:
    """Leave out the stop texts that the model refuses: all, those of nothing but white space, or those beyond its number."""
    stop = fitting.request.stop
    if stop is None or fitting.counting:
        return
    if not fitting.capabilities.has("stop"):
        _leave_out(fitting, "stop", "the model takes no stop texts")
        return
    left = [(index, text) for index, text in enumerate(stop) if text.strip() or fitting.capabilities.has("stop_blank")]
    for index, text in enumerate(stop):
        if (index, text) not in left:
            fitting.lose(at("$.stop", index), "the model takes no stop text of white space alone", "hint")
    most = fitting.capabilities.limit("stop").at_most
    if most is not None and len(left) > most:
        for index, _ in left[int(most) :]:
            fitting.lose(at("$.stop", index), f"the model takes no more than {most:g} stop texts", "content")
        left = left[: int(most)]
    if len(left) < len(stop):
        fitting.set(stop=tuple([text for _, text in left]) or None)


def fit_fields(fitting: Fitting) -> None:
    """Leave out fields that only the wire knows and the model refuses."""
    kept = fitting.request.provider_data.get(fitting.dialect, {})
    refused = [name for name in kept if name in fitting.capabilities.refused_fields]
    if not refused:
        return
    for name in refused:
        fitting.lose(at("$", "provider_data", fitting.dialect, name), f"the model takes no {name}", "hint")
    left = {name: value for name, value in kept.items() if name not in refused}
    fitting.set(provider_data={**fitting.request.provider_data, fitting.dialect: left})


def _leave_out(fitting: Fitting, name: str, reason: str) -> None:
    fitting.lose(f"$.{name}", reason, "hint")
    fitting.set(**{name: None})


def _listed(values: tuple[str | float, ...]) -> str:
    return " or ".join(f"{value:g}" if isinstance(value, int | float) else value for value in values)
