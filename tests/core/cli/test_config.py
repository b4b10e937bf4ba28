"""`interlingua config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.cli.completion import complete_config_key
from interlingua.types.json import loads

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.cli.conftest import Run


def test_built_in(run: Run) -> None:
    """Without any setting the default model is built in."""
    expected = "key\tvalue\tsource\tstate\ndefault_model\tllamacpp:smollm2-135m\tbuilt-in\t\n"

    assert run("config", "show").stdout == expected


def test_sources(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value says where it comes from."""
    monkeypatch.setenv("INTERLINGUA_MODEL", "openai:gpt-4o")

    rows = loads(run("config", "show", "--json").stdout)

    assert rows == [{"key": "default_model", "value": "openai:gpt-4o", "source": "INTERLINGUA_MODEL", "error": None}]


def test_a_wrong_default_is_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its source and what is wrong with it, and never a key that it holds."""
    monkeypatch.setenv("INTERLINGUA_MODEL", "openai:gpt-4o?api_key=sk-secretsecretsecret")

    done = run("config", "show")

    assert done.exit_code == 0
    assert "default_model\topenai:gpt-4o?api_key=…\tINTERLINGUA_MODEL\tinvalid\n" in done.stdout
    assert "error: INTERLINGUA_MODEL: option 'api_key' would hold a key" in done.stderr
    assert "hint: set OPENAI_API_KEY in the environment instead" in done.stderr
    assert "secretsecret" not in done.output


def test_each_model_is_tried(run: Run, tmp_path: Path) -> None:
    """A wrong alias leaves the others good; a provider that isn't installed is a fault too."""
    (tmp_path / "interlingua.toml").write_text("[aliases]\na = 'openai:gpt-5'\nb = 'foo:bar'\n[providers.openai]\nseed = 1\n")

    rows = loads(run("config", "show", "--json").stdout)

    errors = {row["key"]: row["error"] for row in rows}  # type: ignore[union-attr, index, call-overload]
    where = f"alias b of {tmp_path / 'interlingua.toml'}"
    assert errors == {
        "default_model": None,
        "aliases.a": None,
        "aliases.b": f"{where}: no provider 'foo' is installed",
        "providers.openai.seed": None,
    }


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's file, which isn't there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "interlingua" / "interlingua.toml"


def test_path(run: Run, file: Path) -> None:
    """The path is on stdout, and whether it is there on stderr."""
    before = run("config", "path")
    run("config", "set", "default_model", "openai:gpt-5")
    after = run("config", "path")

    assert before.stdout == after.stdout == f"{file}\n"
    assert "isn't there yet" in before.stderr
    assert after.stderr == ""


def test_set_and_unset(run: Run, file: Path) -> None:
    """Values of each kind are written and removed; none is echoed."""
    said = [
        run("config", "set", "default_model", "fast").stderr,
        run("config", "alias", "fast", "openai:gpt-5").stderr,
        run("config", "set", "default_model", "fast").stderr,
        run("config", "set", "defaults.stop", "END", "STOP").stderr,
        run("config", "set", "providers.openai.timeout", "30").stderr,
    ]
    written = file.read_text()
    run("config", "unset", "defaults.stop")
    shown = run("config", "show").stdout.splitlines()[1:]

    assert said[0].startswith("error: this is neither provider:model nor the name of a provider or an alias")
    assert said[1:] == [
        f"{key} is set in {file}\n" for key in ("aliases.fast", "default_model", "defaults.stop", "providers.openai.timeout")
    ]
    assert 'stop = ["END", "STOP"]' in written
    assert "timeout = 30\n" in written
    assert [line.split("\t")[:2] for line in shown] == [
        ["default_model", "fast"],
        ["aliases.fast", "openai:gpt-5"],
        ["providers.openai.timeout", "30"],
    ]


def test_alias_prints(run: Run, file: Path) -> None:
    """Without a model the name's own is printed; an unknown name has a neighbour, and a secret is not echoed."""
    run("config", "alias", "fast", "openai:gpt-5?timeout=1")

    assert run("config", "alias", "fast").stdout == "openai:gpt-5?timeout=1\n"
    assert run("config", "alias", "fats").stderr == "error: there is no alias 'fats'\nhint: did you mean fast?\n"
    assert "secret" not in run("config", "alias", "sk-secretsecretsecret").output
    assert file.exists()


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("no provider has the option 'timout'", "set defaults.timout 1"),
        ("option 'timeout' takes a number", "set defaults.timeout soon"),
        ("option 'seed' takes a whole number", "set providers.openai.seed x"),
        ("openai has no option 'sed'", "set providers.openai.sed 1"),
        ("unknown key 'alias'", "set alias.x y"),
        ("no provider 'foo' is installed", "alias x foo:bar"),
        ("the aliases go in a circle", "alias x x"),
        ("fast is a config string", "set aliases.fast a b"),
        ("would hold a key", "set providers.openai.api_key sk-secretsecretsecret"),
        ("looks like a key", "set default_model sk-secretsecretsecret"),
        ("looks like a key", "alias sk-secretsecretsecret openai:gpt-5"),
        ("looks like a key", "set defaults.stop END sk-secretsecretsecret"),
        ("an address with one", "set providers.openai.base_url https://user:secretsecret@host.example"),
        ("the file doesn't set this key", "unset sk-ant-secretsecretsecret"),
    ],
)
def test_what_is_no_good_is_refused(run: Run, file: Path, message: str, args: str) -> None:
    """The file stays as it was, and no secret is echoed or written."""
    file.parent.mkdir(parents=True)
    file.write_text("# mine\n")

    done = run("config", *args.split())

    assert done.exit_code == 3
    assert message in done.stderr
    assert "secretsecret" not in done.output
    assert file.read_text() == "# mine\n"
    assert [*file.parent.iterdir()] == [file]


def test_what_was_there_stays(run: Run, file: Path) -> None:
    """Comments, line ends and the mark of the encoding."""
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xef\xbb\xbf# mine \xc3\xa4\r\n[aliases]\r\na = 'openai:gpt-5' # one\r\n")

    run("config", "alias", "b", "openai:gpt-5")

    assert file.read_bytes() == b"\xef\xbb\xbf# mine \xc3\xa4\r\n[aliases]\r\na = 'openai:gpt-5' # one\r\nb = \"openai:gpt-5\"\r\n"


def test_a_fault_in_the_file(run: Run, file: Path) -> None:
    """It is told as anywhere; a value that is the fault may be set right or removed."""
    file.parent.mkdir(parents=True)
    file.write_text("default_model = 5\n")
    other = run("config", "set", "defaults.seed", "1")
    mended = run("config", "set", "default_model", "openai:gpt-5")
    file.write_text("= 5\n")
    broken = run("config", "unset", "default_model")

    assert (other.exit_code, mended.exit_code, broken.exit_code) == (3, 0, 3)
    assert "line 1: this is no TOML" in broken.stderr


def test_another_values_fault_is_no_obstacle(run: Run, file: Path) -> None:
    """What is set is tried, and not what was wrong already: `config show` and the call itself tell that."""
    file.parent.mkdir(parents=True)
    file.write_text('[providers.openai]\nseed = "x"\n')

    assert run("config", "set", "providers.openai.timeout", "5").exit_code == 0
    assert run("config", "set", "providers.openai.seed", "y").exit_code == 3


def test_what_comes_first_is_named(run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that has no effect here is no silent success."""
    (tmp_path / "interlingua.toml").write_text("[aliases]\na = 'openai:gpt-5'\n")
    monkeypatch.setenv("INTERLINGUA_MODEL", "openai:gpt-4o")

    default = run("config", "set", "default_model", "openai:gpt-5").stderr
    alias = run("config", "alias", "a", "openai:gpt-5").stderr

    assert default.splitlines() == [f"default_model is set in {file}", "but INTERLINGUA_MODEL sets it too, and comes first"]
    assert alias.splitlines()[1] == f"but {tmp_path / 'interlingua.toml'} sets it too, and comes first"


def test_completion_of_keys(run: Run, file: Path) -> None:
    """What is set, and the options that there are."""
    run("config", "alias", "fast", "openai:gpt-5")

    assert complete_config_key("al") == [("aliases.fast", "")]
    assert ("defaults.timeout", "providers.openai.seed") == (
        complete_config_key("defaults.timeo")[0][0],
        complete_config_key("providers.openai.se")[0][0],
    )
    assert file.exists()
