"""Twin of chat/assistant.py: an assistant's message, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import LossLog
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    AssistantPart,
    AudioPart,
    Base64Source,
    Citation,
    FileSource,
    ImagePart,
    JsonObject,
    JsonValue,
    Loss,
    OpaquePart,
    ReasoningBlock,
    ReasoningPart,
    RefusalPart,
    TextPart,
    ToolCallPart,
    URLSource,
)
from interlingua_openai.call_ids import CallIds
from interlingua_openai.chat.assistant import decode_assistant, encode_assistant
from interlingua_openai.chat.parts import OLD_CALL, WHOLE_CALL, opaque
from interlingua_openai.names import CHAT

CALL: JsonObject = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
OLD: JsonObject = {"name": "f", "arguments": "{}"}
CALL_PART = ToolCallPart("c1", "f", "{}")


def message(**fields: JsonValue) -> JsonObject:
    """A wire message."""
    return {"role": "assistant", **fields}


def write(*parts: AssistantPart, in_answer: bool = False) -> tuple[JsonObject, list[Loss]]:
    """Encode a message of these parts."""
    log = LossLog(CHAT, "$.m")
    return encode_assistant(AssistantMessage(parts), log, in_answer=in_answer), log.records


def read(wire: JsonObject, *, in_answer: bool = False) -> AssistantMessage:
    """Decode a message."""
    return decode_assistant(wire, "$.m", CallIds(), in_answer=in_answer)


def reasoning(field: str, text: str = "why") -> ReasoningPart:
    """Reasoning that came from this wire."""
    return ReasoningPart(blocks=(ReasoningBlock("full", text),), provider="openai", provider_data={"$marks": {CHAT: {"field": field}}})


UNMARKED: list[tuple[JsonObject, tuple[AssistantPart, ...]]] = [
    (message(content="a"), (TextPart("a"),)),
    (message(content=""), (TextPart(""),)),
    (message(content=None), ()),
    (message(content=None, tool_calls=[CALL]), (CALL_PART,)),
    (message(content="a", tool_calls=[CALL]), (TextPart("a"), CALL_PART)),
    (message(content=None, refusal="no"), (RefusalPart("no"),)),
    (message(content=[{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]), (TextPart("a"), TextPart("b"))),
    (
        message(content=[{"type": "text", "text": "a"}, {"type": "refusal", "refusal": "no"}]),
        (TextPart("a"), RefusalPart("no", provider_data={"$marks": {CHAT: {"place": "content"}}})),
    ),
    (
        message(content=[{"type": "refusal", "refusal": "a"}, {"type": "text", "text": "b"}, {"type": "refusal", "refusal": "c"}]),
        (RefusalPart("a"), TextPart("b"), RefusalPart("c")),
    ),
    (message(content=[{"type": "plan", "plan": []}]), (OpaquePart(CHAT, {"type": "plan", "plan": []}),)),
    (message(content=[{"type": "text", "text": "a", "x": 1}]), (TextPart("a", provider_data={CHAT: {"x": 1}}),)),
    (message(content="a", reasoning_content="why"), (reasoning("reasoning_content"), TextPart("a"))),
    (message(content="a", reasoning="why"), (reasoning("reasoning"), TextPart("a"))),
    (message(content=None, audio={"id": "audio_1"}), (AudioPart(FileSource(file_id="audio_1")),)),
    (
        message(content=None, audio={"id": "audio_1", "data": "AA", "transcript": "hi"}),
        (AudioPart(FileSource(file_id="audio_1"), provider_data={CHAT: {"data": "AA", "transcript": "hi"}}),),
    ),
    (message(content=None, tool_calls=[{"type": "mcp"}]), (opaque({"type": "mcp"}, WHOLE_CALL),)),
    (message(content=None, function_call=OLD), (opaque(OLD, OLD_CALL),)),
    (message(content="a", tool_calls=[CALL], function_call=OLD), (TextPart("a"), CALL_PART, opaque(OLD, OLD_CALL))),
    (
        message(content="a", annotations=[{"type": "url_citation", "url_citation": {"url": "u", "start_index": 0, "end_index": 1}}]),
        (TextPart("a", (Citation(url="u", start=0, end=1),)),),
    ),
]


@pytest.mark.parametrize(("wire", "parts"), UNMARKED)
def test_modelled_messages_go_both_ways(wire: JsonObject, parts: tuple[AssistantPart, ...]) -> None:
    """What has its own part keeps nothing beside the message."""
    assert read(wire) == AssistantMessage(parts)
    assert write(*parts) == (wire, [])


@pytest.mark.parametrize(
    "wire",
    [
        {"role": "assistant"},
        {},
        message(content=[]),
        message(content=[{"type": "text", "text": "a"}]),
        message(tool_calls=[CALL]),
        message(content="", tool_calls=[CALL]),
        message(content=[], tool_calls=[]),
        message(content=None, tool_calls=None, refusal=None, audio=None, function_call=OLD),
        message(content="a", function_call=None),
        message(content="a", function_call="f"),
        message(content="a", refusal="", annotations=[], name="me", prefix=True),
        message(content="a", reasoning_content="x", reasoning="y", reasoning_details=[{"text": "z"}]),
        message(content="a", reasoning_content="", reasoning=None),
        message(content="a", refusal=3, audio={"id": 3}, reasoning={"a": 1}),
        message(content="a", annotations=[{"type": "file"}]),
        message(content=[{"type": "text"}, {"type": "refusal", "refusal": "a", "x": 1}, {"type": "refusal", "refusal": "b"}], refusal="c"),
        message(content=None, tool_calls=[{"function": {"name": "f", "arguments": {"a": 1}}, "x": 1}, {"id": ""}]),
        message(content=None, field="reasoning", place="content", spelling={"content": "list"}, within={"content": {}}),
        message(content=[{"type": "refusal", "refusal": "a", "place": "x"}], **{"$spelling": {"content": "null"}, "$marks": {"a": 1}}),
        message(content=None, tool_calls=[{"$tool_call": {"a": 1}}], function_call={"$function_call": {}, "form": "tool_call"}),
    ],
)
@pytest.mark.parametrize("in_answer", [False, True])
def test_every_spelling_comes_back(wire: JsonObject, in_answer: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Absent, null, empty and list are distinct, and no unknown field is lost."""
    log = LossLog(CHAT, "$.m")

    decoded = read(wire, in_answer=in_answer)

    assert encode_assistant(decoded, log, in_answer=in_answer) == wire
    assert log.records == []


def test_a_message_has_one_call_in_the_old_form() -> None:
    """A second one is lost aloud, and what stands behind it loses its place."""
    old = opaque(OLD, OLD_CALL)

    said, losses = write(old, old, TextPart("a"))

    assert said == message(content="a", function_call=OLD)
    assert [(loss.kind, loss.path) for loss in losses] == [("content", "$.m.content[1]"), ("hint", "$.m.content[2]")]


def test_a_mark_counts_only_while_it_fits() -> None:
    """A message that was changed after decoding is said as changed."""
    absent = read({"role": "assistant", "tool_calls": [CALL]})
    changed = absent.model_copy(update={"content": (TextPart("new"), *absent.content)})

    assert encode_assistant(changed, LossLog(CHAT)) == message(content="new", tool_calls=[CALL])


@pytest.mark.parametrize("wire", [message(content=3), message(content=["a"]), message(tool_calls={}), message(tool_calls=[1])])
def test_broken_grammar_is_refused_with_its_path(wire: JsonObject) -> None:
    """Content and calls have their types."""
    with pytest.raises(ConversionError) as raised:
        read(wire)

    assert raised.value.path.startswith("$.m.")


@pytest.mark.parametrize(
    ("parts", "wire", "kinds"),
    [
        ((CALL_PART, TextPart("a")), message(content="a", tool_calls=[CALL]), ["hint"]),
        ((TextPart("a"), reasoning("reasoning")), message(reasoning="why", content="a"), ["hint"]),
        ((ReasoningPart(blocks=(ReasoningBlock("full", "x"),), signature="s"), TextPart("a")), message(content="a"), ["hint"]),
        ((reasoning("reasoning", "a"), reasoning("reasoning", "b")), message(reasoning="a", content=None), ["hint"]),
        ((ReasoningPart(provider_data={"$marks": {CHAT: {"field": "reasoning"}}}),), message(content=None), ["hint"]),
        ((OpaquePart("anthropic.messages", {"type": "x"}), TextPart("a")), message(content="a"), ["content"]),
        ((ImagePart(URLSource(url="u")),), message(content=None), ["content"]),
        ((AudioPart(Base64Source(media_type="audio/wav", data="AA")),), message(content=None), ["content"]),
        (
            (AudioPart(FileSource(file_id="a")), AudioPart(FileSource(file_id="b"))),
            message(content=None, audio={"id": "a"}),
            ["content"],
        ),
        ((RefusalPart(""),), message(content=None), ["hint"]),
        ((TextPart("a", (Citation(title="t"),)),), message(content="a"), ["hint"]),
        (
            (RefusalPart("a"), RefusalPart("b"), RefusalPart("")),
            message(content=[{"type": "refusal", "refusal": "a"}, {"type": "refusal", "refusal": "b"}]),
            ["hint"],
        ),
    ],
)  # fmt: skip
def test_what_the_wire_cannot_say_is_recorded(parts: tuple[AssistantPart, ...], wire: JsonObject, kinds: list[str]) -> None:
    """Order between the fields, reasoning from elsewhere, foreign blocks: each leaves a record."""
    said, losses = write(*parts)

    assert said == wire
    assert [loss.kind for loss in losses] == kinds
    assert all(loss.path.startswith("$.m.content") for loss in losses)


def test_a_response_has_one_string() -> None:
    """Several texts are joined in a response, aloud, and stay apart in a request's history."""
    said, losses = write(TextPart("a"), TextPart("b"), in_answer=True)

    assert said == message(content="ab")
    assert [(loss.path, loss.kind) for loss in losses] == [("$.m.content", "hint")]
    assert write(TextPart("a"), TextPart("b")) == (message(content=[{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]), [])


def test_annotations_are_those_of_the_only_text_among_blocks() -> None:
    """Where the content is a list, the citations come back to its text."""
    cited = TextPart("a", (Citation(url="u"),))
    wire, losses = write(RefusalPart("no"), cited, RefusalPart("no again"))

    assert losses == []
    assert read(wire).content[1] == cited
