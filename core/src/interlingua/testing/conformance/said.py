"""What a value says to every caller: without what only one wire knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue, Request, Response


def said(value: Request | Response | int | None) -> JsonValue:
    """Give the JSON of a value without any `provider_data`; blocks that aren't modelled stay as they are."""
    return value if value is None or isinstance(value, int) else _said(value.to_dict())


def _said(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_said(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == "opaque":
        return {name: item for name, item in value.items() if name != "provider_data"}
    shown: JsonObject = {name: _said(item) for name, item in value.items() if name != "provider_data"}
    return shown
