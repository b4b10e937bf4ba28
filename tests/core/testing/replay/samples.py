"""Exchanges written by us, one of each kind."""

from __future__ import annotations

from typing import Final

from interlingua.testing.replay import Exchange

CHAT_STREAM: Final = Exchange(
    provider="openai",
    api="chat_completions",
    request={"model": "m", "messages": [{"role": "user", "content": "hi"}], "stream": True},
    status=200,
    headers={"content-type": "text/event-stream", "x-request-id": "req_1"},
    body="".join(
        f'data: {{"id":"c","object":"chat.completion.chunk","model":"m","choices":[{{"index":0,{said}}}]}}\n\n'
        for said in (
            '"delta":{"role":"assistant","content":"h\u00e9"},"finish_reason":null',
            '"delta":{"content":"llo"},"finish_reason":null',
            '"delta":{},"finish_reason":"stop"',
        )
    )
    + "data: [DONE]\n\n",
    features=("stop:stop",),
    origin={"kind": "written by hand"},
)
CHAT: Final = Exchange(
    provider="openai",
    api="chat_completions",
    request={"model": "m", "messages": [{"role": "user", "content": "hi"}]},
    status=200,
    headers={"content-type": "application/json"},
    body={
        "object": "chat.completion",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "a"}, "finish_reason": "stop"}],
    },
)
COUNT: Final = Exchange(
    provider="anthropic",
    api="count_tokens",
    request={"model": "m", "messages": [{"role": "user", "content": "hi"}]},
    status=200,
    headers={"content-type": "application/json"},
    body={"input_tokens": 8},
)
ERROR: Final = Exchange(
    provider="openai",
    api="chat_completions",
    request=None,
    status=429,
    headers={"content-type": "application/json", "retry-after": "7", "content-length": "3"},
    body={"error": {"message": "slow down", "type": "requests", "code": "rate_limit_exceeded"}},
)
