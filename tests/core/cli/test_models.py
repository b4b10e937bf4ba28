"""`interlingua models`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from interlingua import get_provider
from interlingua._runtime.plugins.providers import InstalledProvider
from interlingua.dialect import as_table, read_rows
from interlingua.types.json import loads

if TYPE_CHECKING:
    from tests.core.cli.conftest import Run

MINE = """
[[row]]
models = ["gpt-5"]
hosts = ["openai"]
note = "seen here"
takes = { temperature = true, stop = { at_most = 2 } }
"""


@pytest.fixture
def mine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's own file."""
    Path("mine.toml").write_text(MINE)
    monkeypatch.setenv("INTERLINGUA_CAPABILITIES", "mine.toml")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("interlingua.cli.output.is_terminal", lambda _: True)


def test_without_arguments_it_lists_providers(run: Run) -> None:
    """With the models that each offers."""
    lines = run("models").stdout.splitlines()
    listed = {row["provider"]: row for row in cast("list[dict[str, Any]]", loads(run("models", "--json").stdout))}

    assert "provider\tmodels" == lines[0]
    assert "ollama\tany" in lines
    assert "smollm2-135m" == listed["llamacpp"]["default_model"]
    assert f"anthropic\t{', '.join(listed['anthropic']['models'])}" in lines


def test_a_plugin_that_fails_is_no_provider(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`interlingua providers` says why."""
    good = InstalledProvider("llamacpp", "interlingua-llamacpp", "0.1.0", get_provider("llamacpp"), None)
    monkeypatch.setattr("interlingua.runtime.installed_providers", lambda: [InstalledProvider("odd", "odd", "1", None, None), good])

    assert "provider\tmodels\nllamacpp\tsmollm2-135m\n" == run("models").stdout


@pytest.mark.usefixtures("mine")
def test_a_providers_models(run: Run) -> None:
    """A line for each model and feature, with source and day, whoever says it."""
    lines = run("models", "openai").stdout.splitlines()

    assert "model\tfeature\tverdict\tsays\thosts\tsource\tseen" == lines[0]
    assert "gpt-5\tstop\ttakes at most 2\tyou\topenai\t\t" in lines
    assert any(line.split("\t")[:4] == ["gpt-5", "temperature", "refuses", "openai"] for line in lines)
    assert all(len(line.split("\t")) == 7 for line in lines)


@pytest.mark.usefixtures("mine")
def test_one_model(run: Run) -> None:
    """What holds of it: the user's row wins over the plugin's, and an option over both."""
    known = {
        row.split("\t")[1]: row.split("\t")[2:4] for row in run("models", "openai", "gpt-5?max_tokens_field=max_tokens").stdout.splitlines()
    }

    assert ["takes", "you"] == known["temperature"]
    assert ["refuses", "openai"] == known["top_p"]
    assert ["takes it as max_tokens", "option"] == known["max_completion_tokens"]


@pytest.mark.usefixtures("mine")
def test_as_json(run: Run) -> None:
    """Each fact with all that its row says of it."""
    said = cast("dict[str, Any]", loads(run("models", "openai", "gpt-5", "--json").stdout))
    facts = {fact["about"]: fact for fact in said["facts"]}

    assert ("openai", "gpt-5") == (said["provider"], said["model"])
    assert facts["stop"] == {
        "about": "stop", "verdict": "takes at most 2", "whose": "you", "models": ["gpt-5"], "hosts": ["openai"],
        "source": None, "seen": None, "note": "seen here",
    }  # fmt: skip


def test_as_toml(run: Run) -> None:
    """The plugin's rows in the form of the user's file, to be copied and corrected."""
    rows = read_rows(tomllib.loads(run("models", "mistral", "--toml").stdout))

    assert [as_table(row) for row in get_provider("mistral").rows()] == [as_table(row) for row in rows]
    about = read_rows(tomllib.loads(run("models", "openai", "gpt-5", "--toml").stdout))
    assert 0 < len(about) < len(get_provider("openai").rows())


@pytest.mark.usefixtures("mine", "terminal")
def test_on_a_terminal_a_row_is_a_block(run: Run) -> None:
    """Models, facts, source, in 80 columns but for an address; the user's own are marked."""
    shown = run("models", "openai").stdout

    assert "gpt-5 on openai (yours)\n  temperature: takes\n  stop: takes at most 2\n  seen here\n" in shown
    assert [] == [line for line in shown.splitlines() if len(line) > 80 and "https:" not in line]


@pytest.mark.usefixtures("mine", "terminal")
def test_on_a_terminal_a_model_has_a_feature_a_line(run: Run) -> None:
    """With the source's number."""
    shown = run("models", "openai", "gpt-5?max_tokens_field=max_tokens").stdout

    assert "\ntemperature: takes (yours) [" in shown
    assert "\ntop_p: refuses [" in shown
    assert "max_completion_tokens: takes it as max_tokens (by an option) [" in shown
    assert "] seen here\n" in shown
    assert "] an option of the config string\n" in shown


@pytest.mark.usefixtures("terminal")
def test_a_row_of_words(run: Run) -> None:
    """What no field can say stands in its note."""
    assert "  see the note\n" in run("models", "xai").stdout


def test_nothing_is_known(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it may do everything."""
    monkeypatch.setattr("interlingua_llamacpp.provider._ROWS", ())

    assert "nothing is known of 'x': it may do everything" in run("models", "llamacpp", "x").stderr
    assert "of the models of llamacpp" in run("models", "llamacpp").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("opnai",), "did you mean openai?"),
        (("openai", "--json", "--toml"), "don't go together"),
        (("--toml",), "name it"),
        (("openai", "gpt-5?colour=red"), "colour"),
    ],
)
def test_what_is_wrong_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """As a fault of the configuration."""
    done = run("models", *arguments)

    assert (3, True) == (done.exit_code, said in done.stderr)


@pytest.mark.usefixtures("mine")
def test_a_fault_in_the_users_file_is_told(run: Run) -> None:
    """With file, row and key, by each command that reads it."""
    Path("mine.toml").write_text("[[row]]\nbase_url = 'https://evil.invalid'\n")
    for command in (
        ("models", "openai"),
        ("ask", "-m", "openai:gpt-5", "--dry-run", "hi"),
        ("count", "--estimate", "hi"),
        ("config", "show"),
    ):
        done = run(*command)

        assert (3, True) == (done.exit_code, "mine.toml, line 2: row 1, base_url" in done.stderr)
        assert "evil.invalid" not in done.stderr


@pytest.mark.usefixtures("mine")
def test_the_users_rows_are_applied(run: Run) -> None:
    """By `ask` as by a model that is given them."""
    done = run("ask", "-m", "openai:gpt-5?temperature=0.5", "--dry-run", "hi")

    assert '"temperature":0.5' in done.stdout
