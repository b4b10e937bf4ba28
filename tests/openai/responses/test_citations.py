"""Twin of responses/citations.py: annotations, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import LossLog
from interlingua.types import Citation, JsonObject, TextPart
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.citations import decode_citation, encode_citations


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
