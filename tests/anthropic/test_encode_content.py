"""Parts → content blocks."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantPart,
    AudioPart,
    Base64Source,
    Citation,
    DocumentPart,
    FileSource,
    ImagePart,
    JsonObject,
    JsonValue,
    OpaquePart,
    ReasoningBlock,
    ReasoningPart,
    RefusalPart,
    TextPart,
    TextSource,
    ToolCallPart,
    ToolMessage,
    URLSource,
    UserPart,
)
from interlingua_anthropic.messages.encode_content import ContentEncoder, turn_fields
from interlingua_anthropic.messages.wire import LossLog

NAME = "anthropic.messages"
PNG = Base64Source(media_type="image/png", data="iVBORw0KGgo=")


def user(*parts: UserPart, capabilities: Capabilities = EVERYTHING) -> tuple[list[JsonValue], list[tuple[str, str]]]:
    """Give the blocks that a user says, and the losses."""
    log = LossLog("$.messages", 0)
    blocks = ContentEncoder(log, capabilities).user_blocks(parts)
    return blocks, [(loss.path, loss.kind) for loss in log.records]


def assistant(*parts: AssistantPart) -> tuple[list[JsonValue], list[tuple[str, str]]]:
    """Give the blocks that the model says, and the losses."""
    log = LossLog("$.message")
    blocks = ContentEncoder(log).assistant_blocks(parts)
    return blocks, [(loss.path, loss.kind) for loss in log.records]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (ImagePart(PNG), {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}),
        (ImagePart(FileSource(file_id="f")), {"type": "image", "source": {"type": "file", "file_id": "f"}}),
        (DocumentPart(URLSource(url="u"), "T"), {"type": "document", "source": {"type": "url", "url": "u"}, "title": "T"}),
        (
            DocumentPart(TextSource(text="t"), provider_data={NAME: {"context": "c"}}),
            {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "t"}, "context": "c"},
        ),
        (TextPart("t", provider_data={NAME: {"cache_control": {}}}), {"type": "text", "text": "t", "cache_control": {}}),
        (TextPart("t", provider_data={"openai.chat": {"x": 1}}), {"type": "text", "text": "t"}),
        (OpaquePart(NAME, {"type": "future"}), {"type": "future"}),
    ],
)
def test_user_parts(part: UserPart, expected: JsonValue) -> None:
    """Each part has its block, own fields and no others beside it."""
    assert user(part) == ([expected], [])


def test_files_that_another_provider_holds() -> None:
    """They can't be read here; one that Claude's API holds goes as one whose holder nobody names."""
    held, ours = (FileSource(file_id="f", provider=name) for name in ("openai", "anthropic"))
    block = {"type": "image", "source": {"type": "file", "file_id": "f"}}

    assert user(ImagePart(held), DocumentPart(held), ImagePart(ours)) == (
        [block],
        [("$.messages[0].content[0]", "content"), ("$.messages[0].content[1]", "content")],
    )


@pytest.mark.parametrize(
    ("part", "lacks"),
    [
        (ImagePart(PNG), "image"),
        (DocumentPart(PNG), "document"),
        (AudioPart(PNG), "seed"),
        (OpaquePart("openai.chat", {}), "seed"),
    ],
)
def test_refused_user_parts(part: UserPart, lacks: str) -> None:
    """What the wire or the model can't take is left out, a content loss at its place."""
    blocks, losses = user(TextPart("a"), part, capabilities=Capabilities(frozenset({lacks})))  # type: ignore[arg-type]  # feature names

    assert blocks == [{"type": "text", "text": "a"}]
    assert losses == [("$.messages[0].content[1]", "content")]


def test_text_document_by_bytes() -> None:
    """The API takes a text document as text alone, so its bytes are said so; what is no UTF-8 goes out as it is, and is a loss."""
    text = DocumentPart(Base64Source.from_bytes("Grüße".encode(), "text/markdown"), "T")
    latin = Base64Source.from_bytes("Grüße".encode("latin-1"), "text/plain")

    assert user(text) == (
        [{"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "Grüße"}, "title": "T"}],
        [("$.messages[0].content[0].source", "hint")],
    )
    assert user(DocumentPart(latin)) == (
        [{"type": "document", "source": {"type": "base64", "media_type": "text/plain", "data": latin.data}}],
        [("$.messages[0].content[0].source", "content")],
    )


def test_foreign_citation() -> None:
    """A citation that Claude didn't make has no form here; one that it made goes back as it was."""
    own: JsonObject = {"type": "char_location", "cited_text": "c"}

    blocks, losses = assistant(
        TextPart("t", (Citation(url="u"), Citation(cited_text="c", provider_data={NAME: own}))), TextPart("u", (Citation(),))
    )

    assert blocks == [{"type": "text", "text": "t", "citations": [own]}, {"type": "text", "text": "u"}]
    assert losses == [("$.message.content[0].citations[0]", "hint"), ("$.message.content[1].citations[0]", "hint")]


def test_unsigned_thinking_of_this_wire() -> None:
    """Thinking that this wire left unsigned goes back so."""
    unsigned = ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), provider="anthropic", provider_data={NAME: {"$absent": ["signature"]}})

    assert assistant(unsigned) == ([{"type": "thinking", "thinking": "Hm"}], [])


@pytest.mark.parametrize(
    ("part", "expected", "losses"),
    [
        (
            ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="s", provider="anthropic"),
            {"type": "thinking", "thinking": "Hm", "signature": "s"},
            [],
        ),
        (ReasoningPart(signature="s", provider="anthropic"), {"type": "thinking", "thinking": "", "signature": "s"}, []),
        (ReasoningPart(redacted_data="d", provider="anthropic"), {"type": "redacted_thinking", "data": "d"}, []),
        (ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), provider="anthropic"), None, [""]),
        (ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="s", provider="openai"), None, [""]),
        (ReasoningPart(blocks=(ReasoningBlock("full", "Hm"),), signature="s"), None, [""]),
        (
            ReasoningPart(
                blocks=(ReasoningBlock("full", "a"), ReasoningBlock("full", "b")),
                signature="s",
                encrypted_content="e",
                provider="anthropic",
            ),
            {"type": "thinking", "thinking": "ab", "signature": "s"},
            [".blocks", ".encrypted_content"],
        ),
        (
            ReasoningPart(blocks=(ReasoningBlock("full", "a"),), signature="s", redacted_data="d", provider="anthropic"),
            {"type": "redacted_thinking", "data": "d"},
            [".signature", ".blocks"],
        ),
    ],
)
def test_reasoning(part: ReasoningPart, expected: JsonValue, losses: list[str]) -> None:
    """Only what Claude signed or redacted goes back to it; the rest is a hint."""
    blocks, lost = assistant(part)

    assert blocks == ([] if expected is None else [expected])
    assert lost == [(f"$.message.content[0]{field}", "hint") for field in losses]


@pytest.mark.parametrize("part", [ImagePart(PNG), AudioPart(PNG), OpaquePart("openai.chat", {})])
def test_refused_assistant_parts(part: AssistantPart) -> None:
    """The model says no images and no sound on this wire, and no other wire's blocks."""
    assert assistant(part) == ([], [("$.message.content[0]", "content")])


def test_result() -> None:
    """A result names its call, and says an error only where there is one."""
    encoder = ContentEncoder(LossLog("$.messages", 0))
    failed = ToolMessage(tool_call_id="t", content="no", is_error=True, provider_data={NAME: {"cache_control": {}, "$turn": {"x": 1}}})
    plain = ToolMessage(tool_call_id="t", content="no")
    content: JsonValue = [{"type": "text", "text": "no"}]

    assert encoder.result_block(failed) == {
        "type": "tool_result",
        "tool_use_id": "t",
        "content": content,
        "is_error": True,
        "cache_control": {},
    }
    assert encoder.result_block(plain) == {
        "type": "tool_result",
        "tool_use_id": "t",
        "content": content,
    }
    assert turn_fields(failed) == {"x": 1}
    assert turn_fields(plain) is None


def test_what_the_model_says() -> None:
    """Text, calls, blocks of this wire and refusals each have a block; a refusal's is text, with a hint."""
    call = ToolCallPart("t", "f", '{"a": 1}', provider_data={NAME: {"caller": {"type": "direct"}}})
    blocks: list[JsonValue] = [
        {"type": "text", "text": "a"},
        {"type": "tool_use", "id": "t", "name": "f", "input": {"a": 1}, "caller": {"type": "direct"}},
        {"type": "tool_use", "id": "u", "name": "g", "input": {}},
        {"type": "server_tool_use"},
        {"type": "text", "text": "No."},
    ]

    said = assistant(TextPart("a"), call, ToolCallPart("u", "g", ""), OpaquePart(NAME, {"type": "server_tool_use"}), RefusalPart("No."))

    assert said == (blocks, [("$.message.content[4]", "hint")])


def test_arguments_that_no_object_holds() -> None:
    """The values that are sent are those that the tool ran with; the text's others are told."""
    log = LossLog("$.message")
    call = ToolCallPart("t", "f", '{"a": 1, "a": 2, "n": 0.12345678901234567890}')

    blocks = ContentEncoder(log).assistant_blocks([call])

    assert blocks == [{"type": "tool_use", "id": "t", "name": "f", "input": {"a": 2, "n": 0.12345678901234568}}]
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in log.records] == [
        ("$.message.content[0].arguments.a", "hint", None),
        ("$.message.content[0].arguments.n", "hint", 0.12345678901234568),
    ]


@pytest.mark.parametrize("arguments", ["{", "[]", "null"])
def test_arguments_that_are_no_object(arguments: str) -> None:
    """They are refused with their place, unless this wire had such an input."""
    odd = ToolCallPart("t", "f", arguments, provider_data={NAME: {"input": 5}})

    with pytest.raises(ConversionError) as caught:
        assistant(ToolCallPart("t", "f", arguments))

    assert caught.value.path == "$.message.content[0].arguments"
    assert assistant(odd) == ([{"type": "tool_use", "id": "t", "name": "f", "input": 5}], [])


@pytest.mark.parametrize("blanks", [False, True])
def test_blank_text(blanks: bool) -> None:  # noqa: FBT001 - a case
    """A text without a word is written in an answer, and left out of a request unless this wire had it."""
    log = LossLog("$.message")
    marked = TextPart("", provider_data={NAME: {"$verbatim": True}})
    blank: list[JsonValue] = [{"type": "text", "text": " "}] if blanks else []

    blocks = ContentEncoder(log, blanks=blanks).assistant_blocks([TextPart(" "), marked])

    assert blocks == [*blank, {"type": "text", "text": ""}]
    assert [loss.path for loss in log.records] == ([] if blanks else ["$.message.content[0]"])


@pytest.mark.parametrize(
    ("kept", "content", "expected"),
    [({}, "", {"content": ""}), ({"content": None}, (), {"content": None}), ({"$absent": ["content"]}, (), {}), ({}, (), {"content": []})],
)
def test_results_without_a_word(kept: JsonObject, content: str | tuple[()], expected: JsonObject) -> None:
    """A tool that gave nothing may be said in several ways, and each stays."""
    result = ToolMessage(tool_call_id="t", content=content, provider_data={NAME: kept} if kept else {})

    assert ContentEncoder(LossLog("$")).result_block(result) == {"type": "tool_result", "tool_use_id": "t", **expected}
