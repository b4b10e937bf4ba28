"""The wheels that the tests of this folder judge.

`INTERLINGUA_DIST` names a folder of them (`nox -s build` sets it); without it they are built here.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.packaging.environments import ROOT, UV, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each package's wheel."""
    given = os.environ.get("INTERLINGUA_DIST")
    dist = ROOT / given if given else tmp_path_factory.mktemp("dist")
    if not given:
        run(UV, "build", "--quiet", "--all-packages", "--wheel", "--out-dir", dist, cwd=ROOT)
    return {wheel.name.partition("-")[0]: wheel for wheel in dist.glob("*.whl")}
