"""Our values → the API's JSON. What can't be said is a `Loss` with its path; what is kept for other formats stays behind."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from interlingua.dialect import Encoded, Kept, LossLog, at, check_model, fit, restored
from interlingua.types import FileSource, OpaquePart, ProviderTool, ReasoningPart, Request, Value

from interlingua_sundial.tables import TAGS, check_tables
from interlingua_sundial.wire import DIALECT, FIELDS, FINISH_REASON, FINISH_REASONS, KINDS, PROVIDER

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities
    from interlingua.types import FinishReason, JsonObject, JsonValue, Response

check_tables()

DEFAULTS = "defaults"
"""A mark: what the wire said though it is what absence says; it is written back unless the value says something else by now."""

_TUNING = frozenset({
    *("temperature", "top_p", "top_k", "stop", "seed", "metadata", "max_tokens", "parallel_tool_calls", "reasoning", "strict"),
})  # fmt: skip
"""Fields whose loss changes no meaning."""

_ELSEWHERE = TAGS | {
    *("model_id", "stream"),  # the URL may say them
    *("provider_data", "provider"),
    *("finish_reason", "provider_finish_reason"),  # see `encode_response`
    *("format", "losses", "attempts", "parsed"),  # of a response, and on no wire
}
"""Fields that need not be in `FIELDS`, and yet aren't lost."""


def encode_request(request: Request, capabilities: Capabilities, *, counting: bool = False) -> Encoded:
    """Write a request as its model takes it (see `Provider.rows`), or to have its tokens counted."""
    check_model(request)  # where the API names the model in the URL, this line and the field in `FIELDS` go
    fitted = fit(request, capabilities, DIALECT, counting=counting)
    log = LossLog(DIALECT)
    body = _object(fitted.request, "$", log)
    body.setdefault(FIELDS[Request]["messages"], [])
    return Encoded(body, {}, fitted.told(tuple(log.records)))


def encode_response(response: Response) -> Encoded:
    """Write a response."""
    log = LossLog(DIALECT)
    body = _object(response, "$", log)
    word = response.provider_finish_reason
    if word is not None and reason_of(word) == response.finish_reason:
        body[FINISH_REASON] = word  # the API's own, unless a caller has changed the reason since
    elif response.finish_reason in FINISH_REASONS:
        body[FINISH_REASON] = FINISH_REASONS[response.finish_reason]
    elif response.finish_reason is not None:
        log.add(at("$", "finish_reason"), f"this API has no word for {response.finish_reason!r}", "content")
    return Encoded(body, {}, tuple(log.records))


def reason_of(word: str) -> FinishReason:
    """Give what one of the API's words for an end means."""
    return next((reason for reason, said in FINISH_REASONS.items() if said == word), "other")


def default_of(cls: type[Value], field: str) -> object:
    """Give what a field is where nothing was said; None where something must be."""
    return _defaults(cls).get(field)


@cache
def _defaults(cls: type[Value]) -> dict[str, object]:
    optional = {name: field for name, field in cls.model_fields.items() if not field.is_required()}
    return {name: field.get_default(call_default_factory=True, validated_data={}) for name, field in optional.items()}


def _object(value: Value, path: str, log: LossLog) -> JsonObject:
    """Write the fields that were said, and those that only this wire knows."""
    cls = type(value)
    out: JsonObject = {}
    for field, name in FIELDS[cls].items():
        item = getattr(value, field)
        if field in TAGS and cls in KINDS:
            out[name] = KINDS[cls]
        elif field in TAGS or (item is not None and item != default_of(cls, field)):
            out[name] = _json(item, at(path, field), log)
    for field in _unsaid(cls):
        if getattr(value, field) != default_of(cls, field):
            log.add(at(path, field), f"this API has no {field}", "hint" if field in _TUNING else "content")
    kept = Kept.of(getattr(value, "provider_data", {}), DIALECT)
    if not kept:
        return out
    defaults = kept.mark(DEFAULTS)
    return {**(defaults if isinstance(defaults, dict) else {}), **restored(out, kept, log, path.removeprefix("$"))}


@cache
def _unsaid(cls: type[Value]) -> tuple[str, ...]:
    return tuple(field for field in cls.model_fields if field not in FIELDS[cls] and field not in _ELSEWHERE)


def _json(item: object, path: str, log: LossLog) -> JsonValue:
    if isinstance(item, Value):
        return _object(item, path, log)
    if isinstance(item, tuple):
        entries = [_entry(entry, at(path, place), log) for place, entry in enumerate(item)]
        return [entry for entry in entries if entry is not None]
    return cast("JsonValue", item)


def _entry(entry: object, path: str, log: LossLog) -> JsonValue:
    """Write an entry of a list; None for one that only another provider can take."""
    if isinstance(entry, OpaquePart | ProviderTool):
        if entry.dialect == DIALECT:
            return entry.data
        log.add(path, f"only {entry.dialect} has a form for this", "content")
        return None
    if isinstance(entry, ReasoningPart) and entry.provider != PROVIDER:
        log.add(path, f"only {entry.provider or 'its maker'} can take this reasoning back", "hint")
        return None
    source = getattr(entry, "source", None)
    if isinstance(source, FileSource) and source.provider not in {None, PROVIDER}:
        log.add(path, f"the file is at {source.provider}", "content")
        return None
    unheard = [type(value) for value in (entry, source) if isinstance(value, Value) and type(value) not in FIELDS]
    if unheard:
        log.add(path, f"this API has no {unheard[0].__name__}", "content")
        return None
    return _json(entry, path, log)
