#!/usr/bin/env bash
# One would guess: `convert_to_openai_messages` turns an Anthropic user turn of a tool result and a text into a tool message,
# then a user message, in the order of the blocks, as OpenAI wants results right behind the calls.
# What happens: the text comes *first*. Between the assistant's tool call and its result there now stands a user message.
# `is_error` is gone, too, and the signed thinking block stays in the assistant's content, a type that
# Chat Completions does not have (by `pass_through_unknown_blocks`, which is on).
# Seen with langchain-core 1.8.3 on 2026-11-30.
# For clients: split such turns before converting. For converters: in Anthropic's format a turn of results and text is
# common; test the order of what comes out, not only that everything is there.
# Documentation: https://reference.langchain.com/python/langchain-core/messages/utils/convert_to_openai_messages (contents in
# Anthropic's format are accepted; of the order it says nothing).
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check langchain-core==1.8.3

"$folder/venv/bin/python" - <<'PY'
import importlib.metadata
import json

from langchain_core.messages import AIMessage, HumanMessage, convert_to_openai_messages

conversation = [
    HumanMessage("Weather in Paris?"),
    AIMessage(
        [
            {"type": "thinking", "thinking": "I have a tool.", "signature": "c2lnbmVk"},
            {"type": "text", "text": "Let me look."},
            {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"city": "Paris"}},
        ]
    ),
    HumanMessage(
        [
            {"type": "tool_result", "tool_use_id": "toolu_1", "content": "no such city", "is_error": True},
            {"type": "text", "text": "Try Lyon then."},
        ]
    ),
]
converted = convert_to_openai_messages(conversation)
print("langchain-core", importlib.metadata.version("langchain-core"))
for message in converted:
    print(json.dumps(message))

assert [message["role"] for message in converted] == ["user", "assistant", "user", "tool"]
assert converted[1]["tool_calls"][0]["id"] == converted[3]["tool_call_id"] == "toolu_1"
assert [block["type"] for block in converted[1]["content"]] == ["thinking", "text"]
assert "Lyon" in json.dumps(converted[2]) and "error" not in json.dumps(converted[3])
PY
