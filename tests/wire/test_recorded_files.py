"""Every recorded file through the public kit: read and written, played over a socket, and its streams cut anywhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.wire.replay import WIRE

from interlingua import get_dialect
from interlingua.errors import ProviderError
from interlingua.testing.replay import Exchange, check_cuts, cut_places, event_ends, replayed
from interlingua.testing.replay.exchange import DIALECTS

if TYPE_CHECKING:
    from pathlib import Path

FILES = sorted(path for folder in ("anthropic", "openai", "reported") for path in (WIRE / folder).glob("*.json"))
OPTIONS = {"chat_completions": {"api": "chat"}, "responses": {"api": "responses"}}

FAILED = {"resp-ai-openai-error-1"}
"""Streams that bring an error after they began."""

LAST = {
    "messages": (b'"type":"message_stop"', b"event: message_stop"),
    "chat_completions": (b'"finish_reason":"stop"', b'"finish_reason":"length"', b'"finish_reason":"tool_calls"'),
    "responses": (b"event: response.completed", b"event: response.incomplete"),
}
"""What the final event holds, by the text alone; in chat, the one of the last choice."""

RECORDED = [path for path in FILES if path.parent.name != "reported"]
STREAMS = [path for path in RECORDED if Exchange.load(path).streamed and path.stem not in FAILED]


def named(paths: list[Path]) -> pytest.MarkDecorator:
    """Run a test once for each file."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.stem)


@named(FILES)
def test_files_are_written_as_they_were_read(path: Path, tmp_path: Path) -> None:
    """Every field, in order."""
    again = tmp_path / path.name

    Exchange.load(path).save(again)

    assert json.loads(again.read_bytes()) == json.loads(path.read_bytes())
    assert list(json.loads(again.read_bytes())) == list(json.loads(path.read_bytes()))
    assert Exchange.load(again) == Exchange.load(path)


@named(RECORDED)
def test_files_play_over_a_socket(path: Path) -> None:
    """Through the real SDK's client: what is sent is what was recorded, and what comes back is whole, or the error that it was."""
    exchange = Exchange.load(path)
    options = OPTIONS.get(exchange.api, {})
    if exchange.failed or path.stem in FAILED:
        with pytest.raises(ProviderError) as caught:
            replayed(exchange.provider, exchange, [3, 100], **options)
        assert caught.value.status == (exchange.status if exchange.failed else None)
        return

    played = replayed(exchange.provider, exchange, [3, 100], **options)

    dialect = get_dialect(DIALECTS.get(exchange.api, "anthropic.messages"))
    if exchange.request is not None:
        assert dialect.wire_normal_form(played.sent.body) == dialect.wire_normal_form(exchange.request)
    assert (played.response is None) == (exchange.api == "count_tokens")
    assert bool(played.chunks) == exchange.streamed


@named(STREAMS)
def test_no_beginning_passes_for_the_whole(path: Path) -> None:
    """Cut at the end of each event and at 1,000 random bytes, nothing that ends before the final event decodes as finished."""
    exchange = Exchange.load(path)
    raw = exchange.raw
    last = max(raw.rfind(mark) for mark in LAST[exchange.api])
    final = next(end for end in event_ends(raw) if end > last)
    places = cut_places(raw, seed=path.stem)
    before = [place for place in places if place < final - 2]  # the JSON of the final event isn't whole before its line end
    assert set(event_ends(raw)) - {len(raw)} <= set(places)
    assert len(places) >= min(1_000, len(raw) - 1)

    finished = check_cuts(get_dialect(DIALECTS[exchange.api]), raw, before)

    assert finished == 0
    assert check_cuts(get_dialect(DIALECTS[exchange.api]), raw, [final]) == 1
