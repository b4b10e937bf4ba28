"""Words of next year: a type, a status or a reason that nobody knows yet comes in the place of each that is documented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import InterlinguaError
from interlingua.testing.conformance.expect import about, expect, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import said
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.documents import documents_of
from interlingua.testing.documents.new_words import UNKNOWN, new_words
from interlingua.testing.documents.sample import written_event
from interlingua.types import Response
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from interlingua.testing.documents import Kind
    from interlingua.testing.documents.new_words import NewWord


class NewWords(DialectStrategies):
    """Each is carried as it is, and taken for none that is known."""

    @proves(2, needs="schema", varies=True)
    def test_new_words_in_requests_come_back(self) -> None:
        """A block or a tool that ships next year is sent on as it is; who takes it for one of today's sends something else."""
        self.samples("request")
        for new in new_words(documents_of(self.dialect), "request"):
            self._expect_carried(new, "request")

    @proves(2, needs="schema", varies=True)
    def test_new_words_in_answers_come_back(self) -> None:
        """A block that ships next year goes back into the conversation as it came, not as one of today's."""
        self.samples("response")
        for new in new_words(documents_of(self.dialect), "response"):
            self._expect_carried(new, "response")

    @proves(1, needs="schema")
    def test_new_reasons_are_read_as_other(self) -> None:
        """An answer that ended for a reason that nobody knows yet may be broken off or refused: it must not pass for a good one."""
        self.samples("response")
        for new in new_words(documents_of(self.dialect), "response"):
            for word in new.spellings:
                with about(new), about(word):
                    try:
                        response = self.dialect.decode_response(new.spelt(word)).value
                    except InterlinguaError:
                        continue
                    _expect_other(new, word, response)

    @proves(5, needs="schema", varies=True)
    def test_new_reasons_in_streams_are_read_as_other(self) -> None:
        """Streamed, such an answer is no better."""
        self.samples("stream")
        for new in new_words(documents_of(self.dialect), "event"):
            for word in new.spellings:
                with about(new), about(word):
                    decoder = self.dialect.stream_decoder()
                    try:
                        for number, event in enumerate(new.sample.events):
                            decoder.feed(written_event(new.spelt(word) if number == new.event else event))
                        decoder.close()
                    except InterlinguaError:
                        continue
                    _expect_other(new, word, decoder.response())

    def _expect_carried(self, new: NewWord, kind: Kind) -> None:
        read: dict[str, str] = {}
        for word in new.spellings:
            body = new.spelt(word)
            with about(new), about(word):
                try:
                    decoded = self.read(kind, body)
                    again = self.written(decoded.value)
                except InterlinguaError:
                    continue
                if not decoded.losses and not again.losses:
                    expect_same(self.normal(kind, again.body), self.normal(kind, body), "the body came back another")
                read[word] = dumps_text(said(decoded.value)).replace(word, UNKNOWN)
        for word, text in read.items():
            with about(new), about(word):
                expect(text == read.get(UNKNOWN, text), f"one that nobody knows is read as something: {text}")


def _expect_other(new: NewWord, word: str, response: Response) -> None:
    """Expect that a word in the place of the reason is kept, and read as none that is known."""
    was = new.sample.value
    if not isinstance(was, Response):
        return
    said_once = dumps_text(new.sample.body).count(dumps_text(new.word)) == 1
    if word in {response.provider_finish_reason, response.finish_reason}:
        expect_same(response.finish_reason, "other", "a reason that nobody knows is read as a known one")
    elif new.word == was.provider_finish_reason and said_once:
        expect_same(response.provider_finish_reason, word, "the wire's own word for the reason isn't kept")
