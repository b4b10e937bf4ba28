"""The models that a host lists itself, asked for now: `interlingua models --live`."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.cli.progress import Waiting
from interlingua.errors import ConfigError, ConversionError, LimitExceededError, ProviderError
from interlingua.provider import WireRequest
from interlingua.types.json import loads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.provider import Listing, Transport
    from interlingua.runtime import Backend
    from interlingua.types import JsonObject, JsonValue

MAX_BYTES: Final = 32 * 1024 * 1024
"""The longest page that is read."""

_SECONDS: Final = 60.0


class Listed(NamedTuple):
    """A model that a host lists.

    Attributes:
        id: Its id, as it is asked by.
        name: Its name for people, or nothing.
        since: The day from which on it is there, or nothing.
    """

    id: str
    name: str
    since: str


def listed_models(backend: Backend) -> list[Listed]:
    """Ask a host which models it lists.

    Args:
        backend: The host, with its options; whichever model it names.

    Raises:
        ConfigError: The host has no listing, or no SDK.
        ProviderError: The call failed, or there is no key.
        ConversionError: The answer is no listing.
    """
    provider = backend.provider
    if (listing := provider.listing(backend.options)) is None:
        raise ConfigError(f"{provider.name} lists no models", hint="leave --live out: what is known of them is shown without it")
    with contextlib.closing(provider.transport(backend.transport_settings())) as transport, Waiting(f"asking {provider.name}"):
        try:
            return [_listed(item, path) for item, path in _items(transport, listing, min(backend.options.timeout, _SECONDS))]
        except ProviderError as error:
            backend.conceal(error)
            raise


def _items(transport: Transport, listing: Listing, timeout: float) -> Iterator[tuple[JsonValue, str]]:
    """Give what stands on all pages, each with its path."""
    query, seen = dict(listing.query), set[str]()
    while True:
        page = loads(_read(transport, WireRequest(listing.endpoint, timeout=timeout, method="GET", query=query or None)))
        items = page.get("data") if isinstance(page, dict) else page
        if not isinstance(items, list):
            raise ConversionError("$.data", "the host's answer is no listing of models", hint="look whether base_url is an API's address")
        yield from ((item, f"$.data[{place}]") for place, item in enumerate(items))
        last = page.get("last_id") if isinstance(page, dict) and page.get("has_more") is True else None
        if listing.after is None or last is None:
            return
        if not isinstance(last, str) or last in seen:
            raise ConversionError("$.last_id", "the listing's next page is none that is new")
        seen.add(last)
        query[listing.after] = last


def _read(transport: Transport, request: WireRequest) -> bytes:
    pieces = bytearray()
    with contextlib.closing(transport.open(request)) as source:
        for piece in source:
            pieces += piece
            if len(pieces) > MAX_BYTES:
                raise LimitExceededError("response", MAX_BYTES)
    return bytes(pieces)


def _listed(item: JsonValue, path: str) -> Listed:
    if not isinstance(item, dict) or not isinstance(model_id := item.get("id"), str):
        raise ConversionError(path, "a model of the listing has no id")
    names = (item.get(field) for field in ("display_name", "name"))
    return Listed(model_id, next((name for name in names if isinstance(name, str) and name != model_id), ""), _day(item))


def _day(item: JsonObject) -> str:
    """Give the day from `created` (seconds) or `created_at`; hosts that don't know it say 0 or nothing."""
    seconds, text = item.get("created"), item.get("created_at")
    if isinstance(text, str):
        return text[:10]
    if isinstance(seconds, int) and seconds > 0:
        with contextlib.suppress(OverflowError, ValueError, OSError):  # no time that there could be: it says nothing
            return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return ""
