"""What a request's body says, read straight from the JSON with none of our code: one flat list, the same for every wire.

A result names its call by the call's number in the body, so that ids which were mapped still have to pair.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, TypeAlias

from tests.laws.hand_over.answers import CHAT, MESSAGES, RESPONSES

Said: TypeAlias = tuple[object, ...]

ACCEPTED_IDS: Final = {
    MESSAGES: re.compile(r"[a-zA-Z0-9_-]+"),
    CHAT: re.compile(r".{1,40}"),
    RESPONSES: re.compile(r".{1,64}"),
}
"""The ids that each API takes, in the words of its own errors."""


def read(wire: str, body: Any) -> list[Said]:  # noqa: ANN401 - JSON
    """Give what a body says, in order; texts that follow each other in one voice are one."""
    said = {MESSAGES: _read_messages, CHAT: _read_chat, RESPONSES: _read_responses}[wire](body)
    out: list[Said] = []
    for voice, *rest in said:
        if voice in {"user", "assistant"} and out and out[-1][0] == voice:
            out[-1] = (voice, f"{out[-1][1]}{rest[0]}")
        else:
            out.append((voice, *rest))
    return out


def call_ids(wire: str, body: Any) -> list[str]:  # noqa: ANN401 - JSON
    """Give the ids of a body's calls, in order."""
    if wire == RESPONSES:
        return [item["call_id"] for item in body["input"] if item.get("type") == "function_call"]
    if wire == CHAT:
        return [call["id"] for message in body["messages"] for call in message.get("tool_calls", ())]
    blocks = [block for turn in body["messages"] if isinstance(turn["content"], list) for block in turn["content"]]
    return [block["id"] for block in blocks if block["type"] == "tool_use"]


def _arguments(text: str) -> object:
    return json.loads(text or "{}")


def _result(ids: list[str], call_id: str, text: str) -> Said:
    failed = text.startswith("[tool error]\n")
    return ("result", ids.index(call_id), text.removeprefix("[tool error]\n"), failed)


def _read_messages(body: Any) -> list[Said]:  # noqa: ANN401 - JSON
    said: list[Said] = [("system", block["text"]) for block in body["system"]]
    ids = call_ids(MESSAGES, body)
    for turn in body["messages"]:
        for block in turn["content"]:
            match block["type"]:
                case "text":
                    said.append((turn["role"], block["text"]))
                case "image":
                    said.append(("image", block["source"]["data"]))
                case "tool_use":
                    said.append(("call", block["name"], block["input"]))
                case "tool_result":
                    (text,) = block["content"]
                    said.append(("result", ids.index(block["tool_use_id"]), text["text"], block.get("is_error", False)))
                case "thinking" | "redacted_thinking":
                    pass
                case other:
                    raise AssertionError(other)
    return said


def _read_chat(body: Any) -> list[Said]:  # noqa: ANN401 - JSON
    said: list[Said] = []
    ids = call_ids(CHAT, body)
    for message in body["messages"]:
        content = message["content"]
        if message["role"] == "tool":
            said.append(_result(ids, message["tool_call_id"], content))
            continue
        parts: list[Any] = [{"type": "text", "text": content}] if isinstance(content, str) else content or []
        for part in parts:
            image = part["type"] == "image_url"
            said.append(("image", part["image_url"]["url"].split(",")[1]) if image else (message["role"], part["text"]))
        called = [call["function"] for call in message.get("tool_calls", ())]
        said += [("call", call["name"], _arguments(call["arguments"])) for call in called]
    return said


def _read_responses(body: Any) -> list[Said]:  # noqa: ANN401 - JSON
    said: list[Said] = [("system", body["instructions"])]
    ids = call_ids(RESPONSES, body)
    for item in body["input"]:
        match item.get("type", "message"):
            case "function_call":
                said.append(("call", item["name"], _arguments(item["arguments"])))
            case "function_call_output":
                said.append(_result(ids, item["call_id"], item["output"]))
            case "message":
                content = item["content"]
                for block in [{"type": "text", "text": content}] if isinstance(content, str) else content:
                    image = block["type"] == "input_image"
                    said.append(("image", block["image_url"].split(",")[1]) if image else (item["role"], block["text"]))
            case "reasoning":
                pass
            case other:
                raise AssertionError(other)
    return said
