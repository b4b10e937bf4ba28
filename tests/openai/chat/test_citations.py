"""Twin of chat/citations.py: a message's annotations, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import LossLog
from interlingua.types import AssistantMessage, Citation, JsonValue, ReasoningPart, TextPart
from interlingua_openai.chat.citations import decode_citations, encode_citations, without_citations
from interlingua_openai.names import CHAT


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
