"""What a transport asks of an address, whatever the SDK."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_on_loopback(address: str | None) -> bool:
    """Tell whether a server is on this machine: no proxy of the environment can reach it, nor should one see its key."""
    try:
        place = urlsplit(address or "")
    except ValueError:
        return False  # the SDK refuses such an address in its own words
    return place.scheme == "http" and place.hostname in {"127.0.0.1", "::1", "localhost"}
