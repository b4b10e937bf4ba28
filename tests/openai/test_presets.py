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
from pydantic import BaseModel

from interlingua import Model, get_provider
from interlingua.types import AssistantMessage, JsonObject, Request, SystemMessage, Tool, ToolCallPart, ToolChoice, ToolMessage, UserMessage
from interlingua_openai import presets
from interlingua_openai.presets import PRESETS, OpenAIPreset

NAMES = [preset.name for preset in PRESETS]


def body(spec: str, **fields: object) -> JsonObject:
    """The body of a streamed request, its losses let pass."""
    return Model(spec, on_loss="record").prepare("hi", stream=True, **fields).body  # type: ignore[arg-type]  # each test names real fields


def test_the_order_is_that_of_the_rows() -> None:
    """And no two have one name."""
    assert ["ollama", "vllm", "lmstudio", "llamaserver"] == NAMES[:4]
    assert len(set(NAMES)) == len(NAMES)


def test_a_host_is_one_row_and_one_entry_point() -> None:
    """Nothing else of the distribution names it."""
    project = Path(__file__).parents[2] / "providers" / "openai"
    registered = tomllib.loads((project / "pyproject.toml").read_text())["project"]["entry-points"]["interlingua.providers"]
    sources = "\n".join(path.read_text() for path in project.glob("src/**/*.py"))

    assert sorted(["openai", *NAMES]) == sorted(registered)
    for host in NAMES:
        module, row = registered[host].split(":")
        assert module == presets.__name__
        assert len(re.findall(rf"\b{row}\b", sources)) == 1


def test_a_new_row_is_a_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    """A constant and the entry point that names it are all there is to it."""
    monkeypatch.setattr(presets, "ACME", OpenAIPreset("acme", "Acme", "http://localhost:1/v1", "https://acme.example/docs"), raising=False)
    entry = EntryPoint("acme", "interlingua_openai.presets:ACME", "interlingua.providers")

    provider = entry.load().interlingua_provider()

    assert ("acme", ()) == (provider.name, provider.key_variables(provider.options_type()))
    assert "http://localhost:1/v1" == provider.options_type().base_url


@pytest.mark.parametrize("preset", PRESETS, ids=NAMES)
def test_each_is_an_entry_point(preset: OpenAIPreset) -> None:
    """The name in a config string leads to the row, and the provider says what the row says."""
    (entry,) = entry_points(group="interlingua.providers", name=preset.name)
    provider = get_provider(preset.name)
    options = provider.options_type()

    assert entry.load() is preset
    assert provider.name == preset.name
    assert provider.distribution == "interlingua-openai"
    assert (provider.models, provider.default_model) == (preset.models, preset.default_model)
    assert provider.key_variables(options) == preset.key_variables
    assert options.base_url == preset.base_url
    assert provider.dialects() == {}
    assert provider.route(Request(model_id="m", messages=()), options).dialect == "openai.chat"


@pytest.mark.parametrize("preset", PRESETS, ids=NAMES)
def test_each_names_its_sources(preset: OpenAIPreset) -> None:
    """Every fact has a page, and a host that is not this machine has a key variable and a safe address."""
    for row in preset.host_rows:
        assert urlsplit(row.source or "").scheme == "https"
        assert row.hosts in {(preset.name,), (f"{preset.name}.chat",)}
    if preset.base_url is not None:
        place = urlsplit(preset.base_url)
        local = place.hostname == "localhost"
        assert place.scheme == ("http" if local else "https")
        assert local == (not preset.key_variables)


ELSEWHERE = [
    UserMessage("hi"),
    AssistantMessage([ToolCallPart("toolu_01", "f", "{}"), ToolCallPart("toolu_02", "f", "{}")]),
    ToolMessage(tool_call_id="toolu_01", content="a"),
    ToolMessage(tool_call_id="toolu_02", content="b"),
]


def test_mistral_takes_ids_of_nine_letters_and_digits() -> None:
    """Another's ids are mapped, a call's and its result's to one."""
    prepared = Model("mistral:m").prepare(ELSEWHERE)
    calls, *results = prepared.body["messages"][1:]  # type: ignore[index, misc]  # a list

    said = [call["id"] for call in calls["tool_calls"]]  # type: ignore[index, call-overload, union-attr]  # objects
    assert said == [result["tool_call_id"] for result in results]  # type: ignore[index, call-overload]  # objects
    assert all(re.fullmatch("[a-zA-Z0-9]{9}", call_id) for call_id in said)  # type: ignore[arg-type]  # a text
    assert len(set(said)) == 2
    assert prepared.losses == ()


@pytest.mark.parametrize(
    ("spec", "place"),
    [
        ("gemini:gemini-3.8-flash", "google"),
        ("gemini:models/gemini-3-pro-preview", "google"),
        ("gemini:google/gemini-3-pro", "vertex"),
        ("gemini:gemini-2.5-flash", None),
        ("groq:gemini-3", None),
    ],
)
def test_gemini_3_takes_no_call_without_a_signature(spec: str, place: str | None) -> None:
    """The first one of another model's gets the documented placeholder, which is told as a hint."""
    prepared = Model(spec).prepare(ELSEWHERE)
    first, second = prepared.body["messages"][1]["tool_calls"]  # type: ignore[index, call-overload, misc]  # objects

    assert first.get("extra_content") == ({place: {"thought_signature": "skip_thought_signature_validator"}} if place else None)  # type: ignore[union-attr]
    assert "extra_content" not in second
    assert [loss.kind for loss in prepared.losses] == (["hint"] if place else [])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("groq", {"max_completion_tokens": 5, "seed": 3, "stream_options": {"include_usage": True}}),
        ("mistral", {"max_tokens": 5, "random_seed": 3, "top_k": 4}),
        ("deepseek", {"max_tokens": 5, "stream_options": {"include_usage": True}}),
        ("gemini", {"max_completion_tokens": 5, "stream_options": {"include_usage": True}}),
        ("openrouter", {"max_completion_tokens": 5, "seed": 3, "top_k": 4}),
        ("together", {"max_tokens": 5, "seed": 3, "top_k": 4, "stream_options": {"include_usage": True}}),
        ("ollama", {"max_tokens": 5, "seed": 3, "stream_options": {"include_usage": True}}),
        ("vllm", {"max_completion_tokens": 5, "seed": 3, "top_k": 4, "stream_options": {"include_usage": True}}),
        ("azure", {"max_completion_tokens": 5, "seed": 3, "stream_options": {"include_usage": True}}),
    ],
)
def test_fields_go_out_as_the_host_names_them(name: str, said: JsonObject) -> None:
    """What the host has no field for is left out, which is told as a hint."""
    prepared = Model(f"{name}:m", on_loss="record").prepare("hi", stream=True, max_tokens=5, seed=3, top_k=4)

    assert {"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": True, **said} == prepared.body
    assert {"$.seed", "$.top_k"} >= {loss.path for loss in prepared.losses}
    assert {"hint"} >= {loss.kind for loss in prepared.losses}


def test_an_option_goes_before_the_row() -> None:
    """The caller knows better: a proxy, a newer version of the host."""
    said = body("mistral:m?max_tokens=5&max_tokens_field=max_completion_tokens&include_usage=true")

    assert said["max_completion_tokens"] == 5
    assert said["stream_options"] == {"include_usage": True}


def test_a_schema_becomes_a_tool_where_the_host_takes_none() -> None:
    """DeepSeek answers 400 to a schema."""

    class City(BaseModel):
        name: str

    said = body("deepseek:deepseek-flash", output=City)

    assert "response_format" not in said
    assert len(said["tools"]) == 1  # type: ignore[arg-type]  # a list


def test_a_role_word_that_the_host_does_not_know() -> None:
    """`developer` goes out as `system`."""
    message = SystemMessage("S", provider_data={"openai.chat": {"role": "developer"}})
    roles = {}
    for name in ("groq", "mistral"):
        prepared = Model(f"{name}:m").prepare([message, UserMessage("hi")])
        roles[name] = prepared.body["messages"][0]["role"]  # type: ignore[index, call-overload]  # a list of objects

    assert roles == {"groq": "developer", "mistral": "system"}


@pytest.mark.parametrize("name", ["lmstudio", "llamaserver"])
def test_a_named_tool_is_sent_alone(name: str) -> None:
    """Where the host takes a named choice for any, or refuses it."""
    tools = [Tool("add", "Add.", {}), Tool("sub", "Subtract.", {})]

    said = body(f"{name}:m", tools=tools, tool_choice=ToolChoice("tool", "add"))

    assert [wire["function"]["name"] for wire in said["tools"]] == ["add"]  # type: ignore[index, call-overload, union-attr]  # a list of objects
    assert said["tool_choice"] == "required"


def test_a_server_with_one_model_needs_no_name() -> None:
    """llama.cpp's server serves the model that it was started with."""
    assert body("llamaserver:")["model"] == "default"


def test_choosing_one_loads_this_plugin_alone() -> None:
    """No other plugin, and no SDK."""
    program = """
import sys, interlingua
interlingua.Model("groq:m").prepare("hi", stream=True)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"openai", "httpx2", "anthropic", "interlingua_anthropic",
    "interlingua_llamacpp", "interlingua_openai"}))
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)  # noqa: S603 - our own
    assert done.stdout == "['interlingua_openai']\n"
