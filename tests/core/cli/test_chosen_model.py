"""From `-m` and `-o` to one config string."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from interlingua import ConfigError
from interlingua.cli.chosen_model import open_model, with_options

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("expected", "spec", "options"),
    [
        ("a:b?x=1", "a:b?x=1", []),
        ("a:b?x=1&y=2", "a:b?x=1", ["y=2"]),
        ("a:b?y=2&x=3&x=4", "a:b?x=1&y=2", ["x=3", "x=4"]),
        ("a:b?base_url=http://h/v1?q%3D1%26r", "a:b", ["base_url=http://h/v1?q=1&r"]),
    ],
)
def test_options_take_the_place_of_the_strings(expected: str, spec: str, options: list[str]) -> None:
    """An option replaces the string's own of that name, and may be given several times; its value is taken as it is."""
    assert with_options(spec, options) == expected


@pytest.mark.parametrize("option", ["x", "=1", ""])
def test_no_pair(option: str) -> None:
    """An option is name=value."""
    with pytest.raises(ConfigError, match="name=value"):
        with_options("a:b", [option])


def test_keys_are_refused() -> None:
    """A key is refused as in a config string, and not echoed."""
    with pytest.raises(ConfigError, match="would hold a key") as raised:
        open_model("openai:gpt-4o", ["api_key=sk-secretsecretsecret"])

    assert "secretsecret" not in str(raised.value)


def test_same_errors_as_the_string() -> None:
    """A misspelt option is marked and its neighbour named."""
    with pytest.raises(ConfigError, match=r"\^\^\^") as raised:
        open_model("llamacpp:smollm2-135m", ["max_token=1"])

    assert raised.value.hint == "did you mean max_tokens?"


def test_a_string_that_nobody_typed_is_named_by_its_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variable or the file that it stands in; an option that was typed is marked alone, and so is a string."""
    monkeypatch.setenv("INTERLINGUA_MODEL", "bogus")
    with pytest.raises(ConfigError, match=r"^INTERLINGUA_MODEL: this is neither"):
        open_model(None)
    monkeypatch.setenv("INTERLINGUA_MODEL", "foo:bar")
    with pytest.raises(ConfigError, match=r"^INTERLINGUA_MODEL: no provider 'foo' is installed"):
        open_model(None)
    with pytest.raises(ConfigError, match=r"^no provider 'baz' is installed"):
        open_model("baz:x")
    monkeypatch.setenv("INTERLINGUA_MODEL", "openai:gpt-5?seed=x")
    with pytest.raises(ConfigError, match=r"^openai has no option 'sed'"):
        open_model(None, ["seed=1", "sed=1"])
    monkeypatch.delenv("INTERLINGUA_MODEL")
    (tmp_path / "interlingua.toml").write_text("default_model = 'foo:bar'")
    with pytest.raises(ConfigError, match=rf"^{re.escape(str(tmp_path / 'interlingua.toml'))}: no provider 'foo'"):
        open_model(None)
