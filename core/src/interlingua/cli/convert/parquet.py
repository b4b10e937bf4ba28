"""Parquet in and out: a row a line, the line in one of its columns, every other column kept as it is.

A Parquet file can't be gone on with, for its index stands at its end. So rows are collected as an Arrow stream beside the output,
which can be cut and appended to, and become Parquet when all are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.cli.convert.items import Batch, Item
from interlingua.cli.convert.partial_file import PartialFile, Writer
from interlingua.errors import ConfigError, ConversionError
from interlingua.runtime import line_text, read_line, without_nulls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from interlingua.cli.convert.items import Outcome
    from interlingua.cli.convert.plan import Plan
    from interlingua.types import JsonValue

_BATCH_ROWS: Final = 64
_GROUP_BYTES: Final = 64 * 2**20


def open_parquet(path: Path, column: str) -> pa.parquet.ParquetFile:
    """Open a file that has the column.

    Raises:
        ConfigError: The extra is missing, the file is no Parquet, or has no such column.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError:
        raise ConfigError("Parquet files need pyarrow", hint='pip install "interlingua[parquet]"') from None
    try:
        file = parquet.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise ConfigError(f"{str(path)!r} is no Parquet file: {error}") from None
    names = file.schema_arrow.names
    if column not in names:
        raise ConfigError(f"{str(path)!r} has no column {column!r}", hint=f"it has {', '.join(names)}", option="column")
    return file


class RowReader:
    """Reads rows; positions are rows."""

    def __init__(self, plan: Plan) -> None:
        """Open the file.

        Raises:
            ConfigError: It can't be read.
        """
        self._column = plan.column
        self._file = open_parquet(plan.source, plan.column)
        self.schema = self._file.schema_arrow
        self.total: int | None = self._file.metadata.num_rows

    def batches(self, position: int, last: int) -> Iterator[Batch]:
        """Read on from a position, behind the row of that number."""
        to_skip = position
        for rows in self._file.iter_batches(batch_size=_BATCH_ROWS):
            if to_skip >= rows.num_rows:
                to_skip -= rows.num_rows
                continue
            fresh, to_skip = rows.slice(to_skip), 0
            items = [_item(last + index, cell) for index, cell in enumerate(fresh.column(self._column).to_pylist(), 1)]
            position, last = position + fresh.num_rows, last + fresh.num_rows
            yield Batch(items, position, last, fresh)


def _item(number: int, cell: JsonValue | bytes) -> Item:
    if isinstance(cell, str):
        return Item(number, cell.encode())
    if isinstance(cell, bytes):
        return Item(number, cell)
    try:
        return Item(number, line_text(read_line(without_nulls(cell))[0]))
    except ConversionError as error:
        return Item(number, b"", error.sentence)


class RowWriter(Writer):
    """Writes rows, converted ones with their column as JSON text."""

    def __init__(self, plan: Plan, schema: pa.Schema, sizes: Mapping[str, int] | None) -> None:
        """Begin, or go on behind what an earlier run wrote."""
        import pyarrow as pa

        self._column = schema.get_field_index(plan.column)
        text = pa.field(plan.column, pa.large_string())
        self._output = _Spool(plan.target, schema.set(self._column, text), sizes["output"] if sizes else 0)
        self._rejected = _Spool(plan.rejected, schema, sizes["rejected"] if sizes else 0)
        self._output.begin()
        super().__init__({"rejected": self._rejected, "output": self._output})

    def write(self, batch: Batch, outcomes: Sequence[Outcome]) -> None:
        """Take a batch."""
        import pyarrow as pa

        rows: pa.RecordBatch = batch.rows
        good = [index for index, outcome in enumerate(outcomes) if outcome.data is not None]
        bad = [index for index, outcome in enumerate(outcomes) if outcome.data is None]
        if good:
            texts = pa.array([outcome.data.decode() for outcome in outcomes if outcome.data is not None], pa.large_string())
            kept = rows.take(pa.array(good))
            columns = [texts if index == self._column else kept.column(index) for index in range(kept.num_columns)]
            self._output.add(pa.RecordBatch.from_arrays(columns, schema=self._output.schema))
        if bad:
            self._rejected.add(rows.take(pa.array(bad)))


class _Spool(PartialFile):
    """Rows as an Arrow stream beside a Parquet file that is still to come."""

    def __init__(self, path: Path, schema: pa.Schema, size: int) -> None:
        super().__init__(path, size)
        self.schema = schema
        self._whole = path.with_name(f".{path.name}.whole")

    def begin(self) -> None:
        if not self.size:
            self.write(self.schema.serialize().to_pybytes())

    def add(self, rows: pa.RecordBatch) -> None:
        self.begin()
        self.write(rows.serialize().to_pybytes())

    def seal(self) -> None:
        """Write the Parquet file beside its place, in row groups of a good size."""
        import pyarrow as pa
        from pyarrow import parquet

        self.close()
        if not self.size:
            return
        group: list[pa.RecordBatch] = []
        size = 0
        try:
            with pa.OSFile(str(self.beside)) as spool, parquet.ParquetWriter(self._whole, self.schema) as out:
                for rows in pa.ipc.open_stream(spool):
                    group.append(rows)
                    size += rows.nbytes
                    if size >= _GROUP_BYTES:
                        out.write_table(pa.Table.from_batches(group))
                        group, size = [], 0
                if group:
                    out.write_table(pa.Table.from_batches(group))
        except BaseException:
            self._whole.unlink(missing_ok=True)
            raise

    def place(self) -> None:
        if self.size:
            self._whole.replace(self.path)
            self.abandon()
