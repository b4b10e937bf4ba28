"""Messages, exchanges, and whole conversations in which every call has its result."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from interlingua.testing.strategies.parts import (
    MAKER,
    audio_parts,
    cited_text_parts,
    document_parts,
    image_parts,
    opaque_parts,
    reasoning_parts,
    refusal_parts,
    text_parts,
    tool_call_parts,
)
from interlingua.testing.strategies.values import instances, provider_data, texts
from interlingua.types import AssistantMessage, Conversation, SystemMessage, ToolCallPart, ToolMessage, UserMessage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.types import AssistantPart, Message

_MOST_MESSAGES = 50
_MOST_EXCHANGES = 6


@cache
def system_messages() -> st.SearchStrategy[SystemMessage]:
    """Instructions, in one text or several."""
    return instances(SystemMessage, content=st.lists(text_parts(), min_size=1, max_size=2))


@cache
def user_messages() -> st.SearchStrategy[UserMessage]:
    """What a user says and shows."""
    parts = text_parts() | image_parts() | document_parts() | audio_parts() | opaque_parts()
    return instances(UserMessage, content=texts() | st.lists(parts, min_size=1, max_size=3), provider_data=provider_data())


@cache
def _results() -> st.SearchStrategy[dict[str, Any]]:
    content = texts() | st.lists(text_parts() | image_parts() | document_parts(), max_size=2)
    return st.builds(dict, content=content, is_error=st.booleans())


def tool_messages(tool_call_id: str) -> st.SearchStrategy[ToolMessage]:
    """The result of one call: text, images, nothing, or an error."""
    return _results().map(lambda result: ToolMessage(tool_call_id=tool_call_id, **result))


@cache
def assistant_messages(maker: str = MAKER) -> st.SearchStrategy[AssistantMessage]:
    """What a model says; each call has an id of its own, and several may stand side by side.

    Args:
        maker: The provider that made some of the reasoning.
    """
    parts = text_parts() | cited_text_parts() | reasoning_parts(maker) | refusal_parts() | opaque_parts()
    parallel = st.lists(tool_call_parts(), min_size=1, max_size=3)
    interleaved = st.tuples(tool_call_parts(), reasoning_parts(maker), tool_call_parts()).map(_listed)
    groups = st.lists(parts.map(_alone) | parallel | interleaved, min_size=1, max_size=4)
    return groups.map(lambda found: AssistantMessage(_with_ids_of_their_own([part for group in found for part in group])))


def _listed(parts: tuple[AssistantPart, ...]) -> list[AssistantPart]:
    return list(parts)


def _alone(part: AssistantPart) -> list[AssistantPart]:
    return [part]


def _with_ids_of_their_own(parts: Sequence[AssistantPart]) -> list[AssistantPart]:
    return [
        part.model_copy(update={"id": f"{place}_{part.id}"}) if isinstance(part, ToolCallPart) else part
        for place, part in enumerate(parts)
    ]  # fmt: skip


@cache
def _questions() -> st.SearchStrategy[list[UserMessage]]:
    return st.lists(user_messages(), min_size=1, max_size=2)


@st.composite
def exchanges(draw: st.DrawFn, maker: str = MAKER) -> list[Message]:
    """A question, an answer, and the results of all calls in the answer, in any order."""
    answer = draw(assistant_messages(maker))
    results: list[Message] = [draw(tool_messages(call.id)) for call in answer.tool_calls]
    return [*draw(_questions()), answer, *draw(st.permutations(results))]


@cache
def _told(maker: str) -> st.SearchStrategy[list[list[Message]]]:
    """Exchanges in their order; long conversations say a few of them again and again, so that they cost little to make."""
    few = st.lists(exchanges(maker), max_size=2)
    return few | few.flatmap(lambda found: st.lists(st.sampled_from(found), max_size=_MOST_EXCHANGES) if found else st.just(found))


@cache
def message_lists(maker: str = MAKER) -> st.SearchStrategy[tuple[Message, ...]]:
    """Whole conversations of 0 to 50 messages in which every call is paired; whoever spoke last.

    Args:
        maker: The provider that made some of the reasoning.
    """
    return st.builds(
        lambda system, told, late, last: (*system, *_within_bounds(told), *late, *last),
        st.lists(system_messages(), max_size=2),
        _told(maker),
        st.lists(system_messages(), max_size=1),
        st.lists(user_messages(), max_size=1),
    )


def _within_bounds(told: list[list[Message]]) -> Iterator[Message]:
    """Give the exchanges as far as a conversation goes."""
    left = _MOST_MESSAGES - 4  # two system texts before, one behind, and the last question
    for exchange in told:
        left -= len(exchange)
        if left >= 0:
            yield from exchange


@cache
def conversations() -> st.SearchStrategy[Conversation]:
    """Conversations that can be sent and saved."""
    return message_lists().map(Conversation)
