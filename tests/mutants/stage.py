"""A folder with one target's package and tests, as mutmut wants it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Final

from tests.mutants.targets import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.mutants.targets import Target

# The same examples for every mutant, and no complaint where one is slow.
_CONFTEST: Final = '''"""Settings of a run over mutants."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, max_examples=50, suppress_health_check=list(HealthCheck)
)
settings.load_profile("mutants")
'''


def stage(target: Target, folder: Path) -> None:
    """Write the folder anew; mutmut's own results in it stay, so that only what changed is run again."""
    for name in ("src", "tests", "mutants/tests"):  # mutmut copies, and takes nothing away
        shutil.rmtree(folder / name, ignore_errors=True)
    source = ROOT / target.package
    package = folder / "src" / source.name
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tests/conftest.py").write_text(_CONFTEST)
    (folder / "pyproject.toml").write_text(_settings(target, f"src/{source.name}"))


def _settings(target: Target, package: str) -> str:
    def written(values: list[str]) -> str:
        return json.dumps(values)  # TOML's lists of plain strings are JSON's

    return f"""\
[tool.mutmut]
source_paths = ["src/"]
only_mutate = {written([f"{package}/{pattern}" for pattern in target.only])}
pytest_add_cli_args_test_selection = {written([*target.tests])}
pytest_add_cli_args = ["-p", "no:cacheprovider"]

[tool.pytest.ini_options]
addopts = ["--import-mode=importlib"]
pythonpath = ["."]
anyio_mode = "auto"
"""
