"""A configuration file's text with one value changed."""

from __future__ import annotations

import tomllib

import pytest

from interlingua import ConfigError
from interlingua.cli.config_text import changed, setting_of, shown

FILE = """\
# mine
default_model = "a:b"  # for now

[aliases]
# the quick one
fast = "x:y"

[providers.openai]
timeout = 5  # seconds
"""


@pytest.mark.parametrize(
    ("expected", "texts"),
    [
        (60, ["60"]),
        (-1, ["-1"]),
        (0.5, ["0.5"]),
        (True, ["true"]),
        ("True", ["True"]),
        ("007", ["007"]),
        ("1e3", ["1e3"]),
        ("nan", ["nan"]),
        (str(2**63), [str(2**63)]),
        ("text", ["text"]),
        ("", [""]),
        (["1", "b"], ["1", "b"]),
    ],
)
def test_settings(expected: object, texts: list[str]) -> None:
    """What the file would print as it was typed is a number or a boolean; all else is text."""
    setting = setting_of(texts)

    assert (type(setting), setting) == (type(expected), expected)


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ('default_model = "c:d"  # for now', "default_model", "c:d"),
        ('slow = "q:r"', "aliases.slow", "q:r"),
        ("[defaults]\nmax_tokens = 5", "defaults.max_tokens", 5),
        ('[providers.groq]\nstop = ["a", "b"]', "providers.groq.stop", ["a", "b"]),
        ("timeout = 6  # seconds", "providers.openai.timeout", 6),
    ],
)
def test_set(line: str, key: str, value: str | int | list[str]) -> None:
    """One value changes, and every comment stays."""
    new = changed(FILE, key.split("."), value)

    assert line in new
    assert [text for text in FILE.splitlines() if text.startswith("#")] == [text for text in new.splitlines() if text.startswith("#")]
    assert len(new.splitlines()) <= len(FILE.splitlines()) + 3


def test_set_in_an_empty_file() -> None:
    """Tables are made."""
    assert tomllib.loads(changed("", ["providers", "openai", "seed"], 1)) == {"providers": {"openai": {"seed": 1}}}


def test_unset() -> None:
    """One line goes, and what stands around it stays."""
    assert changed(FILE, ["aliases", "fast"], None) == FILE.replace('fast = "x:y"\n', "")


@pytest.mark.parametrize(
    ("message", "key", "value"),
    [
        ("doesn't set aliases.slow", "aliases.slow", None),
        ("doesn't set defaults.seed", "defaults.seed", None),
        ("aliases is a table", "aliases", "x"),
        ("providers.openai is a table", "providers.openai", None),
        ("default_model holds a value, and default_model.x would be within it", "default_model.x", 1),
        ("doesn't set this key", "aliases.sk-ant-secretsecret", None),
    ],
)
def test_refused(message: str, key: str, value: str | int | None) -> None:
    """What isn't there, and what is of another kind; a secret in the wrong place isn't shown."""
    with pytest.raises(ConfigError, match=message):
        changed(FILE, key.split("."), value)


def test_a_file_that_the_library_would_change_elsewhere() -> None:
    """The new text is read again, so that no other value can be lost."""
    text = "[providers.a]\nseed = 1\n[defaults]\nseed = 1\n[providers.b]\n"

    with pytest.raises(ConfigError, match=r"providers.c.seed can't be changed alone"):
        changed(text, ["providers", "c", "seed"], 1)


def test_shown() -> None:
    """A key is shown unless it looks like a secret."""
    assert [shown(["aliases", "a"]), shown(["gsk_secretsecretsecret"])] == ["aliases.a", "this key"]
