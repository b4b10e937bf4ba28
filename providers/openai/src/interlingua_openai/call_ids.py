"""Ids of tool calls: made up where the wire leaves them out or empty, and mapped where OpenAI refuses them for their length.

**Left out.** A call without an id gets one that no other call or result of its body has; a result without an id answers the earliest
call that waits for it. The wire's own spelling is kept beside the made-up id, and is written back while every call and result of that
id would be spelled so; else all of them say it: where a caller made a result for a call of somebody else's history.

**Too long.** Source: the API's own errors, as users quote them. Chat Completions: "Invalid 'messages[10].tool_calls[0].id': string too
long. Expected a string with maximum length 40" (https://github.com/agno-agi/agno/issues/5382; newer models say 64). Responses: "Invalid
'input[95].call_id': string too long. Expected a string with maximum length 64" (https://github.com/AnswerDotAI/fastllm/issues/45).

A mapped id is the original's beginning and a hash of the whole: the same for the same original, unless another call before it has that
very id; then one more byte is hashed. So nothing that comes later changes it. That is
no loss: the conversation keeps the original, and a call and its result get the same id. An id that this wire itself said is marked when
it is read, and stays: hosts other than OpenAI may take longer ones.

**Of an exact length.** Some hosts take nothing but so many letters and digits (`Capabilities.tool_id_length`; Mistral's nine). There an id
of another form, whoever said it, becomes that many characters of its SHA-256 in base 62: the first ones, or the next where an id before
it in the request has those, so that nothing that comes later changes it.
"""

from __future__ import annotations

from collections import deque
from hashlib import sha256
from itertools import count
from string import ascii_lowercase, ascii_uppercase, digits
from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept
from interlingua.types.messages import AssistantMessage, ToolMessage
from interlingua.types.parts import ToolCallPart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from interlingua.types.base import JsonValue
    from interlingua.types.messages import Message

OWN: Final = "own_id"
"""A mark: the wire itself said the id, though it is long."""

_HASH: Final = 12

_BASE_62: Final = digits + ascii_uppercase + ascii_lowercase
_DIGITS: Final = 43  # of a hash in base 62


class CallIds:
    """The ids of one body's calls, and which of the made-up ones wait for their results.

    Attributes:
        place: Where the call stands that is being read.
    """

    __slots__ = ("_prefix", "_taken", "_waiting", "place")

    def __init__(self, taken: AbstractSet[str] = frozenset(), answer_id: str | None = None) -> None:
        """Begin a body.

        Args:
            taken: The ids that its calls and results have.
            answer_id: The id of the answer that they are in, if they are in one.
        """
        self._taken = taken
        self._prefix = f"call_{answer_id}" if answer_id else "call"
        self._waiting: deque[str] = deque()
        self.place = 0

    def begin_turn(self, index: int) -> None:
        """Begin a turn whose calls are numbered by themselves; no result waits for it yet, and none any more for those before."""
        self._prefix = f"call_{index}"
        self._waiting.clear()

    def of_call(self, own: JsonValue) -> str:
        """Give the id of a call: its own, or one made up from its place."""
        if isinstance(own, str) and own:
            return own
        made = f"{self._prefix}_{self.place}"
        while made in self._taken:
            made += "_"
        self._waiting.append(made)
        return made

    def of_result(self, own: JsonValue) -> str:
        """Give the id of a result: its own, or that of the call that waits; empty where none does."""
        if isinstance(own, str) and own:
            return own
        return self._waiting.popleft() if self._waiting else ""


def ids_to_write(messages: Iterable[Message], dialect: str, call_field: str, result_field: str) -> frozenset[str]:
    """Give the made-up ids that a request has to say: ones that not every call and result with them would leave out.

    Args:
        messages: The conversation.
        dialect: The dialect that is written.
        call_field: The field of a call's id.
        result_field: The field of a result's.
    """
    left_out: set[str] = set()
    written: set[str] = set()
    for message in messages:
        if type(message) is AssistantMessage:
            for part in message.content:
                if type(part) is ToolCallPart:
                    (left_out if _is_made_up(part, part.id, dialect, call_field) else written).add(part.id)
        elif type(message) is ToolMessage:
            call_id = message.tool_call_id
            (left_out if _is_made_up(message, call_id, dialect, result_field) else written).add(call_id)
    return frozenset((left_out & written) - {""})  # an empty id pairs nothing


def _is_made_up(value: ToolCallPart | ToolMessage, call_id: str, dialect: str, field: str) -> bool:
    """Tell whether an id is one that the wire spelled otherwise; not one that the caller changed since."""
    pair = Kept.of(value.provider_data, dialect).spelling(field) if value.provider_data else None
    return pair is not None and pair[0] == call_id


def mark_own(kept: Kept, call_id: str, longest: int) -> Kept:
    """Mark that an id which is too long was read from this wire; nothing is marked beside any other.

    Args:
        kept: What else is kept of the call or result.
        call_id: The id that the call or result was given.
        longest: How long an id may be.
    """
    return kept if len(call_id) <= longest else kept.marked(OWN, mark=True)


def with_taken_ids(messages: tuple[Message, ...], dialect: str, longest: int, exactly: int | None = None) -> tuple[Message, ...]:
    """Give the messages with every id that the wire takes.

    Args:
        messages: A conversation.
        dialect: The dialect that is written.
        longest: How long an id may be.
        exactly: Of how many letters and digits it must be, where the host is that strict.
    """
    if exactly is None:
        mapped: Mapping[str, str] = _short_ids(messages, _foreign_ids(messages, dialect, longest), longest)
    else:
        mapped = _exact_ids(messages, exactly)
    return tuple([_with_ids(message, mapped) for message in messages]) if mapped else messages


def short_id(original: str, longest: int, attempt: int = 0) -> str:
    """Give the id that stands for a long one.

    Args:
        original: The conversation's id.
        longest: How long an id may be.
        attempt: How many ids of this original were taken already.
    """
    hashed = sha256(original.encode("utf-8", "surrogatepass") + b"\x00" * attempt).hexdigest()[:_HASH]
    return f"{original[: longest - _HASH - 1]}_{hashed}"


def _foreign_ids(messages: Sequence[Message], dialect: str, longest: int) -> set[str]:
    """Give the ids that are too long and that this wire didn't say; a result's mark counts only where its call isn't there."""
    own: dict[str, bool] = {}
    for message in messages:
        if type(message) is ToolMessage and len(message.tool_call_id) > longest:
            own.setdefault(message.tool_call_id, _is_own(message, dialect))
        elif type(message) is AssistantMessage:
            own.update(
                {part.id: _is_own(part, dialect) for part in message.content if type(part) is ToolCallPart and len(part.id) > longest}
            )
    return {call_id for call_id, is_own in own.items() if not is_own}


def _is_own(value: ToolCallPart | ToolMessage, dialect: str) -> bool:
    return Kept.of(value.provider_data, dialect).mark(OWN) is True


def _short_ids(messages: Sequence[Message], foreign: AbstractSet[str], longest: int) -> dict[str, str]:
    """Give what stands for each of those ids, and for one that itself stands for another before it already."""
    if not foreign:
        return {}

    def candidates(call_id: str) -> Iterator[str]:
        if call_id not in foreign:
            yield call_id
        yield from (short_id(call_id, longest, attempt) for attempt in count())

    return _first_free(messages, candidates)


def _exact_ids(messages: Sequence[Message], length: int) -> dict[str, str]:
    """Give what stands for each id that isn't of so many letters and digits, or that stands for one before it already."""
    return _first_free(messages, lambda call_id: _candidates(call_id, length))


def _first_free(messages: Sequence[Message], candidates: Callable[[str], Iterator[str]]) -> dict[str, str]:
    """Give for each id, in the order of the messages, its first candidate that stands for no other; but for ids that stay."""
    written: dict[str, str] = {"": ""}  # an empty one pairs nothing
    taken: set[str] = set()
    for message in messages:
        calls = message.tool_calls if isinstance(message, AssistantMessage) else ()
        for call_id in [message.tool_call_id] if isinstance(message, ToolMessage) else [call.id for call in calls]:
            if call_id not in written:
                written[call_id] = next(found for found in candidates(call_id) if found not in taken)
                taken.add(written[call_id])
    return {call_id: stands for call_id, stands in written.items() if call_id != stands}


def _candidates(call_id: str, length: int) -> Iterator[str]:
    if len(call_id) == length and call_id.isascii() and call_id.isalnum():
        yield call_id
    hashed = call_id.encode("utf-8", "surrogatepass")
    while True:
        hashed = sha256(hashed).digest()
        number, said = int.from_bytes(hashed), ""
        for _ in range(_DIGITS):
            number, digit = divmod(number, 62)
            said = _BASE_62[digit] + said
        yield from (said[begin : begin + length] for begin in range(0, _DIGITS - length + 1, length))


def _with_ids(message: Message, mapped: Mapping[str, str]) -> Message:
    if isinstance(message, ToolMessage) and message.tool_call_id in mapped:
        return message.model_copy(update={"tool_call_id": mapped[message.tool_call_id]})
    if not isinstance(message, AssistantMessage) or not any(call.id in mapped for call in message.tool_calls):
        return message
    parts = [
        part.model_copy(update={"id": mapped[part.id]}) if isinstance(part, ToolCallPart) and part.id in mapped else part
        for part in message.content
    ]  # fmt: skip
    return message.model_copy(update={"content": tuple(parts)})
