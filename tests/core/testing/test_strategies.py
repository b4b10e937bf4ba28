"""Twin of testing/strategies: what they give is valid by construction, and holds what breaks converters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import Phase, given, settings
from tests.core.testing.toy import ToyDialect

from interlingua.dialect import assemble, check_pairing
from interlingua.testing import strategies
from interlingua.types import AssistantMessage, Conversation, ReasoningPart, Request, SystemMessage, ToolMessage
from interlingua.types.json import same_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.types import Chunk, JsonObject, JsonValue, Message

TOY = ToyDialect()


@given(messages=strategies.message_lists())
def test_conversations_are_paired_and_bounded(messages: tuple[Message, ...]) -> None:
    """Every call has its result, and there are 0 to 50 messages."""
    check_pairing(messages)

    assert 0 <= len(messages) <= 50


WANTED: dict[str, Callable[[tuple[Message, ...]], bool]] = {
    "nothing": lambda messages: not messages,
    "much": lambda messages: len(messages) > 20,
    "several system texts": lambda messages: sum(isinstance(message, SystemMessage) for message in messages) > 2,
    "parallel calls": lambda messages: any(isinstance(message, AssistantMessage) and len(message.tool_calls) > 2 for message in messages),
    "a failed tool": lambda messages: any(isinstance(message, ToolMessage) and message.is_error for message in messages),
    "an image as a result": lambda messages: any("image" in kinds(message) for message in messages if isinstance(message, ToolMessage)),
    "reasoning between calls": lambda messages: any(
        "reasoning" in kinds(message)[1:-1] and "tool_call" in kinds(message)[:1] and "tool_call" in kinds(message)[-1:]
        for message in messages
    ),
    "a block of another wire": lambda messages: any("opaque" in kinds(message) for message in messages),
    "arguments that are no JSON": lambda messages: any(
        call.arguments == "not JSON" for message in messages if isinstance(message, AssistantMessage) for call in message.tool_calls
    ),
    "a signature of the wire's own": lambda messages: any(
        isinstance(part, ReasoningPart) and part.signature and part.provider == "toy" for message in messages for part in message.content
    ),
}


def kinds(message: Message) -> list[str]:
    """Name the kinds of a message's parts."""
    return [part.type for part in message.content]


def test_conversations_hold_what_breaks_converters() -> None:
    """Each of these comes up before long, whatever modules are loaded: Hypothesis draws constants from them as well."""
    missing = set(WANTED)

    @settings(max_examples=2_500, phases=[Phase.generate], database=None, derandomize=True, deadline=None)
    @given(strategies.message_lists("toy"))
    def look(messages: tuple[Message, ...]) -> None:
        missing.difference_update([name for name in missing if WANTED[name](messages)])

    look()

    assert missing == set()


def test_requests_have_every_field() -> None:
    """One that no value is drawn for would be one that the laws say nothing of."""
    met: set[str] = set()

    @settings(max_examples=500, phases=[Phase.generate], database=None, derandomize=True, deadline=None)
    @given(request=strategies.requests())
    def collect(request: Request) -> None:
        met.update(name for name in Request.model_fields if getattr(request, name))

    collect()

    assert met == set(Request.model_fields)


@given(chunks=strategies.chunk_lists())
def test_chunks_are_an_answer(chunks: list[Chunk]) -> None:
    """They can be assembled, and say it again."""
    assert list(strategies.chunks_of(assemble(chunks))) == chunks


@given(pieces=strategies.cut_streams(TOY))
def test_cut_streams_are_whole(pieces: list[bytes]) -> None:
    """However they are cut, and whatever their line ends."""
    decoder = TOY.stream_decoder()
    chunks = [chunk for piece in pieces for chunk in decoder.feed(piece)] + decoder.close()

    assert assemble(chunks) == decoder.response()


@given(body=strategies.request_bodies(TOY), values=strategies.misfits())
def test_damages_leave_the_body_alone(body: JsonObject, values: list[JsonValue]) -> None:
    """Each is another body, damaged in one place."""
    before = strategies.naturalized(TOY.decode_request(body).value, "toy.plain")
    damaged = list(strategies.damages(body, values))

    assert damaged
    assert TOY.decode_request(body).value == before
    assert all(not same_json(each, body) or each == body for each in damaged)


@given(conversation=strategies.conversations())
def test_conversations_can_be_saved(conversation: Conversation) -> None:
    """Whatever is in them."""
    assert Conversation.from_json(conversation.to_json()) == conversation
