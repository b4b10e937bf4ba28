"""`interlingua ask`, without sending anything; tests/live/test_cli.py sends."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from interlingua.types.json import loads

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Run

PNG = b"\x89PNG\r\n\x1a\n...."


def body(run: Run, *args: str, stdin: str | bytes | None = None) -> dict[str, object]:
    """Give the body that would be sent."""
    done = run("ask", "-m", "openai:gpt-4o?api=chat", "--dry-run", *args, stdin=stdin)
    assert done.exit_code == 0, done.stderr
    shown = loads(done.stdout)
    assert isinstance(shown, dict)
    return shown["body"]  # type: ignore[return-value]


def test_dry_run_needs_no_key(run: Run) -> None:
    """The exact body is shown, streamed as it would be, with the model and its dialect."""
    done = run("ask", "hi", "-m", "openai:gpt-4o?api=chat", "--dry-run", "-s", "S", "-o", "temperature=0.5")
    shown = loads(done.stdout)

    assert isinstance(shown, dict)
    assert (shown["model"], shown["dialect"], shown["losses"]) == ("openai:gpt-4o?api=chat&temperature=0.5", "openai.chat", [])
    assert shown["body"] == {
        "model": "gpt-4o",
        "messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "hi"}],
        "temperature": 0.5,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_piped_text_is_context(run: Run) -> None:
    """What is piped in stands before the question; alone it is the question."""
    assert body(run, "Sum up", stdin="long text\n")["messages"] == [{"role": "user", "content": "long text\n\nSum up"}]
    assert body(run, stdin="a question\n")["messages"] == [{"role": "user", "content": "a question\n"}]


def test_attachments(run: Run, tmp_path: Path) -> None:
    """An image goes along, before the question."""
    (tmp_path / "a.png").write_bytes(PNG)
    url = "data:image/png;base64," + base64.b64encode(PNG).decode()

    (message,) = body(run, "What is it?", "-a", "a.png")["messages"]  # type: ignore[misc]

    assert message["content"] == [{"type": "image_url", "image_url": {"url": url}}, {"type": "text", "text": "What is it?"}]


def test_schema(run: Run, tmp_path: Path) -> None:
    """A schema goes along."""
    (tmp_path / "city.json").write_text('{"type": "object"}')

    given = body(run, "hi", "--schema", "city.json")["response_format"]

    assert given == {"type": "json_schema", "json_schema": {"name": "city", "schema": {"type": "object"}}}


@pytest.mark.parametrize(
    ("code", "policy", "args"),
    [
        (0, "raise", ("-m", "openai:gpt-4o", "-o", "top_k=3")),
        (1, "strict", ("-m", "openai:gpt-4o", "-o", "top_k=3")),
        (1, "raise", ("-m", "llamacpp:", "-a", "a.png")),
        (0, "record", ("-m", "llamacpp:", "-a", "a.png")),
    ],
)
def test_dry_run_shows_losses(run: Run, tmp_path: Path, code: int, policy: str, args: tuple[str, ...]) -> None:
    """What would be lost is listed beside the body; the exit code is that of the call, and a line says so where it isn't 0."""
    (tmp_path / "a.png").write_bytes(PNG)
    said = "note: nothing would be sent, because of what would be lost (exit code 1); --on-loss record lets it pass\n"

    done = run("ask", "hi", "--dry-run", "--on-loss", policy, *args)
    shown = loads(done.stdout)

    assert isinstance(shown, dict)
    assert shown["body"]
    assert shown["losses"]
    assert (done.exit_code, done.stderr) == (code, said if code else "")


@pytest.mark.parametrize(
    ("code", "says", "args"),
    [
        (2, "say what to ask", ()),
        (2, "can't go together", ("hi", "--json", "--jsonl")),
        (3, "did you mean max_tokens?", ("hi", "-o", "max_token=1")),
        (3, "would hold a key", ("hi", "-o", "api_key=abc")),
        (3, "can't read the attachment", ("hi", "-a", "none.png")),
        (4, "OPENAI_API_KEY", ("hi",)),
    ],
)
def test_mistakes(run: Run, code: int, says: str, args: tuple[str, ...]) -> None:
    """Each mistake has its code, and nothing is on stdout."""
    done = run("ask", "-m", "openai:gpt-4o", *args)

    assert (done.exit_code, done.stdout) == (code, "")
    assert says in " ".join(done.stderr.split())


def test_default_model(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded model answers unless the environment, or -m, says otherwise."""
    built_in = loads(run("ask", "hi", "--dry-run").stdout)
    monkeypatch.setenv("INTERLINGUA_MODEL", "openai:gpt-4o")
    chosen = loads(run("ask", "hi", "--dry-run").stdout)

    assert [shown["model"] for shown in (built_in, chosen)] == ["llamacpp:smollm2-135m", "openai:gpt-4o"]  # type: ignore[index, call-overload]


@pytest.fixture
def summary(tmp_path: Path) -> None:
    """A template of the user's."""
    folder = tmp_path / "config" / "interlingua" / "templates"
    folder.mkdir(parents=True)
    (folder / "summary.txt").write_text("Sum up in {{ language }}: {{ question|default('what stands above') }}\n")


@pytest.mark.usefixtures("summary")
def test_a_template(run: Run) -> None:
    """It is the question; what is asked beside it is a variable, and piped text stands before it as ever."""
    filled = body(run, "-t", "summary", "-p", "language={{ x }}", "this")["messages"]
    piped = body(run, "-t", "summary", "-p", "language=French", stdin="long text\n")["messages"]

    assert filled == [{"role": "user", "content": "Sum up in {{ x }}: this"}]
    assert piped == [{"role": "user", "content": "long text\n\nSum up in French: what stands above"}]


@pytest.mark.usefixtures("summary")
@pytest.mark.parametrize(
    ("code", "said", "args"),
    [
        (3, "template 'summary' needs the variable 'language'", ["-t", "summary"]),
        (3, "did you mean language?", ["-t", "summary", "-p", "langage=x"]),
        (3, "there is no template 'sumary'", ["-t", "sumary"]),
        (3, "is no name of a template", ["-t", "../summary"]),
        (3, "-p gives 'question' twice", ["-t", "summary", "-p", "language=x", "-p", "question=y", "z"]),
        (2, "name the template with -t", ["hi", "-p", "language=x"]),
    ],
)
def test_wrong_use_of_templates(run: Run, code: int, said: str, args: list[str]) -> None:
    """Nothing is sent, and the fix is named."""
    done = run("ask", "-m", "openai:gpt-4o", *args)

    assert done.exit_code == code
    assert said in " ".join(done.stderr.replace("│", " ").split())
