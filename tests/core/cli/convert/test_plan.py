"""What a run of `convert` is to do, and whether it may begin."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from interlingua import ConfigError
from interlingua._runtime.convert.line import LineRules
from interlingua.cli.convert.plan import Plan, default_rejected

RULES = LineRules("openai.chat", "anthropic.messages")


@pytest.fixture
def plan() -> Plan:
    """From a file into a file."""
    Path("in.jsonl").write_bytes(b"")
    return Plan(Path("in.jsonl"), Path("out.jsonl"), RULES, "messages", Path("bad.jsonl"), None, 1)


@pytest.mark.parametrize(
    ("source", "target", "rejected"),
    [
        ("in.jsonl", "d/out.jsonl", "d/out.rejected.jsonl"),
        ("in.parquet", "out.parquet", "out.rejected.parquet"),
        ("in.jsonl", "d/out.jsonl.gz", "d/out.rejected.jsonl.gz"),
        ("d/in.jsonl.zst", "-", "in.rejected.jsonl.zst"),
        ("d/in.jsonl", "-", "in.rejected.jsonl"),
        ("-", "-", "stdin.rejected.jsonl"),
    ],
)
def test_lines_are_set_aside_beside_the_output(source: str, target: str, rejected: str) -> None:
    """Where the output is no file, in the current folder."""
    assert Path(rejected) == default_rejected(Path(source), Path(target))


def test_a_plan_that_works_is_let_pass(plan: Plan) -> None:
    """A file in the way is replaced with `--force`, and a stopped run gone on with."""
    plan.check(force=False, resume=False)
    Path("out.jsonl").write_bytes(b"")
    plan.check(force=True, resume=False)
    Path("out.jsonl").unlink()
    plan.journal.write_bytes(b"")
    plan.check(force=False, resume=True)


def test_only_files_can_be_gone_on_with(plan: Plan) -> None:
    """A pipe is gone the next time."""
    assert [True, False, False] == [
        each.resumable for each in (plan, replace(plan, source=Path("-")), replace(plan, target=Path("-")))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"target": Path("out.parquet")}, "becomes a Parquet file"),
        ({"target": Path("out.json")}, "holds one body"),
        ({"target": Path("out.json.gz")}, "holds one body"),
        ({"target": Path("out.csv")}, "isn't written"),
        ({"source": Path("in.tar.gz")}, "isn't read"),
        ({"source": Path("in.parquet.gz"), "target": Path("out.parquet.gz")}, "becomes a Parquet file"),
        ({"rules": replace(RULES, source="sharegtp")}, "--from: there is no form 'sharegtp'"),
        ({"rules": replace(RULES, target="alpaca")}, "--to: 'alpaca' is a form to convert from"),
        ({"report": Path("report.pdf")}, "no known ending"),
        ({"target": Path("nowhere/out.jsonl")}, "no folder 'nowhere'"),
        ({"rejected": Path("out.jsonl")}, "the same one"),
        ({"report": Path("there.txt")}, "there already"),
    ],
)
def test_what_does_not_fit_is_refused(plan: Plan, change: dict[str, object], said: str) -> None:
    """With what to do about it."""
    Path("there.txt").write_bytes(b"")
    Path("in.parquet.gz").write_bytes(b"")
    Path("in.tar.gz").write_bytes(b"")

    with pytest.raises(ConfigError, match=said) as raised:
        replace(plan, **change).check(force=False, resume=False)  # type: ignore[arg-type]  # each of its field's type
    assert raised.value.hint or "no folder" in said


def test_what_zstd_needs_is_asked_before_anything_is_read(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not after an hour."""
    monkeypatch.setitem(sys.modules, "backports" if sys.version_info < (3, 14) else "compression", None)

    with pytest.raises(ConfigError, match="need zstd"):
        replace(plan, target=Path("out.jsonl.zst")).check(force=False, resume=False)


def test_a_stopped_run_is_not_overrun(plan: Plan) -> None:
    """Only on request."""
    plan.journal.write_bytes(b"")

    with pytest.raises(ConfigError, match="was stopped"):
        plan.check(force=False, resume=False)


def test_the_fingerprint_changes_with_the_input_and_the_rules(plan: Plan) -> None:
    """And with nothing else."""
    before = plan.fingerprint()
    same = replace(plan, jobs=4).fingerprint()
    other = replace(plan, rules=replace(RULES, keep=frozenset({"id"}))).fingerprint()
    Path("in.jsonl").write_bytes(b"x")

    assert before == same
    assert ["--keep"] == [name for name in before if before[name] != other[name]]
    assert "the input's size" in [name for name, value in plan.fingerprint().items() if before[name] != value]


def test_what_a_run_leaves_that_was_ended_at_once(plan: Plan) -> None:
    """Is removed, unless the run can be gone on with."""
    halves = [Path(f".{name}.partial") for name in ("out.jsonl", "bad.jsonl", "report.html")]
    halves.append(Path(".report.html.whole"))
    whole = replace(plan, report=Path("report.html"))
    left = []
    for each, begun in ((whole, True), (whole, False), (replace(whole, source=Path("-")), True)):
        for half in halves:
            half.write_bytes(b"x")
        plan.journal.unlink(missing_ok=True)
        if begun:
            plan.journal.write_bytes(b"")
        each.forget()
        left.append([half.name for half in halves if half.exists()])

    assert [[half.name for half in halves], [], []] == left
