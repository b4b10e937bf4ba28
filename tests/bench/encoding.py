"""A conversation of 200 messages on its way out, for each dialect."""

from __future__ import annotations

from measure import compare, show

from interlingua import AssistantMessage, Model, Request, TextPart, Tool, ToolCallPart, ToolMessage, UserMessage, get_dialect
from interlingua.types.json import dumps

TIMES = 50


def conversation() -> list[UserMessage | AssistantMessage | ToolMessage]:
    """Make 200 messages: questions, calls, results, answers."""
    turns: list[UserMessage | AssistantMessage | ToolMessage] = []
    for number in range(50):
        turns += [
            UserMessage(f"Question {number}: " + "why is the sky blue? " * 5),
            AssistantMessage([TextPart("Let me look."), ToolCallPart(f"toolu_{number}", "look", '{"at": "the sky"}')]),
            ToolMessage(tool_call_id=f"toolu_{number}", content="It is blue. " * 10),
            AssistantMessage("Because air scatters short waves most." * 5),
        ]
    return turns


def run() -> None:
    """Print the table."""
    tool = Tool("look", "Look.", {"type": "object", "properties": {"at": {"type": "string"}}})
    request = Request(model_id="m", messages=conversation(), tools=[tool], max_tokens=9)
    messages = request.messages
    contenders = {}
    for name, spec in (("anthropic.messages", "anthropic:m"), ("openai.chat", "openai:m")):
        dialect, model = get_dialect(name), Model(spec)
        body = dialect.encode_request(request).body
        contenders |= {
            f"{name}: encode_request": lambda dialect=dialect: [dialect.encode_request(request) for _ in range(TIMES)],
            f"{name}: Model.prepare": lambda model=model: [model.prepare(messages, tools=[tool], max_tokens=9) for _ in range(TIMES)],
            f"{name}: the body's bytes": lambda body=body: [dumps(body) for _ in range(TIMES)],
        }
    show("200 messages", compare(contenders), unit="ms", scale=1e3 / TIMES, base="anthropic.messages: encode_request")
