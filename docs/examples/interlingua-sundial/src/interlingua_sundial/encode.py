"""Our values → the API's JSON. What can't be said is a `Loss` with its path; what is kept for other formats stays behind."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from interlingua.dialect import Encoded, at, check_model
from interlingua.types import FileSource, Loss, OpaquePart, ProviderTool, ReasoningPart, Request, Value

from interlingua_sundial.wire import DIALECT, FIELDS, FINISH_REASON, FINISH_REASONS, KINDS, PROVIDER

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities, Feature
    from interlingua.types import JsonObject, JsonValue, Response

TAGS = frozenset({"type", "role"})
"""Fields that tell values apart: they are always said, those of a class in `KINDS` by its word."""

_REFUSABLE: tuple[Feature, ...] = ("temperature", "top_p", "top_k", "stop", "seed", "metadata")
"""Fields of a request that a model may refuse; see `Provider.capabilities`."""


def encode_request(request: Request, capabilities: Capabilities) -> Encoded:
    """Write a request."""
    check_model(request)  # where the API names the model in the URL, this line and the field in `FIELDS` go
    losses: list[Loss] = []
    refused = [name for name in _REFUSABLE if getattr(request, name) is not None and not capabilities.has(name)]
    losses += [Loss(at("$", name), f"the model takes no {name}", "hint") for name in refused]
    accepted = request.model_copy(update=dict.fromkeys(refused)) if refused else request
    body = _object(accepted, "$", losses)
    body.setdefault(FIELDS[Request]["messages"], [])
    return Encoded(body, {}, tuple(losses))


def encode_response(response: Response) -> Encoded:
    """Write a response."""
    losses: list[Loss] = []
    body = _object(response, "$", losses)
    if response.provider_finish_reason is not None:
        body[FINISH_REASON] = response.provider_finish_reason
    elif response.finish_reason is not None:
        body[FINISH_REASON] = FINISH_REASONS[response.finish_reason]
    return Encoded(body, {}, tuple(losses))


def default_of(cls: type[Value], field: str) -> object:
    """Give what a field is where nothing was said; None where something must be."""
    return _defaults(cls).get(field)


@cache
def _defaults(cls: type[Value]) -> dict[str, object]:
    return {name: field.get_default() for name, field in cls.model_fields.items() if not field.is_required()}


def _object(value: Value, path: str, losses: list[Loss]) -> JsonObject:
    """Write the fields that were said, and those that only this wire knows."""
    cls = type(value)
    written: JsonObject = {}
    for field, name in FIELDS[cls].items():
        item = getattr(value, field)
        if field in TAGS and cls in KINDS:
            written[name] = KINDS[cls]
        elif field in TAGS or (item is not None and item != default_of(cls, field)):
            written[name] = _json(item, at(path, field), losses)
    kept: dict[str, JsonObject] = getattr(value, "provider_data", {})
    own = kept.get(DIALECT, {})
    where = FIELDS[cls].get("source", "")
    if isinstance(source := written.get(where), dict) and isinstance(beside := own.get(where), dict):
        written[where] = {**beside, **source}
    return {**own, **written}


def _json(item: object, path: str, losses: list[Loss]) -> JsonValue:
    if isinstance(item, Value):
        return _object(item, path, losses)
    if isinstance(item, tuple):
        entries = [_entry(entry, at(path, place), losses) for place, entry in enumerate(item)]
        return [entry for entry in entries if entry is not None]
    return cast("JsonValue", item)


def _entry(entry: object, path: str, losses: list[Loss]) -> JsonValue:
    """Write an entry of a list; None for one that only another provider can take."""
    if isinstance(entry, OpaquePart | ProviderTool):
        if entry.dialect == DIALECT:
            return entry.data
        losses.append(Loss(path, f"only {entry.dialect} has a form for this"))
        return None
    if isinstance(entry, ReasoningPart) and entry.provider != PROVIDER:
        losses.append(Loss(path, f"only {entry.provider or 'its maker'} can take this reasoning back", "hint"))
        return None
    source = getattr(entry, "source", None)
    if isinstance(source, FileSource) and source.provider not in {None, PROVIDER}:
        losses.append(Loss(path, f"the file is at {source.provider}"))
        return None
    return _json(entry, path, losses)
