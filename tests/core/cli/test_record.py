"""`interlingua record`; tests/live/test_recorder.py records the embedded model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from tests.core.testing.replay.samples import CHAT, CHAT_STREAM, ERROR

from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.testing.replay import Exchange

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Run

KEY = "sk-real-and-secret-0123456789"
STREAM = Answer(CHAT_STREAM.raw, content_type="text/event-stream")


@pytest.fixture(autouse=True)
def key(clean: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - before ours
    """There is a key."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def model(server: FaultServer) -> tuple[str, ...]:
    """Choose the server's model."""
    return ("-m", f"openai:m?api=chat&base_url={server.url}")


def test_it_writes_what_was_sent_and_answered(run: Run, tmp_path: Path) -> None:
    """The file's name is printed, and what the format makes of it told; its folder is made, and no key is in it."""
    with FaultServer(STREAM) as server:
        done = run("record", f"who has {KEY}?", *model(server), "-s", "Be brief.", "--to", "new/here.json", "--secret", "h\u00e9llo")
    exchange = Exchange.load(tmp_path / "new/here.json")

    assert (done.exit_code, done.stdout) == (0, "new/here.json\n")
    assert f"recorded a stream of {len(exchange.raw):,} bytes; keys are taken out" in done.stderr
    assert "openai.chat reads 'h\u00e9llo', which ended by 'stop'" in done.stderr
    assert exchange.request is not None
    assert exchange.request["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "who has REDACTED?"},
    ]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["here.json"]


def test_a_whole_answer(run: Run, tmp_path: Path) -> None:
    """With `--whole`, and piped."""
    with FaultServer(Answer(CHAT.raw)) as server:
        done = run("record", *model(server), "--whole", "--to", "a.json", stdin="hi")

    assert done.exit_code == 0
    assert "recorded a whole answer of" in done.stderr
    assert Exchange.load(tmp_path / "a.json").body == CHAT.body


def test_a_body_is_sent_as_it_is(run: Run, tmp_path: Path) -> None:
    """Before there is a converter that could write it, or read the answer."""
    body = {"model": "m", "what": ["ever"]}
    (tmp_path / "body.json").write_text(json.dumps(body))
    with FaultServer(Answer(b'{"choices": "none"}')) as server:
        done = run("record", *model(server), "--body", "body.json", "--to", "a.json")
        (asked,) = server.requests

    assert done.exit_code == 0
    assert asked.body == body
    assert Exchange.load(tmp_path / "a.json").body == {"choices": "none"}
    assert "recorded, and not understood yet: openai.chat can't be used: reading the answer raised ConversionError: " in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("hi", "--to", "there.json"), "'there.json' is there already"),
        (("hi", "--to", "folder"), "'folder' is a folder"),
        (("hi", "--to", "folder", "--force"), "'folder' is a folder"),
        (("hi", "--to", "there.json/a.json"), "there.json' is no folder"),
        (("hi", "--to", "a.json", "-o", "nonsense=1"), "nonsense"),
        (("--body", "none.json", "--to", "a.json"), "--body 'none.json' can't be read: No such file"),
        (("--body", "there.json", "--to", "a.json"), "--body 'there.json' holds no JSON: "),
        (("--body", "list.json", "--to", "a.json"), "--body 'list.json' holds no JSON object"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_sent(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """A question costs money."""
    (tmp_path / "there.json").write_text("kept")
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "folder").mkdir()
    with FaultServer(STREAM) as server:
        done = run("record", *model(server), *arguments)
        asked = server.requests

    assert done.exit_code == 3
    assert said in done.stderr
    assert asked == []
    assert (tmp_path / "there.json").read_text() == "kept"
    assert not (tmp_path / "a.json").exists()


def test_a_closed_folder_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is sent, too."""
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert "takes no files" in run("record", "hi", "--to", "closed/a.json").stderr


@pytest.mark.parametrize(
    "arguments",
    [(), ("hi", "--body", "b.json"), ("--whole", "--body", "b.json"), ("-s", "S", "--body", "b.json"), ("-a", "x.png", "--body", "b.json")],
)
def test_wrong_use(run: Run, arguments: tuple[str, ...]) -> None:
    """Nothing to say, or something beside a body that says all."""
    assert run("record", *arguments, "--to", "a.json").exit_code == 2


def test_force_replaces(run: Run, tmp_path: Path) -> None:
    """A file that is there already."""
    (tmp_path / "a.json").write_text("old")
    with FaultServer(STREAM) as server:
        done = run("record", "hi", *model(server), "--to", "a.json", "--force")

    assert done.exit_code == 0
    assert Exchange.load(tmp_path / "a.json").streamed


@pytest.mark.parametrize(
    ("answer", "code"), [(Answer(ERROR.raw, status=429), 6), (Answer(CHAT_STREAM.raw, content_type="text/event-stream", end="cut"), 8)]
)
def test_what_fails_leaves_nothing(run: Run, tmp_path: Path, answer: Answer, code: int) -> None:
    """The old file stays as it was, and no folder is made."""
    (tmp_path / "a.json").write_text("old")
    with FaultServer(answer) as server:
        assert run("record", "hi", *model(server), "--to", "a.json", "--force").exit_code == code
        assert run("record", "hi", *model(server), "--to", "new/a.json").exit_code == code

    assert (tmp_path / "a.json").read_text() == "old"
    assert not (tmp_path / "new").exists()


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    """Neither a half-written file nor a temporary one, and it stops at once."""
    with FaultServer(Answer(CHAT_STREAM.raw[:60], content_type="text/event-stream", end="hold")) as server:
        command = [sys.executable, "-m", "interlingua", "record", "hi", *model(server), "--to", str(tmp_path / "a.json")]
        with subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:  # noqa: S603 - our own
            assert server.client_asked(60)
            child.send_signal(signal.SIGINT)
            out, _ = child.communicate(timeout=60)

    assert (child.returncode, out) == (130, b"")
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_for_tests(tmp_path: Path) -> None:
    """Recording needs none of it: no Hypothesis, no pytest."""
    code = "import sys; sys.modules['hypothesis'] = sys.modules['pytest'] = None; from interlingua.cli.app import main; main()"
    with FaultServer(STREAM) as server:
        command = [sys.executable, "-c", code, "record", "hi", *model(server), "--to", str(tmp_path / "a.json")]
        done = subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)  # noqa: S603 - our own

    assert done.returncode == 0, done.stderr
