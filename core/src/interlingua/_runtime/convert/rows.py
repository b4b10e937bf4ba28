"""A row of a table as a line: which columns it is made of, and how. Pure.

In a dialect the messages stand in one column, and what a wire says beside them (`tools`, `system`) may have a column of its own. A named
form's fields are the columns. Every other column is the row's own, and no business of a conversion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from interlingua._runtime.convert.forms.record import parsed
from interlingua._runtime.convert.forms.table import FORMS
from interlingua._runtime.convert.line import companions, list_field
from interlingua.errors import ConfigError, ConversionError
from interlingua.types.conversation import MAX_SAVED_DEPTH
from interlingua.types.json import at, check_json, dumps, loads, same_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interlingua._runtime.convert.line import LineRules
    from interlingua.types import JsonObject, JsonValue

MAX_LINE_DEPTH: Final = MAX_SAVED_DEPTH + 8
"""How deep a line may nest: a saved conversation below some fields of its own."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that a line is made of.

    Attributes:
        read: All of them.
        line: The one that holds the messages, or whole lines; None where the row itself is the record.
        rewritten: Those that say the same in the target's form afterwards, or nothing where it stands among the messages then.
    """

    read: tuple[str, ...]
    line: str | None
    rewritten: tuple[str, ...]


def row_columns(names: Sequence[str], rules: LineRules, column: str) -> Columns:
    """Find the columns of a table that make a line.

    Args:
        names: The table's columns.
        rules: How lines are converted.
        column: The column that holds the messages, or whole lines.

    Raises:
        ConfigError: There is no column that must be there.
    """
    form = FORMS.get(rules.source)
    left = [name for name in names if name not in rules.keep | rules.drop]
    if form and rules.field is None and any(name in names for name in form.needs):
        read = tuple(name for name in form.columns if name in left)
        return Columns(read, None, ("tools",) if "tools" in read else ())
    if column not in names:
        wanted = f"column {column!r}" if not form else f"column {' or '.join(map(repr, form.needs))}, which {rules.source} has,"
        other = next((name for name, form in FORMS.items() if form is not FORMS.get(rules.source) and form.needs[0] in names), None)
        hint = f"there are {', '.join(names) or 'none'}" + (f"; source={other!r} reads those of {other} (--from {other})" if other else "")
        raise ConfigError(f"there is no {wanted}", hint=hint, option="column")
    beside = () if form or rules.field is not None else tuple(name for name in companions(rules.source) if name in left and name != column)
    return Columns((column, *beside), column, beside)


def row_line(cells: Mapping[str, JsonValue | bytes], columns: Columns, rules: LineRules) -> JsonValue | bytes:
    """Make a line of a row's cells, each JSON text or a nested value, whose nulls are absent fields.

    Raises:
        ConversionError: A cell is no JSON, or the line and a column beside it say different things.
    """
    if columns.line is None:
        return {name: _plain(cell, name) for name, cell in cells.items() if cell is not None}
    line = cells[columns.line]
    beside = {name: _plain(cells[name], name) for name in columns.rewritten if cells[name] not in (None, "", [], b"")}
    if not beside or line is None:
        return line if isinstance(line, str | bytes) else without_nulls(line)
    text = line.encode() if isinstance(line, str) else line if isinstance(line, bytes) else _text(line)
    value = loads(text, max_depth=MAX_LINE_DEPTH)
    added: JsonObject = {}
    for name, cell in beside.items():
        if not isinstance(value, dict) or name not in value:
            added[name] = cell
        elif not same_json(_said(value[name], name), _said(cell, name)):
            hint = f"keep={name!r} keeps the column as it is, and out of the line (--keep {name})"
            raise ConversionError(at("$", name), f"the line and the column {name!r} say different things", hint=hint)
    if not added or not isinstance(value, dict | list):
        return text
    # The line's own text stays as it is: what a parser would lose of it is still to be told.
    more = _text(added)[1:-1]
    if isinstance(value, list):
        return b'{"' + list_field(rules.source).encode() + b'":' + text + b"," + more + b"}"
    return b"{" + more + (b"," if value else b"") + text.lstrip(b"\xef\xbb\xbf \t\r\n").removeprefix(b"{")


def without_nulls(value: JsonValue) -> JsonValue:
    """Leave out the null fields of nested values: Arrow gives every struct all fields, and null to those that a row hadn't."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def _plain(cell: JsonValue | bytes, name: str) -> JsonValue:
    """Give a cell as a JSON value; text stays text."""
    try:
        plain = cell.decode() if isinstance(cell, bytes) else without_nulls(cell)
    except UnicodeDecodeError:
        raise ConversionError(at("$", name), "these bytes are no text") from None
    check_json(plain, at("$", name), max_depth=MAX_LINE_DEPTH)
    return plain


def _text(value: JsonValue) -> bytes:
    check_json(value := without_nulls(value), max_depth=MAX_LINE_DEPTH)
    return dumps(value, max_depth=MAX_LINE_DEPTH)


def _said(value: JsonValue, name: str) -> JsonValue:
    """Give what a cell says of tools, whether it is JSON text or not."""
    return parsed(value, at("$", name), []) if name == "tools" else value
