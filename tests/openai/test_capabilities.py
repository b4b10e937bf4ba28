"""Twin of capabilities.py: the rows, and which of them a model's name on a host finds. What they do is `test_refusals.py`'s."""

from __future__ import annotations

import pytest

from interlingua import get_provider
from interlingua.dialect import Limit
from interlingua_openai.capabilities import ROWS, option_rows, wire_of
from interlingua_openai.options import OpenAIOptions
from interlingua_openai.provider import OpenAIProvider


@pytest.mark.parametrize(
    ("model_id", "lacks", "efforts"),
    [
        ("o1-2024-12-17", {"temperature", "top_p", "parallel_tool_calls", "reasoning_off"}, "low medium high"),
        ("o3-mini", {"temperature", "top_p", "parallel_tool_calls", "reasoning_off", "image"}, "low medium high"),
        ("o4-mini-2025-04-16", {"temperature", "top_p", "parallel_tool_calls", "reasoning_off", "stop"}, "low medium high"),
        ("gpt-5-mini", {"temperature", "top_p", "stop", "reasoning_off"}, "minimal low medium high"),
        ("gpt-5.1", {"sampling_with_reasoning", "reasoning_unasked", "stop"}, "none low medium high"),
        ("gpt-5.5", {"sampling_with_reasoning", "stop"}, "none low medium high xhigh"),
        ("gpt-5-chat-latest", {"reasoning_effort", "reasoning_off", "reasoning_unasked", "tools"}, None),
        ("gpt-4", {"reasoning_effort", "reasoning_off", "reasoning_unasked", "output_schema", "image"}, None),
        ("gpt-4o-mini", {"reasoning_effort", "reasoning_off", "reasoning_unasked"}, None),
        ("gpt-3.5-turbo", {"reasoning_effort", "reasoning_off", "reasoning_unasked", "output_schema", "image"}, None),
        ("llama-4", set(), None),
    ],
)
def test_a_model_is_found_by_its_name(model_id: str, lacks: set[str], efforts: str | None) -> None:
    """Whatever its date, on a host of no particular rules; a model that nobody has heard of may do everything."""
    found = OpenAIProvider().capabilities(model_id, OpenAIOptions(base_url="http://localhost/v1"))

    assert found.lacks == lacks
    assert found.limit("reasoning_effort") == (Limit() if efforts is None else Limit(one_of=tuple(efforts.split())))


@pytest.mark.parametrize(
    ("spec", "model_id", "name"),
    [
        ("openai", "ft:gpt-4o-mini-2024-07-18:org::x", "gpt-4o-mini-2024-07-18"),
        ("openrouter", "openai/gpt-5:online", "gpt-5"),
        ("gemini", "models/gemini-3-pro", "gemini-3-pro"),
        ("azure", "gpt-35-turbo", "gpt-3.5-turbo"),
        ("fireworks", "accounts/fireworks/models/gpt-oss-120b", "gpt-oss-120b"),
        ("openai", "GPT-5", "gpt-5"),
    ],
)
def test_a_hosts_id_holds_its_makers_name(spec: str, model_id: str, name: str) -> None:
    """Whatever the host puts around it."""
    names = get_provider(spec).names_of(model_id)

    assert (names[0], name in names) == (model_id, True)


@pytest.mark.parametrize(
    ("name", "options", "hosts"),
    [
        ("openai", {}, {"openai", "openai.responses", "openai-api", "openai-api.responses"}),
        ("openai", {"api": "chat"}, {"openai", "openai.chat", "openai-api", "openai-api.chat"}),
        ("openai", {"base_url": "http://localhost/v1"}, {"openai", "openai.chat", "compatible", "compatible.chat"}),
        ("groq", {}, {"groq", "groq.chat", "openai.chat"}),
        ("azure", {}, {"azure", "azure.chat", "openai.chat", "openai-api", "openai-api.chat"}),
    ],
)
def test_rows_may_name_one_wire_of_a_host(name: str, options: dict[str, str], hosts: set[str]) -> None:
    """OpenAI's API is Azure's too, and no compatible server's."""
    provider = get_provider(name)

    assert hosts == set(provider.hosts(provider.options_type.model_validate(options)))


def test_a_wires_name() -> None:
    """The host's, and the word of the option `api`."""
    assert ["groq.chat", "groq.responses"] == [wire_of("groq", dialect) for dialect in ("openai.chat", "openai.responses")]


def test_what_a_host_takes_in_general_frees_no_model() -> None:
    """Four stop texts at OpenAI, and none on a model that refuses them."""
    chat = OpenAIOptions(api="chat")

    assert [Limit(at_most=4), False] == [
        OpenAIProvider().capabilities("gpt-4o", chat).limit("stop"),
        OpenAIProvider().capabilities("o3", chat).has("stop"),
    ]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (OpenAIOptions(), {}),
        (OpenAIOptions(base_url="http://localhost/v1"), {"top_k": "top_k", "max_completion_tokens": "max_tokens"}),
        (
            OpenAIOptions(base_url="http://localhost/v1", max_tokens_field="max_completion_tokens"),
            {"top_k": "top_k", "max_completion_tokens": "max_completion_tokens"},
        ),
        (OpenAIOptions(max_tokens_field="max_tokens"), {"max_completion_tokens": "max_tokens"}),
    ],
)
def test_the_host_decides_the_names(options: OpenAIOptions, names: dict[str, str]) -> None:
    """OpenAI's own address has the newer field and no top_k; others mostly have the older one, and top_k. An option says otherwise."""
    assert OpenAIProvider().capabilities("m", options).field_names == names
    assert len(option_rows(options)) == (options.max_tokens_field is not None)


def test_no_row_says_nothing() -> None:
    """Each takes effect, or is there to be read."""
    assert [] == [row for row in ROWS if not (row.takes or row.fields or row.names or row.tool_names or row.note)]
