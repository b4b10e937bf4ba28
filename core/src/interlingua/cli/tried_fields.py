"""What `interlingua check` tried the laws on of a format's documents, and what it could not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject

_SHOWN: Final = 5


def tried_fields(dialect: Dialect) -> JsonObject:
    """Give the documented fields of each kind of body: in how many bodies each was tried, and which never were."""
    from interlingua.testing.documents import documents_of
    from interlingua.testing.documents.reach import reach, unshown_reasons

    documents = documents_of(dialect)
    found: JsonObject = {"samples": len(documents.samples)}
    for part in reach(documents):
        found[part.root] = {"tried": {**dict(sorted(part.tried.items()))}, "not_tried": [*part.missed]}
    if documents.samples:
        found["finish_reasons_not_shown"] = [*unshown_reasons(dialect, documents)]
    return found


def fields_in_words(dialect: str, tried: JsonObject) -> str:
    """Say it in a line for each kind of body."""
    samples = tried["samples"]
    if not samples:
        return f"{dialect} brings no sample bodies: what only its documents say was not tried\n"
    lines = [f"{dialect} brings {samples} sample bodies"]
    if isinstance(reasons := tried.get("finish_reasons_not_shown"), list) and reasons:
        lines.append(
            f"  no sample shows {', '.join(map(str, reasons))}: whether the words for these finish reasons are right was not tried"
        )
    for root, fields in tried.items():
        if isinstance(fields, dict):
            of, missed = fields["tried"], fields["not_tried"]
            if isinstance(of, dict) and isinstance(missed, list):
                line = (
                    f"  {root}: {len(of)} documented fields tried, each in {_least(of)} or more bodies; {len(missed) or 'none'} not tried"
                )
                shown = ", ".join(map(str, missed[:_SHOWN]))
                rest = f" and {len(missed) - _SHOWN} more (--json lists them)" if len(missed) > _SHOWN else ""
                lines.append(f"{line}: {shown}{rest}" if missed else line)
    return "\n".join([*lines, ""])


def _least(tried: JsonObject) -> int:
    return min((number for number in tried.values() if isinstance(number, int)), default=0)
