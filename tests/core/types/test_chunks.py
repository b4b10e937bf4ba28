"""`interlingua.types.chunks`: cheap, typed, each with the index of its part."""

from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest

from interlingua.types import (
    AssistantMessage,
    Finish,
    Loss,
    OpaqueDelta,
    PartEnd,
    PartStart,
    ReasoningDelta,
    RefusalDelta,
    ResponseStart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    Usage,
    chunk_to_dict,
)

if TYPE_CHECKING:
    from interlingua.types import Chunk, JsonObject

TEXT: JsonObject = {"type": "text", "text": "hi"}
EXAMPLES: list[tuple[Chunk, JsonObject]] = [
    (ResponseStart(), {"type": "response_start"}),
    (ResponseStart("r_1", "m", {"openai.chat": {"x": 1}}),
     {"type": "response_start", "id": "r_1", "model_id": "m", "provider_data": {"openai.chat": {"x": 1}}}),
    (PartStart(0, TextPart("hi")), {"type": "part_start", "index": 0, "part": TEXT}),
    (TextDelta(0, ""), {"type": "text_delta", "index": 0, "text": ""}),
    (ReasoningDelta(1, 0, "Hm."), {"type": "reasoning_delta", "index": 1, "block": 0, "text": "Hm."}),
    (RefusalDelta(0, "No"), {"type": "refusal_delta", "index": 0, "refusal": "No"}),
    (ToolCallDelta(2, '{"a"'), {"type": "tool_call_delta", "index": 2, "arguments": '{"a"'}),
    (OpaqueDelta(None, {"type": "ping"}), {"type": "opaque_delta", "data": {"type": "ping"}}),
    (PartEnd(0, TextPart("hi")), {"type": "part_end", "index": 0, "part": TEXT}),
    (Finish("stop"), {"type": "finish", "finish_reason": "stop"}),
    (Finish("stop", "end_turn", Usage(output_tokens=1), losses=(Loss(path="$", reason="x"),), message=AssistantMessage("hi")),
     {"type": "finish", "finish_reason": "stop", "provider_finish_reason": "end_turn",
      "usage": {"output_tokens": 1, "input_includes_cache": True}, "losses": [{"path": "$", "reason": "x", "kind": "content"}],
      "message": {"role": "assistant", "content": [TEXT]}}),
]  # fmt: skip
each = pytest.mark.parametrize(("chunk", "value"), EXAMPLES, ids=[f"{chunk.type}-{place}" for place, (chunk, _) in enumerate(EXAMPLES)])


@each
def test_dict(chunk: Chunk, value: JsonObject) -> None:
    """A chunk's JSON begins with its type; absent fields stay absent."""
    assert chunk_to_dict(chunk) == value
    assert next(iter(chunk_to_dict(chunk))) == "type"


@each
def test_copies(chunk: Chunk, value: JsonObject) -> None:
    """A chunk is equal to its copies and pickles."""
    assert chunk == copy.deepcopy(chunk) == pickle.loads(pickle.dumps(chunk))  # noqa: S301 - our own bytes
    assert chunk_to_dict(copy.copy(chunk)) == value


def test_slots() -> None:
    """A chunk has no dictionary: a misspelt attribute is an error."""
    with pytest.raises(AttributeError):
        TextDelta(0, "hi").txt = "ho"  # type: ignore[attr-defined]


def test_matching() -> None:
    """Chunks are told apart by `match`, as users do."""
    match TextDelta(0, "hi"):
        case TextDelta(text=text):
            assert text == "hi"
