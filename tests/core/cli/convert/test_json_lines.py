"""JSON lines in and out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interlingua import LimitExceededError
from interlingua._runtime.convert.line import LineRules
from interlingua.cli.convert import json_lines
from interlingua.cli.convert.items import Outcome
from interlingua.cli.convert.json_lines import LineReader, LineWriter
from interlingua.cli.convert.plan import Plan

PLAN = Plan(
    Path("in.jsonl"), Path("out.jsonl"), LineRules("openai.chat", "anthropic.messages"), "messages", Path("bad.jsonl"), None, 1
)  # fmt: skip


def test_lines_keep_their_numbers_and_bytes() -> None:
    """Blank ones are counted and say nothing."""
    PLAN.source.write_bytes(b'{"a":1}\r\n\n \n\xff\n{"b":2}')
    [batch] = LineReader(PLAN).batches(0, 0)

    assert [(1, b'{"a":1}\r'), (4, b"\xff"), (5, b'{"b":2}')] == [(item.number, item.data) for item in batch.items]
    assert (PLAN.source.stat().st_size, 5) == (batch.position, batch.last)


def test_an_empty_file_has_no_lines() -> None:
    """One empty batch says so."""
    PLAN.source.write_bytes(b"")

    assert [[]] == [batch.items for batch in LineReader(PLAN).batches(0, 0)]


@pytest.mark.parametrize("after", range(3))
def test_reading_goes_on_behind_any_batch(after: int) -> None:
    """What was read and what is read then is all."""
    PLAN.source.write_bytes(b"".join(b"%d\n" % number for number in range(200)))
    whole = list(LineReader(PLAN).batches(0, 0))

    rest = LineReader(PLAN).batches(whole[after].position, whole[after].last)

    assert whole[after + 1 :] == list(rest)
    assert PLAN.source.stat().st_size == LineReader(PLAN).total


def test_a_line_that_is_too_long_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named."""
    monkeypatch.setattr(json_lines, "MAX_LINE_BYTES", 10)
    PLAN.source.write_bytes(b"0123456789\n")
    whole = replace(PLAN, source=Path("in.json"))
    whole.source.write_bytes(b"0123456789\n")

    for plan in (PLAN, whole):
        with pytest.raises(LimitExceededError, match="line 1"):
            list(LineReader(plan).batches(0, 0))


@pytest.mark.parametrize(("text", "lines"), [(b"[\n]", [b"[\n]"]), (b" \n", [])])
def test_a_json_file_is_one_line(text: bytes, lines: list[bytes]) -> None:
    """Or none, where it is blank."""
    plan = replace(PLAN, source=Path("in.json"))
    plan.source.write_bytes(text)

    assert lines == [item.data for batch in LineReader(plan).batches(0, 0) for item in batch.items]


def test_lines_go_where_they_belong() -> None:
    """Converted ones into the output, the others aside as they were."""
    PLAN.source.write_bytes(b"1\n2\n")
    [batch] = LineReader(PLAN).batches(0, 0)
    writer = LineWriter(PLAN, None)
    writer.write(batch, [Outcome(b"one"), Outcome(None, (), "x")])

    assert {"output": 4, "rejected": 2} == writer.sizes()
    writer.seal()
    writer.place()
    assert (b"one\n", b"2\n") == (PLAN.target.read_bytes(), PLAN.rejected.read_bytes())


def test_a_stopped_writer_is_gone_on_with_or_leaves_nothing() -> None:
    """What came behind the last size is cut off."""
    PLAN.source.write_bytes(b"1\n2\n")
    [batch] = LineReader(PLAN).batches(0, 0)
    first = LineWriter(PLAN, None)
    first.write(batch, [Outcome(b"one"), Outcome(None, (), "x")])
    sizes = first.sizes()
    first.write(batch, [Outcome(b"ONE"), Outcome(None, (), "x")])
    first.leave()

    second = LineWriter(PLAN, sizes)
    second.write(batch, [Outcome(b"1"), Outcome(b"2")])
    assert {"output": 8, "rejected": 2} == second.sizes()
    second.abandon()
    assert [PLAN.source] == [Path(path.name) for path in Path.cwd().iterdir() if path.is_file()]
