"""The fields of a citation that both dialects have, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import is_int, text_or_none
from interlingua.types.parts import Citation

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject


def read_citation(fields: JsonObject, title: str = "title") -> Citation:
    """Read a citation; a field of another type is left out.

    Args:
        fields: The wire's fields.
        title: The field that says what is cited.
    """
    start, end = fields.get("start_index"), fields.get("end_index")
    return Citation(
        url=text_or_none(fields.get("url")),
        title=text_or_none(fields.get(title)),
        start=start if is_int(start) else None,
        end=end if is_int(end) else None,
        provider_data={},
    )


def citation_fields(citation: Citation, title: str = "title") -> JsonObject:
    """Write the fields of a citation."""
    fields = {"url": citation.url, title: citation.title, "start_index": citation.start, "end_index": citation.end}
    return {name: value for name, value in fields.items() if value is not None}
