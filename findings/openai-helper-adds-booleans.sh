#!/usr/bin/env bash
# One would guess: `client.chat.completions.stream` joins the texts of the deltas and lets the last value win for
# everything else; a field that the SDK doesn't know either survives as it is or is left out.
# What happens: the helper *adds*. Two deltas that say `"role": "assistant"` make the role `assistantassistant`; a running
# count 1, 2, 3 becomes 6; `true` and `true` become the integer 2; a string inside an unknown object is joined, too.
# No error, no warning: the final message is handed out with these values.
# Seen with openai 3.57.0 on 2026-11-30.
# The API's types don't forbid a delta to repeat the role, and servers that speak this format add fields of their own.
# For clients: read such fields off the chunks, not off `get_final_completion()`; for servers and converters: send the
# role once, and no number or boolean of your own in more than one delta of a choice.
# Documentation: https://github.com/openai/openai-python/blob/main/helpers.md promises "automatic accumulation of each
# delta" and does not say how.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openai==3.57.0 httpx2==2.16.2

"$folder/venv/bin/python" - <<'PY'
import json
import warnings

import httpx2
import openai

warnings.simplefilter("ignore")  # pydantic's, on the role when it is dumped


def chunk(delta, finish=None):
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}


deltas = [
    {"role": "assistant", "content": "one ", "tokens_so_far": 1, "cached": True, "source": {"host": "a"}},
    {"role": "assistant", "content": "two ", "tokens_so_far": 2, "cached": True, "source": {"host": "a"}},
    {"role": "assistant", "content": "three", "tokens_so_far": 3},
]
chunks = [chunk(delta) for delta in deltas] + [chunk({}, "stop")]
raw = "".join(f"data: {json.dumps(data)}\n\n" for data in chunks) + "data: [DONE]\n\n"
answer = httpx2.Response(200, headers={"content-type": "text/event-stream"}, text=raw)
http_client = httpx2.Client(transport=httpx2.MockTransport(lambda request: answer))
client = openai.OpenAI(api_key="none", http_client=http_client, max_retries=0)
with client.chat.completions.stream(model="m", messages=[{"role": "user", "content": "Count."}]) as stream:
    message = stream.get_final_completion().choices[0].message.model_dump(exclude_none=True)
print("openai", openai.__version__)
print(message)

assert message == {
    "role": "assistantassistantassistant",
    "content": "one two three",
    "tokens_so_far": 6,
    "cached": 2,
    "source": {"host": "aa"},
}
assert type(message["cached"]) is int
PY
