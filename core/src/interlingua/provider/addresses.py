"""What a transport asks of an address, whatever the SDK."""

from __future__ import annotations

import re

_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)


def is_on_loopback(address: str | None) -> bool:
    """Tell whether a server is on this machine: no proxy of the environment can reach it, nor should one see its key."""
    return bool(address and _LOOPBACK.match(address))
