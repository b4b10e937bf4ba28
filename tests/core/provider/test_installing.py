"""Twin of provider/installing.py: hints are commands that work, and name nothing of ours that isn't there."""

from __future__ import annotations

import json
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interlingua.provider import installing
from interlingua.provider.installing import install_command, install_extra, install_plugins, this_again

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
REQUIRES = [
    "backports-zstd>=1 ; python_full_version < '3.14' and extra == 'cli'",
    "rich>=14 ; extra == 'cli'",
    'typer>=0.20; extra == "cli"',
    "pyarrow>=18 ; extra == 'parquet'",
    "interlingua-openai==0.1.0 ; extra == 'openai'",
    "pydantic>=2.14",
]


class Fake:
    """An installed distribution."""

    version = "0.1.0"
    requires = REQUIRES

    def __init__(self, installer: str, direct_url: str | None) -> None:
        self.files = {"INSTALLER": installer, "direct_url.json": direct_url}

    def read_text(self, file: str) -> str | None:
        """Give a file of its metadata."""
        return self.files[file]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Say what is installed, by which installer, and where it came from."""

    def install(direct_url: object, *names: str, installer: str = "pip\n") -> None:
        text = direct_url if isinstance(direct_url, str | None) else json.dumps(direct_url)
        known = {name: Fake(installer, text) for name in names or ("interlingua",)}

        def distribution(name: str) -> Fake:
            if name not in known:
                raise metadata.PackageNotFoundError(name)
            return known[name]

        monkeypatch.setattr(metadata, "distribution", distribution)

    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    return install


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with a space in its name."""
    folder = tmp_path / "my clone"
    for name in ("core", "providers/anthropic", "providers/openai", "providers/llamacpp"):
        (folder / name).mkdir(parents=True)
        (folder / name / "pyproject.toml").write_text("")
    return folder


class TestClone:
    """Installed from a folder."""

    def test_the_command_is_the_clones(self, installed: Callable[..., None], clone: Path) -> None:
        """Its extras, and the plugins beside it; what a plugin needs of ours goes along."""
        installed({"url": (clone / "core").as_uri(), "dir_info": {}})

        assert install_extra("cli") == f"pip install '{clone}/core[cli]'"
        assert install_plugins("anthropic") == f"pip install '{clone}/providers/anthropic'"
        assert install_plugins("llamacpp") == f"pip install '{clone}/providers/openai' '{clone}/providers/llamacpp'"
        assert this_again() == f"'{clone}/core'"

    def test_an_editable_one_stays_so(self, installed: Callable[..., None], clone: Path) -> None:
        """And what is there already isn't installed again."""
        installed({"url": (clone / "core").as_uri(), "dir_info": {"editable": True}}, "interlingua", "interlingua-openai")

        assert install_plugins("llamacpp") == f"pip install -e '{clone}/providers/llamacpp'"
        assert this_again() == f"-e '{clone}/core'"

    def test_one_that_is_gone_is_not_named(self, installed: Callable[..., None], clone: Path) -> None:
        """Nor is a plugin that isn't in it."""
        installed({"url": (clone / "core").as_uri(), "dir_info": {}})
        (clone / "core/pyproject.toml").unlink()
        (clone / "providers/anthropic/pyproject.toml").unlink()

        assert install_extra("parquet") == "pip install 'pyarrow>=18'"
        assert install_plugins("anthropic") == "install interlingua-anthropic from where interlingua came from"
        assert this_again() == ""


def test_a_wheel_has_its_siblings(installed: Callable[..., None], tmp_path: Path) -> None:
    """In its folder; an extra names the file."""
    wheel, other = (tmp_path / f"{name}-0.1.0-py3-none-any.whl" for name in ("interlingua", "interlingua_openai"))
    wheel.write_text("")
    installed({"url": wheel.as_uri(), "archive_info": {}})
    before = install_plugins("openai")
    other.write_text("")

    assert before == "install interlingua-openai from where interlingua came from"
    assert install_plugins("openai") == f"pip install {other}"
    assert install_extra("cli") == f"pip install 'interlingua[cli] @ {wheel.as_uri()}'"


def test_a_wheel_of_another_name_has_none(installed: Callable[..., None], tmp_path: Path) -> None:
    """Such as one that was renamed."""
    (tmp_path / "x.whl").write_text("")
    installed({"url": (tmp_path / "x.whl").as_uri(), "archive_info": {}})

    assert install_plugins("openai") == "install interlingua-openai from where interlingua came from"


def test_a_repository_has_its_folders(installed: Callable[..., None]) -> None:
    """At the commit that was installed."""
    said = {"url": "https://git.example/x", "vcs_info": {"vcs": "git", "commit_id": "ab12"}, "subdirectory": "core"}
    installed(said)
    at = "git+https://git.example/x@ab12#subdirectory"

    assert install_plugins("openai") == f"pip install 'interlingua-openai @ {at}=providers/openai'"
    assert install_extra("cli") == f"pip install 'interlingua[cli] @ {at}=core'"
    installed({**said, "subdirectory": "elsewhere"})
    assert install_plugins("openai") == "install interlingua-openai from where interlingua came from"


@pytest.mark.parametrize(
    "direct_url", [None, "", "[]", "{", '{"url": 3}', '{"url": "https://x.example/interlingua.whl", "archive_info": {}}']
)
def test_what_came_by_name_is_not_named_to_an_installer(installed: Callable[..., None], direct_url: str | None) -> None:
    """The name may be anybody's on the index: an extra is its packages, a plugin a word."""
    installed(direct_url)

    zstd = """'backports-zstd>=1; python_full_version < "3.14"'"""
    assert install_extra("cli") == f"pip install {zstd} 'rich>=14' 'typer>=0.20'"
    assert install_extra("none") == "install what the extra 'none' of interlingua names, from where interlingua came from"
    assert install_extra("bedrock", "interlingua-anthropic").startswith("install what the extra 'bedrock' of interlingua-anthropic")
    assert install_plugins("llamacpp") == "install interlingua-openai and interlingua-llamacpp from where interlingua came from"
    assert this_again() == ""


def test_from_the_first_release_on_names_are_said(installed: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """One constant says that they are ours."""
    installed(None)
    monkeypatch.setattr(installing, "ON_THE_INDEX", True)

    assert install_extra("cli") == "pip install 'interlingua[cli]'"
    assert install_plugins("anthropic", "openai") == "pip install 'interlingua[anthropic,openai]'"


@pytest.mark.parametrize(
    ("installer", "active", "command"),
    [
        ("pip\n", sys.prefix, "pip install x"),
        ("pip\n", "/another", f"{sys.executable} -m pip install x"),
        ("uv", sys.prefix, "uv pip install x"),
        ("uv", None, f"uv pip install --python {sys.prefix} x"),
    ],
)
def test_it_goes_into_this_environment(
    installed: Callable[..., None], monkeypatch: pytest.MonkeyPatch, installer: str, active: str | None, command: str
) -> None:
    """By the installer that filled it, whatever `pip` is on the path."""
    installed(None, installer=installer)
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.delenv("VIRTUAL_ENV")
    if active is not None:
        monkeypatch.setenv("VIRTUAL_ENV", active)

    assert install_command("x") == command


def test_windows_has_quotes_of_its_own(installed: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Double ones."""
    installed(None)
    monkeypatch.setattr(installing, "_ON_WINDOWS", True)

    assert install_command(r"C:\x y\core", "rich>=14", r"C:\x") == r'pip install "C:\x y\core" "rich>=14" C:\x'


def test_what_plugins_need_of_ours_is_known() -> None:
    """As their projects say."""
    needed = {}
    for file in sorted(ROOT.glob("providers/*/pyproject.toml")):
        names = [line.partition("==")[0] for line in tomllib.loads(file.read_text())["project"]["dependencies"]]
        if ours := [name.removeprefix("interlingua-") for name in names if name.startswith("interlingua-")]:
            needed[file.parent.name] = tuple(ours)

    assert needed == installing._NEEDS


@pytest.mark.parametrize("name", ["anthropic", "openai"])
def test_the_sdk_is_the_one_that_the_plugin_requires(name: str) -> None:
    """Where it is missing, the hint asks for the same versions."""
    from importlib import import_module

    transport = import_module(f"interlingua_{name}.transport")
    (clients,) = (value for key, value in vars(transport).items() if key.lower() == f"{name}clients")

    assert clients.package in tomllib.loads((ROOT / f"providers/{name}/pyproject.toml").read_text())["project"]["dependencies"]
