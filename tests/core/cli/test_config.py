"""`interlingua config show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.json import loads

if TYPE_CHECKING:
    import pytest
    from tests.core.cli.conftest import Run


def test_built_in(run: Run) -> None:
    """Without any setting the default model is built in."""
    expected = "key\tvalue\tsource\ndefault_model\tllamacpp:smollm2-135m\tbuilt-in\n"

    assert run("config", "show").stdout == expected


def test_sources(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value says where it comes from."""
    monkeypatch.setenv("INTERLINGUA_MODEL", "openai:gpt-4o")

    rows = loads(run("config", "show", "--json").stdout)

    assert rows == [{"key": "default_model", "value": "openai:gpt-4o", "source": "INTERLINGUA_MODEL"}]
