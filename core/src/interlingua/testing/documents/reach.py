"""How far the documents reach: how often each documented field is tried, and which never is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast, get_args

from interlingua.testing.documents.schema import Root
from interlingua.testing.documents.variations import bodies_of, variations

if TYPE_CHECKING:
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
