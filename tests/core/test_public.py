"""The front door: what is public, and what opening it costs."""

from __future__ import annotations

import subprocess
import sys

import pytest

import interlingua

HEAVY = {"anthropic", "asyncio", "httpx2", "hypothesis", "openai", "pluggy", "stamina", "typer", "xllamacpp"}


def loaded_by(statement: str) -> set[str]:
    """Tell which of the heavy modules a fresh process has after a statement."""
    script = f"import sys\n{statement}\nprint(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - the script above
    return HEAVY & set(run.stdout.split())


def test_the_names_are_sorted_and_few() -> None:
    """A list that can be read at a glance."""
    assert sorted(set(interlingua.__all__)) == interlingua.__all__
    assert len(interlingua.__all__) <= 72


@pytest.mark.parametrize("name", interlingua.__all__)
def test_each_name_resolves(name: str) -> None:
    """To something that was made in one of our rooms, and has a docstring."""
    value = getattr(interlingua, name)

    assert value.__module__.startswith("interlingua.")
    assert value.__doc__


def test_the_lazy_names_are_the_public_names() -> None:
    """What is offered and what can be loaded agree."""
    assert sorted(interlingua._HOME_OF) == interlingua.__all__
    assert interlingua.__all__ == dir(interlingua)


def test_every_error_is_public() -> None:
    """Whatever we raise can be caught by its name."""
    errors = {name for name, value in vars(interlingua.errors).items() if isinstance(value, type) and issubclass(value, Exception)}

    assert errors <= set(interlingua.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """As in any module."""
    with pytest.raises(AttributeError, match="no attribute 'Modell'"):
        _ = interlingua.Modell


def test_importing_the_package_loads_next_to_nothing() -> None:
    """Neither an SDK, nor pluggy, asyncio, the command line, or Hypothesis."""
    assert set() == loaded_by("import interlingua")


def test_types_and_dialects_load_no_sdk() -> None:
    """Converting needs none, and no key."""
    convert = "interlingua.convert({'model': 'm', 'messages': []}, source='openai.chat', target='anthropic.messages')"

    assert not {"anthropic", "openai", "httpx2", "typer", "hypothesis"} & loaded_by(f"import interlingua; {convert}")


def test_a_model_that_sends_nothing_loads_no_sdk() -> None:
    """Nor does a dry run."""
    script = "import interlingua; interlingua.Model('anthropic:claude-x').prepare('hi')"

    assert not {"anthropic", "openai", "httpx2", "typer", "hypothesis"} & loaded_by(script)
