"""JSON lines in and out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interlingua import LimitExceededError
from interlingua._runtime.convert.line import LineRules
from interlingua.cli.convert import json_lines
from interlingua.cli.convert.compression import compressed, reading
from interlingua.cli.convert.items import Batch, Item, Outcome
from interlingua.cli.convert.journal import Tally
from interlingua.cli.convert.json_lines import Layout, LineReader, LineWriter
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


RECORD = '{"messages":[{"role":"user","content":"hi"}]}'
TURN = '{"from":"human","value":"hi"}'


@pytest.mark.parametrize(
    ("text", "source", "layout"),
    [
        (f"[{RECORD}]", "openai.chat", "array"),
        (f" \n[\n {RECORD},\n {RECORD}\n]", "openai.chat", "array"),
        ('[[{"role":"user","content":"hi"}]]', "openai.chat", "array"),
        ('[{"role":"user","content":"hi"}]', "openai.chat", "whole"),
        ('[{"type":"function_call","call_id":"1"}]', "openai.responses", "whole"),
        ('[{"type":"chat","messages":[]}]', "openai.chat", "array"),
        (f"[{TURN}]", "openai.chat", "whole"),
        (f"[{TURN}]", "sharegpt", "whole"),
        (f'[{{"conversations":[{TURN}]}}]', "sharegpt", "array"),
        ('[{"instruction":"a","type":"b"}]', "alpaca", "array"),
        ('["a"]', "openai.chat", "array"),
        ("[{]", "openai.chat", "array"),
        ("[]", "openai.chat", "whole"),
        (RECORD, "openai.chat", "whole"),
        ('{\n"messages":[]\n}', "openai.chat", "whole"),
        (f"{RECORD}\n\n", "openai.chat", "whole"),
        (f"{RECORD}\n{RECORD}", "openai.chat", "lines"),
        ("5\n6", "openai.chat", "whole"),
        ("", "openai.chat", "whole"),
    ],
)
def test_a_json_file_is_laid_out_in_one_of_three_ways(text: str, source: str, layout: str) -> None:
    """One conversation, an array of records, or lines by another name: its beginning tells."""
    plan = replace(PLAN, source=Path("in.json"), rules=replace(PLAN.rules, source=source))
    plan.source.write_text(text)

    assert layout == LineReader(plan).layout


@pytest.mark.parametrize("after", range(2))
def test_an_array_is_read_record_by_record(after: int) -> None:
    """As lines are, from any batch on."""
    plan = replace(PLAN, source=Path("in.json"))
    plan.source.write_text("[" + ",\n".join(f'{{"messages":[],"id":{number}}}' for number in range(150)) + "]\n")
    whole = list(LineReader(plan).batches(0, 0))

    assert list(range(1, 151)) == [item.number for batch in whole for item in batch.items]
    assert whole[after + 1 :] == list(LineReader(plan).batches(whole[after].position, whole[after].last))


@pytest.mark.parametrize("after", range(2))
def test_the_body_of_a_batch_is_read_request_by_request(after: int) -> None:
    """As Anthropic's API takes it, whose batches have no file of lines."""
    plan = replace(PLAN, source=Path("in.json"), rules=replace(PLAN.rules, source="anthropic-batch"))
    plan.source.write_text('{"requests": [' + ",".join(f'{{"custom_id":"{number}"}}' for number in range(150)) + "]}")
    whole = list(LineReader(plan).batches(0, 0))

    assert [b'{"custom_id":"%d"}' % number for number in range(150)] == [item.data for batch in whole for item in batch.items]
    assert whole[after + 1 :] == list(LineReader(plan).batches(whole[after].position, whole[after].last))


@pytest.mark.parametrize(("target", "written"), [("out.json", b"[\none,\ntwo\n]\n"), ("out.jsonl", b"one\ntwo\n")])
@pytest.mark.parametrize(("aside", "left"), [("bad.json", b"[\n{ 1\n]\n"), ("bad.jsonl", b"{ 1\n")])
@pytest.mark.parametrize("layout", ["array", "requests"])
def test_an_array_becomes_an_array_or_lines(target: str, written: bytes, aside: str, left: bytes, layout: Layout) -> None:
    """By its ending; a stopped run goes on within it."""
    plan = replace(PLAN, source=Path("in.json"), target=Path(target), rejected=Path(aside))
    batch = Batch([Item(1, b"x"), Item(2, b"{\n1")], 0, 2)
    first = LineWriter(plan, None, Tally(0, 0, 0, {}), layout)
    first.write(batch, [Outcome(b"one"), Outcome(None, (), "x")])
    sizes = first.sizes()
    first.leave()

    second = LineWriter(plan, sizes, Tally(1, 1, 0, {}), layout)
    second.write(replace(batch, items=batch.items[:1]), [Outcome(b"two")])
    second.seal()
    second.place()

    assert (written, left) == (Path(target).read_bytes(), Path(aside).read_bytes())


def test_an_array_without_a_record_that_can_be_converted_is_empty() -> None:
    """And nothing is set aside where nothing was bad."""
    plan = replace(PLAN, source=Path("in.json"), target=Path("out.json"), rejected=Path("bad.json"))
    writer = LineWriter(plan, None, Tally(0, 0, 0, {}), "array")
    writer.seal()
    writer.place()

    assert (b"[]\n", False) == (Path("out.json").read_bytes(), Path("bad.json").exists())


@pytest.mark.parametrize("ending", [".gz", ".zst"])
def test_compressed_lines_are_lines(ending: str) -> None:
    """With positions of what the file holds; a member a batch is written."""
    plan = replace(PLAN, source=Path(f"in.jsonl{ending}"), target=Path(f"out.jsonl{ending}"), rejected=Path(f"bad.jsonl{ending}"))
    plan.source.write_bytes(compressed(plan.source, b"1\n2\n"))
    reader = LineReader(plan)
    [batch] = reader.batches(0, 0)
    writer = LineWriter(plan, None, Tally(0, 0, 0, {}))
    for _ in range(2):
        writer.write(batch, [Outcome(b"one"), Outcome(None, (), "x")])
    writer.seal()
    writer.place()

    assert (None, 4, [b"1", b"2"]) == (reader.total, batch.position, [item.data for item in batch.items])
    for path, text in ((plan.target, b"one\none\n"), (plan.rejected, b"2\n2\n")):
        with reading(path) as file:
            assert text == file.read()


def test_lines_go_where_they_belong() -> None:
    """Converted ones into the output, the others aside as they were."""
    PLAN.source.write_bytes(b"1\n2\n")
    [batch] = LineReader(PLAN).batches(0, 0)
    writer = LineWriter(PLAN, None, Tally(0, 0, 0, {}))
    writer.write(batch, [Outcome(b"one"), Outcome(None, (), "x")])

    assert {"output": 4, "rejected": 2} == writer.sizes()
    writer.seal()
    writer.place()
    assert (b"one\n", b"2\n") == (PLAN.target.read_bytes(), PLAN.rejected.read_bytes())


def test_a_stopped_writer_is_gone_on_with_or_leaves_nothing() -> None:
    """What came behind the last size is cut off."""
    PLAN.source.write_bytes(b"1\n2\n")
    [batch] = LineReader(PLAN).batches(0, 0)
    first = LineWriter(PLAN, None, Tally(0, 0, 0, {}))
    first.write(batch, [Outcome(b"one"), Outcome(None, (), "x")])
    sizes = first.sizes()
    first.write(batch, [Outcome(b"ONE"), Outcome(None, (), "x")])
    first.leave()

    second = LineWriter(PLAN, sizes, Tally(1, 1, 0, {}))
    second.write(batch, [Outcome(b"1"), Outcome(b"2")])
    assert {"output": 8, "rejected": 2} == second.sizes()
    second.abandon()
    assert [PLAN.source] == [Path(path.name) for path in Path.cwd().iterdir() if path.is_file()]
