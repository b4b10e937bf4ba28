"""Twin of presets.py: each row is the plugin of an entry point, and what it says takes effect."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from interlingua import Model, get_provider
from interlingua.types import ReasoningConfig, Request
from interlingua_anthropic import presets
from interlingua_anthropic.presets import PRESETS, AnthropicPreset

NAMES = [preset.name for preset in PRESETS]


def test_the_order_is_that_of_the_rows() -> None:
    """And no two have one name."""
    assert ["minimax", "deepseek-anthropic", "kimi", "zai", "openrouter-anthropic"] == NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_a_host_is_one_row_and_one_entry_point() -> None:
    """Nothing else of the distribution names it."""
    project = Path(__file__).parents[2] / "providers" / "anthropic"
    registered = tomllib.loads((project / "pyproject.toml").read_text())["project"]["entry-points"]["interlingua.providers"]
    sources = "\n".join(path.read_text() for path in project.glob("src/**/*.py"))

    assert sorted(["anthropic", *NAMES]) == sorted(registered)
    for host in NAMES:
        module, row = registered[host].split(":")
        assert module == presets.__name__
        assert len(re.findall(rf"\b{row}\b", sources)) == 1


def test_a_new_row_is_a_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    """A constant and the entry point that names it are all there is to it."""
    monkeypatch.setattr(presets, "ACME", AnthropicPreset("acme", "Acme", "http://localhost:1", "https://acme.example/docs"), raising=False)
    entry = EntryPoint("acme", "interlingua_anthropic.presets:ACME", "interlingua.providers")

    provider = entry.load().interlingua_provider()

    assert ("acme", ()) == (provider.name, provider.key_variables(provider.options_type()))
    assert "http://localhost:1" == provider.options_type().base_url


@pytest.mark.parametrize("preset", PRESETS, ids=NAMES)
def test_each_is_an_entry_point(preset: AnthropicPreset) -> None:
    """The name in a config string leads to the row, and the provider says what the row says."""
    (entry,) = entry_points(group="interlingua.providers", name=preset.name)
    provider = get_provider(preset.name)
    options = provider.options_type()

    assert entry.load() is preset
    assert provider.name == preset.name
    assert provider.distribution == "interlingua-anthropic"
    assert provider.key_variables(options) == preset.key_variables
    assert options.base_url == preset.base_url
    assert provider.dialects() == {}
    assert provider.route(Request(model_id="m", messages=()), options).dialect == "anthropic.messages"


@pytest.mark.parametrize("preset", PRESETS, ids=NAMES)
def test_each_names_its_sources(preset: AnthropicPreset) -> None:
    """Every fact has a page, and every host a key variable and a safe address."""
    for page in (preset.page, preset.base_url or "", *(row.source for row in preset.rows if row.source)):
        assert urlsplit(page).scheme == "https"
    for row in preset.rows:
        assert row.takes or row.fields or row.several_makers or row.note
    assert len(preset.key_variables) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("minimax", {"temperature", "top_p"}),
        ("deepseek-anthropic", {"temperature", "top_p", "stop_sequences"}),
        ("kimi", {"stop_sequences"}),
        ("zai", {"temperature", "top_p", "top_k", "stop_sequences"}),
        ("openrouter-anthropic", {"temperature", "top_p", "top_k", "stop_sequences"}),
    ],
)
def test_fields_that_a_host_does_not_take(name: str, kept: set[str]) -> None:
    """They are left out, which is told as a hint."""
    prepared = Model(f"{name}:m", on_loss="record", max_tokens=9).prepare("hi", temperature=0.5, top_p=0.5, top_k=3, stop=("a",))

    assert {"model", "max_tokens", "messages", *kept} == set(prepared.body)
    assert len(prepared.losses) == 4 - len(kept)
    assert {"hint"} >= {loss.kind for loss in prepared.losses}


def test_a_reasoning_budget_that_a_host_does_not_take() -> None:
    """It is told."""
    for name in ("deepseek-anthropic", "kimi"):
        prepared = Model(f"{name}:m", on_loss="record", max_tokens=9000).prepare("hi", reasoning=ReasoningConfig(budget_tokens=2000))

        assert "budget_tokens" not in str(prepared.body)
        assert "$.reasoning.budget_tokens" in {loss.path for loss in prepared.losses}


@pytest.mark.parametrize(("name", "refused"), [("openrouter-anthropic", True), ("deepseek-anthropic", False), ("zai", False)])
def test_a_name_of_claudes(name: str, refused: bool) -> None:  # noqa: FBT001 - a case
    """Is a Claude where several makers' models are served; elsewhere one of the host's own answers, of which Claude's rows say nothing."""
    encoded = Model(f"{name}:anthropic/claude-opus-4.8", on_loss="record", max_tokens=9).prepare("hi", temperature=0.5)

    assert ("temperature" not in encoded.body) is refused


def test_choosing_one_loads_this_plugin_alone() -> None:
    """No other plugin, and no SDK."""
    program = """
import sys, interlingua
interlingua.Model("minimax:m", max_tokens=9).prepare("hi", stream=True)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"openai", "httpx2", "anthropic", "interlingua_anthropic",
    "interlingua_llamacpp", "interlingua_openai"}))
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)  # noqa: S603 - our own
    assert done.stdout == "['interlingua_anthropic']\n"
