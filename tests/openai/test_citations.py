"""Twin of citations.py: the fields of a citation that both dialects have."""

from __future__ import annotations

import pytest

from interlingua.types import Citation, JsonObject
from interlingua_openai.citations import citation_fields, read_citation


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
