"""The four wheels as a stranger gets them: built, looked into, and installed away from the workspace and its lock file.

What they depend on comes from the package index, newest first, as it does for everybody else.
"""

from __future__ import annotations

import json
import shlex
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest
from tests.packaging.environments import ROOT, environment, run

PROVIDERS = ("anthropic", "llamacpp", "openai")
PACKAGES = ("interlingua", *(f"interlingua_{name}" for name in PROVIDERS))


@pytest.fixture(scope="module")
def programs(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds all four wheels and the command line."""
    core = f"interlingua[cli] @ {wheels['interlingua'].as_uri()}"
    return environment(tmp_path_factory.mktemp("whole") / "env", core, *(str(wheels[f"interlingua_{name}"]) for name in PROVIDERS))


@pytest.fixture(scope="module")
def bare(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the core's wheel and nothing else of ours."""
    return environment(tmp_path_factory.mktemp("bare") / "env", str(wheels["interlingua"]))


def test_one_wheel_for_each_distribution(wheels: dict[str, Path]) -> None:
    """A build yields the four wheels, all of one version."""
    versions = {wheel.name.split("-")[1] for wheel in wheels.values()}

    assert set(PACKAGES) == set(wheels)
    assert len(versions) == 1


@pytest.mark.parametrize("package", PACKAGES)
class TestContent:
    """What is in a wheel, and what is not."""

    def test_holds_its_own_package_only(self, wheels: dict[str, Path], package: str) -> None:
        """Every file is in the package or in the metadata, a format's samples and schema too: no tests, no stray top-level name."""
        names = zipfile.ZipFile(wheels[package]).namelist()

        assert {package} == {name.partition("/")[0] for name in names if ".dist-info/" not in name}
        files = [name.rpartition("/")[2] for name in names]
        assert [] == [file for file in files if file.startswith(("test_", "conftest.py")) and not file.endswith(".py.txt")]
        assert [] == [file for file in files if file.endswith(".pyc")]

    def test_holds_every_source_file(self, wheels: dict[str, Path], package: str) -> None:
        """No file of the source folder is left out, data files and the typing marker included."""
        (folder,) = ROOT.glob(f"*/src/{package}") if package == "interlingua" else ROOT.glob(f"providers/*/src/{package}")
        sources = {path.relative_to(folder.parent).as_posix() for path in folder.rglob("*") if path.is_file()}
        names = set(zipfile.ZipFile(wheels[package]).namelist())

        assert f"{package}/py.typed" in names
        assert set() == {name for name in sources - names if not name.endswith(".pyc")}

    def test_carries_the_licence(self, wheels: dict[str, Path], package: str) -> None:
        """The licence's text is in each wheel, as MIT asks."""
        with zipfile.ZipFile(wheels[package]) as wheel:
            (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/licenses/LICENSE")]

            assert (ROOT / "LICENSE").read_bytes() == wheel.read(name)

    def test_names_its_entry_points(self, wheels: dict[str, Path], package: str) -> None:
        """A provider registers itself under its own name, and its further hosts beside it; the core brings the command."""
        with zipfile.ZipFile(wheels[package]) as wheel:
            (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt")]
            found = ConfigParser()
            found.read_string(wheel.read(name).decode())

        sections = {section: dict(found[section]) for section in found.sections()}
        if package == "interlingua":
            assert {"console_scripts": {"interlingua": "interlingua.cli.app:main"}} == sections
        else:
            assert ["interlingua.providers"] == list(sections)
            assert package == sections["interlingua.providers"][package.removeprefix("interlingua_")]
            assert {package} == {target.partition(".")[0] for target in sections["interlingua.providers"].values()}


class TestCore:
    """The core's wheel alone, without any extra."""

    def test_the_library_needs_no_extra(self, bare: Path) -> None:
        """Without provider, SDK or command line, the library imports and names what is missing."""
        code = "import interlingua\ntry: interlingua.Model('openai:gpt-5')\nexcept interlingua.ConfigError as e: print(e, e.hint)"

        assert "interlingua_openai-" in run(bare / "python", "-c", code, cwd=bare).stdout

    def test_the_command_says_what_to_install(self, bare: Path) -> None:
        """Without its extra the command ends with one helpful line, not with a traceback."""
        done = run(bare / "interlingua", "providers", cwd=bare, check=False)

        assert done.returncode != 0
        assert done.stdout == ""
        assert done.stderr.startswith("the command line needs its extra: uv pip install ")

    def test_what_hints_say_works(self, wheels: dict[str, Path], tmp_path: Path) -> None:
        """Each command is run as it is printed, and nothing is missing any more."""
        programs = environment(tmp_path / "hinted", str(wheels["interlingua"]))
        code = "import interlingua\ntry: interlingua.Model('openai:gpt-5')\nexcept interlingua.ConfigError as e: print(e.hint)"
        plugin = run(programs / "python", "-c", code, cwd=tmp_path).stdout.partition(" (installed")[0]
        extra = run(programs / "interlingua", "providers", cwd=tmp_path, check=False).stderr.partition(": ")[2]
        for command in (plugin, extra):
            run(*shlex.split(command), cwd=tmp_path)

        assert run(programs / "python", "-c", code, cwd=tmp_path).stdout == ""
        assert "openai (interlingua-openai" in run(programs / "interlingua", "providers", cwd=tmp_path).stdout


class TestWhole:
    """All four wheels in one environment."""

    def test_nothing_comes_from_the_checkout(self, programs: Path) -> None:
        """The packages that answer are those of the wheels."""
        code = "import importlib, json, sys\nprint(json.dumps([importlib.import_module(name).__file__ for name in sys.argv[1:]]))"
        files = json.loads(run(programs / "python", "-c", code, *PACKAGES, cwd=programs).stdout)

        assert [] == [file for file in files if not Path(file).is_relative_to(programs.parent)]

    def test_every_plugin_is_found(self, programs: Path) -> None:
        """`interlingua providers` lists the three, each with its distribution."""
        lines = run(programs / "interlingua", "providers", cwd=programs).stdout.splitlines()
        found = {line.partition(" ")[0] for line in lines if "(interlingua-" in line}

        assert set(PROVIDERS) == found

    @pytest.mark.parametrize("spec", ["anthropic:claude-opus-4-8", "llamacpp:smollm2-135m", "openai:gpt-5"])
    def test_a_dry_run_needs_no_key(self, programs: Path, spec: str) -> None:
        """`interlingua ask --dry-run` shows the body for each provider."""
        shown = json.loads(run(programs / "interlingua", "ask", "--model", spec, "--dry-run", "Hello?", cwd=programs).stdout)

        assert spec == shown["model"]
        assert "Hello?" in json.dumps(shown["body"])

    def test_the_embedded_model_answers(self, programs: Path) -> None:
        """A question to the embedded model has an answer, its weights fetched where they aren't there yet."""
        fetch = "from interlingua.errors import ConfigError\nfrom interlingua_llamacpp.weights import ensure_weights\n"
        fetch += "try: ensure_weights()\nexcept ConfigError as e: print(e)"
        if reason := run(programs / "python", "-c", fetch, cwd=programs).stdout:
            pytest.skip(f"no weights: {reason}")

        asked = ("ask", "--model", "llamacpp:smollm2-135m?max_tokens=16&temperature=0", "What is the capital of France?")
        answer = run(programs / "interlingua", *asked, cwd=programs).stdout

        assert "Paris" in answer
