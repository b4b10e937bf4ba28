"""Annotations of a text, both ways.

Source: https://platform.openai.com/docs/api-reference/responses/object (output_text, annotations: `url_citation`, `file_citation`,
`container_file_citation`, `file_path`). An annotation of a type that we have never heard of is a citation of which all is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.parts import Citation
from interlingua_openai.responses.wire import DIALECT
from interlingua_openai.wire import difference, lost, restored

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.parts import TextPart


def decode_citation(annotation: JsonObject, path: str) -> Citation:
    """Read an annotation; what it is stays in `provider_data`, so that it can be told from a citation of another wire."""
    title = annotation.get(_title_of(annotation))
    url, start, end = annotation.get("url"), annotation.get("start_index"), annotation.get("end_index")
    citation = Citation(
        url=url if isinstance(url, str) else None,
        title=title if isinstance(title, str) else None,
        start=start if type(start) is int else None,
        end=end if type(end) is int else None,
        provider_data={},
    )
    kept = difference(annotation, _reference(citation, annotation), path)
    return citation.model_copy(update={"provider_data": {DIALECT: kept}})


def encode_citations(part: TextPart, path: str, losses: list[Loss]) -> list[JsonValue]:
    """Write a text's citations; one of another wire only where nothing is missing that this wire asks for."""
    out: list[JsonValue] = []
    for number, citation in enumerate(part.citations):
        kept = citation.provider_data.get(DIALECT)
        if kept is not None:
            out.append(restored(_reference(citation, kept), kept))
        elif None in {citation.url, citation.title, citation.start, citation.end}:
            where = f"{path}.citations[{number}]"
            lost(losses, "hint", where, "this wire can't say a citation without its URL, title and place in the text")
        else:
            if citation.cited_text is not None:
                where = f"{path}.citations[{number}].cited_text"
                lost(losses, "hint", where, "this wire can't say the words that a citation cites")
            out.append({"type": "url_citation", **_reference(citation, {})})
    return out


def _title_of(annotation: JsonObject) -> str:
    """Name the field that says what is cited; files have a name, pages a title."""
    return "filename" if annotation.get("type") in _FILES else "title"


_FILES = ("file_citation", "container_file_citation")


def _reference(citation: Citation, kept: JsonObject) -> JsonObject:
    out: JsonObject = {}
    if citation.url is not None:
        out["url"] = citation.url
    if citation.title is not None:
        out[_title_of(kept)] = citation.title
    if citation.start is not None:
        out["start_index"] = citation.start
    if citation.end is not None:
        out["end_index"] = citation.end
    return out
