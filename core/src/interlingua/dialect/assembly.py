"""Chunks in, response out: linear in bytes, and partial at any moment.

`PartEnd.part` is authoritative; deltas only serve the partial response of a stream that isn't finished.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from interlingua.errors import ConversionError
from interlingua.types.chunks import (
    Finish,
    OpaqueDelta,
    PartEnd,
    PartStart,
    ReasoningDelta,
    RefusalDelta,
    ResponseStart,
    TextDelta,
    ToolCallDelta,
)
from interlingua.types.losses import Loss
from interlingua.types.messages import AssistantMessage
from interlingua.types.parts import ReasoningBlock, ReasoningPart, RefusalPart, TextPart, ToolCallPart
from interlingua.types.response import Response, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.types.chunks import Chunk
    from interlingua.types.parts import AssistantPart


class Assembler:
    """Collects the chunks of one response."""

    __slots__ = ("_begun", "_finish", "_late", "_open", "_parts", "_start", "_texts")

    def __init__(self) -> None:
        """Begin a response."""
        self._start: ResponseStart | None = None
        self._parts: dict[int, AssistantPart] = {}
        self._open: dict[int, AssistantPart] = {}
        self._texts: dict[int, dict[int, list[str]]] = {}  # open part → block → pieces; block 0 but for reasoning
        self._finish: Finish | None = None
        self._late: list[Loss] = []
        self._begun = False

    def add(self, chunk: Chunk) -> None:
        """Take one chunk."""
        match chunk:
            case TextDelta(index=index, text=text) | ToolCallDelta(index=index, arguments=text) | RefusalDelta(index=index, refusal=text):
                self._texts.setdefault(index, {}).setdefault(0, []).append(text)
            case ReasoningDelta(index=index, block=block, text=text):
                self._texts.setdefault(index, {}).setdefault(block, []).append(text)
            case PartStart(index=index, part=part):
                self._open[index] = part
            case PartEnd(index=index, part=part):
                self._open.pop(index, None)
                self._texts.pop(index, None)
                self._parts[index] = part
            case ResponseStart():
                self._start = chunk
            case Finish():
                self._finish = chunk
            case OpaqueDelta():
                self._begun = self._begun or counts_as_first(chunk)  # it adds nothing else: its part's own PartEnd holds it
                if self._finish is not None and not self._late:  # told once, however much it is
                    self._late.append(Loss("$", "something came behind the final event, and is no part of the answer", "hint"))
            case _:
                assert_never(chunk)

    @property
    def begun(self) -> bool:
        """Whether the first chunk that counts has come: a delta, a part's end, or the finish."""
        return bool(self._texts or self._parts or self._finish or self._begun)

    @property
    def finished(self) -> bool:
        """Whether the finish has come."""
        return self._finish is not None

    def response(self) -> Response:
        """Give the whole response.

        Raises:
            ConversionError: The start, a part's end or the finish is missing.
        """
        start, finish = self._start, self._finish
        if start is None or finish is None:
            missing = "ResponseStart" if start is None else "Finish"
            raise ConversionError("$", f"the chunks hold no {missing}, so the response isn't whole")
        if self._open:
            raise ConversionError("$", f"part {min(self._open)} has no PartEnd, so the response isn't whole")
        message = finish.message or AssistantMessage([part for _, part in sorted(self._parts.items())])
        if (origin := start.origin) is not None:
            origin = origin if finish.model_id is None else origin.model_copy(update={"model_id": finish.model_id})
            message = message.model_copy(update={"origin": origin})
        return Response(
            message=message,
            finish_reason=finish.finish_reason,
            provider_finish_reason=finish.provider_finish_reason,
            usage=finish.usage,
            model_id=start.model_id if finish.model_id is None else finish.model_id,
            id=start.id if finish.id is None else finish.id,
            losses=(*finish.losses, *self._late),
            provider_data={
                name: start.provider_data.get(name, {}) | finish.provider_data.get(name, {})
                for name in start.provider_data | finish.provider_data
            },
        )

    def partial(self, usage: Usage | None = None) -> Response:
        """Give what has arrived: whole parts, and what there is of the open ones; `finish_reason` is None."""
        parts = self._parts | {index: self._so_far(index, part) for index, part in self._open.items()}
        start = self._start or ResponseStart()
        return Response(
            message=AssistantMessage([part for _, part in sorted(parts.items())], origin=start.origin),
            usage=Usage() if usage is None else usage,
            model_id=start.model_id,
            id=start.id,
            provider_data=start.provider_data,
        )

    def _so_far(self, index: int, part: AssistantPart) -> AssistantPart:
        """Add the deltas to what the part started with."""
        blocks = self._texts.get(index, {})
        text = join_text(blocks.get(0, ()))
        match part:
            case TextPart():
                return part.model_copy(update={"text": part.text + text})
            case ToolCallPart():
                return part.model_copy(update={"arguments": part.arguments + text})
            case RefusalPart():
                return part.model_copy(update={"refusal": part.refusal + text})
            case ReasoningPart():
                grown = list(part.blocks)
                for place in sorted(blocks):
                    text = join_text(blocks[place])
                    if place < len(grown):
                        grown[place] = grown[place].model_copy(update={"text": grown[place].text + text})
                    else:
                        grown.append(ReasoningBlock("full", text))
                return part.model_copy(update={"blocks": tuple(grown)})
            case _:
                return part


def counts_as_first(chunk: Chunk) -> bool:
    """Tell whether a chunk says something of the answer, so that nothing may be tried again once it was given out.

    Its start, a part's start, and remarks of the stream's own (a ping's fields, unknown events) say nothing.
    """
    return not isinstance(chunk, ResponseStart | PartStart) and not (isinstance(chunk, OpaqueDelta) and chunk.index is None)


def join_text(pieces: Iterable[str]) -> str:
    """Join the deltas of one text; a surrogate pair that was cut in two becomes its one character again."""
    text = "".join(pieces)
    try:
        text.encode()
    except UnicodeEncodeError:  # only text with surrogates
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return text


def assemble(chunks: Iterable[Chunk]) -> Response:
    """Put the chunks of a finished stream together: what `complete()` would have returned.

    Raises:
        ConversionError: The start, a part's end or the finish is missing.
    """
    assembler = Assembler()
    for chunk in chunks:
        assembler.add(chunk)
    return assembler.response()
