"""Bodies and headers whose texts show in no log."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import anthropic
import httpx2

from interlingua.provider.transport.unlogged import UnloggedBytes, conceal_headers, unlogged

if TYPE_CHECKING:
    import pytest

    from interlingua.types import JsonObject

BODY: JsonObject = {"model": "m", "messages": [{"content": "my prompt", "x": None}], "max_tokens": 5, "stream": True}


def test_bytes() -> None:
    """They are what they were, and say only how many."""
    assert UnloggedBytes(b"my prompt") == b"my prompt"
    assert repr([UnloggedBytes(b"my prompt")]) == "[<9 bytes>]"


def test_objects() -> None:
    """A copy is equal, is written the same, and shows no text; the original is untouched."""
    copy = unlogged(BODY)

    assert copy == BODY
    assert copy is not BODY
    assert json.dumps(copy) == json.dumps(BODY)
    assert "prompt" not in repr(copy)
    assert "my prompt" in repr(BODY)


async def test_headers(caplog: pytest.LogCaptureFixture) -> None:
    """A token that a client puts among a request's headers is sent, and not logged, nor is a header of the request's own."""
    caplog.set_level(logging.DEBUG)
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, content=b"{}")

    def token() -> str:
        return "the-token"

    http, address = httpx2.MockTransport(answer), "https://azure.invalid"
    sync_http, async_http = httpx2.Client(transport=http), httpx2.AsyncClient(transport=http)
    sync = anthropic.AnthropicFoundry(base_url=address, azure_ad_token_provider=token, http_client=sync_http)
    awaited = anthropic.AsyncAnthropicFoundry(base_url=address, azure_ad_token_provider=token, http_client=async_http)

    conceal_headers(sync).post("/v1/messages", cast_to=httpx2.Response, body={}, options={"headers": {"x-team": "my-team"}})
    await conceal_headers(awaited).post("/v1/messages", cast_to=httpx2.Response, body={}, options={"headers": {"x-team": "my-team"}})

    assert [request.headers["authorization"] for request in seen] == ["Bearer the-token"] * 2
    assert [request.headers["x-team"] for request in seen] == ["my-team"] * 2
    assert caplog.text.count("Request options") == 2
    assert "the-token" not in caplog.text
    assert "my-team" not in caplog.text
