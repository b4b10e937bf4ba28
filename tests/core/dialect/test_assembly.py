"""`interlingua.dialect.assembly`: chunks in, response out."""

from __future__ import annotations

import pytest

from interlingua.dialect.assembly import Assembler, assemble, join_text
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    Chunk,
    Finish,
    ImagePart,
    Loss,
    OpaqueDelta,
    OpaquePart,
    PartEnd,
    PartStart,
    ReasoningBlock,
    ReasoningDelta,
    ReasoningPart,
    RefusalDelta,
    RefusalPart,
    Response,
    ResponseStart,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallPart,
    URLSource,
    Usage,
)

START = ResponseStart("r_1", "m", {"openai.chat": {"a": 1, "b": 1}})
FINISH = Finish("stop", "end_turn", Usage(output_tokens=2), {"openai.chat": {"b": 2}}, (Loss(path="$", reason="x"),))


def assembler(*chunks: Chunk) -> Assembler:
    """Make an assembler that has taken some chunks."""
    made = Assembler()
    for chunk in chunks:
        made.add(chunk)
    return made


class TestAssemble:
    """A finished stream."""

    def test_whole(self) -> None:
        """Parts stand in the order of their index; the fields of start and finish come together, the later win."""
        chunks = [START, PartStart(1, TextPart("")), PartStart(0, TextPart("")), TextDelta(1, "?"), PartEnd(1, TextPart("b")),
                  PartEnd(0, TextPart("a")), FINISH]  # fmt: skip

        assert assemble(chunks) == Response(
            message=AssistantMessage([TextPart("a"), TextPart("b")]),
            finish_reason="stop",
            provider_finish_reason="end_turn",
            usage=Usage(output_tokens=2),
            model_id="m",
            id="r_1",
            losses=(Loss(path="$", reason="x"),),
            provider_data={"openai.chat": {"a": 1, "b": 2}},
        )

    def test_what_comes_behind_the_finish(self) -> None:
        """Adds nothing to the answer, and is told."""
        remark = OpaqueDelta(None, {"text": "junk"})
        whole = assemble([START, FINISH])

        assert assemble([START, remark, FINISH]) == whole
        assert ("$", "hint") == [(loss.path, loss.kind) for loss in assemble([START, FINISH, remark]).losses][-1]
        assert assemble([START, FINISH, remark]).model_copy(update={"losses": whole.losses}) == whole

    def test_least(self) -> None:
        """A start, the parts' ends and a finish are enough."""
        chunks = [ResponseStart(provider_data={"a": {"x": 1}}), PartEnd(0, ToolCallPart("1", "f", "{}")), Finish("tool_calls")]

        assert assemble(chunks) == Response(
            message=AssistantMessage([ToolCallPart("1", "f", "{}")]), finish_reason="tool_calls", provider_data={"a": {"x": 1}}
        )

    def test_final_names(self) -> None:
        """An id or model that the final body says otherwise, or alone, counts."""
        named = assemble([ResponseStart("r_1"), Finish("stop", model_id="m")])
        renamed = assemble([START, Finish("stop", id="r_2", model_id="m-2026")])

        assert (named.id, named.model_id) == ("r_1", "m")
        assert (renamed.id, renamed.model_id) == ("r_2", "m-2026")

    def test_final_body(self) -> None:
        """Where the wire's final body differs from what was streamed, it wins."""
        chunks = [ResponseStart(), PartEnd(0, TextPart("a")), Finish("stop", message=AssistantMessage("b"))]

        assert assemble(chunks).text == "b"

    def test_fields_of_start_or_finish_alone(self) -> None:
        """A dialect that only one of them names is kept."""
        chunks = [ResponseStart(provider_data={"a": {"x": 1}}), Finish("stop", provider_data={"b": {"y": 2}})]

        assert assemble(chunks).provider_data == {"a": {"x": 1}, "b": {"y": 2}}

    @pytest.mark.parametrize(
        ("chunks", "missing"),
        [
            ([], "the chunks hold no ResponseStart"),
            ([Finish("stop")], "the chunks hold no ResponseStart"),
            ([ResponseStart()], "the chunks hold no Finish"),
            ([ResponseStart(), PartStart(4, TextPart("")), PartStart(3, TextPart("")), Finish("stop")], "part 3 has no PartEnd"),
        ],
        ids=["nothing", "start", "finish", "part"],
    )
    def test_not_whole(self, chunks: list[Chunk], missing: str) -> None:
        """What is missing is named."""
        with pytest.raises(ConversionError) as raised:
            assemble(chunks)

        assert (raised.value.path, raised.value.reason) == ("$", f"{missing}, so the response isn't whole")


class TestPartial:
    """What there is of a stream that isn't finished."""

    def test_nothing(self) -> None:
        """Before anything came there is an empty answer."""
        assert assembler().partial() == Response(message=AssistantMessage([]))

    @pytest.mark.parametrize(
        ("start", "delta", "so_far"),
        [
            (TextPart("a"), TextDelta(0, "b"), TextPart("ab")),
            (ToolCallPart("1", "f", ""), ToolCallDelta(0, '{"a'), ToolCallPart("1", "f", '{"a')),
            (RefusalPart(""), RefusalDelta(0, "No"), RefusalPart("No")),
            (ReasoningPart(signature="s"), ReasoningDelta(0, 0, "Hm"),
             ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="s")),
            (ReasoningPart(blocks=(ReasoningBlock("summary", "H"),)), ReasoningDelta(0, 0, "m"),
             ReasoningPart(blocks=(ReasoningBlock("summary", "Hm"),))),
            (OpaquePart("d", {"x": 1}), OpaqueDelta(0, {"y": 1}), OpaquePart("d", {"x": 1})),
            (ImagePart(URLSource(url="https://x")), OpaqueDelta(None, {}), ImagePart(URLSource(url="https://x"))),
        ],
        ids=["text", "call", "refusal", "reasoning", "summary", "opaque", "image"],
    )  # fmt: skip
    def test_open_part(self, start: TextPart, delta: Chunk, so_far: TextPart) -> None:
        """A part that is still open has what came of it."""
        made = assembler(START, PartStart(0, start), delta)

        assert made.partial(Usage(output_tokens=1)) == Response(
            message=AssistantMessage([so_far]), usage=Usage(output_tokens=1), model_id="m", id="r_1", provider_data=START.provider_data
        )

    def test_blocks_in_order(self) -> None:
        """Blocks of reasoning stand in the order of their index."""
        made = assembler(PartStart(0, ReasoningPart()), ReasoningDelta(0, 1, "b"), ReasoningDelta(0, 0, "a"), ReasoningDelta(0, 1, "c"))

        assert made.partial().message == AssistantMessage(
            [ReasoningPart(blocks=(ReasoningBlock("full", "a"), ReasoningBlock("full", "bc")))]
        )

    def test_a_part_that_starts_again(self) -> None:
        """Begins anew: what came of the one that ended is not added to it."""
        made = assembler(PartStart(0, TextPart("")), TextDelta(0, "x"), PartEnd(0, TextPart("x")), PartStart(0, TextPart("")))

        assert made.partial().message == AssistantMessage([TextPart("")])

    def test_whole_and_open_parts(self) -> None:
        """Parts that are whole stand beside it, with what their end said."""
        made = assembler(PartStart(0, TextPart("")), TextDelta(0, "x"), PartEnd(0, TextPart("a")), PartStart(1, TextPart("b")))

        assert made.partial().message == AssistantMessage([TextPart("a"), TextPart("b")])


class TestState:
    """What a decoder asks."""

    @pytest.mark.parametrize(
        "chunk", [TextDelta(0, ""), OpaqueDelta(0, {}), PartEnd(0, TextPart("")), Finish("stop")], ids=lambda chunk: chunk.type
    )
    def test_begun(self, chunk: Chunk) -> None:
        """A delta of a part, its end or the finish is the first chunk that counts; a remark of the stream's own isn't."""
        assert not assembler(START, OpaqueDelta(None, {}), PartStart(0, TextPart(""))).begun
        assert assembler(START, chunk).begun

    def test_finished(self) -> None:
        """The finish is the end."""
        assert not assembler(START).finished
        assert assembler(START, FINISH).finished


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([], ""),
        (["a", "b"], "ab"),
        (["\ud83d", "\ude00"], "😀"),
        (["é\ud83d", "\ude00", "\ud83d"], "é😀\ud83d"),
        (["\ude00\ud83d"], "\ude00\ud83d"),
    ],
)
def test_join_text(pieces: list[str], text: str) -> None:
    """A surrogate pair that was cut in two is one character again; a lone one stays."""
    assert join_text(pieces) == text
