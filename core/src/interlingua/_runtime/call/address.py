"""Where a host is, as its answers' origin keeps it."""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import urlsplit

_PORTS: Final = {"http": 80, "https": 443}


def address_of(url: str) -> str:
    """Give a URL as an origin keeps it: scheme, host, port and the SHA-256 of its path; nothing of its user, its query or its fragment.

    Args:
        url: The base URL of an API, whether or not it ends in a slash; or a word that stands for one, which stays as it is.
    """
    if "://" not in url:
        return url  # a word, where each customer has an address of their own
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:  # no number: what can't be reached needs no port
        port = None
    scheme = parts.scheme.lower()
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    path = hashlib.sha256(parts.path.rstrip("/").encode("utf-8", "surrogatepass")).hexdigest()
    return f"{scheme}://{shown}:{port or _PORTS.get(scheme, 0)}/{path}"
