"""The offline estimate against what providers counted, on every recording whose whole input is in its body.

Left out is what no one can see from here: pages and files fetched, tools that the provider itself runs, prompts and history that it
stores. `INTERLINGUA_WIRE=… python -m tests.wire.test_estimate` prints the distribution that the documentation gives.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, cast

import pytest
from tests.wire.replay import Exchange, exchanges

from interlingua import get_dialect, get_provider
from interlingua._runtime.call.estimate import estimate_tokens
from interlingua.testing.replay.exchange import DIALECTS
from interlingua.types import AudioPart, DocumentPart, FileSource, OpaquePart, ProviderTool, URLSource

if TYPE_CHECKING:
    from interlingua.types import JsonObject, Request

UNSEEN = {"mcp_servers", "prompt", "container", "web_search_options", "context_management"}


def ratios(api: str) -> list[float]:
    """Give the estimate over the provider's own figure for each recording, the smallest first."""
    found = []
    for exchange in exchanges("anthropic/*.json", "openai/*.json"):
        if exchange.api == api and exchange.request is not None and not exchange.failed and (counted := _counted(exchange)):
            dialect = get_dialect(DIALECTS[api])
            request = dialect.decode_request(exchange.request).value
            if not dialect.holds_history(request) and _is_whole(request, exchange.request):
                unseen = get_provider(dialect.name.partition(".")[0]).unseen_input_tokens(request)
                found.append((estimate_tokens(dialect.encode_count(request).body) + unseen) / counted)
    return sorted(found)


def _counted(exchange: Exchange) -> int | None:
    dialect = get_dialect(DIALECTS[exchange.api])
    if not exchange.streamed:
        usage = dialect.decode_response(cast("JsonObject", exchange.body)).value.usage
    elif exchange.name == "resp-ai-openai-error-1":  # it fails in mid-stream
        return None
    else:
        decoder = dialect.stream_decoder()
        decoder.feed(exchange.raw)
        decoder.close()
        usage = decoder.response().usage
    return usage.total_input_tokens if usage else None


def _is_whole(request: Request, body: JsonObject) -> bool:
    parts = [part for message in request.messages for part in message.content]
    fetched = any(isinstance(getattr(part, "source", None), URLSource | FileSource) for part in parts)
    unseen = any(isinstance(part, OpaquePart | AudioPart | DocumentPart) for part in parts) or not UNSEEN.isdisjoint(body)
    hosted = any(isinstance(tool, ProviderTool) for tool in request.tools) or "search" in (request.model_id or "")
    return not fetched and not unseen and not hosted


@pytest.mark.parametrize(
    ("api", "least", "middle", "most"),
    [("messages", 0.3, (0.6, 1.1), 1.5), ("chat_completions", 0.6, (0.9, 1.2), 1.6), ("responses", 0.8, (0.9, 1.2), 1.6)],
)
def test_the_error_is_known(api: str, least: float, middle: tuple[float, float], most: float) -> None:
    """Nine of ten guesses are below the upper figure, nine of ten above the lower one, and the median is where the page says."""
    found = ratios(api)
    tenth = len(found) // 10

    assert len(found) >= 10
    assert least < found[tenth]
    assert middle[0] < median(found) < middle[1]
    assert found[-tenth - 1] < most


if __name__ == "__main__":
    for api, name in DIALECTS.items():
        found = ratios(api)
        tenth = len(found) // 10
        line = f"{len(found)} recordings, 10 %: {found[tenth]:.2f}, median: {median(found):.2f}, 90 %: {found[-tenth - 1]:.2f}"
        print(f"{name}: {line}")  # noqa: T201 - what it is for
