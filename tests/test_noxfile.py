"""Twin of noxfile.py: what the workflows and pages run is a session, and what says that it is random is so on every machine."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TELLING = [*WORKFLOWS, ROOT / "CONTRIBUTING.md", ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def sessions() -> set[str]:
    """Read the names of the sessions: nox itself isn't among what the tests need."""
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and any(ast.unparse(decorator) == "nox.session" for decorator in node.decorator_list)
    }


def named(text: str) -> set[str]:
    """Find the sessions that a text tells to run."""
    return {word for words in re.findall(r"\bnox -s((?: [a-z]+)+)", text) for word in words.split()}


@pytest.mark.parametrize("path", TELLING, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_session_that_is_named_exists(path: Path) -> None:
    """A workflow that names another fails at night, when nobody looks."""
    assert set() == named(path.read_text(encoding="utf-8")) - sessions()


def test_what_runs_at_night() -> None:
    """Fresh seeds, all plants, and a browser."""
    assert {"seeds", "plants", "browser"} == named((ROOT / ".github/workflows/nightly.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_only_read(path: Path) -> None:
    """No job has more rights than to read, runs without an end, keeps the token, or uses an action of no version."""
    workflow: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))

    assert {"contents": "read"} == workflow["permissions"]
    for job in workflow["jobs"].values():
        assert "permissions" not in job
        assert 0 < job["timeout-minutes"] <= 360
        for step in job["steps"]:
            assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+(\.\d+)*", step.get("uses", "some/action@v1"))
            assert not step.get("uses", "").startswith("actions/checkout@") or step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("profile", ["fuzz", "seeds"])
def test_fresh_seeds_are_fresh_where_a_variable_says_ci(profile: str) -> None:
    """Hypothesis has a profile of its own there, which tries the same examples each time, whatever the seed."""
    code = f"import tests.conftest, hypothesis; print(hypothesis.settings.get_profile({profile!r}).derandomize)"

    told = subprocess.run(  # noqa: S603 - code of our own
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "CI": "true"}, check=True, capture_output=True, text=True
    )

    assert "False" == told.stdout.strip()
