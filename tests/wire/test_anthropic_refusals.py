"""What is known of Claude's refusals, held against what its API answered: no false alarm, and no refusal that was let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.wire.replay import exchanges

from interlingua._runtime.call.backend import Backend
from interlingua.types.json import dumps_text, same_json
from interlingua_anthropic.messages import MessagesDialect

if TYPE_CHECKING:
    from interlingua.dialect import Encoded
    from interlingua.testing.replay import Exchange

DIALECT = MessagesDialect()
SENT = [exchange for exchange in exchanges("anthropic/*.json") if exchange.request is not None]

REFUSED = {
    "msg-pydantic-ai-anthropic-explicit-effort-xhigh-unsupported-model-errors": ("$.reasoning.effort", "xhigh"),
}
"""A recorded 400 → what the pass changes of its request, and what it no longer says. Other failures are no model's: keys, names."""


def both(exchange: Exchange) -> tuple[Encoded, Encoded]:
    """Give a recorded request as the dialect writes it, and as its own model is sent it."""
    assert exchange.request is not None
    request = DIALECT.decode_request(exchange.request, exchange.request_headers).value
    backend = Backend(f"anthropic:{request.model_id}", {})
    if exchange.api == "count_tokens":
        return DIALECT.encode_count(request), backend.prepare_count(request, on_loss="strict").encoded
    prepared = backend.prepare(request, streamed=request.stream, on_loss="record" if exchange.failed else "strict")
    return DIALECT.encode_request(request), prepared.encoded


@pytest.mark.parametrize("exchange", [item for item in SENT if not item.failed], ids=lambda item: item.name)
def test_what_was_answered_is_sent_as_it_is(exchange: Exchange) -> None:
    """Not a field is changed, and nothing is told."""
    written, sent = both(exchange)

    assert same_json(sent.body, written.body)
    assert sent.losses == ()


@pytest.mark.parametrize("exchange", [item for item in SENT if item.status == 400], ids=lambda item: item.name)
def test_what_was_refused_is_mended(exchange: Exchange) -> None:
    """The place that the API named is told, and says something else."""
    path, refused = REFUSED[exchange.name]

    written, sent = both(exchange)

    assert path in [loss.path for loss in sent.losses]
    assert refused in dumps_text(written.body)
    assert refused not in dumps_text(sent.body)
