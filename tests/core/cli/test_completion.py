"""What the shell may complete."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
import typer

from interlingua.cli.completion import (
    complete_in_bash,
    complete_model,
    complete_model_id,
    complete_provider,
    complete_source,
    complete_target,
    joined,
    shown,
)

if TYPE_CHECKING:
    from tests.core.cli.conftest import Run


@pytest.mark.parametrize(
    ("expected", "incomplete"),
    [
        ("llamacpp:smollm2-135m", "llam"),
        ("llamacpp:smollm2-135m", "llamacpp:"),
        ("openai:gpt-4o", "openai:gpt-4"),
        ("llamacpp:x?max_tokens=", "llamacpp:x?max"),
        ("llamacpp:x?seed=1&threads=", "llamacpp:x?seed=1&thr"),
    ],
)
def test_models_and_options(expected: str, incomplete: str) -> None:
    """A provider, then a model, then options."""
    values = [value for value, _ in complete_model(incomplete)]

    assert expected in values
    assert all(value.startswith(incomplete) for value in values)


@pytest.mark.parametrize("incomplete", ["llamacpp:x?max_tokens=1", "nonsense:", "nonsense:x?a", "%%%?a"])
def test_nothing_to_offer(incomplete: str) -> None:
    """A value, or what isn't there, completes to nothing; completion never fails."""
    assert complete_model(incomplete) == []


def test_providers() -> None:
    """The name of a provider is completed to the installed ones."""
    assert {("llamacpp", ""), ("openai", "")} <= set(complete_provider(""))
    assert complete_provider("llamac") == [("llamacpp", "")]
    assert complete_provider("nonsense") == []


def test_the_forms_of_convert_are_completed() -> None:
    """Dialects, data sets' forms that can be read, and batch files."""
    assert ["openai.chat", "openai.responses", "openai-batch"] == [name for name, _ in complete_source("openai")]
    assert ["sharegpt"] == [name for name, _ in complete_source("sh")]
    assert [] == complete_target("sh")
    assert ["interlingua"] == [name for name, _ in complete_target("int")]


def test_aliases() -> None:
    """Aliases of the configuration are offered, and their options known."""
    Path("interlingua.toml").write_text('[aliases]\nquick = "openai:gpt-4o-mini"\n')

    assert ("quick", "alias of openai:gpt-4o-mini") in complete_model("qui")
    assert "quick?organization=" in [value for value, _ in complete_model("quick?org")]


def test_options_of_the_chosen_model(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-o` offers the options of the model that stands before it, with their help."""
    monkeypatch.setenv("_INTERLINGUA_COMPLETE", "complete_fish")
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    answers = []
    for args in ("interlingua ask -m llamacpp: -o thr", "interlingua ask -m nonsense: -o thr", "interlingua ask -o threads=1"):
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", args)
        answers.append(run().stdout)

    assert answers[0].startswith("threads=\tthreads to compute with")
    assert [answer.strip() for answer in answers[1:]] == ["", ""]


@pytest.mark.parametrize(
    ("words", "kept", "cut"),
    [
        (["i", "ask", "-m", ""], "", ["i", "ask", "-m", ""]),
        (["i", "ask", "-m", "llam"], "", ["i", "ask", "-m", "llam"]),
        (["i", "ask", "-m", "llamacpp:"], "llamacpp:", ["i", "ask", "-m", "llamacpp", ":"]),
        (["i", "ask", "-m", "llamacpp:smo"], "llamacpp:", ["i", "ask", "-m", "llamacpp", ":", "smo"]),
        (["i", "-m", "l:s?a=1\\&b"], "l:s?a=", ["i", "-m", "l", ":", "s?a", "=", "1\\&b"]),
        (["i", "-m", "l:s", "-o", "a"], "", ["i", "-m", "l", ":", "s", "-o", "a"]),
        (["i", "--model=l:s"], "l:", ["i", "--model", "=", "l", ":", "s"]),
    ],
)
def test_words_are_put_together(words: list[str], kept: str, cut: list[str]) -> None:
    """What bash cut is one word again, and its beginning is known."""
    assert joined(cut) == (words, kept)


def test_answers_are_what_bash_puts_in() -> None:
    """Only the last piece is answered; `&` would end the command outside quotes."""
    assert shown("l:s?a=1&b=", "l:s?a=", quoted=False) == r"1\&b="
    assert shown("l:s?a=1&b=", "", quoted=True) == "l:s?a=1&b="


def test_environment_holds_whole_words() -> None:
    """The completion sees whole words, and its lines lose what stands there already."""
    environ = {"COMP_WORDS": "i\n-m\nl\n:\nsm", "COMP_CWORD": "4"}

    def run() -> None:
        sys.stdout.write("l:smol\n")
        raise SystemExit(0)

    lines = complete_in_bash(environ, run)

    assert lines == "smol\n"
    assert environ == {"COMP_WORDS": "i\n-m\nl:sm", "COMP_CWORD": "2"}


def test_a_model_of_the_provider_before_it() -> None:
    """Its id alone, as `interlingua models` takes it."""
    context = typer.Context(click.Command("models"))
    context.params = {"provider": "llamacpp"}

    assert complete_model_id(context, "smol") == [("smollm2-135m", "its default model")]
    assert complete_model_id(context, "x") == []
    context.params = {"provider": "ollama"}
    assert complete_model_id(context, "") == []
    context.params = {"provider": None}
    assert complete_model_id(context, "") == []
