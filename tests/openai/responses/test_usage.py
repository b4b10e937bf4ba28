"""Twin of responses/usage.py: this wire's words for the token counts."""

from __future__ import annotations

from interlingua.types import JsonObject, Loss, Usage
from interlingua_openai.responses.usage import decode_usage, encode_usage
from interlingua_openai.responses.wire import DIALECT


def test_counts_go_both_ways() -> None:
    """Cached tokens, those written to the cache, and reasoning are read; what isn't modelled stays verbatim."""
    losses: list[Loss] = []
    usage = Usage(
        input_tokens=10, output_tokens=5, cache_read_tokens=8, cache_write_tokens=2, reasoning_tokens=3,
        provider_data={DIALECT: {"input_tokens_details": {"cache_write_tokens_details": {"ttl_12h_tokens": 2}}}},
    )  # fmt: skip
    wire: JsonObject = {
        "input_tokens": 10,
        "input_tokens_details": {"cached_tokens": 8, "cache_write_tokens": 2, "cache_write_tokens_details": {"ttl_12h_tokens": 2}},
        "output_tokens": 5,
        "output_tokens_details": {"reasoning_tokens": 3},
        "total_tokens": 15,
    }

    assert decode_usage(wire, "$.usage") == usage
    assert encode_usage(usage, "$.usage", losses) == wire
    assert losses == []
