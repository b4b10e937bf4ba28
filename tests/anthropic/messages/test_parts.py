"""What a user, the application or a tool says ⇄ content blocks."""

from __future__ import annotations

import pytest
from tests.anthropic.bodies import CITATION, NAME, PDF, WEB_CITATION, keeps

from interlingua.dialect import NOTHING, LossLog
from interlingua.types import (
    AudioPart,
    Base64Source,
    Citation,
    DocumentPart,
    FileSource,
    ImagePart,
    JsonObject,
    JsonValue,
    OpaquePart,
    Part,
    TextPart,
    TextSource,
    URLSource,
    UserPart,
)
from interlingua_anthropic.messages.parts import content_of, decode_block, decode_text, encode_blocks, encode_text, is_respelled

CACHE: JsonObject = {"cache_control": {"type": "ephemeral"}}
PNG = Base64Source(media_type="image/png", data="iVBORw0KGgo=")


def user(*parts: UserPart) -> tuple[list[JsonValue], list[tuple[str, str]]]:
    """Give the blocks that a user says, and the losses."""
    log = LossLog(NAME, "$.messages", 0)
    blocks = encode_blocks(parts, log)
    return blocks, [(loss.path, loss.kind) for loss in log.records]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ({"type": "text", "text": "a", **CACHE}, TextPart("a", provider_data={NAME: CACHE})),
        ({"type": "image", "source": {"type": "url", "url": "u"}}, ImagePart(URLSource(url="u"))),
        (
            {"type": "image", "source": {"type": "file", "file_id": "f", "page": 2}, **CACHE},
            ImagePart(FileSource(file_id="f"), provider_data={NAME: {"source": {"page": 2}, **CACHE}}),
        ),
        (
            {"type": "document", "source": PDF, "title": "T"},
            DocumentPart(Base64Source(media_type="application/pdf", data="JVBERi0x"), "T"),
        ),
        (
            {"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "t"}, "title": None},
            DocumentPart(TextSource(text="t"), provider_data={NAME: {"title": None}}),
        ),
    ],
)
def test_blocks_both_ways(block: JsonObject, expected: Part) -> None:
    """A modelled block becomes its part; its other fields stay with it, and go back with it."""
    assert decode_block(block) == expected
    assert user(expected) == ([block], [])  # type: ignore[arg-type]  # all are a user's


@pytest.mark.parametrize(
    "block",
    [
        {"type": "future"},
        {},
        {"type": "text", "text": None},
        {"type": "image", "source": "u"},
        {"type": "image"},
        {"type": "image", "source": {"type": "url", "url": 5}},
        {"type": "image", "source": {"type": "text", "media_type": "text/plain", "data": "t"}},
        {"type": "document", "source": {"type": "text", "media_type": "text/html", "data": "t"}},
        {"type": ["image"]},
    ],
)
def test_opaque_blocks(block: JsonObject) -> None:
    """A block that isn't modelled, or whose fields have other types, is kept whole."""
    assert decode_block(block) == OpaquePart(NAME, block)
    if block.get("type") == "text":
        assert decode_text(block) == OpaquePart(NAME, block)


def test_citations() -> None:
    """A citation says what it cites and where it is from, and is kept verbatim."""
    expected = TextPart(
        "Green.",
        (
            Citation(cited_text="Grass is green.", title="Colours", provider_data={NAME: CITATION}),
            Citation(cited_text="An example.", title="Example", url="https://example.com", provider_data={NAME: WEB_CITATION}),
            Citation(provider_data={NAME: {}}),
        ),
    )

    assert decode_text({"type": "text", "text": "Green.", "citations": [CITATION, WEB_CITATION, {}]}) == expected


def test_a_place_in_the_answer_is_told() -> None:
    """Claude's citations say where the words stand in the source, never in the answer."""
    log = LossLog(NAME, "$.message")
    log.part = 0

    encode_text(TextPart("t", (Citation(start=0, end=1, provider_data={NAME: CITATION}),)), log)

    assert [(loss.path, loss.kind) for loss in log.records] == [
        ("$.message.content[0].citations[0].start", "hint"),
        ("$.message.content[0].citations[0].end", "hint"),
    ]


def test_a_citation_that_was_changed() -> None:
    """What is canonical of it wins over what is kept, with a hint where they disagree."""
    log = LossLog(NAME, "$.message")
    log.part = 1
    changed = Citation(cited_text="now", title="Colours", provider_data={NAME: CITATION})

    block = encode_text(TextPart("t", (Citation(provider_data={NAME: WEB_CITATION}), changed)), log)

    assert block == {"type": "text", "text": "t", "citations": [WEB_CITATION, {**CITATION, "cited_text": "now"}]}
    assert [(loss.path, loss.kind) for loss in log.records] == [
        ("$.message.content[1].citations[1].provider_data['anthropic.messages'].cited_text", "hint")
    ]


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


@pytest.mark.parametrize("part", [AudioPart(PNG), OpaquePart("openai.chat", {})])
def test_refused_user_parts(part: UserPart) -> None:
    """What the wire can't say is left out, a content loss at its place."""
    blocks, losses = user(TextPart("a"), part)

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


def test_a_field_that_disagrees() -> None:
    """A kept field of a canonical name loses, at any depth, with a hint at the part."""
    image = ImagePart(URLSource(url="u"), provider_data={NAME: {"source": {"url": "v", "page": 2}}})

    assert user(TextPart("a"), image) == (
        [{"type": "text", "text": "a"}, {"type": "image", "source": {"type": "url", "url": "u", "page": 2}}],
        [("$.messages[0].content[1].provider_data['anthropic.messages'].source.url", "hint")],
    )


def test_foreign_citation() -> None:
    """A citation that Claude didn't make has no form here; one that it made goes back as it was."""
    own: JsonObject = {"type": "char_location", "cited_text": "c"}

    blocks, losses = user(
        TextPart("t", (Citation(url="u"), Citation(cited_text="c", provider_data={NAME: own}))), TextPart("u", (Citation(),))
    )

    assert blocks == [{"type": "text", "text": "t", "citations": [own]}, {"type": "text", "text": "u"}]
    assert losses == [("$.messages[0].content[0].citations[0]", "hint"), ("$.messages[0].content[1].citations[0]", "hint")]


@pytest.mark.parametrize("blanks", [False, True])
def test_blank_text(blanks: bool) -> None:  # noqa: FBT001 - a case
    """A text without a word is written in an answer, and left out of a request unless this wire had it."""
    log = LossLog(NAME, "$.message")
    blank: JsonValue = {"type": "text", "text": " "} if blanks else None

    assert encode_text(TextPart(" "), log, blanks=blanks) == blank
    assert encode_text(TextPart("", provider_data=keeps(verbatim=True)), log, blanks=blanks) == {"type": "text", "text": ""}
    assert [loss.path for loss in log.records] == ([] if blanks else ["$.message"])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"content": "a"}, ([{"type": "text", "text": "a"}], None)),
        ({"content": ""}, ([{"type": "text", "text": ""}], [[], ""])),
        ({"content": []}, ([], [[], []])),
        ({"content": None}, ([], [[], None])),
        ({"content": [5]}, ([], [[], [5]])),
        ({}, ([], [[]])),
    ],
)
def test_content_of(fields: JsonObject, expected: object) -> None:
    """Text, blocks, empty, null, absent and odd content are told apart."""
    assert content_of(fields) == expected


def test_is_respelled() -> None:
    """An own spelling counts as long as the content still says nothing."""
    assert is_respelled(NOTHING.spelled("content", [[], ""]), (TextPart(""),))
    assert is_respelled(NOTHING.spelled("content", [[]]), ())
    assert not is_respelled(NOTHING.spelled("content", [[], ""]), (TextPart("now"),))
    assert not is_respelled(NOTHING, ())
