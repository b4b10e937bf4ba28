"""Parquet in and out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from interlingua import ConfigError
from interlingua._runtime.convert.line import LineRules
from interlingua.cli.convert import parquet
from interlingua.cli.convert.items import Outcome, convert_items
from interlingua.cli.convert.parquet import RowReader, RowWriter, open_parquet
from interlingua.cli.convert.plan import Plan

if TYPE_CHECKING:
    from tests.core.cli.conftest import Run

RULES = LineRules("openai.chat", "anthropic.messages")
PLAN = Plan(Path("in.parquet"), Path("out.parquet"), RULES, "messages", Path("bad.parquet"), None, 1)
FORMS = ("--from", "openai.chat", "--to", "anthropic.messages")
CONVERTED = '{"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}'
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def write(count: int, messages: object = None) -> pa.Table:
    """Write an input of rows."""
    lines = [messages if index == 1 else [{"role": "user", "content": "hi"}] for index in range(count)]
    table = pa.table({"at": [WHEN] * count, "messages": lines})
    pq.write_table(table, PLAN.source)
    return table


def test_rows_go_in_and_out(run: Run) -> None:
    """Every other column is kept; the lines become JSON text, those set aside stay as they were."""
    table = write(150)

    done = run("convert", "in.parquet", "out.parquet", *FORMS)
    refused = run("convert", "in.parquet", "none.parquet", *FORMS)

    given = pq.read_table("out.parquet")
    assert (10, 10) == (done.exit_code, refused.exit_code)
    assert [CONVERTED] * 149 == given.column("messages").to_pylist()
    assert [WHEN] * 149 == given.column("at").to_pylist()
    assert table.slice(1, 1) == pq.read_table("out.rejected.parquet")


@pytest.mark.parametrize("cell", ['[{"role":"user","content":"hi"}]', b'[{"role":"user","content":"hi"}]'], ids=["text", "bytes"])
def test_lines_may_be_text(run: Run, cell: str | bytes) -> None:
    """Or bytes of it."""
    pq.write_table(pa.table({"body": [cell]}), PLAN.source)

    assert 0 == run("convert", "in.parquet", "out.parquet", *FORMS, "--column", "body").exit_code
    assert [CONVERTED] == pq.read_table("out.parquet").column("body").to_pylist()


def test_a_value_that_is_no_json_is_a_bad_line() -> None:
    """It is named as such."""
    pq.write_table(pa.table({"messages": [[WHEN]]}), PLAN.source)
    [batch] = RowReader(PLAN).batches(0, 0)

    assert "a datetime is no JSON value (at $[0])" == batch.items[0].fault


def test_no_rows_make_an_empty_file(run: Run) -> None:
    """With its columns."""
    write(0)

    assert 0 == run("convert", "in.parquet", "out.parquet", *FORMS).exit_code
    assert ["at", "messages"] == pq.read_table("out.parquet").column_names


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_stopped_run_is_gone_on_with(after: int) -> None:
    """At the row where it was."""
    write(200, [{"role": "user", "content": "hi"}])
    reader = RowReader(PLAN)
    first = RowWriter(PLAN, reader.schema, None)
    done = list(reader.batches(0, 0))
    for batch in done[: after + 1]:
        first.write(batch, convert_items(batch.items, RULES))
    sizes = first.sizes()
    first.write(done[0], [Outcome(None, (), "x")] * len(done[0].items))
    first.leave()

    again = RowReader(PLAN)
    second = RowWriter(PLAN, again.schema, sizes)
    for batch in again.batches(done[after].position, done[after].last):
        second.write(batch, convert_items(batch.items, RULES))
    second.seal()
    second.place()

    assert [CONVERTED] * 200 == pq.read_table(PLAN.target).column("messages").to_pylist()
    assert {"in.parquet", "out.parquet"} == {path.name for path in Path.cwd().iterdir() if path.is_file()}


def test_row_groups_are_of_a_good_size(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """Not one for each batch, and none for all."""
    monkeypatch.setattr(parquet, "_GROUP_BYTES", 20_000)
    write(1_000, [{"role": "user", "content": "hi"}])
    run("convert", "in.parquet", "out.parquet", *FORMS)

    assert 1 < pq.ParquetFile("out.parquet").num_row_groups < 10


def test_a_run_that_fails_at_its_end_leaves_no_half_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor its beginnings, where they are not wanted."""
    write(3)
    writer = RowWriter(PLAN, RowReader(PLAN).schema, None)
    monkeypatch.setattr(pq, "ParquetWriter", lambda *_: (_ for _ in ()).throw(OSError("full")))

    with pytest.raises((OSError, TypeError)):
        writer.seal()
    writer.abandon()
    assert {"in.parquet"} == {path.name for path in Path.cwd().iterdir() if path.is_file()}


def test_what_can_not_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Parquet, no such column, no pyarrow."""
    Path("text.parquet").write_text("hi")
    write(1)

    with pytest.raises(ConfigError, match="no Parquet file"):
        open_parquet(Path("text.parquet"), "messages")
    with pytest.raises(ConfigError, match="no column 'body'"):
        open_parquet(PLAN.source, "body")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match="need pyarrow") as raised:
        open_parquet(PLAN.source, "messages")
    assert 'pip install "interlingua[parquet]"' == raised.value.hint
