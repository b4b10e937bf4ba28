"""A tool's schema in which each array says what it holds, for an API that takes no other; pure, with every change reported.

"In context=('properties', 'paths'), array schema missing items", of tools that aren't strict too: https://github.com/sigoden/aichat/pull/1049.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import at, with_below
from interlingua.types.losses import Loss

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject


def arrays_with_items(schema: JsonObject, path: str) -> tuple[JsonObject, list[Loss]]:
    """Say of each array that doesn't say so that it holds anything.

    Args:
        schema: The schema of a tool's arguments.
        path: Where it stands.

    Returns:
        It, and each change.
    """
    changes: list[Loss] = []
    return _told(schema, path, changes), changes


def _told(schema: JsonObject, path: str, changes: list[Loss]) -> JsonObject:
    out = with_below(schema, lambda item, steps: _told(item, at(path, *steps), changes) if isinstance(item, dict) else item)
    kinds = schema.get("type")
    if (kinds == "array" or (isinstance(kinds, list) and "array" in kinds)) and not schema.keys() & {"items", "prefixItems"}:
        changes.append(Loss(path, "an array in a tool's schema says on this wire what it holds", "hint", {"items": {}}))
        out["items"] = {}
    return out
