"""Twin of usage.py: token counts, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import LossLog
from interlingua.types import JsonObject, Usage
from interlingua_openai.usage import UsageWords, decode_usage, encode_usage

DIALECT = "some.dialect"
WORDS = UsageWords(DIALECT, "prompt_tokens", "completion_tokens")

FULL: JsonObject = {
    "prompt_tokens": 10,
    "completion_tokens": 5,
    "total_tokens": 15,
    "prompt_tokens_details": {"cached_tokens": 8, "cache_write_tokens": 2, "audio_tokens": 0},
    "completion_tokens_details": {"reasoning_tokens": 3, "audio_tokens": 0},
    "new": 1,
}


@pytest.mark.parametrize(
    ("wire", "usage"),
    [
        (
            FULL,
            Usage(
                input_tokens=10, output_tokens=5, cache_read_tokens=8, cache_write_tokens=2, reasoning_tokens=3,
                provider_data={DIALECT: {
                    "prompt_tokens_details": {"audio_tokens": 0}, "completion_tokens_details": {"audio_tokens": 0}, "new": 1,
                }},
            ),
        ),
        ({"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}, Usage(input_tokens=1, output_tokens=2)),
        ({}, Usage()),
        ({"prompt_tokens": 1}, Usage(input_tokens=1)),
        (
            {"prompt_tokens": None, "completion_tokens": 1.5, "prompt_tokens_details": None, "completion_tokens_details": []},
            Usage(provider_data={DIALECT: {
                "prompt_tokens": None, "completion_tokens": 1.5, "prompt_tokens_details": None, "completion_tokens_details": [],
            }}),
        ),
        (
            {"prompt_tokens": 1, "completion_tokens": True},
            Usage(input_tokens=1, provider_data={DIALECT: {"completion_tokens": True}}),
        ),
        (
            {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11, "prompt_cache_hit_tokens": 8, "prompt_cache_miss_tokens": 1},
            Usage(
                input_tokens=9, output_tokens=2, cache_read_tokens=8,
                provider_data={
                    DIALECT: {"prompt_cache_hit_tokens": 8, "prompt_cache_miss_tokens": 1},
                    "$marks": {DIALECT: {"spelling": {"prompt_tokens_details": [{"cached_tokens": 8}]}}},
                },
            ),
        ),
        (
            {"prompt_tokens": 1, "completion_tokens": 2},
            Usage(input_tokens=1, output_tokens=2, provider_data={"$marks": {DIALECT: {"spelling": {"total_tokens": [3]}}}}),
        ),
    ],
)  # fmt: skip
def test_counts_go_both_ways(wire: JsonObject, usage: Usage) -> None:
    """A figure is None where the wire said nothing, and what isn't modelled stays verbatim."""
    log = LossLog(DIALECT)

    assert decode_usage(wire, WORDS) == usage
    assert encode_usage(usage, WORDS, log) == wire
    assert log.records == []


@pytest.mark.parametrize(
    ("details", "cached"), [(None, 8), ({}, 8), ({"cached_tokens": None}, 8), ({"cached_tokens": 7}, 7), ({"cached_tokens": 0}, 0)]
)
def test_deepseek_hits_count_where_the_details_say_nothing(details: JsonObject | None, cached: int) -> None:
    """Some hosts of DeepSeek's models say the cached input under its own name alone; the details' figure goes before."""
    wire: JsonObject = {"prompt_tokens": 9, "prompt_tokens_details": details, "prompt_cache_hit_tokens": 8}
    log = LossLog(DIALECT)

    usage = decode_usage(wire, WORDS)

    assert usage.cache_read_tokens == cached
    assert encode_usage(usage, WORDS, log) == wire
    assert log.records == []


def test_input_that_excludes_cached_tokens_is_counted_whole() -> None:
    """`prompt_tokens` means all of them, so another wire's figure is added up, and that is recorded."""
    log = LossLog(DIALECT)
    usage = Usage(input_tokens=1, output_tokens=4, cache_read_tokens=8, input_includes_cache=False)

    wire = encode_usage(usage, WORDS, log)

    assert wire == {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13, "prompt_tokens_details": {"cached_tokens": 8}}
    assert [(loss.path, loss.kind, loss.replaced_by) for loss in log.records] == [("$.usage.input_tokens", "hint", 9)]


@pytest.mark.parametrize("cached", [{}, {"cache_read_tokens": 0, "cache_write_tokens": 0}])
def test_input_without_cached_tokens_is_the_same_figure(cached: dict[str, int]) -> None:
    """Where nothing is cached, both ways of counting agree, and nothing is lost."""
    log = LossLog(DIALECT)

    wire = encode_usage(Usage(input_tokens=1, input_includes_cache=False, **cached), WORDS, log)  # type: ignore[arg-type]  # figures only

    assert wire["prompt_tokens"] == 1
    assert log.records == []


def test_a_usage_without_its_input_loses_nothing() -> None:
    """A figure that isn't there can't change."""
    log = LossLog(DIALECT)

    assert encode_usage(Usage(output_tokens=4, input_includes_cache=False), WORDS, log) == {"completion_tokens": 4}
    assert log.records == []
