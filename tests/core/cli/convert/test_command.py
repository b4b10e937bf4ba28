"""`interlingua convert`, whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interlingua.cli.convert.compression import compressed
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from tests.core.cli.conftest import Run

    from interlingua.types import JsonValue

FORMS = ("--from", "openai.chat", "--to", "anthropic.messages")
GOOD = b'{"id":1,"messages":[{"role":"user","content":"hi"}]}\n'
CONVERTED = b'{"id":1,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]}\n'
AUDIO = dumps([{"role": "user", "content": [{"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}}]}]) + b"\n"


def names() -> set[str]:
    """Give the names of the files here, hidden ones included."""
    return {path.name for path in Path.cwd().iterdir() if path.is_file()}


def test_from_stdin_to_stdout(run: Run) -> None:
    """The lines on stdout, everything else on stderr, and no file."""
    done = run("convert", *FORMS, stdin=GOOD + b"\n" + GOOD)

    assert (0, CONVERTED * 2, "2 lines converted\n") == (done.exit_code, done.stdout_bytes, done.stderr)
    assert set() == names()


def test_from_a_file_to_a_file(run: Run) -> None:
    """Nothing but the output is left."""
    Path("in.jsonl").write_bytes(GOOD)

    assert 0 == run("convert", "in.jsonl", "out.jsonl", *FORMS).exit_code
    assert CONVERTED == Path("out.jsonl").read_bytes()
    assert {"in.jsonl", "out.jsonl"} == names()


@pytest.mark.parametrize("where", [[], ["--rejected", "bad.jsonl"]])
def test_a_bad_line_is_named_and_set_aside_as_it_was(run: Run, where: list[str]) -> None:
    """The others are converted, and the exit code says so."""
    bad = b'{"messages": \r\n'
    Path("in.jsonl").write_bytes(GOOD + bad + GOOD + b"\xff")

    done = run("convert", "in.jsonl", "out.jsonl", *FORMS, *where)

    assert 10 == done.exit_code
    assert "line 2 set aside: not JSON" in done.stderr
    assert "line 4 set aside: not JSON" in done.stderr
    assert "2 lines converted, 2 set aside in" in done.stderr
    assert CONVERTED * 2 == Path("out.jsonl").read_bytes()
    assert bad + b"\xff\n" == Path(where[1] if where else "out.rejected.jsonl").read_bytes()


def test_bad_lines_of_stdin_are_kept_too(run: Run) -> None:
    """In a file beside nothing, for nobody has them otherwise."""
    assert 10 == run("convert", *FORMS, stdin=b"{\n").exit_code
    assert b"{\n" == Path("stdin.rejected.jsonl").read_bytes()


def test_a_loss_sets_a_line_aside_or_is_told(run: Run) -> None:
    """As `--on-loss` says."""
    refused = run("convert", *FORMS, stdin=AUDIO)
    Path("stdin.rejected.jsonl").unlink()
    recorded = run("convert", *FORMS, "--on-loss", "record", stdin=AUDIO)
    ignored = run("convert", *FORMS, "--on-loss", "ignore", stdin=AUDIO)

    assert [10, 0, 0] == [done.exit_code for done in (refused, recorded, ignored)]
    assert "loss (content) at $.messages[*].content[*]" in recorded.stderr
    assert "1 line converted\n" == ignored.stderr
    assert recorded.stdout_bytes == ignored.stdout_bytes


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_order_stays(run: Run, jobs: int) -> None:
    """Over processes too."""
    lines: list[JsonValue] = [{"id": number, "messages": [{"role": "user", "content": "hi"}]} for number in range(500)]
    Path("in.jsonl").write_bytes(b"".join(dumps(line) + b"\n" for line in lines))

    done = run("convert", "in.jsonl", "out.jsonl", *FORMS, "--jobs", str(jobs))

    assert 0 == done.exit_code
    assert list(range(500)) == [loads(line)["id"] for line in Path("out.jsonl").read_bytes().splitlines()]  # type: ignore[index,call-overload]  # JSON


def test_a_json_file_is_one_line(run: Run) -> None:
    """However it is spread out."""
    Path("in.json").write_text('{\n "id": 1,\n "messages": [\n  {"role": "user", "content": "hi"}\n ]\n}\n')

    assert CONVERTED == run("convert", "in.json", *FORMS).stdout_bytes


@pytest.mark.parametrize("target", ["out.json", "out.jsonl", "-"])
def test_an_array_of_records_is_that_many(run: Run, target: str) -> None:
    """An array again, or lines; what can't be converted is named by its number and set aside."""
    Path("in.json").write_bytes(b"[\n" + GOOD.strip() + b",\n{},\n" + GOOD.strip() + b"\n]\n")

    done = run("convert", "in.json", target, *FORMS)

    assert (10, True) == (done.exit_code, "line 2 set aside: a body of openai.chat has 'messages'" in done.stderr)
    written = done.stdout_bytes if target == "-" else Path(target).read_bytes()
    assert (loads(written) if target == "out.json" else [loads(line) for line in written.splitlines()]) == [loads(CONVERTED)] * 2
    assert b"[\n{}\n]\n" == Path(f"{'in' if target == '-' else 'out'}.rejected.json").read_bytes() if target != "out.jsonl" else True


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_compressed_files_go_in_and_out(run: Run, ending: str) -> None:
    """Each by its own ending."""
    Path("in.jsonl").write_bytes(GOOD * 3)
    forth = run("convert", "in.jsonl", f"there.jsonl.{ending}", *FORMS)
    back = run("convert", f"there.jsonl.{ending}", "back.jsonl", "--from", FORMS[3], "--to", FORMS[1])

    assert [0, 0] == [forth.exit_code, back.exit_code]
    assert GOOD * 3 == Path("back.jsonl").read_bytes()
    assert {"in.jsonl", f"there.jsonl.{ending}", "back.jsonl"} == names()


@pytest.mark.parametrize("name", ["in.jsonl", "in.json", "-"])
def test_what_is_compressed_by_another_name_is_named(run: Run, name: str) -> None:
    """Once, instead of each of its lines."""
    Path("in.jsonl").write_bytes(compressed(Path("x.gz"), GOOD))
    Path("in.json").write_bytes(compressed(Path("x.gz"), GOOD))

    done = run("convert", name, *FORMS, stdin=compressed(Path("x.gz"), GOOD))

    assert (3, True) == (done.exit_code, "holds gzip data" in done.stderr)
    assert {"in.jsonl", "in.json"} == names()


def test_a_named_form_is_converted_or_refused_line_by_line(run: Run) -> None:
    """By line number, with the reason and the next step."""
    lines: list[JsonValue] = [
        {"id": 1, "conversations": [{"from": "human", "value": "hi"}]},
        {"conversations": [{"from": "martian", "value": "hi"}]},
        {"conversations": [{"from": "human", "value": "hi"}], "images": ["a.png"]},
    ]
    done = run("convert", "--from", "sharegpt", "--to", "anthropic.messages", stdin=b"".join(dumps(line) + b"\n" for line in lines))

    assert (10, CONVERTED) == (done.exit_code, done.stdout_bytes)
    assert "line 2 set aside: 'martian' is nobody that sharegpt knows (at $.conversations[0].from); it is one of" in done.stderr
    assert "line 3 set aside: a conversation has no place for this field of sharegpt (at $.images); keep='images'" in done.stderr


def test_what_is_no_conversation_is_refused_with_the_next_step(run: Run) -> None:
    """ShareGPT's turns aren't chat, whatever becomes of losses."""
    done = run("convert", *FORMS, "--on-loss", "ignore", stdin=b'[{"from":"human","value":"hi"}]')

    assert (10, b"") == (done.exit_code, done.stdout_bytes)
    assert "--from sharegpt" in done.stderr


def test_a_report_tells_each_line(run: Run) -> None:
    """With its number."""
    run("convert", *FORMS, "--report", "report.jsonl", "--on-loss", "record", stdin=GOOD + AUDIO + b"{\n")

    told = [loads(line) for line in Path("report.jsonl").read_bytes().splitlines()]
    assert [(2, None, 1), (3, True, 0)] == [(row["line"], row["error"] and True, len(row["losses"])) for row in told]  # type: ignore[index,call-overload,arg-type]  # JSON


def test_many_kinds_of_losses_are_told_shortly(run: Run) -> None:
    """The report has them all."""
    line = dumps({"model": "m", "messages": [], **{f"odd{number}": 1 for number in range(15)}})

    assert "and 5 further kinds of losses; --report FILE lists them all" in run("convert", *FORMS, stdin=line).stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--from", "openai.chart", "--to", "openai.chat"], "did you mean openai.chat?"),
        (["--from", "sharegtp", "--to", "openai.chat"], "--from: there is no form 'sharegtp'"),
        (["--from", "openai.chat", "--to", "alpaca"], "--to: 'alpaca' is a form to convert from"),
        (["--from", "openai.chat", "--to", "anthropic-batch"], "only a batch file becomes a batch file"),
        (["missing.jsonl", "out.jsonl", *FORMS], "there is no file"),
        (["in.jsonl", "in.jsonl", *FORMS], "the same one"),
        (["in.jsonl", "old.jsonl", *FORMS], "there already"),
        (["in.jsonl", "--resume", *FORMS], "from a file into a file"),
    ],
)
def test_what_can_not_work_is_refused_before_anything_is_read(run: Run, args: list[str], said: str) -> None:
    """As a fault of the configuration."""
    Path("in.jsonl").write_bytes(GOOD)
    Path("old.jsonl").write_bytes(b"")

    done = run("convert", *args)

    assert 3 == done.exit_code
    assert said in done.stderr
    assert {"in.jsonl", "old.jsonl"} == names()


def test_a_model_that_refuses_something(run: Run) -> None:
    """With `--model` what it refuses is left out, by the user's own file too; without it nothing is."""
    body = b'{"messages":[{"role":"user","content":"hi"}],"model":"gpt-5","seed":7,"temperature":0.5}\n'
    forms = ("--from", "openai.chat", "--to", "openai.chat")
    Path("mine.toml").write_text('[[row]]\nmodels = ["gpt-5"]\ntakes = { seed = false }\n')
    as_it_is = run("convert", *forms, stdin=body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INTERLINGUA_CAPABILITIES", "mine.toml")
        mended = run("convert", *forms, "--model", "openai:gpt-5?api=chat", stdin=body)

    assert loads(body) == loads(as_it_is.stdout_bytes)
    assert {"messages": [{"role": "user", "content": "hi"}], "model": "gpt-5"} == loads(mended.stdout_bytes)
    assert "$.temperature" in mended.stderr
    assert "$.seed" in mended.stderr
    assert 3 == run("convert", *forms, "--model", "nobody:x", stdin=body).exit_code
