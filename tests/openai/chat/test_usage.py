"""Twin of chat/usage.py: this wire's words for the token counts."""

from __future__ import annotations

from interlingua.types import JsonObject, Loss, Usage
from interlingua_openai.chat.usage import decode_usage, encode_usage
from interlingua_openai.chat.wire import DIALECT


def test_counts_go_both_ways() -> None:
    """Prompt and completion tokens are input and output, and what isn't modelled stays verbatim."""
    losses: list[Loss] = []
    usage = Usage(
        input_tokens=10, output_tokens=5, cache_read_tokens=8, reasoning_tokens=3,
        provider_data={DIALECT: {"prompt_tokens_details": {"audio_tokens": 0}, "new": 1}},
    )  # fmt: skip
    wire: JsonObject = {
        "prompt_tokens": 10,
        "completion_tokens": 5,
        "total_tokens": 15,
        "prompt_tokens_details": {"cached_tokens": 8, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 3},
        "new": 1,
    }

    assert decode_usage(wire, "$.usage") == usage
    assert encode_usage(usage, "$.usage", losses) == wire
    assert losses == []


def test_input_that_excludes_cached_tokens_is_counted_whole() -> None:
    """`prompt_tokens` means all of them, so another wire's figure is added up, and that is recorded."""
    losses: list[Loss] = []

    wire = encode_usage(Usage(input_tokens=1, cache_read_tokens=8, input_includes_cache=False), "$.usage", losses)

    assert wire["prompt_tokens"] == 9
    assert [(loss.path, loss.reason) for loss in losses] == [("$.usage.input_tokens", "this wire's prompt_tokens count cached tokens too")]
