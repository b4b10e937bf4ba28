"""A run that is stopped, and the one that goes on."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interlingua.cli.convert import json_lines
from interlingua.cli.convert import run as run_module
from interlingua.cli.convert.compression import compressed, reading
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from tests.core.cli.conftest import Run

COMMAND = (sys.executable, "-c", "from interlingua.cli.app import main; main()", "convert")
FORMS = ("--from", "openai.chat", "--to", "anthropic.messages", "--report", "report.html")
LINES = 3_000


def hidden() -> set[str]:
    """Give the names of the hidden files here."""
    return {path.name for path in Path.cwd().iterdir() if path.name.startswith(".")}


@pytest.fixture
def data() -> Path:
    """Many lines; each hundredth is bad, each tenth loses a hint."""
    path = Path("in.jsonl")
    with path.open("wb") as file:
        for number in range(LINES):
            body = {"id": number, "messages": [{"role": "user", "content": f"hi {number}", **({"odd": 1} if number % 10 == 0 else {})}]}
            file.write(b"{\n" if number % 100 == 7 else dumps(body) + b"\n")
    return path


@pytest.mark.parametrize(("jobs", "how"), [("1", signal.SIGINT), ("2", signal.SIGINT), ("1", signal.SIGKILL), ("2", signal.SIGTERM)])
def test_a_stopped_run_goes_on_where_it_was(run: Run, data: Path, jobs: str, how: signal.Signals) -> None:
    """However it was stopped: no half of a file before, and after it the same files as of a run that wasn't."""
    run("convert", str(data), "whole.jsonl", *FORMS)
    Path("report.html").rename("whole.html")
    command = (*COMMAND, str(data), "out.jsonl", *FORMS, "--jobs", jobs)
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as child:  # noqa: S603 - ours
        journal = Path(".out.jsonl.journal")
        while not journal.exists() and child.poll() is None:
            time.sleep(0.01)
        # A terminal sends Ctrl-C to the workers too; whoever kills kills one process.
        (os.killpg if how is signal.SIGINT else os.kill)(child.pid, how)
        code = child.wait(60)
        assert child.stderr
        said = child.stderr.read().decode()

    assert (130 if how is signal.SIGINT else -how) == code, said
    assert {".out.jsonl.journal", ".out.jsonl.partial", ".report.html.partial"} <= hidden()
    assert {"in.jsonl", "whole.jsonl", "whole.rejected.jsonl", "whole.html"} == {
        path.name for path in Path.cwd().iterdir() if path.is_file() and path.name not in hidden()
    }
    assert "Traceback" not in said
    assert ("go on with --resume" in said) is (how is signal.SIGINT)
    assert 3 == run("convert", str(data), "out.jsonl", *FORMS).exit_code

    done = run("convert", str(data), "out.jsonl", *FORMS, "--resume")

    assert 10 == done.exit_code
    assert "going on behind line" in done.stderr
    for name in ("jsonl", "rejected.jsonl"):
        assert Path(f"whole.{name}").read_bytes() == Path(f"out.{name}").read_bytes()
    assert Path("whole.html").read_bytes() == Path("report.html").read_bytes()
    assert set() == hidden()


@pytest.mark.parametrize("ending", ["jsonl.gz", "jsonl.zst", "json", "json.gz"])
def test_a_stopped_run_goes_on_in_any_file(run: Run, ending: str) -> None:
    """Compressed, or an array of records: no half of one is met before, and the same bytes are there after it."""
    source = Path(f"in.{ending}")
    lines = [dumps({"id": number, "messages": [{"role": "user", "content": f"hi {number}"}]}) for number in range(LINES)]
    lines[7::100] = [b'{"id":1}'] * len(lines[7::100])
    text = b"[" + b",\n".join(lines) + b"]" if ".json" in source.suffixes else b"\n".join(lines)
    source.write_bytes(compressed(source, text))
    run("convert", str(source), f"whole.{ending}", *FORMS[:4])
    with subprocess.Popen([*COMMAND, str(source), f"out.{ending}", *FORMS[:4]], stderr=subprocess.PIPE, start_new_session=True) as child:  # noqa: S603 - ours
        while not Path(f".out.{ending}.journal").exists() and child.poll() is None:
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        code = child.wait(60)

    assert (130, False, False) == (code, Path(f"out.{ending}").exists(), Path(f"out.rejected.{ending}").exists())
    done = run("convert", str(source), f"out.{ending}", *FORMS[:4], "--resume")

    assert (10, True) == (done.exit_code, "going on behind line" in done.stderr)
    assert Path(f"whole.{ending}").read_bytes() == Path(f"out.{ending}").read_bytes()
    assert Path(f"whole.rejected.{ending}").read_bytes() == Path(f"out.rejected.{ending}").read_bytes()
    assert set() == hidden()
    with reading(Path(f"out.{ending}")) as file:
        written = file.read()
    rows = loads(written) if ".json" in source.suffixes else [loads(line) for line in written.splitlines()]
    assert [number for number in range(LINES) if number % 100 != 7] == [row["id"] for row in rows]  # type: ignore[union-attr,index,call-overload]  # JSON


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_a_cut_off_file_is_named_and_leaves_no_output(run: Run, ending: str) -> None:
    """Whole again, the run begins anew: it is another file."""
    source = Path(f"in.jsonl.{ending}")
    lines = b"".join(b'[{"role":"user","content":"%d"}]\n' % number for number in range(2_000))
    source.write_bytes(compressed(source, lines)[:-9])

    failed = run("convert", str(source), f"out.jsonl.{ending}", *FORMS[:4])

    assert (3, True, False) == (failed.exit_code, f"'{source}' is cut off" in failed.stderr, Path(f"out.jsonl.{ending}").exists())
    source.write_bytes(compressed(source, lines))
    assert 0 == run("convert", str(source), f"out.jsonl.{ending}", *FORMS[:4], "--force").exit_code


def test_a_bomb_ends_the_run_at_the_limit_of_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """However little of the disk it takes."""
    monkeypatch.setattr(json_lines, "MAX_LINE_BYTES", 1_000)
    for ending in ("jsonl.gz", "json.zst"):
        Path(f"in.{ending}").write_bytes(compressed(Path(ending), b" [" + b"[" * 10_000))

        failed = run("convert", f"in.{ending}", "-", *FORMS[:4])

        assert (1, True) == (failed.exit_code, "line 1" in failed.stderr)


def test_a_run_that_can_not_go_on_leaves_nothing() -> None:
    """From a pipe."""
    with subprocess.Popen([*COMMAND, "-", "out.jsonl", *FORMS], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as child:  # noqa: S603 - ours
        assert child.stdin
        child.stdin.write(b"{\n" * 64 + b"[]\n" * 200)
        child.stdin.flush()
        while ".out.jsonl.partial" not in hidden():
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        code = child.wait(60)

    assert 130 == code
    assert set() == {path.name for path in Path.cwd().iterdir() if path.is_file()}


def test_an_interrupt_while_the_files_are_opened_leaves_nothing(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run itself can't tidy up yet."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "open_report", interrupted)
    run("convert", str(data), "out.jsonl", *FORMS)

    assert {data.name} == {path.name for path in Path.cwd().iterdir() if path.is_file()}


@pytest.mark.parametrize(("source", "report"), [("-", FORMS), ("-", FORMS[:4]), ("in.jsonl", FORMS), ("in.jsonl", FORMS[:4])])
def test_a_run_that_fails_is_left_like_one_that_is_stopped(
    run: Run, source: str, report: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file can be gone on with; of a pipe nothing is left."""
    lines = b"[]\n" * 100 + b"[                    ]\n"
    Path("in.jsonl").write_bytes(lines)
    with monkeypatch.context() as limited:
        limited.setattr(json_lines, "MAX_LINE_BYTES", 10)
        failed = run("convert", source, "out.jsonl", *report, stdin=lines)

    assert (1, True) == (failed.exit_code, "line 101" in failed.stderr)
    assert not Path("out.jsonl").exists()
    if source == "-":
        assert set() == hidden()
        return
    assert 0 == run("convert", source, "out.jsonl", *report, "--resume").exit_code
    assert 101 == len(Path("out.jsonl").read_bytes().splitlines())


def test_resuming_what_never_began_begins(run: Run) -> None:
    """So that a script may say it always."""
    Path("in.jsonl").write_bytes(b"[]\n")

    assert 0 == run("convert", "in.jsonl", "out.jsonl", *FORMS, "--resume").exit_code
    assert b'{"messages":[]}\n' == Path("out.jsonl").read_bytes()


def test_beginning_anew_forgets_the_stopped_run(run: Run) -> None:
    """With `--force`."""
    Path("in.jsonl").write_bytes(b"[]\n")
    Path(".out.jsonl.journal").write_bytes(b"{")
    Path(".out.jsonl.partial").write_bytes(b"old")

    assert 0 == run("convert", "in.jsonl", "out.jsonl", *FORMS, "--force").exit_code
    assert b'{"messages":[]}\n' == Path("out.jsonl").read_bytes()
    assert set() == hidden()


def test_only_the_first_bad_lines_are_named(run: Run) -> None:
    """The report has them all."""
    done = run("convert", *FORMS, stdin=b"{\n" * 100)

    assert 10 == done.stderr.count("set aside: not JSON")
    assert "and 90 further lines set aside; --report FILE names them all\n" in done.stderr
    assert "100 set aside" in done.stderr


def test_a_reader_that_has_enough_is_no_error() -> None:
    """As for every command; the lines set aside of what was read are not kept."""
    feed = b"[]\n" * 100_000
    command = (*COMMAND, "--from", "openai.chat", "--to", "openai.chat")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:  # noqa: S603 - ours
        assert child.stdin
        assert child.stdout
        child.stdout.close()
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(feed)
            child.stdin.close()
        assert 0 == child.wait(60)
