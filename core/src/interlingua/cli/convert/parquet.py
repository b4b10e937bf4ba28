"""Parquet in and out: a row a line, which is made of some of its columns; every other column is kept as it is.

The converted line stands in the column that held the messages (a new one, where the columns are a named form's fields), and what it
says of tools in the column that held them, too: no column is left that says it in the source's form.

A Parquet file can't be gone on with, for its index stands at its end. So rows are collected as an Arrow stream beside the output,
which can be cut and appended to, and become Parquet when all are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.cli.convert.items import Batch, Item
from interlingua.cli.convert.partial_file import PartialFile, Writer
from interlingua.errors import ConfigError, ConversionError
from interlingua.runtime import MAX_LINE_DEPTH, line_text, read_line, row_columns, row_line
from interlingua.types.json import dumps_text, loads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

    from interlingua.cli.convert.items import Outcome
    from interlingua.cli.convert.plan import Plan
    from interlingua.types import JsonValue

_BATCH_ROWS: Final = 64
_GROUP_BYTES: Final = 64 * 2**20


def open_parquet(path: Path) -> pa.parquet.ParquetFile:
    """Open a file.

    Raises:
        ConfigError: The extra is missing, or the file is no Parquet.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError:
        from interlingua.provider.installing import install_extra

        raise ConfigError("Parquet files need pyarrow", hint=install_extra("parquet")) from None
    try:
        return parquet.ParquetFile(path)
    except pa.ArrowInvalid as error:
        raise ConfigError(f"{str(path)!r} is no Parquet file: {error}") from None


class RowReader:
    """Reads rows; positions are rows."""

    def __init__(self, plan: Plan) -> None:
        """Open the file.

        Raises:
            ConfigError: It can't be read.
        """
        self._name = repr(str(plan.source))
        self._file = open_parquet(plan.source)
        self._rules = plan.rules
        self.schema = self._file.schema_arrow
        self.total: int | None = self._file.metadata.num_rows
        try:
            self._columns = row_columns(self.schema.names, plan.rules, plan.column)
        except ConfigError as error:
            raise error.within(self._name) from None

    def batches(self, position: int, last: int) -> Iterator[Batch]:
        """Read on from a position, behind the row of that number.

        Raises:
            ConfigError: The file is damaged.
        """
        import pyarrow as pa

        to_skip = position
        try:
            for rows in self._file.iter_batches(batch_size=_BATCH_ROWS):
                if to_skip >= rows.num_rows:
                    to_skip -= rows.num_rows
                    continue
                fresh, to_skip = rows.slice(to_skip), 0
                columns = [fresh.column(name).to_pylist() for name in self._columns.read]
                items = [self._item(number, row) for number, row in enumerate(zip(*columns, strict=True), last + 1)]
                position, last = position + fresh.num_rows, last + fresh.num_rows
                yield Batch(items, position, last, fresh)
        except (pa.ArrowException, OSError) as error:
            raise ConfigError(f"{self._name} can't be read behind row {last:,}: {error}", hint="fetch or make it again, whole") from None

    def _item(self, number: int, row: Sequence[JsonValue | bytes]) -> Item:
        try:
            line = row_line(dict(zip(self._columns.read, row, strict=True)), self._columns, self._rules)
            return Item(
                number, line.encode() if isinstance(line, str) else line if isinstance(line, bytes) else line_text(read_line(line)[0])
            )
        except ConversionError as error:
            return Item(number, b"", error.sentence)


class RowWriter(Writer):
    """Writes rows, converted ones with their column as JSON text."""

    def __init__(self, plan: Plan, schema: pa.Schema, sizes: Mapping[str, int] | None) -> None:
        """Begin, or go on behind what an earlier run wrote."""
        import pyarrow as pa

        self._rewritten = row_columns(schema.names, plan.rules, plan.column).rewritten
        self._column = plan.column
        written = schema
        for name in (plan.column, *self._rewritten):
            text = pa.field(name, pa.large_string())
            index = written.get_field_index(name)
            written = written.append(text) if index < 0 else written.set(index, text)
        self._output = _Spool(plan.target, written, sizes["output"] if sizes else 0)
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
            lines = [outcome.data for outcome in outcomes if outcome.data is not None]
            texts: dict[str, list[str | None]] = {self._column: [line.decode() for line in lines]}
            if self._rewritten:
                values = [loads(line, max_depth=MAX_LINE_DEPTH) for line in lines]
                texts |= {name: [_said(value, name) for value in values] for name in self._rewritten}
            kept = rows.take(pa.array(good))
            names = self._output.schema.names
            columns = [pa.array(texts[name], pa.large_string()) if name in texts else kept.column(name) for name in names]
            self._output.add(pa.RecordBatch.from_arrays(columns, schema=self._output.schema))
        if bad:
            self._rejected.add(rows.take(pa.array(bad)))


def _said(line: JsonValue, name: str) -> str | None:
    """Give what a converted line says under a name: its text, or JSON text."""
    value = line.get(name) if isinstance(line, dict) else None
    return value if value is None or isinstance(value, str) else dumps_text(value)


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
