"""Bodies of next year, made from samples: each documented word of them is respelt as one that nobody knows yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from interlingua.testing.documents.odd_leaves import replaced
from interlingua.testing.documents.variations import bodies_of
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.testing.documents.documents import Documents
    from interlingua.testing.documents.odd_leaves import Steps
    from interlingua.testing.documents.sample import Sample
    from interlingua.testing.documents.schema import Root
    from interlingua.types import JsonObject

UNKNOWN: Final = "zq_next"
"""A word that is like none."""


@dataclass(frozen=True, slots=True)
class NewWord:
    """A word of a body, and what stands in its place next year.

    Attributes:
        sample: The sample that it is made from.
        event: Which event of a stream was changed; None where the body is no stream's.
        body: The body of the sample, or the event, as it is.
        where: The keys and positions that lead to the word.
        word: The word.
        place: The place of the word, by fields and types.
    """

    sample: Sample
    event: int | None
    body: JsonObject
    where: Steps
    word: str
    place: str

    def __repr__(self) -> str:
        """Say what was respelt, and where."""
        at_event = "" if self.event is None else f", event {self.event}"
        return f"{self.sample!r}{at_event}: {self.word!r} of {self.place!r} in {dumps(self.body).decode()[:1000]}"

    @property
    def spellings(self) -> tuple[str, ...]:
        """Words of next year: a word that goes on behind this one, one that begins like it, and one that is like none."""
        return f"{self.word}_next", f"{self.word.partition('_')[0]}_next", UNKNOWN

    def spelt(self, word: str) -> JsonObject:
        """Give the body, or the event, with another word there."""
        return cast("JsonObject", replaced(self.body, self.where, (word,)))


def new_words(documents: Documents, root: Root) -> Iterator[NewWord]:
    """Give each documented word at every kind of place where it stands, in the smallest sample that has it there."""
    schema = documents.schema
    if schema is None:
        return
    seen: set[tuple[str, str, str]] = set()
    for sample, number, body in bodies_of(documents, root):
        for place in schema.places(root, body):
            for field, node in place.fields.items():
                word = place.object.get(field)
                if isinstance(word, str) and word in schema.words(node) and (place.path, field, word) not in seen:
                    seen.add((place.path, field, word))
                    yield NewWord(sample, number, body, (*place.where, field), word, f"{place.path}.{field}")
