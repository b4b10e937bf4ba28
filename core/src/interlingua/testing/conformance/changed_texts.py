"""What a caller changes is all that changes: every other field of the body is as it was, those of this wire alone included."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from interlingua.errors import ConversionError
from interlingua.testing.conformance.expect import about, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.respelt import WORDS, respelt
from interlingua.testing.conformance.sentinels import SENTINEL
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents.changes import value_schema
from interlingua.testing.leaves import texts
from interlingua.types import Request
from interlingua.types.base import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.testing.documents import Sample
    from interlingua.types import JsonObject, JsonValue, Response


class ChangedTexts(DialectStrategies):
    """Each text that a sample says is changed, and the sample's body with that text is written."""

    @proves(2, needs="samples")
    def test_a_changed_text_changes_nothing_else(self) -> None:
        """Who mends a word in one call must not turn the calls beside it into others: a host refuses those, or answers something else."""
        for sample in self.samples("request", "response"):
            if sample.written != sample.body:
                continue
            value = self.read(sample.what, sample.object, sample.headers or None).value
            for text in _free_texts(sample, value):
                with about(sample), about(text):
                    try:
                        encoded = self.written(type(value).model_validate(respelt(value.to_dict(), text, SENTINEL)))
                    except ConversionError:
                        continue
                    if not encoded.losses:
                        wanted = cast("JsonObject", respelt(sample.object, text, SENTINEL))
                        expect_same(
                            self.normal(sample.what, encoded.body), self.normal(sample.what, wanted), "more than the text has changed"
                        )


def _free_texts(sample: Sample, value: Request | Response) -> list[str]:
    """Give the texts that a value says in its canonical fields and nowhere else, where they stand in the body too."""
    whole = value.to_dict()
    schema, said, words = value_schema(), set[str](), set(_words(sample.body))
    for place in schema.places("request" if isinstance(value, Request) else "response", whole):
        for field, node in place.fields.items():
            there = place.object.get(field)
            is_word = bool(schema.words(node)) or field == "provider_finish_reason"
            found = [item for item in (there if isinstance(there, list) else [there]) if isinstance(item, str)]
            (words if is_word or "dialect" in place.fields else said).update(found)
    return sorted((said & set(texts(sample.body))) - words - set(_kept(whole)) - {""})


def _words(body: JsonValue) -> Iterator[str]:
    for name, item in body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ():
        yield from texts(item) if name in WORDS else _words(item)


def _kept(value: JsonValue) -> Iterator[str]:
    """Give the texts of what is kept for a wire, and of its own blocks."""
    if isinstance(value, dict):
        data = value.get("provider_data", value.get("data") if "dialect" in value else None)
        for name, item in data.items() if isinstance(data, dict) else ():
            yield from _noted(item) if name == MARKS else texts(item)
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _kept(item)


def _noted(mark: JsonValue) -> Iterator[str]:
    """Give the texts of a mark, but not of a list that is kept beside another: what one item says is no reason to forget the others."""
    if isinstance(mark, list) and len(mark) == 2 and all(isinstance(item, list) for item in mark):
        return
    if isinstance(mark, str):
        yield mark
    for item in mark.values() if isinstance(mark, dict) else mark if isinstance(mark, list) else ():
        yield from _noted(item)
