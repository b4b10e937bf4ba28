#!/usr/bin/env bash
# One would guess: when `max_tokens` cuts a tool call in the middle of a value, the stream helper's final message holds
# the call without that value, or raises, as the JSON is not whole.
# What happens: an unfinished string, `true` or `1.` is left out, but an unfinished *number* stays, cut: of
# `{"to": "savings", "amount": 12` (the model was writing 1250) the final message makes `{"to": "savings", "amount": 12}`,
# a dict that looks complete. Whether a field is missing, or there and wrong, depends on its type.
# The same from `client.messages.stream` and `client.beta.messages.stream`.
# Seen with anthropic 2.14.0 and jiter 0.19.0 (which parses) on 2026-11-30.
# For clients: run no tool of a message whose `stop_reason` is `max_tokens`, whatever its input looks like;
# for converters: keep the text of the arguments, and try the JSON whole, never in a partial mode.
# Documentation: https://pypi.org/project/jiter says of the partial mode that it leaves out the last string if that is
# incomplete; of numbers it says nothing.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check anthropic==2.14.0 httpx2==2.16.2 jiter==0.19.0

"$folder/venv/bin/python" - <<'PY'
import json

import anthropic
import httpx2


def events(cut):
    """Give a valid stream of one tool call that the token limit ends."""
    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude", "content": []}
    message |= {"stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 9, "output_tokens": 1}}
    call = {"type": "tool_use", "id": "toolu_1", "name": "pay", "input": {}}
    yield {"type": "message_start", "message": message}
    yield {"type": "content_block_start", "index": 0, "content_block": call}
    yield {"type": "content_block_delta", "index": 0, "delta": {"type": "input_json_delta", "partial_json": cut}}
    yield {"type": "content_block_stop", "index": 0}
    delta = {"stop_reason": "max_tokens", "stop_sequence": None}
    yield {"type": "message_delta", "delta": delta, "usage": {"output_tokens": 9}}
    yield {"type": "message_stop"}


def final_input(cut, *, beta):
    raw = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events(cut))
    answer = httpx2.Response(200, headers={"content-type": "text/event-stream"}, text=raw)
    transport = httpx2.MockTransport(lambda request: answer)
    client = anthropic.Anthropic(api_key="none", http_client=httpx2.Client(transport=transport), max_retries=0)
    messages = (client.beta if beta else client).messages
    with messages.stream(model="claude", max_tokens=9, messages=[{"role": "user", "content": "Pay."}]) as stream:
        return stream.get_final_message().content[0].input


expected = {
    '{"to": "savings", "amount": 12': {"to": "savings", "amount": 12},
    '{"amounts": [500, 75': {"amounts": [500, 75]},
    '{"amount": 12.': {},
    '{"amount": 12, "to": "sav': {"amount": 12},
    '{"amount": 12, "now": tr': {"amount": 12},
}
print("anthropic", anthropic.__version__)
for beta in (False, True):
    seen = {cut: final_input(cut, beta=beta) for cut in expected}
    for cut, value in seen.items():
        print("beta" if beta else "main", cut.ljust(34), "->", value)
    assert seen == expected
PY
