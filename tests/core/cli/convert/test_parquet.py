"""Parquet in and out."""

from __future__ import annotations

import sys
from dataclasses import replace
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
from interlingua.provider.installing import install_extra
from interlingua.types.json import dumps_text, loads

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


SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}}
TOOL = {"type": "function", "function": {"name": "weather", "parameters": SCHEMA}}


@pytest.mark.parametrize("nested", [True, False], ids=["structs", "text"])
def test_a_column_of_tools_goes_along(run: Run, nested: bool) -> None:  # noqa: FBT001 - a table's column
    """In the line, and in its own column in the target's form; it comes back as it was, and a bad row is told."""
    tools = [[TOOL], [], None] if nested else [dumps_text([TOOL]), "", "weather(city)"]
    rows = {"id": [1, 2, 3], "messages": [[{"role": "user", "content": "hi"}]] * 3, "tools": tools}
    pq.write_table(pa.table(rows), PLAN.source)

    done = run("convert", "in.parquet", "out.parquet", *FORMS)
    back = run("convert", "out.parquet", "back.parquet", "--from", FORMS[3], "--to", FORMS[1])

    given, returned = (pq.read_table(name).to_pylist() for name in ("out.parquet", "back.parquet"))
    claudes = [{"name": "weather", "input_schema": SCHEMA}]
    assert ((0, 3) if nested else (10, 2)) == (done.exit_code, len(given))
    assert (claudes, claudes) == (loads(given[0]["tools"]), loads(given[0]["messages"])["tools"])  # type: ignore[index,call-overload]  # JSON
    assert (None, CONVERTED) == (given[1]["tools"], given[1]["messages"])
    assert 0 == back.exit_code
    assert [TOOL] == loads(returned[0]["tools"])
    if not nested:
        assert "line 3 set aside: not JSON" in done.stderr
        assert "weather(city)" == pq.read_table("out.rejected.parquet").to_pylist()[0]["tools"]


def test_a_named_forms_fields_are_columns(run: Run) -> None:
    """The converted line is a column more; those that it was made of stay, but for the tools."""
    rows = {"id": [1], "query": ["hi"], "tools": ['[{"name": "f", "parameters": {"a": {"type": "int"}}}]'], "answers": ["[]"]}
    pq.write_table(pa.table(rows), PLAN.source)

    assert 0 == run("convert", "in.parquet", "out.parquet", "--from", "xlam", "--to", "anthropic.messages").exit_code

    [row] = pq.read_table("out.parquet").to_pylist()
    assert ["id", "query", "tools", "answers", "messages"] == list(row)
    assert {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]} == loads(row["tools"])[0]["input_schema"]  # type: ignore[index,call-overload]  # JSON
    assert {**loads(CONVERTED), "tools": loads(row["tools"])} == loads(row["messages"])  # type: ignore[dict-item]  # JSON


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


def test_a_damaged_file_is_named() -> None:
    """With the row that it could be read up to."""
    write(150)
    data = bytearray(PLAN.source.read_bytes())
    data[4:60] = bytes(56)
    PLAN.source.write_bytes(data)

    with pytest.raises(ConfigError, match=r"'in\.parquet' can't be read behind row 0"):
        list(RowReader(PLAN).batches(0, 0))


def test_what_can_not_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Parquet, no such column, no pyarrow."""
    Path("text.parquet").write_text("hi")
    write(1)

    with pytest.raises(ConfigError, match="no Parquet file"):
        open_parquet(Path("text.parquet"))
    with pytest.raises(ConfigError, match=r"'in\.parquet': there is no column 'body'") as raised:
        RowReader(replace(PLAN, column="body"))
    assert "there are at, messages" == raised.value.hint
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match="need pyarrow") as raised:
        open_parquet(PLAN.source)
    assert install_extra("parquet") == raised.value.hint
