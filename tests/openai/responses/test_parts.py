"""Twin of responses/parts.py: what users, system messages and tools say, and annotations, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import LossLog
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
from interlingua_openai.responses.parts import decode_block, decode_citation, encode_block, encode_citations, is_item, opaque

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
    assert encode_block(part, log) == block
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

    assert encode_block(part, log) is None
    assert log.records == [Loss("$", reason)]


def test_a_documents_plain_text_is_text() -> None:
    """Its title has no place."""
    log = LossLog(RESPONSES)

    said = encode_block(DocumentPart(TextSource(text="words"), "title"), log)

    assert said == {"type": "input_text", "text": "words"}
    assert encode_block(DocumentPart(TextSource(text="words")), LossLog(RESPONSES)) == said
    assert log.records == [
        Loss("$", "this wire says a document's plain text only as text", "hint", "a text part"),
        Loss("$.title", "this wire can't give a text a title", "hint"),
    ]


def test_citations_are_said_by_the_model_alone() -> None:
    """What a user cites is left out."""
    log = LossLog(RESPONSES)

    assert encode_block(TextPart("a", [Citation(url="u")]), log) == {"type": "input_text", "text": "a"}
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

    assert encode_block(cls(FileSource(file_id="file-1", provider="anthropic")), log) is None
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

    assert encode_block(part, log) == {"type": "x", "a": 1, "b": 3}
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.provider_data['openai.responses'].a", "hint")]


@pytest.mark.parametrize(
    ("wire", "citation"),
    [
        (
            {"type": "url_citation", "url": "https://x", "title": "X", "start_index": 1, "end_index": 5},
            Citation(url="https://x", title="X", start=1, end=5, provider_data={RESPONSES: {"type": "url_citation"}}),
        ),
        (
            {"type": "file_citation", "file_id": "f", "filename": "a.pdf", "index": 3},
            Citation(title="a.pdf", provider_data={RESPONSES: {"type": "file_citation", "file_id": "f", "index": 3}}),
        ),
        (
            {"type": "container_file_citation", "container_id": "c", "file_id": "f", "filename": "a", "start_index": 0, "end_index": 1},
            Citation(
                title="a",
                start=0,
                end=1,
                provider_data={RESPONSES: {"type": "container_file_citation", "container_id": "c", "file_id": "f"}},
            ),
        ),
        (
            {"type": "file_path", "file_id": "f", "index": 0},
            Citation(provider_data={RESPONSES: {"type": "file_path", "file_id": "f", "index": 0}}),
        ),
        ({"type": "x_new", "url": 5}, Citation(provider_data={RESPONSES: {"type": "x_new", "url": 5}})),
        ({}, Citation(provider_data={RESPONSES: {}})),
    ],
)
def test_annotations_go_both_ways(wire: JsonObject, citation: Citation) -> None:
    """Each known type is a citation; of one that nobody has heard of, all is kept."""
    log = LossLog(RESPONSES)

    assert decode_citation(wire) == citation
    assert encode_citations(TextPart("text", [citation]), log) == [wire]
    assert log.records == []


def test_a_whole_citation_of_another_wire_is_said() -> None:
    """With its place; only the words that it cites have none here."""
    log = LossLog(RESPONSES)
    citation = Citation(url="https://x", title="X", start=0, end=1, cited_text="words", provider_data={"anthropic.messages": {"type": "a"}})

    said = encode_citations(TextPart("text", [citation]), log)

    assert said == [{"type": "url_citation", "url": "https://x", "title": "X", "start_index": 0, "end_index": 1}]
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.citations[0].cited_text", "hint")]


def test_the_words_that_an_own_citation_cites_are_told() -> None:
    """A caller may know them, though no annotation says them."""
    log = LossLog(RESPONSES)
    citation = Citation(url="https://x", title="X", start=0, end=1, cited_text="words", provider_data={RESPONSES: {"type": "url_citation"}})

    said = encode_citations(TextPart("text", [citation, citation]), log)

    assert said == [{"type": "url_citation", "url": "https://x", "title": "X", "start_index": 0, "end_index": 1}] * 2
    assert [(loss.path, loss.kind) for loss in log.records] == [(f"$.citations[{number}].cited_text", "hint") for number in (0, 1)]


def test_a_citation_without_its_place_is_left_out() -> None:
    """The API refuses one."""
    log = LossLog(RESPONSES)

    assert encode_citations(TextPart("text", [Citation(url="https://x", title="X")]), log) == []
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.citations[0]", "hint")]


def test_a_kept_field_that_says_something_else_is_told() -> None:
    """The canonical value wins."""
    log = LossLog(RESPONSES)
    citation = Citation(url="https://x", provider_data={RESPONSES: {"type": "url_citation", "url": "https://y"}})

    assert encode_citations(TextPart("text", [citation]), log) == [{"type": "url_citation", "url": "https://x"}]
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.citations[0].provider_data['openai.responses'].url", "hint")]
