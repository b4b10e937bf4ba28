"""Twin of responses/content.py: what users, system messages and tools say."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING, Capabilities
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
from interlingua_openai.responses.content import decode_block, encode_block, is_plain
from interlingua_openai.responses.wire import DIALECT

PNG = Base64Source(media_type="image/png", data="AA==")
FILE = FileSource(file_id="f")
PDF = Base64Source(media_type="application/pdf", data="AA==")


SPELLED = {DIALECT: {"$spelling": {"type": ["input_text", "output_text"]}}}


def kept(**fields: object) -> dict[str, JsonObject]:
    """What this dialect keeps."""
    return {DIALECT: fields}  # type: ignore[dict-item]  # JSON


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
        ({"type": "input_text"}, OpaquePart(DIALECT, {"type": "input_text"})),
        ({"type": "input_image", "detail": "auto"}, OpaquePart(DIALECT, {"type": "input_image", "detail": "auto"})),
        ({"type": "input_file", "file_data": "AA=="}, OpaquePart(DIALECT, {"type": "input_file", "file_data": "AA=="})),
        ({"type": "input_audio"}, OpaquePart(DIALECT, {"type": "input_audio"})),
        ({"type": "computer_screenshot"}, OpaquePart(DIALECT, {"$content": {"type": "computer_screenshot"}})),
        ({"type": ["x"]}, OpaquePart(DIALECT, {"$content": {"type": ["x"]}})),
    ],
)
def test_blocks_go_both_ways(block: JsonObject, part: Part) -> None:
    """Every form of each block; what has another shape is opaque, verbatim."""
    losses: list[Loss] = []

    assert decode_block(block, "$") == part
    assert encode_block(part, EVERYTHING, "$", losses) == block
    assert losses == []


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
    losses: list[Loss] = []

    assert encode_block(part, EVERYTHING, "$.p", losses) is None
    assert losses == [Loss("$.p", reason)]


@pytest.mark.parametrize("part", [ImagePart(PNG), DocumentPart(PDF), AudioPart(Base64Source(media_type="audio/wav", data=""))])
def test_what_the_model_does_not_take_is_left_out(part: ImagePart | DocumentPart | AudioPart) -> None:
    """As its capabilities say."""
    losses: list[Loss] = []

    assert encode_block(part, Capabilities(frozenset({part.type})), "$", losses) is None
    assert [loss.reason for loss in losses] == [f"the model takes no {part.type}"]


def test_a_documents_plain_text_is_text() -> None:
    """Also for a model that takes no documents; its title has no place."""
    losses: list[Loss] = []

    said = encode_block(DocumentPart(TextSource(text="words"), "title"), Capabilities(frozenset({"document"})), "$", losses)

    assert said == {"type": "input_text", "text": "words"}
    assert encode_block(DocumentPart(TextSource(text="words")), EVERYTHING, "$", []) == said
    assert losses == [
        Loss("$", "this wire says a document's plain text only as text", "hint", "a text part"),
        Loss("$.title", "this wire can't give a text a title", "hint"),
    ]


def test_citations_are_said_by_the_model_alone() -> None:
    """What a user cites is left out."""
    losses: list[Loss] = []

    assert encode_block(TextPart("a", [Citation(url="u")]), EVERYTHING, "$", losses) == {"type": "input_text", "text": "a"}
    assert [(loss.path, loss.kind) for loss in losses] == [("$.citations", "hint")]


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        ([TextPart("a")], True),
        ([TextPart("a", provider_data={"openai.chat": {"x": 1}})], True),
        ([TextPart("a", provider_data=kept(x=1))], False),
        ([TextPart("a", [Citation(url="u")])], False),
        ([TextPart("a"), TextPart("b")], False),
        ([ImagePart(PNG)], False),
        ([], False),
    ],
)
def test_is_plain(content: list[Part], plain: bool) -> None:  # noqa: FBT001 - a parameter's value
    """One text with nothing beside it that this wire would say."""
    assert is_plain(content) is plain


@pytest.mark.parametrize("kind", ["image", "file"])
def test_a_files_id_is_marked_with_its_maker(kind: str) -> None:
    """No other provider is to be sent it."""
    part = decode_block({"type": f"input_{kind}", "file_id": "file-1"}, "$")

    assert isinstance(part, ImagePart | DocumentPart)
    assert isinstance(part.source, FileSource)
    assert part.source.provider == "openai"


@pytest.mark.parametrize("cls", [ImagePart, DocumentPart])
def test_no_other_host_is_sent_a_files_id(cls: type[ImagePart | DocumentPart]) -> None:
    """What is held elsewhere is lost aloud."""
    losses: list[Loss] = []

    assert encode_block(cls(FileSource(file_id="file-1", provider="anthropic")), EVERYTHING, "$.p", losses) is None
    assert [(loss.path, loss.kind) for loss in losses] == [("$.p", "content")]
    assert "anthropic" in losses[0].reason
