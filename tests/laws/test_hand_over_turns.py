"""Law 7 by `Model`: one conversation over three wires in every order, the backend switched at every turn.

The answers are written by hand and played below the real SDKs' clients; what is sent is read with none of our code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import pairwise, product
from typing import TYPE_CHECKING, cast

import pytest
from tests.laws.hand_over.answers import (
    AGAIN,
    CHAT,
    CITED,
    LAST,
    LOOK,
    MESSAGES,
    RESPONSES,
    TURNS,
    WIRES,
    answer,
    calls,
    said,
    text_of,
    wire_id,
)
from tests.laws.hand_over.readers import ACCEPTED_IDS, call_ids, read
from tests.wire.replay import Recorded

from interlingua import Model, get_dialect
from interlingua.provider.transport import ClientTransport
from interlingua.types import Base64Source, Conversation, ImagePart, Response, SystemMessage, TextPart, ToolMessage, UserMessage
from interlingua.types.json import dumps, loads
from interlingua_anthropic.provider import AnthropicProvider
from interlingua_anthropic.transport import AnthropicClients
from interlingua_openai.provider import OpenAIProvider
from interlingua_openai.transport import OpenAIClients

if TYPE_CHECKING:
    from tests.laws.hand_over.readers import Said

    from interlingua.types import JsonObject, JsonValue, Message

SPECS = {MESSAGES: "anthropic:claude-opus-4-8", CHAT: "openai:host?base_url=https://host.invalid/v1&api=chat", RESPONSES: "openai:gpt"}

ORDERS = [order for order in product(WIRES, repeat=len(TURNS)) if all(one != next_one for one, next_one in pairwise(order))]

PIXEL = "iVBORw0KGgo="
ASKED: dict[str, list[Message]] = {
    LOOK: [
        SystemMessage("Be brief."),
        UserMessage([TextPart("What is the weather here?"), ImagePart(Base64Source(media_type="image/png", data=PIXEL))]),
    ],
    AGAIN: [UserMessage("And in Rome?")],
}
RESULTS = ["18 degrees, sunny", "the clock is broken", "20 degrees"]
FAILED = 1


@dataclass
class Run:
    """A conversation that is going on."""

    patch: pytest.MonkeyPatch
    streamed: bool
    messages: list[Message] = field(default_factory=list)
    bodies: list[JsonObject] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def turn(self, wire: str, turn: str) -> None:
        """Say what comes next, and let a wire's model answer."""
        self.messages += ASKED.get(turn, [])
        if self.responses:
            self.messages += [
                ToolMessage(tool_call_id=call.id, content=RESULTS[number], is_error=number == FAILED)
                for call, (number, *_) in zip(self.responses[-1].tool_calls, calls(TURNS[len(self.responses) - 1]), strict=True)
            ]
        recorded = self._played(wire, turn)
        self.patch.setattr(OpenAIProvider, "transport", lambda _, settings: ClientTransport(OpenAIClients(settings, recorded.client())))
        self.patch.setattr(
            AnthropicProvider, "transport", lambda _, settings: ClientTransport(AnthropicClients(settings, recorded.client()))
        )
        # Saved and read again, as an application does between two turns.
        self.messages = list(Conversation.from_json(Conversation(self.messages).to_json()).messages)
        with Model(SPECS[wire], api_key="sk-none") as model:
            if self.streamed:
                with model.stream(self.messages) as stream:
                    list(stream)
                response = stream.response
            else:
                response = model.complete(self.messages)
        self.bodies.append(cast("JsonObject", loads(recorded.requests[0].content)))
        self.responses.append(response)
        self.messages.append(response.message)

    def _played(self, wire: str, turn: str) -> Recorded:
        body = answer(wire, turn)
        if not self.streamed:
            return Recorded(200, {"content-type": "application/json"}, [dumps(body)])
        dialect = get_dialect(wire)
        return Recorded(200, {"content-type": "text/event-stream"}, list(dialect.encode_stream(dialect.decode_response(body).value)))


def expected(order: tuple[str, ...], turns: int) -> list[Said]:
    """Give what the request of a turn must say."""
    out: list[Said] = [("system", "Be brief."), ("user", "What is the weather here?"), ("image", PIXEL)]
    for number in range(turns):
        wire, turn = order[number], TURNS[number]
        if text := text_of(wire, turn):
            out.append(("assistant", text))
        out += [("call", name, loads(arguments)) for _, name, arguments in calls(turn)]
        out += [("result", place, RESULTS[place], place == FAILED) for place, *_ in calls(turn)]
        if number + 1 < len(TURNS) and TURNS[number + 1] == AGAIN:
            out.append(("user", "And in Rome?"))
    return out


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "-".join(wire.split(".")[1] for wire in order))
def test_every_order(order: tuple[str, ...], streamed: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a case
    """Text, image, calls, results and their order reach every wire; each gets its own answers back byte for byte."""
    run = Run(monkeypatch, streamed)

    for wire, turn in zip(order, TURNS, strict=True):
        run.turn(wire, turn)

    for number, (wire, body) in enumerate(zip(order, run.bodies, strict=True)):
        assert expected(order, number) == read(wire, body)
        for earlier in range(number):
            if order[earlier] == wire:
                assert _spelled(said(wire, TURNS[earlier])) in _sent(wire, body)
        assert _losses(order, number) == sorted((loss.kind, loss.path) for loss in run.responses[number].losses)


def _sent(wire: str, body: JsonObject) -> list[str]:
    """Give what a body holds of the model's own: turns, messages or runs of items, spelled."""
    match body:
        case {"input": list(items)}:
            return [_spelled(items[start:end]) for start in range(len(items)) for end in range(start + 1, len(items) + 1)]
        case {"messages": list(messages)}:
            return [_spelled(message["content"] if wire == MESSAGES else message) for message in messages if isinstance(message, dict)]
        case _:
            raise AssertionError(body)


def _spelled(value: JsonValue) -> str:
    """Spell a value: byte for byte, but for the order of an object's fields, which says nothing."""
    return json.dumps(value, sort_keys=True)


def _losses(order: tuple[str, ...], number: int) -> list[tuple[str, str]]:
    """Give the losses of a turn: hints alone, of the reasoning and citations that other wires' models said."""
    place, out = 0, []
    for earlier in range(number):
        place += len(ASKED.get(TURNS[earlier], []))
        if order[earlier] != order[number]:
            parts = HINTS[order[earlier], order[number]][TURNS[earlier]]
            out += [("hint", f"$.messages[{place}].content{part}") for part in parts]
        place += 1 + len(calls(TURNS[earlier]))
    return sorted(out)


REASONING = {turn: ["[0]"] for turn in TURNS}
HINTS: dict[tuple[str, str], dict[str, list[str]]] = {
    (MESSAGES, CHAT): REASONING | {LOOK: ["[0]", "[1]"], CITED: ["[0]", "[1].citations[0].cited_text"]},
    # Claude doesn't say which words of its own a citation supports, and this wire asks for them.
    (MESSAGES, RESPONSES): REASONING | {LOOK: ["[0]", "[1]"], CITED: ["[0]", "[1].citations[0]"]},
    (CHAT, MESSAGES): REASONING | {CITED: ["[0]", "[1].citations[0]"]},
    (CHAT, RESPONSES): REASONING,
    (RESPONSES, MESSAGES): REASONING | {CITED: ["[0]", "[1].citations[0]"]},
    (RESPONSES, CHAT): REASONING,
}
"""Maker and target → turn → the parts of the answer of which something stays behind; all of it is in the conversation."""


@pytest.mark.parametrize("wire", WIRES)
def test_ids(wire: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each wire gets ids that it takes, the same in every request, and its own as they were; the conversation keeps the originals."""
    maker = next(other for other in WIRES if other != wire)
    run = Run(monkeypatch, streamed=False)

    for turn, asked in zip(TURNS, (maker, wire, wire, wire), strict=True):
        run.turn(asked, turn)
    before, last = [call_ids(wire, body) for body in run.bodies[2:]]

    assert [wire_id(maker, 0), wire_id(maker, 1)] == [call.id for call in run.responses[0].tool_calls]
    assert all(ACCEPTED_IDS[wire].fullmatch(call_id) for call_id in last[:2])
    assert wire_id(wire, 2) == last[2]
    assert before == last[: len(before)]
    assert len(set(last)) == 3


def test_there_are_all_orders() -> None:
    """Of four turns, neighbours on different wires; each wire hands over to each."""
    assert len(ORDERS) == 24
    assert {pair for order in ORDERS for pair in pairwise(order)} == set(HINTS)
    assert [LOOK, CITED, AGAIN, LAST] == list(TURNS)
