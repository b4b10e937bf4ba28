"""Annotations of a text, both ways.

Source: https://platform.openai.com/docs/api-reference/responses/object (output_text, annotations: `url_citation`, `file_citation`,
`container_file_citation`, `file_path`). An annotation of a type that we have never heard of is a citation of which all is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept, difference, restored
from interlingua_openai.citations import citation_fields, read_citation
from interlingua_openai.names import RESPONSES

if TYPE_CHECKING:
    from interlingua.dialect import LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.parts import Citation, TextPart


def decode_citation(annotation: JsonObject) -> Citation:
    """Read an annotation; what it is stays in `provider_data`, so that it can be told from a citation of another wire."""
    title = _title_field(annotation)
    citation = read_citation(annotation, title)
    kept = difference(annotation, citation_fields(citation, title))
    return citation.model_copy(update={"provider_data": {RESPONSES: kept.fields, **kept.under(RESPONSES)}})


def encode_citations(part: TextPart, log: LossLog) -> list[JsonValue]:
    """Write a text's citations; one of another wire only where nothing is missing that this wire asks for."""
    out: list[JsonValue] = []
    for number, citation in enumerate(part.citations):
        below = f".citations[{number}]"
        if RESPONSES in citation.provider_data:
            kept = Kept.of(citation.provider_data, RESPONSES)
            out.append(restored(citation_fields(citation, _title_field(kept.fields)), kept, log, below))
        elif None in {citation.url, citation.title, citation.start, citation.end}:
            log.lose("this wire can't say a citation without its URL, title and place in the text", "hint", below=below)
        else:
            if citation.cited_text is not None:
                log.lose("this wire can't say the words that a citation cites", "hint", below=f"{below}.cited_text")
            out.append({"type": "url_citation", **citation_fields(citation)})
    return out


_FILES: Final = ("file_citation", "container_file_citation")


def _title_field(annotation: JsonObject) -> str:
    """Name the field that says what is cited; files have a name, pages a title."""
    return "filename" if annotation.get("type") in _FILES else "title"
