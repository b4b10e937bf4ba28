"""Many lines at once, as a plain function: picklable, so that an engine such as Ray Data or Daft can run it wherever it likes.

One bad line doesn't end a job of millions: it comes back with its error, and the others are converted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, Self, TypeVar, overload

from interlingua._runtime.convert.body import known_capabilities
from interlingua._runtime.convert.line import LineRules, convert_line
from interlingua._runtime.convert.rows import MAX_LINE_DEPTH, row_columns, row_line
from interlingua.errors import ConfigError, ConversionError, InterlinguaError
from interlingua.types.json import check_json, dumps, loads
from interlingua.types.losses import unheld

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from interlingua._runtime.convert.line import LinePolicy
    from interlingua._runtime.convert.rows import Columns
    from interlingua.dialect import Capabilities
    from interlingua.types import JsonValue, Loss

ADDED_COLUMNS: Final = ("converted", "losses", "error")
"""What a table is given: the line in the target's form as JSON text, what was lost, and why a line was refused."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of a line.

    Attributes:
        value: The line in the target's form, or None where it was refused.
        losses: What was lost; what would have been, where it was refused for that.
        error: Why it was refused, or None.
    """

    value: JsonValue
    losses: tuple[Loss, ...] = ()
    error: InterlinguaError | None = None


class ArrowColumn(Protocol):
    """What we need of an Arrow column."""

    def to_pylist(self) -> list[JsonValue]:
        """Give its values."""


class ArrowTable(Protocol):
    """What we need of a `pyarrow.Table` or a `pyarrow.RecordBatch`; pyarrow is an extra, and brings no types of its own."""

    @property
    def column_names(self) -> list[str]:
        """Its columns' names."""

    def column(self, i: str, /) -> ArrowColumn:
        """Give a column."""

    def append_column(self, name: str, column: object, /) -> Self:
        """Give the table with one more column."""


ArrowT = TypeVar("ArrowT", bound=ArrowTable)


@overload
def convert_batch(
    batch: Sequence[JsonValue],
    *,
    source: str,
    target: str,
    on_loss: LinePolicy = ...,
    column: str = ...,
    field: str | None = ...,
    keep: Collection[str] = ...,
    drop: Collection[str] = ...,
    capabilities: str | Capabilities | None = ...,
) -> list[Converted]: ...
@overload
def convert_batch(
    batch: ArrowT,
    *,
    source: str,
    target: str,
    on_loss: LinePolicy = ...,
    column: str = ...,
    field: str | None = ...,
    keep: Collection[str] = ...,
    drop: Collection[str] = ...,
    capabilities: str | Capabilities | None = ...,
) -> ArrowT: ...
def convert_batch(
    batch: ArrowT | Sequence[JsonValue],
    *,
    source: str,
    target: str,
    on_loss: LinePolicy = "raise",
    column: str = "messages",
    field: str | None = None,
    keep: Collection[str] = (),
    drop: Collection[str] = (),
    capabilities: str | Capabilities | None = None,
) -> ArrowT | list[Converted]:
    """Convert lines of a data set: request bodies, records with `messages` and fields of their own, or bare lists of messages.

    A list gives a list. An Arrow table or record batch comes back with its own columns untouched and three more: `converted` (the line
    in the target's form, as JSON text), `losses` (a list of path, reason, kind and replaced_by) and `error` (text, or null). A column
    `tools` belongs to the line.

    Args:
        batch: The lines as JSON values, or as JSON text; or an Arrow table or record batch that has them in a column.
        source: The form that they are in, such as `openai.chat`, `interlingua` for our own saved JSON, or a form of data sets such as
            `sharegpt`, whose fields are a table's columns.
        target: The form to convert into.
        on_loss: `raise` refuses a line that would lose content, `strict` also one that would lose a hint; `record` lets all pass and
            lists it, `ignore` lets all pass and lists nothing.
        column: The column that holds the messages or whole lines, as JSON text or as nested values (whose nulls are taken as absent).
        field: The field of a line that holds the body; None where the line itself is it.
        keep: Fields that are the line's own, also beside a whole body.
        drop: Fields to leave out.
        capabilities: What the reader of the requests takes, as in `convert`; responses come through as they are.

    Raises:
        ConfigError: There is no such form or column, or a word is wrong.
    """
    rules = LineRules(source, target, on_loss, field, frozenset(keep), frozenset(drop), known_capabilities(capabilities, target))
    rules.check()
    if isinstance(batch, Sequence):
        return [convert_one(line, rules) for line in batch]
    return _convert_arrow(batch, column, rules)


def convert_one(line: JsonValue | bytes, rules: LineRules) -> Converted:
    """Convert a line that is a JSON value, or the text of one."""
    try:
        value, unread = read_line(line)
        converted, losses = convert_line(value, rules, unread)
    except InterlinguaError as error:
        return Converted(None, getattr(error, "losses", ()), error)
    except Exception as error:  # noqa: BLE001 - a plugin's slip on one line doesn't end a job of millions; it is told as that line's error
        return Converted(None, (), ConversionError("$", f"a fault in interlingua or a plugin: {type(error).__name__}: {error}"))
    return Converted(converted, losses)


def convert_row(cells: Mapping[str, JsonValue | bytes], columns: Columns, rules: LineRules) -> Converted:
    """Convert a row of a table, given the cells that make its line."""
    try:
        line = row_line(cells, columns, rules)
    except InterlinguaError as error:
        return Converted(None, (), error)
    return convert_one(line, rules)


def read_line(line: JsonValue | bytes) -> tuple[JsonValue, tuple[Loss, ...]]:
    """Read a line's text, and tell what of it no value can hold; or check its value: a column may hold dates, which are no JSON.

    Raises:
        ConversionError: It isn't JSON.
    """
    if isinstance(line, str | bytes):
        value = loads(line, max_depth=MAX_LINE_DEPTH)
        return value, tuple(unheld(line, value))
    check_json(line, max_depth=MAX_LINE_DEPTH)
    return line, ()


def line_text(value: JsonValue) -> bytes:
    """Write a line as JSON text."""
    return dumps(value, max_depth=MAX_LINE_DEPTH)


def _convert_arrow(table: ArrowT, column: str, rules: LineRules) -> ArrowT:
    names = table.column_names
    made_of = row_columns(names, rules, column)
    if taken := [name for name in ADDED_COLUMNS if name in names]:
        raise ConfigError(f"there is a column {taken[0]!r} already", hint="rename or drop it first", option="column")
    import pyarrow as pa

    cells = [table.column(name).to_pylist() for name in made_of.read]
    results = [convert_row(dict(zip(made_of.read, row, strict=True)), made_of, rules) for row in zip(*cells, strict=True)]
    loss = pa.struct([(name, pa.string()) for name in ("path", "reason", "kind", "replaced_by")])
    columns = (
        pa.array([None if result.error else line_text(result.value).decode() for result in results], pa.large_string()),
        pa.array([[_row(loss) for loss in result.losses] for result in results], pa.list_(loss)),
        pa.array([str(result.error) if result.error else None for result in results], pa.string()),
    )
    for name, values in zip(ADDED_COLUMNS, columns, strict=True):
        table = table.append_column(name, values)
    return table


def _row(loss: Loss) -> dict[str, str | None]:
    instead = None if loss.replaced_by is None else dumps(loss.replaced_by).decode()
    return {"path": loss.path, "reason": loss.reason, "kind": loss.kind, "replaced_by": instead}
