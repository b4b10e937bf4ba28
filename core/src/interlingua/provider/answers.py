"""What a provider's error table reads off a failed answer, whatever the wire.

Where the error stands and how its words are spelled, how long to wait, where it points, and words for what is no JSON.
"""

from __future__ import annotations

import math
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from interlingua.errors import NotFoundError
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from interlingua.types.base import JsonObject, JsonValue

    KnownT = TypeVar("KnownT")

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


def error_in(value: JsonValue, answer: str) -> JsonObject | None:
    """Find the error that a value of the wire reports, wherever its host puts it; None where it reports none.

    An answer may hold one beside what was said. Without that the frameworks' own forms count too: FastAPI's `detail` (transformers'
    server), Cloudflare's `errors`.

    Args:
        value: A body, an event's data, or a part of them.
        answer: The field that every answer has.
    """
    if isinstance(value, list) and value:
        return error_in(value[0], answer)  # Gemini's compatible endpoint puts the object into a list
    if not isinstance(value, dict):
        return None
    if error := value.get("error"):
        return error if isinstance(error, dict) else {**value, "message": error}  # xAI says the sentence here, and the code beside it
    if answer in value:
        return None
    if "error" in (value.get("object"), value.get("type")):
        return value  # vLLM, until 2025
    found = value.get("detail") or value.get("errors")
    return _framework_error(found, answer) if found else None


def _framework_error(found: JsonValue, answer: str) -> JsonObject:
    """Read a `detail` or an entry of `errors`: a sentence, an object, or several of these, whose first one counts."""
    first = found[0] if isinstance(found, list) and found else found
    if not isinstance(first, dict):
        return {"message": first if isinstance(first, str) else dumps_text(found)}
    if isinstance(sentence := first.get("msg"), str) and isinstance(place := first.get("loc"), list):
        return {"message": f"{sentence} ({'.'.join(map(str, place))})"}  # a field that FastAPI refuses
    return error_in(first, answer) or first


def known_word(table: Mapping[str, KnownT], *words: str | None) -> KnownT | None:
    """Look the words of errors up in a table, the first that it has counts.

    They may be spelled in any way: `TooManyRequests`, `Too many requests` and `TooManyRequestsError` are `too_many_requests`.
    """
    for word in filter(None, words):
        spelled = _BETWEEN_WORDS.sub("_", word.rstrip(".")).lower()
        for known in (spelled, _SUFFIX.sub("", spelled)):
            if known in table:
                return table[known]
    return None


_BETWEEN_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[ -]+")
_SUFFIX = re.compile(r"_(?:error|exception)$")


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
