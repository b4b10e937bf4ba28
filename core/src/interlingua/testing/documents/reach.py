"""How far the documents reach: how often each documented field is tried, and which never is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast, get_args

from interlingua.errors import ConversionError
from interlingua.testing.documents.schema import Root
from interlingua.testing.documents.variations import bodies_of, variations
from interlingua.types import AssistantMessage, FinishReason, Response, TextPart, ToolCallPart

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.testing.documents.documents import Documents
    from interlingua.testing.documents.schema import Schema
    from interlingua.types import JsonObject

ROOTS: Final[tuple[Root, ...]] = get_args(Root)


@dataclass(frozen=True, slots=True)
class Reach:
    """What the laws are tried on in bodies of one kind.

    Attributes:
        root: The kind of body.
        tried: A field at a kind of place → in how many bodies it stands that are tried.
        missed: The documented fields that stand in none of them, by type.
    """

    root: Root
    tried: Counter[str]
    missed: tuple[str, ...]


def reach(documents: Documents) -> list[Reach]:
    """Count what the samples, and the variations of them, try of the documented fields of each kind of body."""
    return [_reach(documents, documents.schema, root) for root in ROOTS if documents.schema is not None and documents.schema.has(root)]


def unshown_reasons(dialect: Dialect, documents: Documents) -> list[FinishReason]:
    """Give the finish reasons that a wire has a word for, and that no sample shows: a wrong word in both tables is found by none."""
    shown = {sample.value.finish_reason for sample in documents.samples if isinstance(sample.value, Response)}
    return [reason for reason in get_args(FinishReason) if reason not in shown and _has_word(dialect, reason)]


def _has_word(dialect: Dialect, reason: FinishReason) -> bool:
    part = ToolCallPart("call_1", "now", "{}") if reason == "tool_calls" else TextPart("hi")
    answer = Response(message=AssistantMessage(part), finish_reason=reason, model_id="m", id="r", provider_data={})
    try:
        return not dialect.encode_response(answer).losses
    except ConversionError:
        return False


def _reach(documents: Documents, schema: Schema, root: Root) -> Reach:
    tried: Counter[str] = Counter()
    reached: set[tuple[int, str]] = set()
    for body in (*(body for _, _, body in bodies_of(documents, root)), *(variation.body for variation in variations(documents, root))):
        for place in schema.places(root, body):
            there = place.fields.keys() & place.object.keys()
            tried.update([f"{place.path}.{field}".lstrip(".") for field in there])
            reached |= {(id(place.type), field) for field in there}
    missed = [
        f"{name}.{field}"
        for name, type_ in schema.types_of(root).items()
        for field in cast("JsonObject", type_.get("properties", {}))
        if (id(type_), field) not in reached
    ]
    return Reach(root, tried, tuple(missed))
