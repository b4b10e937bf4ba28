"""`interlingua providers`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua import ConfigError
from interlingua._runtime.plugins.providers import InstalledProvider, get_provider
from interlingua.types.json import loads

if TYPE_CHECKING:
    import pytest
    from tests.core.cli.conftest import Run


def test_lists_all(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each provider has its options with types, defaults and help, and says where its key comes from, never the key."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecretverysecret")

    shown = run("providers").stdout

    assert "\nkey: OPENAI_API_KEY (set)\n" in shown
    assert "\nkey: ANTHROPIC_API_KEY (not set)" in shown
    assert "\nkey: none needed\n" in shown
    assert "\nmax_tokens\tinteger\t\tthe most tokens to generate\n" in shown
    assert "verysecret" not in shown


def test_hosts_of_one_plugin_share_a_table(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin's options are listed once, and its further hosts below them, each with its key and address."""
    monkeypatch.setenv("GROQ_API_KEY", "gsk_verysecretverysecret")

    shown = run("providers").stdout
    lines = shown.splitlines()

    assert "groq\tGROQ_API_KEY (set)\thttps://api.groq.com/openai/v1" in lines
    assert "ollama\tnone needed\thttp://localhost:11434/v1" in lines
    assert "azure\tAZURE_OPENAI_API_KEY (not set)\tyour own" in lines
    assert lines.index("host\tkey\taddress", lines.index("openai (interlingua-openai 0.1.0)")) < lines.index(
        "groq\tGROQ_API_KEY (set)\thttps://api.groq.com/openai/v1"
    )
    assert "\ngroq (" not in shown
    assert "verysecret" not in shown


def test_one_host_has_its_own_defaults(run: Run) -> None:
    """Asked for by name it is shown whole."""
    shown = run("providers", "mistral").stdout

    assert shown.startswith("mistral (interlingua-openai 0.1.0)\nmodels: mistral-large-latest")
    assert "\nbase_url\tstring\thttps://api.mistral.ai/v1\taddress of Mistral" in shown
    assert "\ninclude_usage\tboolean\tfalse\t" in shown


def test_one_as_json(run: Run) -> None:
    """One provider can be asked for, and JSON."""
    rows = loads(run("providers", "llamacpp", "--json").stdout)

    assert [row["name"] for row in rows] == ["llamacpp"]  # type: ignore[union-attr, index, call-overload]
    assert rows[0]["default_model"] == "smollm2-135m"  # type: ignore[index, call-overload]
    assert rows[0]["dialects"] == ["openai.chat"]  # type: ignore[index, call-overload]
    assert rows[0]["options"][0]["default"] == 600.0  # type: ignore[index, call-overload]


def test_unknown_name(run: Run) -> None:
    """A name that isn't installed is a configuration error that names its neighbour."""
    done = run("providers", "opnai")

    assert done.exit_code == 3
    assert "did you mean openai?" in done.stderr


def test_broken_plugin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin that failed to load is listed with its reason, and the others are there."""
    broken = InstalledProvider("odd", "interlingua-odd", "1.0", None, ConfigError("importing odd: no\x1b", hint="remove it"))
    good = InstalledProvider("llamacpp", "interlingua-llamacpp", "0.1.0", get_provider("llamacpp"), None)
    monkeypatch.setattr("interlingua.runtime.installed_providers", lambda: [broken, good])

    shown = run("providers").stdout
    json = loads(run("providers", "odd", "--json").stdout)

    assert shown.startswith("odd (interlingua-odd 1.0)\nfailed to load: importing odd: no\\x1b (hint: remove it)\n\nllamacpp")
    assert json[0]["error"] == "importing odd: no\x1b"  # type: ignore[index, call-overload]


def test_a_plugin_that_fails_to_describe_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is listed with the reason, as one that doesn't load, and the others are there."""

    def fail(*_: object) -> str:
        raise OSError("no luck")

    monkeypatch.setattr(type(get_provider("llamacpp")), "route", fail)

    shown = run("providers").stdout

    assert "failed to load: the provider 'llamacpp' of interlingua-llamacpp can't be used: describing it raised OSError: no luck" in shown
    assert "\ndialects: anthropic.messages\n" in shown
