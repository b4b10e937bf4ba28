"""What a caller changes of a value that was read, or built by hand, is what is sent: no note of how it was spelt wins over it.

One canonical field at a time, at every kind of place and in every state that samples have it in, with every value that its type has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import ConversionError
from interlingua.testing.conformance.expect import about, difference, expect
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import meaning, said
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents.changes import changes
from interlingua.testing.pruning import FOREIGN, lossless
from interlingua.types import Request, Response

if TYPE_CHECKING:
    from interlingua.testing.documents import Kind, Sample
    from interlingua.testing.documents.changes import Change
    from interlingua.types import JsonValue


class ChangedValues(DialectStrategies):
    """The change arrives, or a loss tells it; and the rest is still there."""

    @proves(1, needs="samples", varies=True)
    def test_what_a_caller_changes_of_a_request_is_sent(self) -> None:
        """A conversation is mended before it goes out again; what was read must not speak louder than what the caller says now."""
        for change in changes(self._unchanged("request", "sent"), self._maker()):
            self._expect_said(change)

    @proves(1, needs="samples", varies=True)
    def test_what_a_caller_changes_of_an_answer_is_said(self) -> None:
        """A gateway edits what it passes on: a figure, a word for the end, a text; its clients must see the edited answer."""
        for change in changes(self._unchanged("response", "answered"), self._maker()):
            self._expect_said(change)

    def _unchanged(self, *kinds: Kind) -> list[tuple[Sample, Request | Response]]:
        """Give the values of samples that this wire can say whole; what the others lose is told by a law of its own."""
        found: list[tuple[Sample, Request | Response]] = []
        for sample in self.samples(*kinds):
            is_written = sample.what in {"sent", "answered"}
            value = sample.value if is_written else self.read(sample.what, sample.object, sample.headers or None).value
            try:
                if isinstance(value, Request | Response) and self._comes_back(value):
                    found.append((sample, value))
            except ConversionError:
                continue
        expect(bool(found), "no sample comes back as what it says, so that nothing can be changed")
        return found

    def _comes_back(self, value: Request | Response) -> bool:
        return not self.written(value).losses and self._sent_and_read(value) == _meaning(value)

    def _expect_said(self, change: Change) -> None:
        value = change.value
        with about(change):
            try:
                if losses := self.written(value).losses:
                    value = self._sayable_part(value)
            except ConversionError:
                return  # it can't be said
            wanted, found = _meaning(value), self._sent_and_read(value)
            if found != wanted and (losses or change.removed):
                # What isn't said any more may still be told by a field that a caller keeps for this wire alone.
                bare = self._sayable_part(value, forget=self.dialect.name)
                wanted, found = _meaning(bare), self._sent_and_read(bare)
            expect(found == wanted, f"it came back as something else: {difference(wanted, found)}")

    def _sayable_part(self, value: Request | Response, *, forget: str = FOREIGN) -> Request | Response:
        if isinstance(value, Request):
            return lossless(value, self.dialect.encode_request, forget=forget)
        return lossless(value, self.dialect.encode_response, forget=forget)

    def _sent_and_read(self, value: Request | Response) -> JsonValue:
        encoded = self.written(value)
        return _meaning(self.read("request" if isinstance(value, Request) else "response", encoded.body, encoded.headers).value)


def _meaning(value: Request | Response) -> JsonValue:
    """Give what is said, in whichever turns it stands; a text and a message without a word say nothing."""
    return meaning(type(value).model_validate(_worded(said(value))))


def _worded(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [item for item in map(_worded, value) if not _is_wordless(item)]
    if isinstance(value, dict) and value.get("type") != "opaque":
        return {name: _worded(item) for name, item in value.items()}
    return value


def _is_wordless(item: JsonValue) -> bool:
    if not isinstance(item, dict):
        return False
    return item.get("text") == "" if item.get("type") == "text" else item.get("role", "tool") != "tool" and not item["content"]
