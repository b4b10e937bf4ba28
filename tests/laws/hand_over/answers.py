"""What a model answers in each turn of one conversation, written by hand in each wire's own form.

Every answer brings what only its maker can check: signatures, encrypted reasoning, ids that another wire refuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

MESSAGES: Final = "anthropic.messages"
CHAT: Final = "openai.chat"
RESPONSES: Final = "openai.responses"
WIRES: Final = (MESSAGES, CHAT, RESPONSES)

LOOK, CITED, AGAIN, LAST = TURNS = ("look", "cited", "again", "last")
"""Two parallel calls, one without arguments; an answer with citations; another call; the end."""

TEXTS: Final = {LOOK: "Let me look.", CITED: "It is sunny. Bring a hat.", LAST: "Enjoy."}
PAGE: Final = "https://example.com/weather"


def wire_id(wire: str, number: int) -> str:
    """Give the id of a call as the wire's models make them: Claude refuses a colon, and OpenAI what is longer than 40 or 64 characters."""
    return {MESSAGES: f"toolu_{number:060}", CHAT: f"functions.call:{number}", RESPONSES: f"call_{number:064}"}[wire]


def text_of(wire: str, turn: str) -> str:
    """Give what the model says in words; nothing where it only calls."""
    return f"{TEXTS[turn]} ({wire})" if turn in TEXTS else ""


def answer(wire: str, turn: str) -> JsonObject:
    """Give the whole body of an answer."""
    return {MESSAGES: _by_messages, CHAT: _by_chat, RESPONSES: _by_responses}[wire](turn)


def said(wire: str, turn: str) -> JsonValue:
    """Give what of an answer goes back in the history: the content of Claude's turn, chat's message, the items of Responses."""
    body = answer(wire, turn)
    match body:
        case {"content": said} | {"choices": [{"message": said}]} | {"output": said}:
            return said
        case _:
            raise AssertionError(body)


def calls(turn: str) -> list[tuple[int, str, str]]:
    """Give the calls of a turn: number, name and arguments."""
    return {LOOK: [(0, "weather", '{"city": "Paris"}'), (1, "now", "{}")], AGAIN: [(2, "weather", '{"city": "Rome"}')]}.get(turn, [])


def _by_messages(turn: str) -> JsonObject:
    text: JsonObject = {"type": "text", "text": text_of(MESSAGES, turn)}
    if turn == CITED:
        text["citations"] = [
            {
                "type": "web_search_result_location",
                "cited_text": "Sunny all day",
                "url": PAGE,
                "title": "Weather",
                "encrypted_index": "Eo8B/secret==",
            }
        ]
    content: list[JsonValue] = [{"type": "thinking", "thinking": f"Thinking of {turn}.", "signature": f"sig/{turn}+=="}]
    if turn == LOOK:
        content.append({"type": "redacted_thinking", "data": "hidden/data+=="})
    content += [text] if text["text"] else []
    content += [
        {
            "type": "tool_use",
            "id": wire_id(MESSAGES, number),
            "name": name,
            "input": {"city": arguments[10:-2]} if len(arguments) > 2 else {},
        }
        for number, name, arguments in calls(turn)
    ]
    return {
        "id": f"msg_{turn}",
        "type": "message",
        "role": "assistant",
        "model": "claude",
        "content": content,
        "stop_reason": "tool_use" if calls(turn) else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 5},
    }


def _by_chat(turn: str) -> JsonObject:
    text = text_of(CHAT, turn)
    message: JsonObject = {
        "role": "assistant",
        "content": text or None,
        "refusal": None,
        "reasoning": f"Thinking of {turn}.",
        "reasoning_details": [{"type": "reasoning.text", "text": f"Thinking of {turn}.", "signature": f"chat/{turn}==", "index": 0}],
    }
    if turn == CITED:
        citation: JsonObject = {"url": PAGE, "title": "Weather", "start_index": 0, "end_index": 12}
        message["annotations"] = [{"type": "url_citation", "url_citation": citation}]
    if calls(turn):
        message["tool_calls"] = [
            {
                "id": wire_id(CHAT, number),
                "type": "function",
                # This wire's way of calling without arguments.
                "function": {"name": name, "arguments": "" if arguments == "{}" else arguments},
            }
            for number, name, arguments in calls(turn)
        ]
    return {
        "id": f"chatcmpl-{turn}",
        "object": "chat.completion",
        "created": 1,
        "model": "host",
        "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls" if calls(turn) else "stop"}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }


def _by_responses(turn: str) -> JsonObject:
    items: list[JsonValue] = [
        {
            "id": f"rs_{turn}",
            "type": "reasoning",
            "summary": [{"type": "summary_text", "text": f"Thought of {turn}."}],
            "encrypted_content": f"gAAAA/{turn}==",
        }
    ]
    if text := text_of(RESPONSES, turn):
        annotations: list[JsonValue] = []
        if turn == CITED:
            annotations.append({"type": "url_citation", "url": PAGE, "title": "Weather", "start_index": 0, "end_index": 12})
        items.append(
            {
                "id": f"msg_{turn}",
                "type": "message",
                "status": "completed",
                "role": "assistant",
                "content": [{"type": "output_text", "text": text, "annotations": annotations, "logprobs": []}],
            }
        )
    items += [
        {
            "id": f"fc_{number}",
            "type": "function_call",
            "status": "completed",
            "call_id": wire_id(RESPONSES, number),
            "name": name,
            "arguments": arguments,
        }
        for number, name, arguments in calls(turn)
    ]
    return {
        "id": f"resp_{turn}",
        "object": "response",
        "created_at": 1,
        "status": "completed",
        "error": None,
        "incomplete_details": None,
        "model": "gpt",
        "output": items,
        "usage": {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15},
    }
