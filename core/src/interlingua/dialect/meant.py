"""What a body means by leaving a field out, where wires differ: noted by who reads it, asked for by who writes another wire's.

A tool without `strict` is one in strict mode on one wire and not on another. The canonical field stays None, so that the body comes back
as it was and a tool made by hand leaves it to each provider; what the wire meant stands in `provider_data["$meant"]`, field by field.
The wires' defaults are in `Dialect.absent`, one table each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.base import MEANT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types.base import JsonObject, JsonValue
    from interlingua.types.tools import Tool


def with_meaning(provider_data: dict[str, JsonObject], **meant: JsonValue) -> dict[str, JsonObject]:
    """Note what fields that a body left out mean there.

    Args:
        provider_data: What else is kept of the value.
        meant: The fields, by their canonical names.
    """
    return {**provider_data, MEANT: meant}


def meaning(tool: Tool, field: str, absent: Mapping[str, JsonValue]) -> JsonValue:
    """Give what a field that says nothing must say on a wire to mean what it did; None where saying nothing means that as well.

    Args:
        tool: Who has the field.
        field: Its canonical name.
        absent: The defaults of the wire that is written (`Dialect.absent`).
    """
    meant = tool.provider_data.get(MEANT, {}).get(field) if tool.provider_data and getattr(tool, field) is None else None
    return None if meant == absent.get(field) else meant
