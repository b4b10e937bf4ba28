"""Errors become one screen and an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from interlingua import ConfigError
from interlingua.cli.group import Group, is_question, meant_option, root
from interlingua.cli.parameters import DebugOption  # noqa: TC001 - typer reads the annotations

if TYPE_CHECKING:
    from tests.core.cli.conftest import Run
    from typer.testing import Result


def raising(error: BaseException, *args: str) -> Result:
    """Run a command that raises."""
    application = typer.Typer(cls=Group)
    application.callback()(root)

    def command(*, debug: DebugOption = False) -> None:
        del debug
        raise error

    application.command("go")(command)
    return CliRunner().invoke(application, ["go", *args])


def test_our_errors() -> None:
    """An error of ours is a screen on stderr, control characters shown."""
    done = raising(ConfigError("bad \x1b[31m", hint="mend it"))

    assert (done.exit_code, done.stdout, done.stderr) == (3, "", "error: bad \\x1b[31m\nhint: mend it\n")


def test_debug() -> None:
    """With --debug the traceback comes before the screen."""
    done = raising(ValueError("odd"), "--debug")

    assert done.exit_code == 1
    assert done.stderr.startswith("Traceback (most recent call last)")
    assert "error: ValueError: odd" in done.stderr


@pytest.mark.parametrize(("code", "error"), [(130, KeyboardInterrupt()), (0, BrokenPipeError(32, "Broken pipe")), (7, typer.Exit(7))])
def test_quiet_ends(code: int, error: BaseException) -> None:
    """Ctrl-C, a reader that has enough, and typer's own exit say nothing."""
    done = raising(error)

    assert (done.exit_code, done.stdout, done.stderr) == (code, "", "")


def test_usage(run: Run) -> None:
    """Wrong use is exit code 2, and its reason stands without pydantic's words before it."""
    assert run("ask", "--nonsense").exit_code == 2
    assert run("nonsense").exit_code == 2
    assert "Value error" not in run("ask", "hi", "--on-loss", "nonsense").stderr


@pytest.mark.parametrize("args", [("red wine", "-o", "max_tokens=5"), ("hello",), ("ask", "hello", "there")])
def test_what_is_no_command_is_told_of_ask(run: Run, args: tuple[str, ...]) -> None:
    """It may have been a question; a mistyped command costs nothing."""
    done = run(*args)

    assert done.exit_code == 2
    assert "put the question in quotes: interlingua ask" in " ".join(done.stderr.replace("│", " ").split())


def test_an_option_of_a_provider_as_a_flag(run: Run) -> None:
    """An unknown flag that is an option of a provider says how it is given, where the command takes options."""
    asked = run("ask", "hi", "--temperature", "0")
    listed = run("providers", "--temperature", "0")

    assert (asked.exit_code, listed.exit_code) == (2, 2)
    assert "No such option: --temperature (an option of the provider: -o temperature=0)" in asked.stderr
    assert "-o" not in listed.stderr


@pytest.mark.parametrize("name", ["temperature", "threads", "organization"])
def test_every_provider_counts(run: Run, name: str) -> None:
    """The options of all installed providers are known."""
    said = run("ask", "hi", f"--{name}", "1").stderr

    assert f"(an option of the provider: -o {name}=1)" in " ".join(said.replace("│", " ").split())


@pytest.mark.parametrize(
    ("expected", "flag", "args"),
    [
        ("-o temperature=0", "--temperature", ["ask", "hi", "--temperature", "0"]),
        ("-o temperature=0.5", "--temperature", ["ask", "--temperature=0.5", "hi"]),
        ("-o max_tokens=-1", "--max-tokens", ["--max-tokens", "-1"]),
        ("-o max_tokens=…", "--max-tokens", ["ask", "--max-tokens"]),
        ("-o max_tokens=…", "--max-tokens", ["ask", "--max-tokens", "--json"]),
        ("-o max_tokens=…", "--max-tokens", ["--max-tokens", "two words"]),
        (None, "--tempo", ["--tempo", "1"]),
    ],
)
def test_meant(expected: str | None, flag: str, args: list[str]) -> None:
    """The option is written as it is typed, with the flag's value where it needs no quotes."""
    assert meant_option(flag, args, {"temperature", "max_tokens"}) == expected


@pytest.mark.parametrize(
    ("expected", "args"),
    [
        (True, ["two words"]),
        (True, ["two\nlines"]),
        (True, ["ask me"]),
        (False, ["word"]),
        (False, [" word "]),
        (False, ["-m x"]),
        (False, ["two words", "more"]),
        (False, ["two words", "-m", "openai:gpt-4o"]),
        (False, []),
    ],
)
def test_a_question_without_ask(expected: bool, args: list[str]) -> None:  # noqa: FBT001 - pytest hands it over by name
    """One argument of several words; a word alone may be a mistyped command."""
    assert is_question(args) is expected


def test_several_words_ask(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are the question of `ask`; one word is an error with its neighbour, and asks nobody."""
    monkeypatch.setenv("INTERLINGUA_MODEL", "openai:gpt-4o")  # without a key

    asked = run("Why is the sky blue?", stdin="")
    mistyped = run("aks")

    assert (asked.exit_code, mistyped.exit_code) == (4, 2)
    assert "Did you mean 'ask'?" in mistyped.stderr


@pytest.mark.parametrize("args", [(), ("ask",), ("config",), ("config", "show"), ("convert",)])
def test_flags_show_no_type(run: Run, args: tuple[str, ...]) -> None:
    """A flag is one by itself, `--help` too."""
    done = run(*args, "--help")

    assert "--help" in done.stdout
    assert "<bool>" not in done.stdout
