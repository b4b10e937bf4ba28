"""The named forms, one row each: what reads a line, what writes one, and which columns of a table hold its fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from interlingua._runtime.convert.forms import alpaca, batch_files, sharegpt, xlam

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from interlingua._runtime.convert.forms.record import Record
    from interlingua.types import JsonObject, JsonValue


@dataclass(frozen=True, slots=True)
class LineForm:
    """A form of lines.

    Attributes:
        what: What it is, in a few words.
        read: Reads a line, given its path and the names of fields to keep.
        columns: The columns of a table that hold its fields.
        needs: Those of which one must be there.
        write: Writes a line around a body, given the body's dialect and the line's path; None where it is a source alone.
        dialect: Says which dialect the body of a line is written in; None where it is a source alone.
    """

    what: str
    read: Callable[[JsonValue, str, Collection[str]], Record]
    columns: tuple[str, ...]
    needs: tuple[str, ...]
    write: Callable[[Record, JsonObject, str, str], JsonObject] | None = None
    dialect: Callable[[Record], str] | None = None


FORMS: Final = {
    "sharegpt": LineForm("ShareGPT's turns, `from` and `value`", sharegpt.read_sharegpt, sharegpt.FIELDS, sharegpt.LISTS),
    "alpaca": LineForm("Alpaca's `instruction`, `input` and `output`", alpaca.read_alpaca, alpaca.FIELDS, ("instruction",)),
    "xlam": LineForm("xLAM's `query`, `tools` and `answers`", xlam.read_xlam, xlam.FIELDS, ("query",)),
    "openai-batch": LineForm(
        "a batch file of OpenAI's API, requests or results",
        batch_files.read_openai_batch,
        (batch_files.ID, "method", "url", "body", "response", "error", "id"),
        ("body", "response"),
        batch_files.write_openai_batch,
        batch_files.dialect_to_write,
    ),
    "anthropic-batch": LineForm(
        "a batch file of Anthropic's API, requests or results",
        batch_files.read_anthropic_batch,
        (batch_files.ID, "params", "result"),
        ("params", "result"),
        batch_files.write_anthropic_batch,
        lambda _: batch_files.CLAUDE,
    ),
}
"""Name → form."""
