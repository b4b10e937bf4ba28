"""Citations of a web search, both ways.

Source: https://platform.openai.com/docs/guides/tools-web-search?api-mode=chat (annotations of type `url_citation` on the message,
with places in its content). Annotations of any other shape stay with the message, verbatim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.parts import Citation, TextPart
from interlingua_openai.chat.wire import DIALECT, difference, lost, restored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.losses import Loss
    from interlingua.types.messages import AssistantMessage


def decode_citations(annotations: JsonValue) -> tuple[Citation, ...]:
    """Read a message's annotations; none where one of them isn't a citation that we know."""
    if not isinstance(annotations, list):
        return ()
    citations = [_decode(annotation) for annotation in annotations]
    return tuple(citation for citation in citations if citation is not None) if None not in citations else ()


def encode_citations(texts: Mapping[int, TextPart], path: str, losses: list[Loss]) -> list[JsonValue]:
    """Write the citations of a message's texts as its annotations.

    Args:
        texts: The texts, by their place in the message's content.
        path: Where the message stands, for losses.
        losses: Takes what the wire can't say.
    """
    out: list[JsonValue] = []
    for place, text in texts.items():
        for number, citation in enumerate(text.citations):
            where = f"{path}.content[{place}].citations[{number}]"
            if citation.url is None:
                lost(losses, "hint", where, "this wire can't say a citation without a URL")
            elif len(texts) > 1:
                lost(losses, "hint", where, "this wire says citations of one text only")
            else:
                if citation.cited_text is not None:
                    lost(losses, "hint", f"{where}.cited_text", "this wire can't say the words that a citation cites")
                out.append(_encode(citation))
    return out


def without_citations(message: AssistantMessage, path: str, losses: list[Loss]) -> AssistantMessage:
    """Take the citations from a message, for a host that refuses fields which the reference knows in answers only.

    Args:
        message: The message.
        path: Where it stands, for losses.
        losses: Takes each citation.
    """
    content = list(message.content)
    for place, part in enumerate(content):
        if isinstance(part, TextPart) and part.citations:
            for number in range(len(part.citations)):
                lost(losses, "hint", f"{path}.content[{place}].citations[{number}]", "this host takes no citations back")
            content[place] = part.model_copy(update={"citations": ()})
    return message.model_copy(update={"content": tuple(content)})


def _decode(annotation: JsonValue) -> Citation | None:
    said = annotation.get("url_citation") if isinstance(annotation, dict) and annotation.get("type") == "url_citation" else None
    if not isinstance(annotation, dict) or not isinstance(said, dict) or not isinstance(url := said.get("url"), str):
        return None
    title, start, end = said.get("title"), said.get("start_index"), said.get("end_index")
    citation = Citation(
        url=url,
        title=title if isinstance(title, str) else None,
        start=start if type(start) is int else None,
        end=end if type(end) is int else None,
        provider_data={},
    )
    kept = difference(annotation, _encode(citation), "$.annotations")
    return citation.model_copy(update={"provider_data": {DIALECT: kept}}) if kept else citation


def _encode(citation: Citation) -> JsonObject:
    said: JsonObject = {"url": citation.url}
    if citation.title is not None:
        said["title"] = citation.title
    if citation.start is not None:
        said["start_index"] = citation.start
    if citation.end is not None:
        said["end_index"] = citation.end
    reference: JsonObject = {"type": "url_citation", "url_citation": said}
    kept = citation.provider_data.get(DIALECT)
    return restored(reference, kept) if kept else reference
