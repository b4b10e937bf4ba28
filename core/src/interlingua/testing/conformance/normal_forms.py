"""The normal form of a request's body means what the body means, tried on documented bodies and whatever may stand in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from interlingua.dialect import normal_form
from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect_none, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.sentinels import vanished, with_sentinels
from interlingua.testing.conformance.stable_prefix import messages_field
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents import documents_of
from interlingua.testing.documents.odd_leaves import replaced, values_of
from interlingua.testing.documents.variations import bodies_of, variations
from interlingua.types import Request
from interlingua.types.json import same_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.testing.documents import Documents, Sample
    from interlingua.types import JsonObject, JsonValue


class NormalForms(DialectStrategies):
    """Only spellings give way in it."""

    @proves(2, needs="samples")
    def test_the_normal_form_of_samples_means_the_same(self) -> None:
        """Who compares two bodies by their normal forms must see each difference in what they say, to people and to this wire alone."""
        self.samples("request")
        for what, body in self._bodies():
            with about(what), about(body):
                try:
                    normal = self.dialect.wire_normal_form(body)
                    if same_json(normal, body):
                        continue
                    meant = _meant(self.dialect.decode_request(body).value)
                except InterlinguaError:
                    continue
                expect_none(vanished(body, normal), "the normal form hides")
                expect_same(self.dialect.wire_normal_form(normal), normal, "the normal form has another normal form")
                expect_same(_meant(self.dialect.decode_request(normal).value), meant, "the normal form means something else")

    def _bodies(self) -> Iterator[tuple[object, JsonObject]]:
        documents = documents_of(self.dialect)
        field = messages_field(self.dialect)
        for sample, _, body in bodies_of(documents, "request"):
            yield sample, body
            yield sample, with_sentinels(body)
            said = body.get(field)
            doubled = {**body, field: [it for item in said for it in (item, item)]} if isinstance(said, list) else body
            yield sample, with_sentinels(doubled)
        for what, body in _doubled(documents):
            yield what, body
        for variation in variations(documents, "request"):
            yield variation, variation.body


def _doubled(documents: Documents) -> Iterator[tuple[Sample, JsonObject]]:
    """Give bodies in which a list has an item twice, each time with another text."""
    seen: set[str] = set()
    for sample, _, body in bodies_of(documents, "request"):
        for where, kind, value in values_of(body):
            if isinstance(value, list) and value and kind not in seen:
                seen.add(kind)
                more = [f"zq{number}9qz" if isinstance(item, str) else item for number, item in enumerate(value)]
                yield sample, cast("JsonObject", replaced(body, where, ([*value, *more],)))


def _meant(request: Request) -> JsonValue:
    """Give what a request means, in its normal form, and what it keeps for its wire, but for how that spelt something.

    Of what is kept, a word for a type, a null and a no may be left out, where that is the same to the wire.
    """
    return normal_form(Request.model_validate(_unmarked(request.to_dict()))).to_dict()


def _unmarked(value: JsonValue, *, is_kept: bool = False) -> JsonValue:
    if isinstance(value, list):
        return [_unmarked(item, is_kept=is_kept) for item in value]
    if not isinstance(value, dict):
        return value
    found: JsonObject = {}
    for name, item in value.items():
        if name.startswith("$") or (is_kept and (item is None or item is False or name == "type")):
            continue
        kept = is_kept or name == "provider_data"
        inner = _unmarked(item, is_kept=kept)
        if not kept or inner != {}:
            found[name] = inner
    return found
