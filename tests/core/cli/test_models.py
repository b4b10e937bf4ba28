"""`interlingua models`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from interlingua import get_provider
from interlingua._runtime.plugins.providers import InstalledProvider
from interlingua.dialect import FEATURE_WORDS, as_table, read_rows
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.types.json import loads

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    """A line for each model and feature, with source, day and note, whoever says it; what a host has no words for is its note."""
    lines = run("models", "openai").stdout.splitlines()

    assert "model\tkind\tabout\tverdict\tsays\thosts\tsource\tseen\tnote" == lines[0]
    assert "gpt-5\tfeature\tstop\ttakes at most 2\tyou\topenai\t\t\tseen here" in lines
    assert any(line.split("\t")[:5] == ["gpt-5", "feature", "temperature", "refuses", "openai"] for line in lines)
    assert all(len(line.split("\t")) == 9 for line in lines)
    notes = [line.split("\t") for line in run("models", "xai").stdout.splitlines() if "\tnote\t\t" in line]
    assert [] != notes
    assert all(it[3] == "see the note" and it[8] for it in notes)


@pytest.mark.usefixtures("mine")
def test_one_model(run: Run) -> None:
    """What holds of it: the user's row wins over the plugin's, and an option over both."""
    known = {
        row.split("\t")[2]: row.split("\t")[3:5] for row in run("models", "openai", "gpt-5?max_tokens_field=max_tokens").stdout.splitlines()
    }

    assert ["takes", "you"] == known["temperature"]
    assert ["refuses", "openai"] == known["top_p"]
    assert ["takes it as max_tokens", "option"] == known["max_completion_tokens"]


def test_one_model_as_a_config_string(run: Run) -> None:
    """As it is named everywhere else, options included."""
    assert run("models", "openai:gpt-5").stdout == run("models", "openai", "gpt-5").stdout
    assert run("models", "openai:gpt-5?api=chat").stdout == run("models", "openai", "gpt-5?api=chat").stdout


@pytest.mark.usefixtures("mine")
def test_as_json(run: Run) -> None:
    """Each fact with all that its row says of it."""
    said = cast("dict[str, Any]", loads(run("models", "openai", "gpt-5", "--json").stdout))
    facts = {(fact["kind"], fact["about"]): fact for fact in said["facts"]}

    assert ("openai", "gpt-5", ["gpt-5"]) == (said["provider"], said["model"], said["named"])
    assert facts["feature", "stop"] == {
        "kind": "feature", "about": "stop", "verdict": "takes at most 2", "value": {"at_most": 2},
        "meaning": FEATURE_WORDS["stop"], "whose": "you", "models": ["gpt-5"], "hosts": ["openai"], "source": None, "seen": None,
        "note": "seen here",
    }  # fmt: skip
    assert [False, None] == [facts["field", "stop"][key] for key in ("value", "meaning")]
    assert [["minimal", "low", "medium", "high"], True] == [facts["feature", it]["value"] for it in ("reasoning_effort", "temperature")]
    assert None is cast("dict[str, Any]", loads(run("models", "openai", "--json").stdout))["named"]
    assert {(None, "see the note")} == {
        (fact["value"], fact["verdict"])
        for fact in cast("dict[str, Any]", loads(run("models", "xai", "--json").stdout))["facts"]
        if fact["kind"] == "note"
    }


def test_a_field_hides_no_feature(run: Run) -> None:
    """That Responses has no field `max_tokens` says nothing of the feature, which the model takes."""
    lines = [line.split("\t")[1:4] for line in run("models", "openai", "gpt-5.6").stdout.splitlines()]

    assert [["feature", "max_tokens", "takes at least 16"], ["field", "max_tokens", "refuses"]] == [
        it for it in lines if it[1] == "max_tokens"
    ]
    assert ["feature", "field"] == [it[0] for it in lines if it[1] == "reasoning_effort"]


@pytest.mark.parametrize(
    ("model", "named", "said"),
    [
        ("gpt-99", [], "no row names 'gpt-99': this holds for every model of openai"),
        ("gpt-4-flash", ["gpt-4*", "gpt-4-*"], "no row names 'gpt-4-flash' itself: it is known as one of gpt-4*, gpt-4-*\n"),
        ("gpt-5-2025-08-07", ["gpt-5"], ""),
    ],
)
def test_a_model_that_no_row_names(run: Run, model: str, named: list[str], said: str) -> None:
    """Is told as such, beside what holds of it all the same."""
    done, json = run("models", "openai", model), loads(run("models", "openai", model, "--json").stdout)

    assert done.stderr.startswith(said)
    assert bool(said) == bool(done.stderr)
    assert [*named] == cast("dict[str, Any]", json)["named"]
    assert f"{model}\tfeature\ttools\t" in done.stdout


def test_as_toml(run: Run) -> None:
    """The plugin's rows in the form of the user's file, to be copied and corrected."""
    rows = read_rows(tomllib.loads(run("models", "mistral", "--toml").stdout))

    assert [as_table(row) for row in get_provider("mistral").rows()] == [as_table(row) for row in rows]
    about = read_rows(tomllib.loads(run("models", "openai", "gpt-5", "--toml").stdout))
    assert 0 < len(about) < len(get_provider("openai").rows())
    assert "\n# several_makers: reasoning goes back to models of its own maker alone. " in run("models", "openrouter", "--toml").stdout


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
    assert "]\n    a temperature\n" in shown
    assert re.search(r"\nfields audio, .*?, verbosity: refuses \[", shown, re.DOTALL)
    assert "\nfield service_tier: takes " in shown
    assert [] == [line for line in shown.splitlines() if len(line) > 80 and "https:" not in line]
    assert "\ntop_p: refuses [" in shown
    assert "\nname max_completion_tokens: takes it as max_tokens (by an option) [" in shown
    assert "] seen here\n" in shown
    assert "] an option of the config string\n" in shown


@pytest.mark.usefixtures("terminal")
def test_a_row_of_words(run: Run) -> None:
    """What no field can say is its note, with the source."""
    note = next(row.note for row in get_provider("openrouter").rows() if row.note.startswith("a stream"))
    blocks = [" ".join(block.split()) for block in run("models", "openrouter").stdout.split("\n\n")]

    assert f"any model on openrouter https://openrouter.ai/docs/use-cases/usage-accounting: {note}" in blocks
    assert f"\nnote: {note} [" in run("models", "openrouter", "m").stdout


@pytest.mark.parametrize("columns", ["80", "60"])
@pytest.mark.usefixtures("terminal")
def test_on_a_terminal_a_host_comes_first(run: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """Then the models that it is known to serve; the rest waits for `--all`, and its number is told."""
    monkeypatch.setenv("COLUMNS", columns)
    done, every = run("models", "groq"), run("models", "groq", "--all")
    blocks, more = done.stdout.split("\n\n"), len(every.stdout.split("\n\n")) - len(done.stdout.split("\n\n"))

    assert blocks[0].startswith("any model on groq\n")
    assert "\n\ngpt-oss-20b, gpt-oss-120b\n" in done.stdout
    assert "gpt-3.5" not in done.stdout
    assert every.stdout.startswith(done.stdout)
    assert f"{more} more rows are of models by their makers' names, wherever they run" in done.stderr
    assert "" == every.stderr
    assert [] == [line for line in every.stdout.splitlines() if len(line) > int(columns) and "https:" not in line]


def test_piped_nothing_waits(run: Run) -> None:
    """A plugin's own models neither, on a terminal."""
    lines = run("models", "groq").stdout.splitlines()

    assert "groq" == lines[1].split("\t")[5]
    assert lines == run("models", "groq", "--all").stdout.splitlines()
    assert any(line.startswith("gpt-3.5*\t") for line in lines)


def test_nothing_is_known(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it may do everything."""
    monkeypatch.setattr("interlingua_llamacpp.provider._ROWS", ())

    assert "nothing is known of 'x': it may do everything" in run("models", "llamacpp", "x").stderr
    assert "of the models of llamacpp" in run("models", "llamacpp").stderr


@pytest.fixture
def address() -> Iterator[str]:
    """The option with the address of a host that lists two models."""
    page = b'{"data": [{"id": "gpt-5", "created": 1754425777}, {"id": "acme-1", "name": "Acme"}]}'
    with FaultServer(Answer(page)) as server:
        yield f"base_url={server.url}"


def test_what_a_host_lists_stands_beside_what_rows_know(run: Run, address: str) -> None:
    """A line for each; what is offered here and not listed there is named."""
    done = run("models", "openai", "--live", "-o", address)

    assert done.stdout.splitlines() == [
        "model\tname\tsince\trows",
        "gpt-5\t\t2025-08-05\tgpt-5",
        "acme-1\tAcme\t\tnone",
    ]
    assert done.stderr.startswith("known here, and not listed there: gpt-5.5, gpt-5-mini, ")


def test_a_host_of_which_no_model_is_offered_here(run: Run, address: str) -> None:
    """There is nothing to miss."""
    done = run("models", "vllm", "--live", "-o", address)

    assert (done.exit_code, done.stderr) == (0, "")
    assert "acme-1" in done.stdout


def test_a_listing_as_json(run: Run, address: str) -> None:
    """The facts are there as ever, and the listing beside them."""
    shown = cast("dict[str, Any]", loads(run("models", "openai", "--live", "--json", "-o", address).stdout))

    assert ["provider", "model", "named", "facts", "listing"] == list(shown)
    assert [("gpt-5", "2025-08-05", ["gpt-5"]), ("acme-1", "", [])] == [(it["id"], it["since"], it["named"]) for it in shown["listing"]]
    assert shown["facts"]


@pytest.mark.parametrize(
    ("said", "model"),
    [("openai lists gpt-5\n", "gpt-5"), ("openai doesn't list acme-2; like it: acme-1\n", "acme-2"), ("doesn't list zzz\n", "zzz")],
)
def test_whether_a_host_lists_a_model(run: Run, address: str, said: str, model: str) -> None:
    """It is told beside what holds for the model."""
    done = run("models", "openai", model, "--live", "-o", address)

    assert said in done.stderr
    assert done.stdout.startswith("model\tkind\t")


def test_the_configuration_says_where_a_host_is(run: Run, address: str, tmp_path: Path) -> None:
    """As for any call."""
    (tmp_path / "config" / "interlingua").mkdir(parents=True)
    text = address.replace("=", " = '") + "'"
    (tmp_path / "config" / "interlingua" / "interlingua.toml").write_text(f"[providers.openai]\n{text}\n")

    assert "acme-1" in run("models", "openai", "--live").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("opnai",), "did you mean openai?"),
        (("openai", "gpt-5?colour=red"), "colour"),
    ],
)
def test_what_is_wrong_is_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """As a fault of the configuration."""
    done = run("models", *arguments)

    assert (3, True) == (done.exit_code, said in done.stderr)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("openai", "--json", "--toml"), "can't go together"),
        (("openai", "--live", "--toml"), "can't go together"),
        (("--toml",), "name it"),
        (("--live",), "name it"),
        (("-o", "seed=1"), "name it"),
        (("a", "b", "c"), "c"),
    ],
)
def test_wrong_use(run: Run, arguments: tuple[str, ...], said: str) -> None:
    """Ends as everywhere."""
    done = run("models", *arguments)

    assert (2, True) == (done.exit_code, said in done.stderr)


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
