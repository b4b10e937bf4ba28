"""A plugin from its first file to its uninstallation, as an outsider makes it: the commands of the page that tells how, run in order.

And plugins that are broken, each as a real distribution in an environment with others that aren't.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest
from tests.packaging.environments import ROOT, UV, environment, run, variables

from interlingua.cli.new_provider.command import Names, project_files
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.testing.replay import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECORDED = Exchange.load(ROOT / "docs/examples/interlingua-sundial/tests/recordings/hello.json")
PAGE = ROOT / "docs/how-to/write-a-provider.md"
_END = "@@@ exit code "


class Step(NamedTuple):
    """A command of the page, and what the page says that it prints; `…` stands for anything."""

    command: str
    lines: list[str]
    exit_code: int


def steps() -> Iterator[Step]:
    """Read the page's commands; a line `[3]` says the exit code, where it isn't 0."""
    for block in re.findall(r"^```console\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            code = int(lines.pop()[1:-1]) if lines and re.fullmatch(r"\[\d+\]", lines[-1]) else 0
            yield Step(command, lines, code)


def test_the_page_is_what_happens(wheels: dict[str, Path], tmp_path: Path) -> None:
    """Generate, install, lint, type-check, test, check, select, build, uninstall: one shell runs all, as its reader does."""
    programs = environment(tmp_path / "first", f"interlingua[cli] @ {wheels['interlingua'].as_uri()}")
    told = list(steps())
    script = "\n".join(f"{{ {step.command}\n}} 2>&1; echo '{_END}'$?" for step in told)
    (tmp_path / "work").mkdir()
    with FaultServer(Answer(RECORDED.raw, content_type=RECORDED.headers["content-type"])) as api:
        shell = subprocess.run(  # noqa: S603 - the page's commands
            ["bash", "-c", script],  # noqa: S607 - the shell that the page is for
            cwd=tmp_path / "work",
            env={
                **(known := variables()),
                "PATH": os.pathsep.join((str(programs), known["PATH"])),
                "API": api.url,
                "CLONE": str(ROOT),
                "UV_PYTHON": str(programs / "python"),
                "NO_COLOR": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    printed = re.split(rf"{_END}(\d+)\n", shell.stdout)

    assert len(told) == len(printed) // 2
    for step, output, code in zip(told, printed[::2], printed[1::2], strict=False):
        assert int(code) == step.exit_code, f"$ {step.command}\n{output}"
        for line in step.lines:
            pattern = ".*".join(map(re.escape, line.split("…")))
            assert re.search(f"^{pattern}$", output, re.MULTILINE), f"$ {step.command}\n{output}\nhas no line\n{line}"


@pytest.fixture(scope="module")
def crowded(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment with a good plugin, and with others that are broken in one way each."""
    folder = tmp_path_factory.mktemp("crowd")
    plugins = [
        build(folder, "sundial"),
        build(folder, "twin"),
        build(folder, "rival", {"pyproject.toml": ('\nrival = "', '\ntwin = "')}),
        build(folder, "boom", {"src/interlingua_boom/__init__.py": ("from typing", "raise RuntimeError('out of order')\nfrom typing")}),
        build(folder, "future", {"src/interlingua_future/provider.py": ("[int] = 1", "[int] = 99")}),
        observer(folder),
    ]
    core = f"interlingua[cli] @ {wheels['interlingua'].as_uri()}"
    return environment(folder / "env", core, str(wheels["interlingua_openai"]), *map(str, plugins))


def build(folder: Path, name: str, changes: dict[str, tuple[str, str]] | None = None) -> Path:
    """Build the wheel of a generated plugin, with a change in some of its files."""
    project = folder / name
    for path, text in project_files(Names(name)).items():
        old, new = (changes or {}).get(path, ("", ""))
        assert old in text
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(text.replace(old, new, 1) if old else text)
    return _wheel_of(project)


def observer(folder: Path) -> Path:
    """Build the wheel of two observers: the first raises."""
    project = folder / "watchers"
    source = project / "src/watchers/__init__.py"
    source.parent.mkdir(parents=True)
    (project / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["uv_build>=0.13,<0.14"]\nbuild-backend = "uv_build"\n\n'
        '[project]\nname = "watchers"\nversion = "0.1.0"\n\n'
        '[project.entry-points."interlingua.plugins"]\na = "watchers:Bad"\nb = "watchers:Good"\n'
    )
    source.write_text(
        "from interlingua.provider import hookimpl\n\n\n"
        "class Bad:\n    @staticmethod\n    @hookimpl\n    def interlingua_call_finished(record):\n        raise ValueError('no pen')\n\n\n"
        "class Good:\n    @staticmethod\n    @hookimpl\n    def interlingua_call_finished(record):\n"
        "        print('seen', record.provider, record.attempts)\n"
    )
    return _wheel_of(project)


def _wheel_of(project: Path) -> Path:
    run(UV, "build", "--quiet", "--wheel", "--out-dir", project / "dist", cwd=project)
    (wheel,) = (project / "dist").glob("*.whl")
    return wheel


BROKEN = [
    ("twin", "provider 'twin' is claimed by", "uninstall all of them but one"),
    ("boom", "importing interlingua_boom raised RuntimeError: out of order", "update or remove"),
    ("future", "was made for contract 99, and this interlingua keeps contract 1", "upgrade interlingua, from where it was installed"),
]


class TestBrokenPlugins:
    """A broken plugin breaks itself alone."""

    @pytest.mark.parametrize(("name", "reason", "fix"), BROKEN)
    def test_choosing_it_says_why(self, crowded: Path, name: str, reason: str, fix: str) -> None:
        """And what to do; the exit code is that of a configuration fault."""
        done = run(crowded / "interlingua", "ask", "-m", f"{name}:small", "--dry-run", "Hello", cwd=crowded, check=False)

        assert done.returncode == 3
        assert reason in done.stderr
        assert fix in done.stderr

    def test_two_that_claim_one_name_are_both_named(self, crowded: Path) -> None:
        """With their versions."""
        done = run(crowded / "interlingua", "ask", "-m", "twin:small", "--dry-run", "Hello", cwd=crowded, check=False)

        assert "interlingua-twin 0.1.0 (interlingua_twin)" in done.stderr
        assert "interlingua-rival 0.1.0 (interlingua_rival)" in done.stderr

    @pytest.mark.parametrize("spec", ["sundial:small", "openai:gpt-5"])
    def test_the_others_work(self, crowded: Path, spec: str) -> None:
        """Nothing of it is even said."""
        done = run(crowded / "interlingua", "ask", "-m", spec, "--dry-run", "Hello", cwd=crowded)

        assert json.loads(done.stdout)["model"] == spec
        assert done.stderr == ""

    def test_the_list_shows_each_with_its_reason(self, crowded: Path) -> None:
        """And goes on to the next."""
        rows = json.loads(run(crowded / "interlingua", "providers", "--json", cwd=crowded).stdout)
        faults = {row["name"]: row["error"] for row in rows if row.get("error")}

        assert {"boom", "future", "twin"} == set(faults)
        assert all(reason in faults[name] for name, reason, _ in BROKEN)
        assert {"sundial", "openai", "groq"} <= {row["name"] for row in rows}

    def test_an_observer_that_raises_stops_nobody(self, crowded: Path) -> None:
        """The call has its answer, the next observer is told, and the fault is logged."""
        code = (
            "import logging\n"
            "from interlingua import Model\n"
            "from interlingua.testing.fault_server import Answer, FaultServer\n"
            "logging.basicConfig()\n"
            'body = b\'{"message": {"role": "assistant", "content": [{"type": "text", "text": "hi"}]}, "finish_reason": "end"}\'\n'
            "with FaultServer(Answer(body)) as server, Model('sundial:small', base_url=server.url) as model:\n"
            "    print(model.complete('Hello').text)\n"
        )
        done = run(crowded / "python", "-c", code, cwd=crowded)

        assert done.stdout.splitlines() == ["seen sundial 1", "hi"]
        assert "ValueError: no pen" in done.stderr
        assert "watchers" in done.stderr
