"""Twin of parts.py: parts that both dialects have, data URLs, audio formats, and the fields of a citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    ReasoningPart,
    TextPart,
    TextSource,
    URLSource,
)
from interlingua_openai.parts import (
    PartForms,
    citation_fields,
    data_url,
    decode_audio,
    encode_part,
    file_fields,
    read_citation,
    read_data_url,
)

if TYPE_CHECKING:
    from interlingua.types import Part


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("data:image/png;base64,AA==", Base64Source(media_type="image/png", data="AA==")),
        ("data:application/pdf;base64,", Base64Source(media_type="application/pdf", data="")),
        ("https://example.com/a.png", None),
        ("data:text/plain,hello", None),
        ("data:text/plain;charset=utf-8;base64,AA==", None),
    ],
)
def test_a_data_url_holds_its_bytes(url: str, source: Base64Source | None) -> None:
    """Every other address stays an address."""
    assert read_data_url(url) == source
    assert source is None or data_url(source) == url


def test_what_is_no_text_is_no_data_url() -> None:
    """Whatever else a body may hold there."""
    assert [None] * 3 == [read_data_url(value) for value in (None, 3, ["data:image/png;base64,AA=="])]


DIALECT = "some.dialect"
FORMS = PartForms(
    DIALECT,
    "words",
    lambda part: {"type": "image", "is": part.source.type} if isinstance(part.source, URLSource) else None,
    lambda part: {"type": "file", **file_fields(part)},
)


def write(part: Part) -> tuple[JsonObject | None, list[Loss]]:
    """Encode one part."""
    log = LossLog(DIALECT, "$.p")
    return encode_part(part, FORMS, log), log.records


@pytest.mark.parametrize(
    ("word", "media_type"), [("wav", "audio/wav"), ("mp3", "audio/mpeg"), ("flac", "audio/flac"), ("x-new", "audio/x-new")]
)
def test_an_audio_format_is_a_media_type(word: str, media_type: str) -> None:
    """The two documented words, and any other."""
    block: JsonObject = {"type": "input_audio", "input_audio": {"data": "AA==", "format": word}}
    part = AudioPart(Base64Source(media_type=media_type, data="AA=="))

    assert decode_audio(block, DIALECT) == part
    assert write(part) == (block, [])


@pytest.mark.parametrize(("media_type", "word"), [("audio/x-wav", "wav"), ("audio/wave", "wav"), ("audio/mp3", "mp3")])
def test_other_names_of_a_media_type_are_known(media_type: str, word: str) -> None:
    """Files come with any of them."""
    block, _ = write(AudioPart(Base64Source(media_type=media_type, data="")))

    assert block == {"type": "input_audio", "input_audio": {"data": "", "format": word}}


def test_bytes_that_are_no_sound_are_no_recording() -> None:
    """The wire has no word for them."""
    block, losses = write(AudioPart(Base64Source(media_type="image/png", data="AA==")))

    assert (block, [(loss.path, loss.kind) for loss in losses]) == (None, [("$.p", "content")])


def test_what_a_recording_cannot_hold_stays_beside_it() -> None:
    """Another word for its format too; a recording of another shape is none."""
    block: JsonObject = {"type": "input_audio", "input_audio": {"data": "AA==", "format": "mpeg"}, "x": 1}
    part = decode_audio(block, DIALECT)

    assert isinstance(part, AudioPart)
    assert write(part) == (block, [])
    assert [None] * 3 == [decode_audio(each, DIALECT) for each in ({}, {"input_audio": "AA"}, {"input_audio": {"data": "AA"}})]  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize(
    ("part", "block"),
    [
        (TextPart("a"), {"type": "words", "text": "a"}),
        (TextPart("a", provider_data={DIALECT: {"x": 1}, "other": {"y": 2}}), {"type": "words", "text": "a", "x": 1}),
        (ImagePart(URLSource(url="u")), {"type": "image", "is": "url"}),
        (DocumentPart(FileSource(file_id="f"), "a"), {"type": "file", "filename": "a", "file_id": "f"}),
        (DocumentPart(URLSource(url="u")), {"type": "file", "file_url": "u"}),
        (
            DocumentPart(Base64Source(media_type="application/pdf", data="AA==")),
            {"type": "file", "file_data": "data:application/pdf;base64,AA=="},
        ),
        (OpaquePart(DIALECT, {"type": "x"}), {"type": "x"}),
        (OpaquePart(DIALECT, {"type": "x"}, provider_data={DIALECT: {"y": 1}}), {"type": "x", "y": 1}),
    ],
)
def test_parts(part: Part, block: JsonObject) -> None:
    """In the dialect's own form, with what it keeps."""
    assert write(part) == (block, [])


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (ImagePart(FileSource(file_id="f")), "this wire can't say image from a file source here"),
        (AudioPart(URLSource(url="u")), "this wire can't say audio from a url source here"),
        (ReasoningPart(), "this wire can't say reasoning from this role here"),
        (OpaquePart("another.dialect", {"type": "x"}), "'x' of another.dialect can't be said here"),
    ],
)
def test_what_cannot_be_said_is_lost_aloud(part: Part, reason: str) -> None:
    """It is left out with a content loss."""
    assert write(part) == (None, [Loss("$.p", reason)])


def test_what_is_said_as_text() -> None:
    """A document's plain text is, and a text without its citations; each is told."""
    document, losses = write(DocumentPart(TextSource(text="a"), "title"))
    cited, hints = write(TextPart("a", [Citation(url="u")]))

    assert document == cited == {"type": "words", "text": "a"}
    assert [("$.p", "hint"), ("$.p.title", "hint")] == [(loss.path, loss.kind) for loss in losses]
    assert [("$.p.citations", "hint")] == [(loss.path, loss.kind) for loss in hints]


@pytest.mark.parametrize("kind", [ImagePart, DocumentPart, AudioPart])
def test_a_file_that_another_provider_holds(kind: type[ImagePart | DocumentPart | AudioPart]) -> None:
    """Is named; one of ours, and one that nobody is named for, are not."""
    reason = "a file that anthropic holds can't be read here"
    losses = [write(kind(FileSource(file_id="f", provider=provider)))[1] for provider in ("anthropic", "openai", None)]

    assert [True, False, False] == [reason in {loss.reason for loss in found} for found in losses]


@pytest.mark.parametrize(
    ("fields", "citation"),
    [
        ({}, Citation()),
        ({"url": "u", "title": "t", "start_index": 0, "end_index": 5}, Citation(url="u", title="t", start=0, end=5)),
    ],
)
def test_both_ways(fields: JsonObject, citation: Citation) -> None:
    """A field is there where the citation holds it."""
    assert read_citation(fields) == citation
    assert citation_fields(citation) == fields


def test_a_field_of_another_type_is_not_read() -> None:
    """Whoever reads keeps it."""
    assert read_citation({"url": 1, "title": None, "start_index": 1.5, "end_index": True}) == Citation()


def test_what_is_cited_may_have_another_name() -> None:
    """Files have a name where pages have a title."""
    assert read_citation({"title": "a", "filename": "b"}, "filename") == Citation(title="b")
    assert citation_fields(Citation(title="b"), "filename") == {"filename": "b"}
