"""Bugs in reading streams that only documented ones show."""

# ruff: noqa: ARG002, D101, D102 - each class is named for its bug, and overrides one step of the toy dialect

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.core.testing.documented_toy import DocumentedDecoder, DocumentedToy

from interlingua.dialect import SSEReader
from interlingua.errors import InternalServerError
from interlingua.types import Finish, OpaqueDelta, OpaquePart, TextDelta, TextPart, ToolCallDelta

if TYPE_CHECKING:
    from tests.core.testing.toy import ToyDialect
    from tests.core.testing.toy_stream import ToyStreamDecoder

    from interlingua.dialect import ServerSentEvent
    from interlingua.types import Chunk, JsonObject, JsonValue, Response


def streaming(bug: type[ToyStreamDecoder]) -> type[ToyDialect]:
    """Give a toy dialect with documents, named after the bug, that reads its streams by a decoder with one."""
    decoder = bug if issubclass(bug, DocumentedDecoder) else type(bug.__name__, (bug, DocumentedDecoder), {})
    return type(bug.__name__, (DocumentedToy,), {"stream_decoder": lambda dialect: decoder(dialect)})  # noqa: PLW0108 - a class in its place would be no method


class CountsNoOpaquePartsInDeltas(DocumentedDecoder):
    """A delta's index isn't its part's where a block that nobody knows came before."""

    def on_more(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        mine: list[Chunk] = []
        super().on_more(number, body, mine)
        before = sum(isinstance(part, OpaquePart) for index, part in self.parts.items() if index < number)
        out += [replace(chunk, index=number - before) if isinstance(chunk, TextDelta | ToolCallDelta) else chunk for chunk in mine]


class NeedsTheLastBlankLine(DocumentedDecoder):
    def close(self) -> list[Chunk]:
        self._reader = SSEReader()
        return super().close()


class FinishesWhenAllContentHasCome(DocumentedDecoder):
    """It takes an answer for finished when its last block is shut, whatever the final event would have said."""

    def on_end(self, out: list[Chunk]) -> None:
        if self.parts and not self.open and not self.finished:
            out.append(Finish("stop"))


class ForgetsOpenPartsOfABrokenStream(DocumentedDecoder):
    def partial(self) -> Response:
        partial = super().partial()
        whole = tuple(part for _, part in sorted(self.parts.items()))
        return partial.model_copy(update={"message": partial.message.model_copy(update={"content": whole})})


class ForgetsCitationsOfABrokenStream(DocumentedDecoder):
    def partial(self) -> Response:
        partial = super().partial()
        bare = [part.model_copy(update={"citations": ()}) if isinstance(part, TextPart) else part for part in partial.message.content]
        return partial.model_copy(update={"message": partial.message.model_copy(update={"content": tuple(bare)})})


class KeepsNoNewFields(DocumentedDecoder):
    """What nobody has heard of is shown, and gone from the answer that is saved."""

    def on_finish(self, body: JsonObject, out: list[Chunk]) -> None:
        self.beside.clear()
        super().on_finish(body, out)


class StepsOverUnknownEvents(DocumentedDecoder):
    def on_body(self, kind: JsonValue, body: JsonValue, out: list[Chunk]) -> None:
        if kind in {"start", "open", "more", "shut", "end"}:
            super().on_body(kind, body, out)


class GoesOnBehindErrors(DocumentedDecoder):
    """An error is one only before the answer has begun."""

    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        try:
            super().on_event(event, out)
        except InternalServerError:
            if not self.pieces:
                raise


class JoinsTwoAnswers(DocumentedDecoder):
    """A second start in the midst of an answer, and the blocks that it begins anew, say nothing to it."""

    def on_body(self, kind: JsonValue, body: JsonValue, out: list[Chunk]) -> None:
        if isinstance(body, dict) and not (kind == "start" and self.answer is not None):
            super().on_body(kind, body, out)

    def on_open(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        if number not in self.open and number not in self.parts:
            super().on_open(number, body, out)

    def on_more(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        if number in self.open:
            super().on_more(number, body, out)

    def on_shut(self, number: int, out: list[Chunk]) -> None:
        if number in self.open:
            super().on_shut(number, out)


class ShowsTextsWhenTheyEnd(DocumentedDecoder):
    def on_more(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        super().on_more(number, body, [])

    def on_shut(self, number: int, out: list[Chunk]) -> None:
        text = "".join(self.pieces[number])
        if text:
            out.append(TextDelta(number, text) if isinstance(self.open[number], TextPart) else ToolCallDelta(number, text))
        super().on_shut(number, out)


class ForgetsWhatComesTheShortWay(DocumentedDecoder):
    """It shows a piece that it knows by the bytes around it, and doesn't keep it."""

    def on_more(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        super().on_more(number, body, out)
        if isinstance(text := body.get("text"), str) and text and len(body) == 2:
            self.may_come_again(text, lambda piece, shown: shown.append(TextDelta(number, piece)))


class ReadsNoTierAtTheEnd(DocumentedDecoder):
    def on_finish(self, body: JsonObject, out: list[Chunk]) -> None:
        super().on_finish({name: field for name, field in body.items() if name != "tier"}, out)


class ComposesDeltas(DocumentedDecoder):
    def on_more(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        text = body.get("text")
        super().on_more(number, {**body, "text": unicodedata.normalize("NFC", text)} if isinstance(text, str) else body, out)


class CountsAllPiecesAnew(DocumentedDecoder):
    def on_more(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        super().on_more(number, body, out)
        _ = sum([len(piece) for piece in self.pieces[number]])


class LooksAtAllPartsAnew(DocumentedDecoder):
    def on_shut(self, number: int, out: list[Chunk]) -> None:
        super().on_shut(number, out)
        _ = [part for part in self.parts.values() if part is self.parts[number]]


class TakesNumbersForNews(DocumentedDecoder):
    """The number of a block is shown as a field that nobody has heard of."""

    def on_shut(self, number: int, out: list[Chunk]) -> None:
        super().on_shut(number, out)
        out.append(OpaqueDelta(None, {"n": number}))
