"""Bugs for the toy dialect's streams."""

# ruff: noqa: ANN401, D101, D102 - each class is named for its bug, and overrides one step of the toy dialect

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from tests.core.testing.toy import ToyDialect
from tests.core.testing.toy_stream import ToyStreamDecoder

from interlingua.dialect import SSEReader
from interlingua.errors import ConversionError, InterlinguaError
from interlingua.types import Finish, PartEnd, ResponseStart, TextDelta, ToolCallPart, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.dialect import ServerSentEvent
    from interlingua.types import Chunk, JsonObject


def reading(decoder: type[ToyStreamDecoder]) -> type[ToyDialect]:
    """Give a toy dialect, named after the bug, that reads its streams by a decoder with one."""
    return type(decoder.__name__, (ToyDialect,), {"stream_decoder": lambda dialect: decoder(dialect)})  # noqa: PLW0108 - a class in its place would be no method


class ReusesAnIndex(ToyStreamDecoder):
    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        mine: list[Chunk] = []
        super().on_event(event, mine)
        out += [replace(chunk, index=0) if hasattr(chunk, "index") else chunk for chunk in mine]  # type: ignore[call-arg]  # it has one


class MixesDeltas(ToyStreamDecoder):
    def on_more(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        mine: list[Chunk] = []
        super().on_more(number, body, mine)
        out += [TextDelta(number + 1, chunk.text) if isinstance(chunk, TextDelta) else chunk for chunk in mine]


class LosesTheCallWithoutArguments(ToyStreamDecoder):
    def on_shut(self, number: int, out: list[Chunk]) -> None:
        empty = isinstance(self.open.get(number), ToolCallPart) and not self.pieces[number]
        mine: list[Chunk] = []
        super().on_shut(number, mine)
        if empty:
            del self.parts[number]
        out += [] if empty else mine


class KeepsTheFirstPiece(ToyStreamDecoder):
    def grown(self, part: Any, text: str) -> Any:
        return super().grown(part, text[:3])


class LosesTheUsage(ToyStreamDecoder):
    def on_finish(self, body: JsonObject, out: list[Chunk]) -> None:
        mine: list[Chunk] = []
        super().on_finish(body, mine)
        out += [replace(chunk, usage=Usage()) if isinstance(chunk, Finish) else chunk for chunk in mine]


class CountsZeroWhereNothingWasSaid(ToyStreamDecoder):
    def on_finish(self, body: JsonObject, out: list[Chunk]) -> None:
        mine: list[Chunk] = []
        super().on_finish(body, mine)
        out += [replace(chunk, usage=chunk.usage or Usage(0, 0)) if isinstance(chunk, Finish) else chunk for chunk in mine]


class AlwaysStops(ToyStreamDecoder):
    def on_finish(self, body: JsonObject, out: list[Chunk]) -> None:
        mine: list[Chunk] = []
        super().on_finish(body, mine)
        out += [replace(chunk, finish_reason="stop") if isinstance(chunk, Finish) else chunk for chunk in mine]


class ForgetsTheStart(ToyStreamDecoder):
    def on_start(self, body: JsonObject, out: list[Chunk]) -> None:
        super().on_start(body, [])
        out.append(ResponseStart())


class SharesItsParts(ToyStreamDecoder):
    seen: ClassVar[dict[int, Any]] = {}

    def on_shut(self, number: int, out: list[Chunk]) -> None:
        super().on_shut(number, out)
        self.parts = self.seen | self.parts
        self.seen.update(self.parts)


class EndsPartsTwice(ToyStreamDecoder):
    def on_shut(self, number: int, out: list[Chunk]) -> None:
        super().on_shut(number, out)
        out.append(PartEnd(number, self.parts[number]))


class FinishesACutStream(ToyStreamDecoder):
    def on_end(self, out: list[Chunk]) -> None:
        if self.answer is not None and not self.finished:
            self.finished = True
            out.append(Finish("stop"))


class StepsOverGarbledEvents(ToyStreamDecoder):
    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        try:
            super().on_event(event, out)
        except InterlinguaError:
            return


class TrustsEveryEvent(ToyStreamDecoder):
    def on_more(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        self.pieces[number].append(body["text"])  # type: ignore[arg-type]  # the bug
        self.pieces[number].pop()
        super().on_more(number, body, out)


class CutsCharactersInTwo(ToyStreamDecoder):
    def feed(self, data: bytes) -> list[Chunk]:
        return super().feed(data.decode("utf-8", "replace").encode())


class OneDeltaARead(ToyStreamDecoder):
    def feed(self, data: bytes) -> list[Chunk]:
        out: list[Chunk] = []
        for chunk in super().feed(data):
            last = out[-1] if out else None
            if isinstance(chunk, TextDelta) and isinstance(last, TextDelta) and last.index == chunk.index:
                out[-1] = TextDelta(chunk.index, last.text + chunk.text)
            else:
                out.append(chunk)
        return out


class KnowsOneLineEnd(ToyStreamDecoder):
    def feed(self, data: bytes) -> list[Chunk]:
        return super().feed(data.replace(b"\r", b" "))


class LosesTheLastEvent(ToyStreamDecoder):
    """Reads whole events of each piece, and forgets the rest of it."""

    def feed(self, data: bytes) -> list[Chunk]:
        whole, _, _ = data.rpartition(b"\n\n")
        return super().feed(whole + b"\n\n" if whole else b"")


class KnowsNoLimit(ToyStreamDecoder):
    def __init__(self, dialect: ToyDialect) -> None:
        super().__init__(dialect)
        self._reader = SSEReader(2**40)


class RaisesWhatItLikes(ToyStreamDecoder):
    def on_event(self, event: ServerSentEvent, out: list[Chunk]) -> None:
        try:
            super().on_event(event, out)
        except ConversionError as error:
            raise ValueError(str(error)) from None


class ShowsOtherTexts(ToyStreamDecoder):
    def on_more(self, number: int, body: JsonObject, out: list[Chunk]) -> None:
        mine: list[Chunk] = []
        super().on_more(number, body, mine)
        out += [TextDelta(number, chunk.text.upper()) if isinstance(chunk, TextDelta) else chunk for chunk in mine]


class StreamsNoReasoning(ToyDialect):
    """Says reasoning in a whole answer and leaves it out of a stream: the encoder's bug."""

    def encode_stream(self, response: Any) -> Iterator[bytes]:
        kept = tuple(part for part in response.message.content if part.type != "reasoning")
        return super().encode_stream(response.model_copy(update={"message": response.message.model_copy(update={"content": kept})}))
