"""Blocks of a wire that nobody models, in values that have no notes on them: built by hand, or saved by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from interlingua.errors import ConversionError
from interlingua.testing.conformance.expect import about, expect
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import needs_marks, said
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents import documents_of
from interlingua.testing.documents.variations import bodies_of, variations
from interlingua.types import OpaquePart, Request
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.testing.documents import Documents
    from interlingua.testing.documents.schema import Root
    from interlingua.types import JsonObject, JsonValue, Response


_Fields: TypeAlias = tuple[str, ...]


class BareBlocks(DialectStrategies):
    """Each goes back to where it stood."""

    @proves(2, needs="schema")
    def test_blocks_without_notes_go_back_to_their_place(self) -> None:
        """A conversation that lost what its wire noted beside a block still sends it where the API looks for it, or is refused."""
        self.samples("request", "response")
        documents = documents_of(self.dialect)
        for kind in ("request", "response"):
            seen: set[tuple[_Fields, str]] = set()
            for what, body in _bodies(documents, kind):
                kinds = {(fields, str(item.get("type"))) for fields, item in _objects(body)}
                if kinds - seen:
                    seen |= kinds
                    with about(what):
                        self._expect_in_place(documents, kind, body)

    def _expect_in_place(self, documents: Documents, kind: Literal["request", "response"], body: JsonObject) -> None:
        value = self.read(kind, body).value
        blocks = {dumps(part.data) for part in _opaque(value)} & _documented(documents, kind, body)
        if not blocks or needs_marks(value):
            return
        try:
            written = self.written(type(value).model_validate(said(value))).body
        except ConversionError:
            return
        before, after = _places(body, blocks), _places(written, blocks)
        for block in before.keys() & after.keys():
            expect(before[block] == after[block], f"{block!r} stood at {before[block]}, and is written at {after[block]}")


def _bodies(documents: Documents, root: Root) -> Iterator[tuple[object, JsonObject]]:
    for sample, _, body in bodies_of(documents, root):
        yield sample, body
    for variation in variations(documents, root):
        yield variation, variation.body


def _opaque(value: Request | Response) -> Iterator[OpaquePart]:
    """Give the blocks that nobody models, but for those of system texts: these have a place of their own, whatever is in them."""
    for message in value.messages if isinstance(value, Request) else (value.message,):
        if message.role != "system":
            yield from (part for part in message.content if isinstance(part, OpaquePart))


def _documented(documents: Documents, root: Root, body: JsonObject) -> set[bytes]:
    """Give the objects that are as documented, whole; of others nobody can tell where they belong."""
    places = documents.schema.places(root, body) if documents.schema else []
    broken = {place.where for place in places if not place.required <= place.object.keys()}
    return {dumps(place.object) for place in places if not any(where[: len(place.where)] == place.where for where in broken)}


def _places(body: JsonObject, blocks: set[bytes]) -> dict[bytes, set[_Fields]]:
    """Give where each block stands."""
    found: dict[bytes, set[_Fields]] = {}
    for fields, item in _objects(body):
        if (spelt := dumps(item)) in blocks:
            found.setdefault(spelt, set()).add(fields)
    return found


def _objects(value: JsonValue, fields: _Fields = ()) -> Iterator[tuple[_Fields, JsonObject]]:
    """Give each object with the fields that lead to it."""
    if isinstance(value, dict):
        yield fields, value
        for name, item in value.items():
            yield from _objects(item, (*fields, name))
    elif isinstance(value, list):
        for item in value:
            yield from _objects(item, fields)
