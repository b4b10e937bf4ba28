"""Answers over a real socket say what their reasoning is bound to, and what an edit unbinds isn't sent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from interlingua import (
    AssistantMessage,
    AsyncModel,
    ConversionError,
    Model,
    Response,
    StreamInterruptedError,
    SystemMessage,
    UserMessage,
    get_dialect,
)
from interlingua.testing.fault_server import Answer, FaultServer
from interlingua.types import Conversation
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua import Message
    from interlingua.testing.fault_server import Asked

SPEC = "anthropic:claude-fable-5-1?max_tokens=9"
DIALECT = get_dialect("anthropic.messages")
BODY: dict[str, Any] = {
    "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-fable-5-1", "stop_reason": "end_turn",
    "content": [{"type": "thinking", "thinking": "Hm.", "signature": "sig"}, {"type": "text", "text": "Yes."}],
    "usage": {"input_tokens": 1, "output_tokens": 2},
}  # fmt: skip
STREAM = b"".join(DIALECT.encode_stream(DIALECT.decode_response(BODY).value))
ASKED: tuple[Message, ...] = (SystemMessage("Be brief."), UserMessage("Is it?"))
EDITED = SystemMessage("Be long.")


def whole() -> Answer:
    """Answer at once."""
    return Answer(dumps(BODY))


def streamed() -> Answer:
    """Answer in pieces."""
    return Answer(STREAM, content_type="text/event-stream", slices=20)


def ask(model: Model, messages: Sequence[Message], *, stream: bool) -> Response:
    """Ask, whole or streamed."""
    if not stream:
        return model.complete(list(messages))
    with model.stream(list(messages)) as chunks:
        list(chunks)
    return chunks.response


def thinks(asked: Asked) -> bool:
    """Tell whether thinking was sent."""
    return '"thinking"' in dumps(asked.body["messages"]).decode()


@pytest.mark.parametrize("stream", [False, True])
class TestAnswers:
    """Whole and streamed alike."""

    def test_what_is_unbound(self, *, stream: bool) -> None:
        """The answer says what it is bound to; sent back as it was it stays, and behind an edited system text it is left out and told."""
        answer = streamed if stream else whole
        with FaultServer(answer(), answer(), answer()) as server, Model(SPEC, base_url=server.url) as model:
            first = ask(model, ASKED, stream=stream)
            messages = [*ASKED, first.message, UserMessage("Really?")]
            second = ask(model, messages, stream=stream)
            third = ask(model, [EDITED, *messages[1:]], stream=stream)

        assert first.message.origin is not None
        assert first.message.origin.digest
        assert [False, True, False] == [thinks(asked) for asked in server.requests]
        assert () == second.losses
        assert [("$.messages[2].content[0]", "hint")] == [(loss.path, loss.kind) for loss in third.losses]

    def test_saved_and_loaded(self, *, stream: bool) -> None:
        """A saved conversation knows it, too."""
        answer = streamed if stream else whole
        with FaultServer(answer(), answer()) as server, Model(SPEC, base_url=server.url) as model:
            first = ask(model, ASKED, stream=stream)
            saved = Conversation([*ASKED, first.message, UserMessage("Really?")]).to_json()
            loaded = Conversation.from_json(saved).messages
            kept = ask(model, loaded, stream=stream)
            edited = model.prepare([EDITED, *loaded[1:]])

        assert () == kept.losses
        assert thinks(server.requests[1])
        assert '"thinking"' not in dumps(edited.body).decode()

    def test_a_fallback_to_another_model(self, *, stream: bool) -> None:
        """A fallback gets no other model's thinking, and says so; the first model gets it back."""
        answer = streamed if stream else whole
        busy = Answer(dumps({"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}), status=529)
        with (
            FaultServer(answer(), busy, answer(), answer()) as server,
            Model(
                SPEC, base_url=server.url, retry=None, fallbacks=["anthropic:claude-opus-5-5?max_tokens=9&base_url=" + server.url]
            ) as model,
        ):
            messages = [*ASKED, ask(model, ASKED, stream=stream).message, UserMessage("Really?")]
            fallen = ask(model, messages, stream=stream)
            ask(model, messages, stream=stream)

        asked = [request.body["model"] for request in server.requests]
        assert ["claude-fable-5-1", "claude-fable-5-1", "claude-opus-5-5", "claude-fable-5-1"] == asked
        assert [False, True, False, True] == [thinks(request) for request in server.requests]
        assert ["another model made it, so the model refuses this reasoning, and it is left out"] == [loss.reason for loss in fallen.losses]

    def test_raise(self, *, stream: bool) -> None:
        """Nothing is sent where the option says so."""
        answer = streamed if stream else whole
        with FaultServer(answer()) as server, Model(SPEC, base_url=server.url, unbound_reasoning="raise") as model:
            first = ask(model, ASKED, stream=stream)
            with pytest.raises(ConversionError, match=r"messages\[2\].content\[0\]"):
                ask(model, [EDITED, ASKED[1], first.message, UserMessage("Really?")], stream=stream)

        assert 1 == len(server.requests)


def test_async() -> None:
    """The async model does the same."""

    async def run(url: str) -> Response:
        async with AsyncModel(SPEC, base_url=url) as model:
            first = await model.complete(list(ASKED))
            return await model.complete([EDITED, ASKED[1], first.message, UserMessage("Really?")])

    with FaultServer(whole(), whole()) as server:
        response = asyncio.run(run(server.url))

    assert [False, False] == [thinks(asked) for asked in server.requests]
    assert 1 == len(response.losses)


def test_an_interrupted_answer() -> None:
    """What had come of an answer knows what it is bound to."""
    cut = STREAM[: STREAM.index(b"event: message_delta")]
    with (
        FaultServer(Answer(cut, content_type="text/event-stream")) as server,
        Model(SPEC, base_url=server.url, retry=None) as model,
        pytest.raises(StreamInterruptedError) as caught,
    ):
        ask(model, ASKED, stream=True)

    message: AssistantMessage = caught.value.partial.message
    assert message.origin is not None
    assert message.origin.digest
