"""Citations of a web search, both ways.

Source: https://platform.openai.com/docs/guides/tools-web-search?api-mode=chat (annotations of type `url_citation` on the message,
with places in its content). Annotations of any other shape stay with the message, verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Kept, difference, restored
from interlingua.types.parts import Citation, TextPart
from interlingua_openai.citations import citation_fields, read_citation
from interlingua_openai.names import CHAT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import LossLog
    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.messages import AssistantMessage


def decode_citations(annotations: JsonValue) -> tuple[Citation, ...]:
    """Read a message's annotations; none where one of them isn't a citation that we know."""
    if not isinstance(annotations, list):
        return ()
    citations = [_decode(annotation) for annotation in annotations]
    return tuple(citation for citation in citations if citation is not None) if None not in citations else ()


def encode_citations(texts: Mapping[int, TextPart], log: LossLog) -> list[JsonValue]:
    """Write the citations of a message's texts, each by its place in the content, as the message's annotations."""
    out: list[JsonValue] = []
    for log.part, text in texts.items():
        for number, citation in enumerate(text.citations):
            below = f".citations[{number}]"
            if citation.url is None:
                log.lose("this wire can't say a citation without a URL", "hint", below=below)
            elif len(texts) > 1:
                log.lose("this wire says citations of one text only", "hint", below=below)
            else:
                if citation.cited_text is not None:
                    log.lose("this wire can't say the words that a citation cites", "hint", below=f"{below}.cited_text")
                kept = Kept.of(citation.provider_data, CHAT)
                out.append(restored(_reference(citation), kept, log, below))
    log.part = None
    return out


def without_citations(message: AssistantMessage, log: LossLog) -> AssistantMessage:
    """Take the citations from a message, each with a loss, for a host that refuses fields which the reference knows in answers only."""
    content = list(message.content)
    for place, part in enumerate(content):
        if isinstance(part, TextPart) and part.citations:
            log.part = place
            for number in range(len(part.citations)):
                log.lose("this host takes no citations back", "hint", below=f".citations[{number}]")
            content[place] = part.model_copy(update={"citations": ()})
    log.part = None
    return message.model_copy(update={"content": tuple(content)})


def _decode(annotation: JsonValue) -> Citation | None:
    fields = annotation.get("url_citation") if isinstance(annotation, dict) and annotation.get("type") == "url_citation" else None
    if not isinstance(annotation, dict) or not isinstance(fields, dict) or not isinstance(fields.get("url"), str):
        return None
    citation = read_citation(fields)
    kept = difference(annotation, _reference(citation))
    return citation.model_copy(update={"provider_data": kept.under(CHAT)}) if kept else citation


def _reference(citation: Citation) -> JsonObject:
    return {"type": "url_citation", "url_citation": citation_fields(citation)}
