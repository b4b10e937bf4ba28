"""What a stream shows of each part while it grows, held against the part as it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from interlingua.types import (
    Finish,
    OpaqueDelta,
    PartEnd,
    PartStart,
    ReasoningDelta,
    ReasoningPart,
    RefusalDelta,
    RefusalPart,
    ResponseStart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.types import AssistantPart, Chunk

_Key = tuple[int, int]  # a part, and a block of its reasoning


def shown(chunks: Iterable[Chunk]) -> dict[_Key, str]:
    """Join what was shown of each part, and of each block of reasoning, under the part's index and the block's number."""
    found: dict[_Key, str] = {}
    for chunk in chunks:
        match chunk:
            case PartStart(index=index, part=part):
                found |= {(index, block): text for block, text in _texts(part).items()}
            case TextDelta(index=index, text=text) | RefusalDelta(index=index, refusal=text) | ToolCallDelta(index=index, arguments=text):
                found[index, 0] = found.get((index, 0), "") + text
            case ReasoningDelta(index=index, block=block, text=text):
                found[index, block] = found.get((index, block), "") + text
            case ResponseStart() | OpaqueDelta() | PartEnd() | Finish():
                pass
            case _:
                assert_never(chunk)
    return found


def shown_otherwise(chunks: Iterable[Chunk]) -> str | None:
    """Say of the first part that ends as something else than was shown of it; None where there is none."""
    chunks = list(chunks)
    was_shown, grown = shown(chunks), _grown(chunks)
    for chunk in chunks:
        if isinstance(chunk, PartEnd):
            if strange := grown.get(chunk.index, set()) - {chunk.part.type}:
                return f"part {chunk.index} is {chunk.part.type}, and a delta showed {', '.join(sorted(strange))}"
            seen = [text for (index, _), text in was_shown.items() if index == chunk.index and text]
            ended = [text for text in _texts(chunk.part).values() if text]
            # A summary that comes behind the reasoning ends before it, and a host may show two blocks as one.
            if sorted(seen) != sorted(ended) and "".join(seen) != "".join(ended) and not (ended == ["{}"] and not seen):
                return f"of part {chunk.index} the deltas showed {seen!r}, and it ended as {ended!r}"
    return None


_KINDS: Final = {TextDelta: "text", RefusalDelta: "refusal", ToolCallDelta: "tool_call", ReasoningDelta: "reasoning"}


def _grown(chunks: Iterable[Chunk]) -> dict[int, set[str]]:
    """Give the types of parts that the deltas of each index are for."""
    found: dict[int, set[str]] = {}
    for chunk in chunks:
        if isinstance(chunk, TextDelta | RefusalDelta | ToolCallDelta | ReasoningDelta):
            found.setdefault(chunk.index, set()).add(_KINDS[type(chunk)])
    return found


def _texts(part: AssistantPart) -> dict[int, str]:
    match part:
        case TextPart(text=text) | RefusalPart(refusal=text) | ToolCallPart(arguments=text):
            return {0: text}
        case ReasoningPart(blocks=blocks):
            return {number: block.text for number, block in enumerate(blocks)}
        case _:
            return {}
