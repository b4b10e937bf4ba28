"""Token counts, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import LossLog
from interlingua.types import JsonObject, Loss, Usage
from interlingua_anthropic.messages.usage import decode_usage, encode_usage

NAME = "anthropic.messages"


@pytest.mark.parametrize(
    ("wire", "usage"),
    [
        ({}, Usage(input_includes_cache=False)),
        ({"input_tokens": 1, "output_tokens": 2}, Usage(input_tokens=1, output_tokens=2, input_includes_cache=False)),
        (
            {"cache_creation_input_tokens": 3, "cache_read_input_tokens": None},
            Usage(cache_write_tokens=3, input_includes_cache=False, provider_data={NAME: {"cache_read_input_tokens": None}}),
        ),
        ({"output_tokens_details": {"thinking_tokens": 4}}, Usage(reasoning_tokens=4, input_includes_cache=False)),
        (
            {"output_tokens_details": {"thinking_tokens": 4, "future": 1}, "iterations": []},
            Usage(
                reasoning_tokens=4,
                input_includes_cache=False,
                provider_data={NAME: {"output_tokens_details": {"future": 1}, "iterations": []}},
            ),
        ),
        ({"output_tokens_details": {}}, Usage(input_includes_cache=False, provider_data={NAME: {"output_tokens_details": {}}})),
        ({"input_tokens": 1.5}, Usage(input_includes_cache=False, provider_data={NAME: {"input_tokens": 1.5}})),
    ],
)
def test_both_ways(wire: JsonObject, usage: Usage) -> None:
    """Figures are ours, everything else is kept, and nothing is 0 that wasn't said."""
    log = LossLog(NAME)

    assert decode_usage(wire) == usage
    assert encode_usage(usage, log) == wire
    assert log.records == []


def test_cached_tokens_are_taken_from_another_makers_count() -> None:
    """Those that were read and those that were written; where there are none, nothing is told."""
    log, silent = LossLog(NAME), LossLog(NAME)
    usage = Usage(input_tokens=10, cache_read_tokens=3, cache_write_tokens=2)

    assert encode_usage(usage, log)["input_tokens"] == 5
    assert encode_usage(Usage(input_tokens=10), silent)["input_tokens"] == 10
    assert encode_usage(Usage(cache_read_tokens=0), silent).get("input_tokens", 0) == 0
    assert log.records == [Loss("$.usage.input_tokens", "this wire's input_tokens doesn't count cached tokens", "hint", 5)]
    assert silent.records == []


def test_more_cached_than_counted() -> None:
    """A count that makes no sense gives no negative number."""
    log = LossLog(NAME)

    assert encode_usage(Usage(input_tokens=1, cache_read_tokens=5), log)["input_tokens"] == 0
    assert len(log.records) == 1


def test_what_disagrees_is_told() -> None:
    """A kept figure of a canonical name loses, with a hint; a canonical one that was changed is said as changed."""
    log = LossLog(NAME)
    usage = Usage(output_tokens=2, input_includes_cache=False, provider_data={NAME: {"output_tokens": 3}})

    assert encode_usage(usage, log) == {"output_tokens": 2}
    assert [(loss.path, loss.kind) for loss in log.records] == [("$.usage.provider_data['anthropic.messages'].output_tokens", "hint")]
