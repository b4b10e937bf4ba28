"""The command line as a process without a terminal: the embedded model, and a server with faults on loopback."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import pytest
from tests.live.command import COMMAND, MARKDOWN, PATIENCE, Server, broken, clean_env, interlingua, run, running_server, start

from interlingua import AssistantMessage, Conversation, ReasoningPart, TextPart, UserMessage
from interlingua.types import ReasoningBlock
from interlingua.types.json import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from interlingua.types import JsonObject


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server for this file."""
    with running_server() as server:
        yield server


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A clean environment."""
    return clean_env(tmp_path)


def test_ask_with_the_embedded_model(env: dict[str, str]) -> None:
    """Without any setting a question is answered: the answer on stdout, everything else on stderr."""
    done = interlingua(env, "ask", "What is the capital of France?", "--usage")

    assert (done.returncode, done.stdout) == (0, b"The capital of France is Paris.\n")
    assert done.stderr.startswith(b"loading smollm2-135m")
    assert b"out \xc2\xb7 first chunk after" in done.stderr


def test_count_with_the_embedded_model(env: dict[str, str]) -> None:
    """The embedded server counts tokens."""
    done = interlingua(env, "count", "Hello")

    assert done.returncode == 0
    assert 0 < int(done.stdout) < 100


def test_schema_with_the_embedded_model(env: dict[str, str], tmp_path: Path) -> None:
    """An answer in a schema is JSON of that shape."""
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string", "maxLength": 20}},
        "required": ["city"],
        "additionalProperties": False,
    }
    (tmp_path / "city.json").write_bytes(dumps(schema))

    done = interlingua(env, "ask", "What is the capital of France?", "--schema", str(tmp_path / "city.json"), "-o", "temperature=0")

    assert done.returncode == 0, done.stderr
    assert set(loads(done.stdout)) == {"city"}  # type: ignore[arg-type]


def test_json(env: dict[str, str], server: Server) -> None:
    """The whole response is one versioned JSON object."""
    server.plan({"type": "reply", "text": "one two"})

    done = interlingua(env, "ask", "hi", *server.model, "--json")
    response = loads(done.stdout)

    assert isinstance(response, dict)
    assert (response["format"], response["finish_reason"]) == (2, "stop")
    message = response["message"]
    assert isinstance(message, dict)
    origin = message.pop("origin")
    assert message == {"role": "assistant", "content": [{"type": "text", "text": "one two"}]}
    assert isinstance(origin, dict)
    assert (origin["provider"], "127.0.0.1" in str(origin["address"])) == (server.model[1].partition(":")[0], True)


def test_jsonl(env: dict[str, str], server: Server) -> None:
    """Each chunk is a line of JSON."""
    server.plan({"type": "reply", "text": "one two"})

    done = interlingua(env, "ask", "hi", *server.model, "--jsonl")
    chunks = [loads(line) for line in done.stdout.splitlines()]

    assert chunks[0]["type"] == "response_start"  # type: ignore[index, call-overload]
    assert chunks[-1]["type"] == "finish"  # type: ignore[index, call-overload]
    assert [chunk["text"] for chunk in chunks if chunk["type"] == "text_delta"] == ["one ", "two"]  # type: ignore[index, call-overload]


def test_piped_bytes_are_exact(env: dict[str, str], server: Server) -> None:
    """Into a pipe goes what the model said, control characters and Markdown included, ended by a newline."""
    server.plan({"type": "reply", "text": MARKDOWN})

    done = interlingua(env, "ask", "hi", *server.model)

    assert (done.returncode, done.stdout) == (0, MARKDOWN.encode() + b"\n")


def test_force_color_and_no_color(env: dict[str, str], server: Server) -> None:
    """FORCE_COLOR renders Markdown in a pipe too; with NO_COLOR as well there is no colour in it."""
    server.plan({"type": "reply", "text": MARKDOWN, "times": 2})

    coloured = interlingua(env | {"FORCE_COLOR": "1"}, "ask", "hi", *server.model).stdout
    plain = interlingua(env | {"FORCE_COLOR": "1", "NO_COLOR": "1"}, "ask", "hi", *server.model).stdout

    assert b"\x1b[1m" in coloured
    assert b"\x1b[38" in coloured or b"\x1b[9" in coloured or b";4" in coloured
    assert b"\x1b[1m" in plain
    assert b"[38" not in plain
    assert b"\x1b]" not in coloured + plain


@pytest.mark.parametrize(
    ("code", "says", "behavior"),
    [
        (4, b"Unauthorized", {"type": "fail", "status": 401}),
        (6, b"hint: ", {"type": "fail", "status": 429, "retry_after": 130}),
        (7, b"--dry-run", {"type": "fail", "status": 400}),
        (7, b"HTTP 529", {"type": "fail", "status": 529, "retry_after": 130}),
    ],
)
def test_failures(env: dict[str, str], server: Server, code: int, says: bytes, behavior: JsonObject) -> None:
    """Each kind of failure has its exit code; the error is on stderr alone, with a hint, without a traceback."""
    server.plan({**behavior, "times": 9})

    done = interlingua(env, "ask", "hi", *server.model)

    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr.startswith(b"error: openai: ")
    assert b"hint: " in done.stderr
    assert says in done.stderr
    assert b"Traceback" not in done.stderr


def test_nobody_listens(env: dict[str, str]) -> None:
    """A refused connection is exit code 8."""
    done = interlingua(env, "ask", "hi", "-m", "openai:gpt-4o-mini?base_url=http://127.0.0.1:9/v1&timeout=3")

    assert (done.returncode, done.stdout) == (8, b"")


def test_no_key(env: dict[str, str]) -> None:
    """A missing key is exit code 4, and the hint names the variable."""
    done = interlingua(env, "ask", "hi", "-m", "anthropic:claude-opus-4-8")

    assert done.returncode == 4
    assert b"hint: set ANTHROPIC_API_KEY" in done.stderr


@pytest.mark.parametrize("kind", ["disconnect", "truncate"])
def test_broken_stream(env: dict[str, str], server: Server, kind: str) -> None:
    """What had arrived of a broken stream is printed, and the exit code is 9; as JSON it is a response without a finish reason."""
    behaviors = broken("one two three four", kind, 3)
    server.plan(*behaviors)
    plain = interlingua(env, "ask", "hi", *server.model)
    server.plan(*behaviors)
    json = interlingua(env, "ask", "hi", *server.model, "--json")
    response = loads(json.stdout)

    assert (plain.returncode, json.returncode) == (9, 9)
    assert plain.stdout.startswith(b"one ")
    assert plain.stdout.endswith(b"\n")
    assert plain.stderr.startswith(b"error: openai: the stream broke")
    assert isinstance(response, dict)
    assert response["finish_reason"] is None
    assert b"one " in json.stdout


def test_output_that_does_not_fit(env: dict[str, str], server: Server, tmp_path: Path) -> None:
    """An answer that isn't what the schema says is exit code 5, and is printed all the same."""
    (tmp_path / "s.json").write_text('{"type": "object"}')
    server.plan({"type": "reply", "text": "no JSON"})

    done = interlingua(env, "ask", "hi", *server.model, "--schema", str(tmp_path / "s.json"))

    assert (done.returncode, done.stdout) == (5, b"no JSON\n")


def test_debug_shows_the_traceback(env: dict[str, str], server: Server) -> None:
    """Only --debug shows where an error was raised; the screen comes last."""
    server.plan({"type": "fail", "status": 400, "times": 9})

    done = interlingua(env, "ask", "hi", *server.model, "--debug")

    assert b"Traceback (most recent call last)" in done.stderr
    assert done.stderr.splitlines()[-2].startswith(b"error: ")


def test_a_reader_that_has_enough(env: dict[str, str], server: Server) -> None:
    """`| head -1` ends the command quietly."""
    server.plan({"type": "reply", "text": "line\n" * 40_000})
    command = f"{COMMAND} ask hi -m '{server.model[1]}' </dev/null | head -1; echo ${{PIPESTATUS[0]}}"

    done = run(env, "bash", "-c", command)

    assert (done.stdout, done.stderr) == (b"line\n0\n", b"")


@pytest.mark.parametrize("begun", [False, True])
def test_ctrl_c(env: dict[str, str], server: Server, begun: bool) -> None:  # noqa: FBT001 - a parameter
    """Ctrl-C stops the wait for the first chunk, and a stalled stream: exit code 130, and not a word."""
    server.plan(*(broken("one two three four", "stall", 3) if begun else ({"type": "slow_first_token", "seconds": 300},)))
    with start(env, "ask", "hi", *server.model, "--jsonl") as child:
        assert child.stdout
        assert child.stderr
        if begun:
            child.stdout.readline()
        else:
            time.sleep(3)  # well after its start: it waits for the server, or still loads the SDK
        child.send_signal(signal.SIGINT)
        code = child.wait(PATIENCE)
        said = child.stderr.read()

    assert (code, said) == (130, b"")


def test_chat_through_a_pipe(env: dict[str, str], server: Server, tmp_path: Path) -> None:
    """Lines are turns: answers on stdout; history is sent, saved, and gone on with."""
    server.plan({"type": "reply", "text": "first", "times": 1}, {"type": "reply", "text": "second", "times": 1})
    saved = tmp_path / "saved.json"

    begun = interlingua(env, "chat", *server.model, "-s", "S", stdin=f"one\n/save {saved}\n".encode())
    gone_on = interlingua(env, "chat", "-c", stdin=f"two\n/save {saved}\n".encode())

    assert (begun.returncode, begun.stdout) == (0, b"first\n"), begun.stderr
    assert (gone_on.returncode, gone_on.stdout) == (0, b"second\n"), gone_on.stderr
    roles = [(message.role, message.text) for message in Conversation.from_json(saved.read_bytes()).messages if message.role != "tool"]
    assert roles == [("system", "S"), ("user", "one"), ("assistant", "first"), ("user", "two"), ("assistant", "second")]
    chats = list((tmp_path / "state" / "chats").iterdir())
    assert [chat.read_bytes() for chat in chats] == [saved.read_bytes()]


def test_chat_attaches_and_asks_again(env: dict[str, str], server: Server, tmp_path: Path) -> None:
    """What is attached goes with one question; an edited one keeps it; usage is told of the last call and of all."""
    server.plan({"type": "reply", "text": "first", "times": 1}, {"type": "reply", "text": "second", "times": 3})
    notes, saved = tmp_path / "notes.txt", tmp_path / "saved.json"
    notes.write_text("some notes")
    lines = [f"/attach {notes}", "one", "/edit two", "three", "/retry", "/usage", f"/save {saved}"]

    done = interlingua(env, "chat", *server.model, stdin="\n".join(lines).encode())
    messages = Conversation.from_json(saved.read_bytes()).messages

    assert (done.returncode, done.stdout) == (0, b"first\nsecond\nsecond\nsecond\n"), done.stderr
    assert [[part.type for part in message.content] for message in messages] == [["document", "text"], ["text"], ["text"], ["text"]]
    assert [message.text for message in messages if message.role != "tool"] == ["two", "second", "three", "second"]
    assert b"usage: " in done.stderr
    assert b"4 calls since the start: " in done.stderr


def test_the_backend_is_switched_by_its_name_alone(env: dict[str, str], server: Server) -> None:
    """The same question goes to the embedded model and to a server, and nothing else changes."""
    server.plan({"type": "reply", "text": "Paris it is."})
    question = ("ask", "What is the capital of France?")

    embedded = interlingua(env, *question, "-m", "llamacpp:smollm2-135m")
    served = interlingua(env, *question, *server.model)

    assert (embedded.returncode, embedded.stdout) == (0, b"The capital of France is Paris.\n")
    assert (served.returncode, served.stdout) == (0, b"Paris it is.\n")


def test_chat_switches_in_mid_conversation(env: dict[str, str], server: Server, tmp_path: Path) -> None:
    """Another model goes on with what was said, each is told of what it isn't sent, and the conversation keeps all of it."""
    server.plan({"type": "reply", "text": "served", "times": 1})
    thought = ReasoningPart([ReasoningBlock("full", "An easy one.")], signature="sig+/==", provider="anthropic")
    begun, ended = tmp_path / "begun.json", tmp_path / "ended.json"
    begun.write_text(Conversation([UserMessage("Is the sky blue?"), AssistantMessage([thought, TextPart("Yes.")])]).to_json())
    lines = [f"/load {begun}", "Why?", "/model llamacpp:smollm2-135m?max_tokens=5", "Go on.", f"/save {ended}"]

    done = interlingua(env, "chat", *server.model, stdin="\n".join(lines).encode())
    kept = Conversation.from_json(ended.read_bytes()).messages

    assert (0, 2) == (done.returncode, len(done.stdout.splitlines())), done.stderr
    assert done.stdout.startswith(b"served\n")
    assert 2 == done.stderr.count(b"loss (hint) at $.messages[1].content[0]: only anthropic can take its reasoning back")
    assert b"talking with llamacpp:smollm2-135m?max_tokens=5" in done.stderr
    assert ["Is the sky blue?", "Yes.", "Why?", "served", "Go on."] == [message.text for message in kept[:5] if message.role != "tool"]
    assert thought == kept[1].content[0]


def test_chat_through_a_pipe_fails_with_the_code(env: dict[str, str], server: Server, tmp_path: Path) -> None:
    """Where nobody can try again, a failed turn ends the chat; a broken answer's text is kept."""
    server.plan(*broken("one two three", "truncate", 3))

    done = interlingua(env, "chat", *server.model, stdin=b"hi\nagain\n")

    assert done.returncode == 9
    chats = list((tmp_path / "state" / "chats").iterdir())
    assert b'"one ' in chats[0].read_bytes()


@pytest.mark.parametrize(
    ("expected", "cut"),
    [
        (["smollm2-135m"], ["ask", "-m", "llamacpp", ":", "smo"]),
        (["llamacpp:smollm2-135m"], ["ask", "-m", "llamac"]),
        (["llamacpp"], ["providers", "llamac"]),
        (["max_tokens="], ["chat", "-m", "llamacpp", ":", "smollm2-135m", "-o", "max"]),
        (["max_tokens=", "max_tokens_field="], ["ask", "-m", "openai", ":", "gpt-5", "-o", "max"]),
        ([r"1\&threads="], ["ask", "-m", "llamacpp", ":", "smollm2-135m?context", "=", r"1\&thr"]),
    ],
)
def test_completion_in_bash(env: dict[str, str], expected: list[str], cut: list[str]) -> None:
    """In a real bash, Tab completes providers, models and the options of the chosen model, wherever bash cuts the words."""
    # The command looks for the shell that it was started from; whatever started the tests need not be one.
    script = run(env, "bash", "--norc", "-c", f"{COMMAND} --show-completion; exit").stdout.decode()
    words = " ".join(f"'{word}'" for word in ["interlingua", *cut])
    state = f"COMP_WORDS=({words}); COMP_CWORD={len(cut)}"

    done = run(env, "bash", "--norc", "-c", f"{script}\n{state}; _interlingua_completion {COMMAND}; printf '%s\\n' \"${{COMPREPLY[@]}}\"")

    assert (done.stdout.decode().split(), done.stderr) == (expected, b"")
