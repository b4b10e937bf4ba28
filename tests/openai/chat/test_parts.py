"""Twin of chat/parts.py: parts of a user's content, and a message's annotations, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import LossLog
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    Base64Source,
    Citation,
    DocumentPart,
    FileSource,
    ImagePart,
    JsonObject,
    JsonValue,
    Loss,
    OpaquePart,
    Part,
    ReasoningPart,
    TextPart,
    TextSource,
    URLSource,
)
from interlingua_openai.chat.parts import decode_citations, decode_part, decode_text_only, encode_citations, encode_part, without_citations
from interlingua_openai.names import CHAT

PNG = Base64Source(media_type="image/png", data="iVBORw0=")
PDF = Base64Source(media_type="application/pdf", data="JVBERi0=")

MODELLED: list[tuple[JsonObject, Part]] = [
    ({"type": "text", "text": ""}, TextPart("")),
    ({"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0="}}, ImagePart(PNG)),
    ({"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}, ImagePart(URLSource(url="https://example.com/a.png"))),
    # A data URL that we couldn't write again to the letter stays a URL.
    ({"type": "image_url", "image_url": {"url": "data:;base64,AA"}}, ImagePart(URLSource(url="data:;base64,AA"))),
    ({"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}}, AudioPart(Base64Source(media_type="audio/wav", data="AA"))),
    ({"type": "input_audio", "input_audio": {"data": "AA", "format": "mp3"}}, AudioPart(Base64Source(media_type="audio/mpeg", data="AA"))),
    ({"type": "input_audio", "input_audio": {"data": "AA", "format": "ogg"}}, AudioPart(Base64Source(media_type="audio/ogg", data="AA"))),
    ({"type": "file", "file": {"file_id": "file-1"}}, DocumentPart(FileSource(file_id="file-1"))),
    ({"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,JVBERi0="}}, DocumentPart(PDF, "a.pdf")),
]


def write(part: Part) -> tuple[JsonObject | None, list[Loss]]:
    """Encode one part."""
    log = LossLog(CHAT, "$.p")
    return encode_part(part, log), log.records


@pytest.mark.parametrize(("block", "part"), MODELLED)
def test_modelled_parts_go_both_ways(block: JsonObject, part: Part) -> None:
    """Every part that the API reference names has its own class, and nothing is kept beside it."""
    assert decode_part(block, "$.p") == part
    assert write(part) == (block, [])


@pytest.mark.parametrize(
    ("block", "kept"),
    [
        ({"type": "text", "text": "a", "prompt_cache_breakpoint": {"x": 1}}, {CHAT: {"prompt_cache_breakpoint": {"x": 1}}}),
        (
            {"type": "image_url", "image_url": {"url": "u", "detail": "low"}, "new": None},
            {CHAT: {"image_url": {"detail": "low"}, "new": None}},
        ),
        (
            {"type": "file", "file": {"file_id": "f", "file_data": None, "filename": 3}},
            {CHAT: {"file": {"file_data": None, "filename": 3}}},
        ),
        # Two words of one media type: the one that we wouldn't write is kept.
        (
            {"type": "input_audio", "input_audio": {"data": "AA", "format": "mpeg"}},
            {"$marks": {CHAT: {"within": {"input_audio": {"spelling": {"format": ["mp3", "mpeg"]}}}}}},
        ),
        # Names of ours are fields like any other on the wire.
        (
            {"type": "text", "text": "a", "$spelling": 1, "$marks": {"spelling": {}}, "spelling": {"text": ["a"]}, "form": "message"},
            {CHAT: {"$spelling": 1, "$marks": {"spelling": {}}, "spelling": {"text": ["a"]}, "form": "message"}},
        ),
    ],
)
def test_other_fields_are_kept_and_written_back(block: JsonObject, kept: dict[str, JsonObject]) -> None:
    """What a part can't hold lives in its provider_data."""
    part = decode_part(block, "$.p")

    assert not isinstance(part, OpaquePart)
    assert part.provider_data == kept
    assert write(part) == (block, [])


@pytest.mark.parametrize(
    "block",
    [
        {},
        {"type": ["text"]},
        {"type": "video_url", "video_url": {"url": "u"}},
        {"type": "text", "text": None},
        {"type": "image_url", "image_url": "https://example.com"},
        {"type": "image_url", "image_url": {"url": None}},
        {"type": "input_audio", "input_audio": {"data": "AA"}},
        {"type": "input_audio", "input_audio": "AA"},
        {"type": "file", "file": "f"},
        {"type": "file", "file": {"file_data": "not a data URL"}},
    ],
)
def test_any_other_block_stays_whole(block: JsonObject) -> None:
    """A block that isn't modelled, or is one in a shape that isn't, is opaque, verbatim."""
    part = decode_part(block, "$.p")

    assert part == OpaquePart(CHAT, block)
    assert write(part) == (block, [])


def test_a_block_is_an_object() -> None:
    """A bare string among the parts is refused with its path."""
    with pytest.raises(ConversionError) as raised:
        decode_part("text", "$.messages[0].content[1]")

    assert raised.value.path == "$.messages[0].content[1]"


def test_system_and_tool_content_knows_only_text() -> None:
    """An image in a tool's result is outside of the API, so it stays whole."""
    image: JsonObject = {"type": "image_url", "image_url": {"url": "u"}}

    assert decode_text_only({"type": "text", "text": "a"}, "$.p") == TextPart("a")
    assert decode_text_only(image, "$.p") == OpaquePart(CHAT, image)
    assert decode_text_only({"type": "text"}, "$.p") == OpaquePart(CHAT, {"type": "text"})


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (ImagePart(FileSource(file_id="f")), "this wire can't say image from a file source here"),
        (AudioPart(URLSource(url="u")), "this wire can't say audio from a url source here"),
        (DocumentPart(URLSource(url="u")), "this wire can't say document from a url source here"),
        (ReasoningPart(), "this wire can't say reasoning from this role here"),
        (OpaquePart("anthropic.messages", {"type": "x"}), "'x' of anthropic.messages can't be said here"),
    ],
)
def test_what_the_wire_cannot_say_is_lost_aloud(part: Part, reason: str) -> None:
    """A source, or a part, without a word on this wire is left out with a content loss."""
    said, losses = write(part)

    assert said is None
    assert losses == [Loss("$.p", reason)]


def test_a_plain_text_document_is_said_as_text() -> None:
    """The words survive; that they were a document, and its title, is recorded."""
    said, losses = write(DocumentPart(TextSource(text="words"), "title"))

    assert said == {"type": "text", "text": "words"}
    assert losses == [
        Loss("$.p", "this wire says a document's plain text only as text", "hint", "a text part"),
        Loss("$.p.title", "this wire can't give a text a title", "hint"),
    ]
    assert len(write(DocumentPart(TextSource(text="words")))[1]) == 1


def test_citations_of_a_user_are_lost_aloud() -> None:
    """Only an assistant's text has annotations on this wire."""
    said, losses = write(TextPart("a", (Citation(url="u"),)))

    assert said == {"type": "text", "text": "a"}
    assert losses == [Loss("$.p.citations", "this wire can't say citations here", "hint")]


@pytest.mark.parametrize("cls", [ImagePart, AudioPart, DocumentPart])
def test_no_other_host_is_sent_a_files_id(cls: type[ImagePart | AudioPart | DocumentPart]) -> None:
    """What is held elsewhere is lost aloud, and what is held here is marked so."""
    said, (loss,) = write(cls(FileSource(file_id="file-1", provider="anthropic")))
    decoded = decode_part({"type": "file", "file": {"file_id": "file-1"}}, "$.p")

    assert (said, loss.kind, loss.path) == (None, "content", "$.p")
    assert "anthropic" in loss.reason
    assert isinstance(decoded, DocumentPart)
    assert isinstance(decoded.source, FileSource)
    assert decoded.source.provider == "openai"


def annotation(**said: JsonValue) -> JsonValue:
    """One citation as the API writes it."""
    return {"type": "url_citation", "url_citation": said}


@pytest.mark.parametrize(
    ("wire", "citation"),
    [
        (annotation(url="u", title="t", start_index=1, end_index=5), Citation(url="u", title="t", start=1, end=5)),
        (annotation(url="u"), Citation(url="u")),
        (
            annotation(url="u", title=None, start_index=1.5, end_index=True, x=1),
            Citation(
                url="u",
                provider_data={CHAT: {"url_citation": {"title": None, "start_index": 1.5, "end_index": True, "x": 1}}},
            ),
        ),
    ],
)
def test_citations_go_both_ways(wire: JsonValue, citation: Citation) -> None:
    """What a citation can't hold stays beside it."""
    log = LossLog(CHAT)

    assert decode_citations([wire]) == (citation,)
    assert encode_citations({0: TextPart("text", (citation,))}, log) == [wire]
    assert log.records == []


@pytest.mark.parametrize(
    "wire", [None, "x", [], [1], [{"type": "file"}], [annotation(url="u"), annotation(title="t")], [{"type": "url_citation"}]]
)
def test_annotations_of_another_shape_are_no_citations(wire: JsonValue) -> None:
    """They stay with the message, all of them, so that their order is kept."""
    assert decode_citations(wire) == ()


def test_a_citation_that_the_wire_cannot_say_is_lost_aloud() -> None:
    """A citation needs an address, a single text that its places count in, and has no words of its own; each has its own path."""
    log = LossLog(CHAT, "$.messages", 1)
    cited = Citation(url="u", cited_text="words")

    assert encode_citations({1: TextPart("a", (Citation(title="t"),))}, log) == []
    assert encode_citations({0: TextPart("a"), 2: TextPart("b", (cited, cited))}, log) == []
    assert encode_citations({0: TextPart("a", (cited,))}, log) == [annotation(url="u")]
    assert [(loss.kind, loss.path) for loss in log.records] == [
        ("hint", "$.messages[1].content[1].citations[0]"),
        ("hint", "$.messages[1].content[2].citations[0]"),
        ("hint", "$.messages[1].content[2].citations[1]"),
        ("hint", "$.messages[1].content[0].citations[0].cited_text"),
    ]


def test_a_host_that_refuses_citations_gets_none() -> None:
    """Each is told, and everything else of the message stays."""
    log = LossLog(CHAT, "$.messages", 1)
    cited = TextPart("b", (Citation(url="u"), Citation(url="v")), provider_data={CHAT: {"x": 1}})
    reasoning = ReasoningPart(provider_data={})
    message = AssistantMessage([TextPart("a"), reasoning, cited], provider_data={CHAT: {"y": 2}})

    known = without_citations(message, log)

    assert known == AssistantMessage(
        [TextPart("a"), reasoning, TextPart("b", provider_data={CHAT: {"x": 1}})], provider_data={CHAT: {"y": 2}}
    )
    assert [(loss.kind, loss.path) for loss in log.records] == [
        ("hint", "$.messages[1].content[2].citations[0]"),
        ("hint", "$.messages[1].content[2].citations[1]"),
    ]
