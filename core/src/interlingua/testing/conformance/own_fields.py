"""Fields that a caller adds for one wire alone, at every place of a value that may have some."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, cast

from interlingua.errors import ConversionError
from interlingua.testing.conformance.expect import about, expect_none
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import needs_marks
from interlingua.testing.conformance.sentinels import vanished
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents import documents_of
from interlingua.testing.documents.changes import value_schema
from interlingua.types import Request, Response

if TYPE_CHECKING:
    from interlingua.types import JsonObject


class OwnFields(DialectStrategies):
    """Each is written, or told."""

    @proves(3, needs="samples")
    def test_what_a_caller_adds_for_this_wire_is_sent_or_told(self) -> None:
        """Who sets a field that only this API knows, and gets another answer than it makes, must hear that it wasn't sent."""
        for sample in documents_of(self.dialect).of("request", "response", "sent", "answered"):
            value = sample.value
            if not isinstance(value, Request | Response) or sample.raises is not None or needs_marks(value):
                continue
            with about(sample):
                added = self._with_own_fields(value)
                try:
                    encoded = self.written(type(value).model_validate(added))
                except ConversionError:
                    continue
                expect_none(vanished(added, encoded.body, encoded.losses), "a field that was added is silently lost")

    def _with_own_fields(self, value: Request | Response) -> JsonObject:
        body, numbers = value.to_dict(), count()
        for place in value_schema().places("request" if isinstance(value, Request) else "response", body):
            if "provider_data" in place.fields and "dialect" not in place.fields:  # a block of the wire's own is its data
                kept = cast("dict[str, JsonObject]", place.object.setdefault("provider_data", {}))
                kept[self.dialect.name] = {**kept.get(self.dialect.name, {}), "x_sentinel": f"zq{next(numbers)}qz"}
        return body
