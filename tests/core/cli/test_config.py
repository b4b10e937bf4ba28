"""`interlingua config show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.json import loads

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from tests.core.cli.conftest import Run


def test_built_in(run: Run) -> None:
    """Without any setting the default model is built in."""
    expected = "key\tvalue\tsource\tstate\ndefault_model\tllamacpp:smollm2-135m\tbuilt-in\t\n"

    assert run("config", "show").stdout == expected


def test_sources(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value says where it comes from."""
    monkeypatch.setenv("INTERLINGUA_MODEL", "openai:gpt-4o")

    rows = loads(run("config", "show", "--json").stdout)

    assert rows == [{"key": "default_model", "value": "openai:gpt-4o", "source": "INTERLINGUA_MODEL", "error": None}]


def test_a_wrong_default_is_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its source and what is wrong with it, and never a key that it holds."""
    monkeypatch.setenv("INTERLINGUA_MODEL", "openai:gpt-4o?api_key=sk-secretsecretsecret")

    done = run("config", "show")

    assert done.exit_code == 0
    assert "default_model\topenai:gpt-4o?api_key=…\tINTERLINGUA_MODEL\tinvalid\n" in done.stdout
    assert "error: INTERLINGUA_MODEL: option 'api_key' would hold a key" in done.stderr
    assert "hint: set OPENAI_API_KEY in the environment instead" in done.stderr
    assert "secretsecret" not in done.output


def test_each_model_is_tried(run: Run, tmp_path: Path) -> None:
    """A wrong alias leaves the others good; a provider that isn't installed is a fault too."""
    (tmp_path / "interlingua.toml").write_text("[aliases]\na = 'openai:gpt-5'\nb = 'foo:bar'\n[providers.openai]\nseed = 1\n")

    rows = loads(run("config", "show", "--json").stdout)

    errors = {row["key"]: row["error"] for row in rows}  # type: ignore[union-attr, index, call-overload]
    where = f"alias b of {tmp_path / 'interlingua.toml'}"
    assert errors == {
        "default_model": None,
        "aliases.a": None,
        "aliases.b": f"{where}: no provider 'foo' is installed",
        "providers.openai.seed": None,
    }
