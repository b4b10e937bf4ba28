"""From `-m` and `-o` to one config string."""

from __future__ import annotations

import pytest

from interlingua import ConfigError
from interlingua.cli.chosen_model import open_model, with_options


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
