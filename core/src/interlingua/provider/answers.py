"""What a provider's error table reads off a failed answer, whatever the wire: how long to wait, where it points, words for no JSON."""

from __future__ import annotations

import math
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from interlingua.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types.base import JsonValue

_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?(?P<host>[^/?#]+)", re.IGNORECASE)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Read how many seconds the provider asks to wait; a date is counted from the answer's own `date`, not from a clock.

    Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after, and `retry-after-ms` as the SDKs read it.

    Args:
        headers: The answer's headers, names in lower case.
    """
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        if math.isfinite(seconds) and seconds >= 0:
            return seconds
    try:
        then, now = parsedate_to_datetime(headers.get("retry-after", "")), parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (then - now).total_seconds())
    except (ValueError, TypeError):  # no date, or one without a zone beside one with it
        return None


def plain_message(body: bytes, status: int) -> str:
    """Make a message of a body that is no error object: a bare sentence, a proxy's page, or nothing."""
    text = body.decode("utf-8", "replace").strip()
    if not text:
        return f"an empty answer with status {status}"
    if text[:1] == "<":
        return "a web page instead of the API's JSON; something between may have answered"
    return text


def status_within(value: JsonValue) -> int | None:
    """Read a status that an error object repeats, as a number or as text; anything else is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:4])
    return value if type(value) is int and 400 <= value < 600 else None


def redirected(status: int, headers: Mapping[str, str], provider: str) -> NotFoundError | None:
    """Type an answer that points elsewhere: no transport follows, as neither key nor prompt may go to a host that nobody chose.

    Args:
        status: The HTTP status.
        headers: The answer's headers, names in lower case.
        provider: The provider's name.
    """
    if not 300 <= status < 400:
        return None
    host = _HOST.match(headers.get("location", ""))
    where = f"to {host['host']}" if host else "to another path"
    message = f"the server points {where}, and no key or prompt goes where nobody sent it"
    return NotFoundError(message, hint="set base_url to where the API is, if you trust it", provider=provider, status=status)
