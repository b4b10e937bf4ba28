"""Each value has a source, and the nearest source wins."""

from __future__ import annotations

import builtins
import sys
from typing import TYPE_CHECKING

import pytest

from interlingua._runtime.config.config import Config, config_with, load_config
from interlingua._runtime.plugins.providers import GROUP
from interlingua.dialect import Row, refuses
from interlingua.errors import ConfigError
from interlingua.provider.installing import install_extra

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Files:
    """A user's file and a project's file in a repository."""

    def __init__(self, folder: Path) -> None:
        self.user = folder / "user" / "interlingua.toml"
        self.project = folder / "repo" / "interlingua.toml"
        self.cwd = folder / "repo" / "src"
        self.user.parent.mkdir()
        self.cwd.mkdir(parents=True)
        (folder / "repo" / ".git").mkdir()

    def load(self, user: str = "", project: str | None = None, model: str | None = None) -> Config:
        """Write both files and read them."""
        self.user.write_text(user, encoding="utf-8")
        if project is not None:
            self.project.write_text(project, encoding="utf-8")
        return load_config(cwd=self.cwd, environ={"INTERLINGUA_CONFIG": str(self.user)} | ({"INTERLINGUA_MODEL": model} if model else {}))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Both files, empty."""
    return Files(tmp_path)


@pytest.fixture
def toy(install: Callable[..., None], good: str) -> None:
    """An installed provider with one option of its own and one that it refuses."""
    options = (
        "from interlingua.provider import ProviderOptions\n\n\nclass Options(ProviderOptions, frozen=True):\n"
        "    depth: int = 0\n    top_k: None = None\n\n\n"
    )
    module = options + good.replace("    contract_version = 1", "    contract_version = 1\n    options_type = Options")
    install("toy-plugin", {GROUP: {"toy": "toy_module"}}, {"toy_module": module})


def refused(call: Callable[[], object]) -> ConfigError:
    """Give the error that a call raises."""
    with pytest.raises(ConfigError) as caught:
        call()
    return caught.value


def test_without_files_there_is_the_built_in_default(files: Files) -> None:
    """The model that needs no key."""
    config = files.load()

    assert config.rows() == [("default_model", "llamacpp:smollm2-135m", "built-in")]
    assert (config.resolve().spec_text, config.resolve().origin) == ("llamacpp:smollm2-135m", "built-in")


def test_the_nearest_source_wins(files: Files) -> None:
    """The argument, INTERLINGUA_MODEL, the project's file, the user's file."""
    user, project = "default_model = 'a:user'", "default_model = 'a:project'"

    assert files.load(user).resolve().spec_text == "a:user"
    assert files.load(user, project).resolve().origin == str(files.project)
    assert files.load(user, project, "a:env").resolve().origin == "INTERLINGUA_MODEL"
    assert files.load(user, project, "a:env").resolve("a:asked").spec_text == "a:asked"
    assert files.load(user, project, "a:env").resolve("a:asked").origin == "argument"


def test_aliases_expand_through_chains(files: Files) -> None:
    """Options given with an alias replace the alias's own."""
    config = files.load("[aliases]\nfast = 'a:b?seed=1&stop=x'\nquick = 'fast?seed=2'\nfast2 = 'toy'", "[aliases]\nmine = 'quick'")

    assert config.resolve("mine?top_p=1&stop=y").spec_text == "a:b?seed=2&top_p=1&stop=y"
    assert config.resolve("mine").origin == f"argument (alias mine of {files.project})"


def test_a_default_may_be_an_alias(files: Files) -> None:
    """The environment's too, and the project's alias hides the user's."""
    config = files.load("[aliases]\nfast = 'a:user'", "[aliases]\nfast = 'a:project'", "fast?seed=1")

    assert config.resolve().spec_text == "a:project?seed=1"
    assert config.rows()[1] == ("aliases.fast", "a:project", str(files.project))
    assert config.resolve().origin == f"INTERLINGUA_MODEL (alias fast of {files.project})"
    assert config.resolve().places == ("INTERLINGUA_MODEL", f"alias fast of {files.project}")
    assert config.resolve("fast").places == (f"alias fast of {files.project}",)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("bogus", "bogus"),
        ("fast?seed=1", "fast?seed=1"),
        ("openai:gpt-5?api_key=sk-secretsecretsecret", "openai:gpt-5?api_key=…"),
        ("sk-ant-secretsecretsecret", "…"),
        ("Bearer abc:def?x=1", "…"),
    ],
)
def test_a_wrong_default_is_read_and_shown(files: Files, asked: str, shown: str) -> None:
    """It is refused when it is chosen; what may be a key in it isn't shown."""
    config = files.load("[aliases]\nfast = 'a:b'", model=asked)

    assert config.rows()[0] == ("default_model", shown, "INTERLINGUA_MODEL")
    assert config.resolve("fast").spec_text == "a:b"


def test_aliases_in_a_circle_are_refused(files: Files) -> None:
    """The circle is drawn."""
    config = files.load("[aliases]\na = 'b'\nb = 'c'\nc = 'b'")

    assert refused(lambda: config.resolve("a")).message == "the aliases go in a circle: b → c → b"


def test_faults_name_where_the_string_stands(files: Files) -> None:
    """A string that nobody typed just now is named by its source."""
    config = files.load("default_model = 'b:%zz'\n[aliases]\nx = 'nonsense'")

    assert refused(config.resolve).message.startswith(f"{files.user}: default_model: `%` without")
    assert refused(lambda: config.resolve("x")).message.startswith(f"{files.user}: alias x: this is neither provider:model nor")
    assert refused(files.load(model="b:%zz").resolve).message.startswith("INTERLINGUA_MODEL: `%` without")
    assert refused(lambda: config.resolve("")).message == "the config string is empty"
    assert refused(lambda: files.load("[aliases]\nfast = 'a:b'").resolve("fsat")).hint == "did you mean fast?"


@pytest.mark.usefixtures("toy")
def test_defaults_fill_what_the_string_leaves_out(files: Files) -> None:
    """A provider's own defaults come before those for all, which apply where the provider has the option."""
    config = files.load(
        "[defaults]\ntimeout = 5\nseed = 1\ntop_k = 3\nstop = ['x', 'y']\n[providers.toy]\nseed = 2\ndepth = 7",
        "[providers.toy]\ndepth = 8",
    )

    assert config.resolve("toy:small?timeout=9").spec_text == "toy:small?timeout=9&seed=2&stop=x&stop=y&depth=8"
    assert config.resolve("toy").spec_text == "toy:?timeout=5&seed=2&stop=x&stop=y&depth=8"
    assert ("providers.toy.depth", "8", str(files.project)) in config.rows()
    assert ("defaults.stop", "x, y", str(files.user)) in config.rows()


@pytest.mark.usefixtures("toy")
def test_a_default_that_does_not_fit_is_named_by_its_file(files: Files) -> None:
    """A fault in the string itself is left to the model, which marks it."""
    config = files.load("[providers.toy]\ndpeth = 1")
    wrong = files.load("[providers.toy]\ndepth = true\nstrict = false")

    error = refused(lambda: config.resolve("toy:small"))
    assert error.message == f"{files.user}: providers.toy.dpeth: toy has no option 'dpeth'"
    assert error.hint == "did you mean depth?"
    assert refused(lambda: wrong.resolve("toy:small")).option == "strict"
    assert files.load("[providers.toy]\ndepth = 1").resolve("toy:small?zzz=1").spec_text == "toy:small?zzz=1&depth=1"


@pytest.mark.usefixtures("toy")
def test_misspelt_names_are_refused_where_they_stand(files: Files) -> None:
    """An option of any installed provider is known; a name like no other may belong to one that isn't installed."""
    error = refused(lambda: files.load("[defaults]\nmax_tokn = 1"))
    assert error.sentence == f"{files.user}, line 2: no provider has the option 'max_tokn'\n    max_tokn = …\n    ^^^^^^^^"
    assert error.hint == "did you mean max_tokens?"
    assert refused(lambda: files.load("[providers.opnai]\nseed = 1")).hint == "did you mean openai?"
    assert files.load("[defaults]\ndepth = 1\nzzz = 1\n[providers.qqq]\nx = 1").defaults == {"depth": 1, "zzz": 1}


def test_a_file_that_is_named_must_be_there(files: Files) -> None:
    """A wrong INTERLINGUA_CONFIG is no empty file."""
    environ = {"INTERLINGUA_CONFIG": str(files.user)}

    assert refused(lambda: load_config(cwd=files.cwd, environ=environ)).message.startswith(f"{files.user} can't be read: ")


def test_one_file_is_read_once(files: Files) -> None:
    """Where the user's file is the project's, it is the user's."""
    files.project.write_text("[providers.openai]\nbase_url = 'http://localhost:1'", encoding="utf-8")
    config = load_config(cwd=files.cwd, environ={"INTERLINGUA_CONFIG": str(files.project)})

    assert config.provider_defaults == {"openai": {"base_url": "http://localhost:1"}}


@pytest.mark.parametrize("marker", [".git", "home", None])
def test_the_search_ends_at_the_repository_or_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marker: str | None) -> None:
    """A file above is not the project's; outside of both only the folder itself is looked into. Home may be a link."""
    inner = tmp_path / "top" / "project" / "src"
    inner.mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "top")
    monkeypatch.setenv("HOME", str(tmp_path / "link" / "project" if marker == "home" else tmp_path / "nowhere"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "nowhere"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    if marker == ".git":
        (tmp_path / "top" / "project" / ".git").write_text("gitdir: elsewhere")
    (tmp_path / "top" / "interlingua.toml").write_text("default_model = 'a:above'")

    assert load_config(cwd=inner, environ={}).default_model == "llamacpp:smollm2-135m"
    (tmp_path / "top" / "project" / "interlingua.toml").write_text("default_model = 'a:project'")
    assert load_config(cwd=inner, environ={}).default_model == ("a:project" if marker else "llamacpp:smollm2-135m")
    (inner / "interlingua.toml").write_text("default_model = 'a:inner'")
    assert load_config(cwd=inner, environ={}).default_model == "a:inner"


def test_the_users_file_is_in_the_configuration_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is what platformdirs says."""
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *_args, **_keywords: str(tmp_path))
    (tmp_path / "interlingua.toml").write_text("default_model = 'a:user'")
    monkeypatch.chdir(tmp_path)

    assert load_config(environ={}).default_model == "a:user"


def test_without_platformdirs_there_is_the_install_line(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    """It belongs to the extra `cli`; a file that is named needs none."""
    real = builtins.__import__
    monkeypatch.delitem(sys.modules, "platformdirs", raising=False)

    def no_platformdirs(name: str, *rest: object, **more: object) -> object:
        if name == "platformdirs":
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(builtins, "__import__", no_platformdirs)

    assert files.load("default_model = 'a:b'").default_model == "a:b"
    assert refused(lambda: load_config(cwd=files.cwd, environ={})).hint == f"{install_extra('cli')}, or name the file in INTERLINGUA_CONFIG"


class TestCapabilities:
    """What the user knows of models, in a file of its own."""

    ROWS = "[[row]]\ntakes = { seed = false }\n"

    def test_it_stands_beside_the_users_file(self, files: Files) -> None:
        """And is listed with its place."""
        path = files.user.with_name("capabilities.toml")
        path.write_text(self.ROWS)
        config = files.load()

        assert config.capabilities == (Row(refuses("seed")),)
        assert ("capabilities", "1 rows", str(path)) in config.rows()

    def test_a_variable_names_another_one(self, files: Files, tmp_path: Path) -> None:
        """Which must be there then."""
        (tmp_path / "mine.toml").write_text(self.ROWS)
        environ = {"INTERLINGUA_CONFIG": str(files.user), "INTERLINGUA_CAPABILITIES": str(tmp_path / "mine.toml")}
        files.user.write_text("")

        assert len(load_config(cwd=files.cwd, environ=environ).capabilities) == 1
        (tmp_path / "mine.toml").unlink()
        assert "can't be read" in refused(lambda: load_config(cwd=files.cwd, environ=environ)).message

    def test_without_one_nothing_is_known(self, files: Files) -> None:
        """Nor listed."""
        config = files.load()

        assert config.capabilities == ()
        assert "capabilities" not in [key for key, *_ in config.rows()]

    def test_a_project_has_none(self, files: Files) -> None:
        """A repository that one clones doesn't change what is sent."""
        files.project.with_name("capabilities.toml").write_text(self.ROWS)

        assert files.load(project="").capabilities == ()


def test_another_text_of_the_users_file(files: Files) -> None:
    """It is read in the place of the file's own, which may be missing or wrong; the project's goes before it still."""
    files.project.write_text('default_model = "openai:gpt-5"\n', encoding="utf-8")
    environ = {"INTERLINGUA_CONFIG": str(files.user)}

    config = config_with('default_model = "a"\n[aliases]\na = "openai:gpt-4o"\n', cwd=files.cwd, environ=environ)
    fault = refused(lambda: config_with("aliases = 1\n", cwd=files.cwd, environ=environ))

    assert (config.default_model, config.aliases) == ("openai:gpt-5", {"a": "openai:gpt-4o"})
    assert config.sources["aliases.a"] == str(files.user)
    assert f"{files.user}, line 1: aliases is a table" in fault.sentence
