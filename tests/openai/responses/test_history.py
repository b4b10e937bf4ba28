"""Twin of responses/history.py: what the API holds can't be paired here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua import get_dialect
from interlingua_openai.responses.history import refers_to_history

if TYPE_CHECKING:
    from interlingua.types import JsonObject

DIALECT = get_dialect("openai.responses")
ASKED: JsonObject = {"model": "m", "input": "hi"}


@pytest.mark.parametrize(
    "body",
    [
        ASKED | {"previous_response_id": "resp_1"},
        ASKED | {"conversation": {"id": "conv_1"}},
        ASKED | {"input": [{"type": "item_reference", "id": "fc_1"}]},
        ASKED | {"input": [{"id": "fc_1"}]},
        ASKED | {"input": [{"id": "fc_1", "type": None}]},
    ],
)
def test_a_reference_is_seen(body: JsonObject) -> None:
    """In a field of the body, or among its items; a reference may leave out its type."""
    assert refers_to_history(DIALECT.decode_request(body).value)
    assert DIALECT.holds_history(DIALECT.decode_request(body).value)


@pytest.mark.parametrize(
    "body",
    [
        ASKED,
        ASKED | {"previous_response_id": None, "conversation": None},
        ASKED | {"input": []},
        ASKED | {"input": [{"type": "web_search_call", "id": "ws_1", "status": "completed"}]},
    ],
)
def test_none_is_seen_where_there_is_none(body: JsonObject) -> None:
    """Null is no reference, nor is an item that is there whole."""
    assert not refers_to_history(DIALECT.decode_request(body).value)
