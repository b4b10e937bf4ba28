"""Where a host is, as its answers' origin keeps it."""

from __future__ import annotations

import hashlib
import re
from typing import Final
from urllib.parse import urlsplit

_PORTS: Final = {"http": 80, "https": 443}
_WORD: Final = re.compile(r"[\w-]+")


def address_of(url: str) -> str:
    """Give a URL as an origin keeps it: scheme, host, port and the SHA-256 of its path; nothing of its user, its query or its fragment.

    Args:
        url: The base URL of an API, whether or not it ends in a slash; or a word that stands for one, which stays as it is.
    """
    if _WORD.fullmatch(url):
        return url
    try:
        parts = urlsplit(url if "://" in url else f"//{url.lstrip('/')}")  # without a scheme it can't be reached, and may hold as much
    except ValueError:  # no URL at all
        return f"://:0/{_sha256(url)}"
    try:
        port = parts.port
    except ValueError:  # no number: what can't be reached needs no port
        port = None
    scheme = parts.scheme.lower()
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{port or _PORTS.get(scheme, 0)}/{_sha256(parts.path.rstrip('/'))}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
