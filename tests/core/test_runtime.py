"""The door for tools: what is behind it, and that our own tools use no other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import interlingua
from interlingua import runtime

PACKAGE = Path(interlingua.__file__).parent


@pytest.mark.parametrize("name", runtime.__all__)
def test_each_name_resolves(name: str) -> None:
    """To what the runtime has under that name."""
    assert getattr(runtime, name) is not None
    assert name in dir(runtime)


def test_the_names_are_sorted_and_none_is_at_the_top_already() -> None:
    """A name has one door."""
    assert sorted(runtime._HOME_OF) == sorted(runtime.__all__)
    assert set() == set(runtime.__all__) & set(interlingua.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As in any module."""
    with pytest.raises(AttributeError, match="no attribute 'Backends'"):
        _ = runtime.Backends


def test_the_command_and_the_kit_use_only_what_is_public() -> None:
    """In annotations as well, which import-linter leaves out; so a third party can write either."""
    sources = [path for room in ("cli", "testing") for path in (PACKAGE / room).rglob("*.py*")]

    assert 50 < len(sources)
    assert [] == [str(path) for path in sources if path.suffix != ".pyc" and "interlingua._runtime" in path.read_text("utf-8")]


def test_asking_for_a_name_loads_its_own_file_alone() -> None:
    """A list of names on a shell's TAB loads neither pydantic nor stamina."""
    script = (
        "import sys\nfrom interlingua.runtime import provider_names\nprovider_names()\nprint(*{'pydantic', 'stamina'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - the script above

    assert "" == run.stdout.strip()
