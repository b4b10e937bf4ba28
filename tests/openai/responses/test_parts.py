"""Twin of responses/parts.py: what users, system messages and tools say."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities, LossLog
from interlingua.types import (
    AudioPart,
    Base64Source,
    Citation,
    DocumentPart,
    FileSource,
    ImagePart,
    JsonObject,
    Loss,
    OpaquePart,
    Part,
    ReasoningPart,
    TextPart,
    TextSource,
    URLSource,
)
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.parts import decode_block, encode_block, is_item, opaque

PNG = Base64Source(media_type="image/png", data="AA==")
FILE = FileSource(file_id="f")
PDF = Base64Source(media_type="application/pdf", data="AA==")


SPELLED: dict[str, JsonObject] = {"$marks": {RESPONSES: {"spelling": {"type": ["input_text", "output_text"]}}}}
BLOCK: dict[str, JsonObject] = {"$marks": {RESPONSES: {"form": "block"}}}


def kept(**fields: object) -> dict[str, JsonObject]:
    """What this dialect keeps."""
    return {RESPONSES: fields}  # type: ignore[dict-item]  # JSON


@pytest.mark.parametrize(
    ("block", "part"),
    [
        ({"type": "input_text", "text": "a"}, TextPart("a")),
        ({"type": "input_text", "text": "a", "x": None}, TextPart("a", provider_data=kept(x=None))),
        (
            {"type": "output_text", "text": "a"},
            TextPart("a", provider_data=SPELLED),
        ),
        ({"type": "input_image", "image_url": "data:image/png;base64,AA=="}, ImagePart(PNG)),
        (
            {"type": "input_image", "image_url": "https://x/a.png", "detail": "auto", "file_id": None},
            ImagePart(URLSource(url="https://x/a.png"), provider_data=kept(detail="auto", file_id=None)),
        ),
        ({"type": "input_image", "file_id": "f", "detail": "low"}, ImagePart(FileSource(file_id="f"), provider_data=kept(detail="low"))),
        ({"type": "input_file", "file_id": "f"}, DocumentPart(FileSource(file_id="f"))),
        ({"type": "input_file", "file_url": "https://x/a.pdf"}, DocumentPart(URLSource(url="https://x/a.pdf"))),
        ({"type": "input_file", "file_data": "data:application/pdf;base64,AA==", "filename": "a.pdf"}, DocumentPart(PDF, "a.pdf")),
        (
            {"type": "input_file", "file_id": "f", "filename": None},
            DocumentPart(FILE, provider_data=kept(filename=None)),
        ),
        (
            {"type": "input_audio", "input_audio": {"data": "AA==", "format": "mp3"}},
            AudioPart(Base64Source(media_type="audio/mpeg", data="AA==")),
        ),
        ({"type": "input_text"}, OpaquePart(RESPONSES, {"type": "input_text"})),
        ({"type": "input_image", "detail": "auto"}, OpaquePart(RESPONSES, {"type": "input_image", "detail": "auto"})),
        ({"type": "input_file", "file_data": "AA=="}, OpaquePart(RESPONSES, {"type": "input_file", "file_data": "AA=="})),
        ({"type": "input_audio"}, OpaquePart(RESPONSES, {"type": "input_audio"})),
        ({"type": "computer_screenshot"}, OpaquePart(RESPONSES, {"type": "computer_screenshot"}, provider_data=BLOCK)),
        ({"type": ["x"]}, OpaquePart(RESPONSES, {"type": ["x"]}, provider_data=BLOCK)),
    ],
)
def test_blocks_go_both_ways(block: JsonObject, part: Part) -> None:
    """Every form of each block; what has another shape is opaque, verbatim."""
    log = LossLog(RESPONSES)

    assert decode_block(block) == part
    assert encode_block(part, EVERYTHING, log) == block
    assert log.records == []


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (AudioPart(URLSource(url="https://x")), "this wire can't say audio from a url source here"),
        (AudioPart(FileSource(file_id="f")), "this wire can't say audio from a file source here"),
        (ReasoningPart(), "this wire can't say reasoning from this role here"),
        (OpaquePart("another.dialect", {"type": "x"}), "'x' of another.dialect can't be said here"),
    ],
)
def test_what_the_wire_cannot_say_is_left_out(part: Part, reason: str) -> None:
    """With its place."""
    log = LossLog(RESPONSES)

    assert encode_block(part, EVERYTHING, log) is None
    assert log.records == [Loss("$", reason)]


@pytest.mark.parametrize("part", [ImagePart(PNG), DocumentPart(PDF), AudioPart(Base64Source(media_type="audio/wav", data=""))])
def test_what_the_model_does_not_take_is_left_out(part: ImagePart | DocumentPart | AudioPart) -> None:
    """As its capabilities say."""
    log = LossLog(RESPONSES)

    assert encode_block(part, Capabilities(frozenset({part.type})), log) is None
    assert [loss.reason for loss in log.records] == [f"the model takes no {part.type}"]


def test_a_documents_plain_text_is_text() -> None:
    """Also for a model that takes no documents; its title has no place."""
    log = LossLog(RESPONSES)

    said = encode_block(DocumentPart(TextSource(text="words"), "title"), Capabilities(frozenset({"document"})), log)

    assert said == {"type": "input_text", "text": "words"}
    assert encode_block(DocumentPart(TextSource(text="words")), EVERYTHING, LossLog(RESPONSES)) == said
    assert log.records == [
        Loss("$", "this wire says a document's plain text only as text", "hint", "a text part"),
        Loss("$.title", "this wire can't give a text a title", "hint"),
    ]


def test_citations_are_said_by_the_model_alone() -> None:
    """What a user cites is left out."""
    log = LossLog(RESPONSES)

    assert encode_block(TextPart("a", [Citation(url="u")]), EVERYTHING, log) == {"type": "input_text", "text": "a"}
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.citations", "hint")]


@pytest.mark.parametrize("kind", ["image", "file"])
def test_a_files_id_is_marked_with_its_maker(kind: str) -> None:
    """No other provider is to be sent it."""
    part = decode_block({"type": f"input_{kind}", "file_id": "file-1"})

    assert isinstance(part, ImagePart | DocumentPart)
    assert isinstance(part.source, FileSource)
    assert part.source.provider == "openai"


@pytest.mark.parametrize("cls", [ImagePart, DocumentPart])
def test_no_other_host_is_sent_a_files_id(cls: type[ImagePart | DocumentPart]) -> None:
    """What is held elsewhere is lost aloud."""
    log = LossLog(RESPONSES)

    assert encode_block(cls(FileSource(file_id="file-1", provider="anthropic")), EVERYTHING, log) is None
    assert [(loss.path, loss.kind) for loss in log.records] == [("$", "content")]
    assert "anthropic" in log.records[0].reason


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ({"type": "web_search_call"}, "item"), ({"id": "x"}, "item"), ({"type": "text"}, "item"), ({"type": 1}, "item"), ({}, "item"),
        ({"type": "input_magic"}, "block"), ({"type": "output_audio"}, "block"), ({"type": "refusal"}, "block"),
    ],
)  # fmt: skip
def test_what_an_opaque_part_is(data: JsonObject, named: str) -> None:
    """Its own type tells, or else a mark does; the data is the wire's own either way."""
    item, block = opaque(data, "item"), opaque(data, "block")

    assert (item.data, block.data) == (data, data)
    assert (is_item(item), is_item(block)) == (True, False)
    assert item.provider_data == ({} if named == "item" else {"$marks": {RESPONSES: {"form": "item"}}})
    assert block.provider_data == ({} if named == "block" else {"$marks": {RESPONSES: {"form": "block"}}})


def test_a_field_beside_an_opaque_part_is_written() -> None:
    """A caller's own is added; one that says something else than the data is told."""
    log = LossLog(RESPONSES)
    part = OpaquePart(RESPONSES, {"type": "x", "a": 1}, provider_data=kept(a=2, b=3))

    assert encode_block(part, EVERYTHING, log) == {"type": "x", "a": 1, "b": 3}
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.provider_data['openai.responses'].a", "hint")]
