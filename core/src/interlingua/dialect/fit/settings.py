"""How the answer is to be made: sampling, limits, labels, and the fields that only the wire knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect.capabilities import Feature, Limit
    from interlingua.dialect.fit.fitting import Fitting
    from interlingua.types.base import JsonObject

_SAMPLING: Final[tuple[Feature, ...]] = ("temperature", "top_p", "top_k")
_SAMPLING_FIELDS: Final = ("presence_penalty", "frequency_penalty", "logprobs", "top_logprobs")
"""What is sampling too, on wires that have it: refused beside reasoning as those are."""

_CONTENT: Final = frozenset({"response_format", "functions", "modalities", "audio", "web_search_options"})
"""Fields of which no answer is the one that was asked for without them."""


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
            nearest = type(value)(limit.nearest(value))
            fitting.lose(f"$.{name}", f"the model takes a {name} {_bounds(limit)}", "hint", nearest)
            fitting.set(**{name: nearest})
    if not fitting.capabilities.has("sampling_with_reasoning") and fitting.reasons:
        _leave_out_beside_reasoning(fitting)
    request = fitting.request
    if request.temperature is not None and request.top_p is not None and not fitting.capabilities.has("temperature_with_top_p"):
        _leave_out(fitting, "top_p", "the model takes a temperature or a top_p, and not both")


def _leave_out_beside_reasoning(fitting: Fitting) -> None:
    """Leave sampling out that changes something; a field at its default value changes nothing, and is taken."""
    why = "the model takes no {} beside reasoning"
    request, others = fitting.request, fitting.capabilities.limits.get("top_p_with_reasoning")
    if request.temperature not in {None, 1.0}:
        _leave_out(fitting, "temperature", why.format("temperature"))
    if request.top_p not in {None, 1.0} and (others is None or not others.allows(request.top_p or 0)):
        _leave_out(fitting, "top_p", why.format("top_p"))
    if request.top_k is not None:
        _leave_out(fitting, "top_k", why.format("top_k"))
    kept = request.provider_data.get(fitting.dialect, {})
    _leave_out_fields(fitting, {name: why.format(name) for name in _SAMPLING_FIELDS if kept.get(name)})


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


def fit_metadata(fitting: Fitting) -> None:
    """Leave out the labels beyond the model's number."""
    metadata, most = fitting.request.metadata, fitting.capabilities.limit("metadata").at_most
    if metadata is None or most is None or len(metadata) <= most:
        return
    names = list(metadata)
    for name in names[int(most) :]:
        fitting.lose(at("$.metadata", name), f"the model takes no more than {most:g} labels", "hint")
    fitting.set(metadata={name: metadata[name] for name in names[: int(most)]})


def fit_fields(fitting: Fitting) -> None:
    """Leave out fields that only the wire knows and the model refuses, and bring numbers among them into their bounds."""
    refused = {name: f"this wire, or the model, has no field {name!r}" for name in fitting.capabilities.refused_fields}
    nearest: dict[str, float] = {}
    for name, limit in fitting.capabilities.field_limits.items():
        value = _kept(fitting, name)
        if isinstance(value, bool) or not isinstance(value, str | int | float) or limit.allows(value):
            continue
        if limit.one_of is not None:
            refused[name] = f"the model takes no {name} but {_listed(limit.one_of)}"
        elif isinstance(value, int | float):
            nearest[name] = type(value)(limit.nearest(value))
    _leave_out_fields(fitting, {name: reason for name, reason in refused.items() if _kept(fitting, name) is not _NOTHING})
    for name, value in nearest.items():
        bounds = _bounds(fitting.capabilities.field_limits[name])
        fitting.lose(_place(fitting, name), f"the model takes a {name} {bounds}", "hint", value)
        _put(fitting, name, value)


_NOTHING: Final = object()


def _kept(fitting: Fitting, name: str) -> object:
    """Give a field that only the wire knows; a dot leads into one, such as into the wire's own object for reasoning."""
    outer, _, inner = name.partition(".")
    if outer == "reasoning" and inner:
        asked = fitting.request.reasoning
        return _NOTHING if asked is None else asked.provider_data.get(fitting.dialect, {}).get(inner, _NOTHING)
    found: object = fitting.request.provider_data.get(fitting.dialect, {}).get(outer, _NOTHING)
    if not inner:
        return found
    return found.get(inner, _NOTHING) if isinstance(found, dict) else _NOTHING


def _place(fitting: Fitting, name: str) -> str:
    outer, _, inner = name.partition(".")
    if outer == "reasoning" and inner:
        return at("$.reasoning", "provider_data", fitting.dialect, inner)
    return at("$", "provider_data", fitting.dialect, outer, *([inner] if inner else []))


def _put(fitting: Fitting, name: str, value: object) -> None:
    """Give such a field another value, or take it away."""
    outer, _, inner = name.partition(".")
    dialect, asked = fitting.dialect, fitting.request.reasoning
    if outer == "reasoning" and inner and asked is not None:
        own = _with(asked.provider_data.get(dialect, {}), inner, value)
        said = asked.model_copy(update={"provider_data": _with(asked.provider_data, dialect, own or _NOTHING)})
        empty = said.effort is None and said.budget_tokens is None and not said.provider_data
        fitting.set(reasoning=None if empty else said)
        return
    fields = fitting.request.provider_data[dialect]
    if inner:
        value = _with(cast("JsonObject", fields[outer]), inner, value) or _NOTHING
    fitting.set(provider_data={**fitting.request.provider_data, dialect: _with(fields, outer, value)})


def _with(fields: Mapping[str, object], name: str, value: object) -> dict[str, object]:
    return {**{key: said for key, said in fields.items() if key != name}, **({} if value is _NOTHING else {name: value})}


def _leave_out_fields(fitting: Fitting, reasons: Mapping[str, str]) -> None:
    for name, reason in reasons.items():
        fitting.lose(_place(fitting, name), reason, "content" if name in _CONTENT else "hint")
        _put(fitting, name, _NOTHING)


def _leave_out(fitting: Fitting, name: str, reason: str) -> None:
    fitting.lose(f"$.{name}", reason, "hint")
    fitting.set(**{name: None})


def _bounds(limit: Limit) -> str:
    least, most = (None if bound is None else f"{bound:g}" for bound in (limit.at_least, limit.at_most))
    if least is None or most is None:
        return f"of at most {most}" if least is None else f"of at least {least}"
    return f"from {least} to {most}"


def _listed(values: tuple[str | float, ...]) -> str:
    return " or ".join(f"{value:g}" if isinstance(value, int | float) else value for value in values)
