"""Tool calls and their results: the check before a conversation is sent, and the repair that a caller may ask for.

The rule, which every wire shares: each call of an assistant's turn has one result, right after that turn and before anything else
is said, and there is no other result. A turn is one message, or several that have one normal form.

Opaque parts are exempt, as nothing here can read them: a result whose id stands in an earlier opaque part answers that part, and a
call whose id stands in an opaque part of the user's answer is answered by it. A user message of opaque parts alone may stand among
the results.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from interlingua.dialect.contract import Decoded
from interlingua.dialect.normal_form import continues_turn
from interlingua.errors import PairingError
from interlingua.types.conversation import Conversation
from interlingua.types.json import at
from interlingua.types.losses import Loss
from interlingua.types.messages import AssistantMessage, ToolMessage, UserMessage
from interlingua.types.parts import OpaquePart, ToolCallPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from interlingua.types.base import JsonValue
    from interlingua.types.losses import LossKind
    from interlingua.types.messages import Message

NO_RESULT = "no result"
"""What a repaired conversation says where a result is missing."""

_MISSING = "tool call {!r} has no result right after it"
_ORPHAN = "the result of tool call {!r} has no call before it"
_ASTRAY = "the result of tool call {!r} doesn't stand right after its call"
_SECOND = "tool call {!r} has a second result"
_TWICE = "two calls of one turn have the id {!r}"


def check_pairing(messages: Sequence[Message]) -> None:
    """Check that each tool call has its result right after it, and each result its call.

    Raises:
        PairingError: The first message that breaks the rule.
    """
    if not _are_plainly_paired(messages):
        _check_turns(messages)


def _are_plainly_paired(messages: Sequence[Message]) -> bool:
    """Tell whether each call has its result before anything else is said, as nearly always: what else is allowed takes longer to see.

    Every request pays for this, so it asks for the roles and types, and makes no objects.
    """
    waiting: set[str] = set()
    for message in messages:
        if message.role == "tool":
            if message.tool_call_id not in waiting:
                return False
            waiting.remove(message.tool_call_id)
        elif waiting:
            return False
        elif message.role == "assistant":
            for part in message.content:
                if part.type == "tool_call":
                    if part.id in waiting:
                        return False
                    waiting.add(part.id)
    return not waiting


def _check_turns(messages: Sequence[Message]) -> None:
    opaque = _OpaqueTexts()
    called: set[str] = set()
    for turn in _turns(messages):
        opaque.add(turn.assistant_messages)
        ids: set[str] = set()
        for call in turn.calls:
            if call.id in ids:
                raise PairingError(call.message, call.id, _TWICE.format(call.id))
            ids.add(call.id)
        answered: set[str] = set()
        for index, result in turn.results:
            wanted = result.tool_call_id
            if wanted in answered:
                raise PairingError(index, wanted, _SECOND.format(wanted))
            if wanted in ids:
                answered.add(wanted)
            elif wanted not in opaque:
                raise PairingError(index, wanted, (_ASTRAY if wanted in called else _ORPHAN).format(wanted))
        answers = turn.opaque_answers()
        for call in turn.calls:
            if call.id not in answered and call.id not in answers:
                raise PairingError(call.message, call.id, _MISSING.format(call.id))
        called |= ids


def repaired(conversation: Conversation | Iterable[Message]) -> Decoded[Conversation]:
    """Mend the pairing of tool calls and results; a conversation that breaks no rule comes back as it is.

    A result that stands further down is moved to its call. A result without a call is left out, as is the second result of a call.
    A call without a result gets one that says so, marked as an error. The second of two calls that have one id in one turn gets
    another, and so does its result. Each of these is a loss: of content where something is left out or made up, else a hint.
    """
    if not isinstance(conversation, Conversation):
        conversation = Conversation(tuple(conversation))
    try:
        check_pairing(conversation.messages)
    except PairingError:
        repair = _Repair(conversation.messages)
        messages = tuple(repair.messages())
        losses = sorted(repair.losses, key=lambda entry: entry[0])
        return Decoded(conversation.model_copy(update={"messages": messages}), tuple([loss for _, loss in losses]))
    return Decoded(conversation)


@dataclass(slots=True)
class _Call:
    """A tool call, where it stands, and what the repair found for it."""

    message: int
    part: int
    id: str
    new_id: str | None = None
    result: int | None = None


class _Turn:
    """An assistant's turn and what follows it at once: messages from `start` to `end`, results from `answer` on.

    Results that follow no assistant's turn make one in which nothing was said.
    """

    __slots__ = ("_messages", "answer", "calls", "end", "start")

    def __init__(self, messages: Sequence[Message], start: int, answer: int, end: int) -> None:
        self._messages = messages
        self.start, self.answer, self.end = start, answer, end
        self.calls = [
            _Call(start + offset, place, part.id)
            for offset, message in enumerate(self.assistant_messages)
            for place, part in enumerate(message.content)
            if isinstance(part, ToolCallPart)
        ]

    @property
    def assistant_messages(self) -> Sequence[Message]:
        return self._messages[self.start : self.answer]

    @property
    def results(self) -> list[tuple[int, ToolMessage]]:
        following = enumerate(self._messages[self.answer : self.end], self.answer)
        return [(index, message) for index, message in following if isinstance(message, ToolMessage)]

    def opaque_answers(self) -> _OpaqueTexts:
        """The opaque parts of what the user says next, among the results or right after them."""
        texts = _OpaqueTexts()
        texts.add(message for message in self._messages[self.answer : self.end + 1] if isinstance(message, UserMessage))
        return texts


def _turns(messages: Sequence[Message]) -> Iterator[_Turn]:
    index = 0
    while index < len(messages):
        start = index
        if isinstance(messages[index], AssistantMessage):
            index += 1
            while index < len(messages) and continues_turn(messages[index - 1], messages[index]):
                index += 1
        answer = index
        while index < len(messages) and _may_stand_among_results(messages[index]):
            index += 1
        if index > start:
            yield _Turn(messages, start, answer, index)
        else:
            index += 1


def _may_stand_among_results(message: Message) -> bool:
    if isinstance(message, UserMessage):
        return bool(message.content) and all(isinstance(part, OpaquePart) for part in message.content)
    return isinstance(message, ToolMessage)


class _OpaqueTexts:
    """Every text inside some opaque parts; read only when one is asked for, and then once."""

    def __init__(self) -> None:
        self._unread: list[JsonValue] = []
        self._texts: set[str] = set()

    def add(self, messages: Iterable[Message]) -> None:
        self._unread += [part.data for message in messages for part in message.content if isinstance(part, OpaquePart)]

    def __contains__(self, text: str) -> bool:
        while self._unread:
            value = self._unread.pop()
            if isinstance(value, str):
                self._texts.add(value)
            elif isinstance(value, list | dict):
                self._unread += value.values() if isinstance(value, dict) else value
        return text in self._texts


class _Repair:
    """One repair: finds the result of each call, then writes the messages anew."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self._messages = messages
        self._turns = list(_turns(messages))
        self._answers: dict[int, _Call] = {}  # index of a result → its call
        self._left_out: set[int] = set()
        self._numbers: dict[str, Iterator[int]] = {}  # an id that several calls have → the numbers that tell them apart
        self._ids = {call.id for turn in self._turns for call in turn.calls}
        self._ids |= {result.tool_call_id for turn in self._turns for _, result in turn.results}
        self._opaque = _OpaqueTexts()  # a made-up id that stands in an opaque part would have that part's result
        self._opaque.add(messages)
        self.losses: list[tuple[int, Loss]] = []
        self._match()

    def messages(self) -> Iterator[Message]:
        """Give the mended messages."""
        done = 0
        for turn in self._turns:
            yield from self._messages[done : turn.start]
            yield from self._said(turn)
            for index in range(turn.answer, turn.end):
                call = self._answers.get(index)
                if index not in self._left_out and (call is None or turn.start <= call.message < turn.answer):
                    yield self._result(index)
            for index in sorted(call.result for call in turn.calls if call.result is not None and call.result >= turn.end):
                self._lose(index, "hint", _ASTRAY.format(self._answers[index].id), at("$", "messages", index))
                yield self._result(index)
            yield from self._made_up(turn)
            done = turn.end
        yield from self._messages[done:]

    def _match(self) -> None:
        """Find the result of each call, and the results to leave out."""
        opaque = _OpaqueTexts()
        waiting: dict[str, deque[_Call]] = {}
        called: set[str] = set()
        for turn in self._turns:
            opaque.add(turn.assistant_messages)
            ids: set[str] = set()
            for call in turn.calls:
                if call.id in ids:
                    self._rename(call)
                else:
                    waiting[call.id] = deque()
                ids.add(call.id)
                waiting[call.id].append(call)
            called |= ids
            answered: set[str] = set()
            for index, result in turn.results:
                wanted = result.tool_call_id
                if waiting.get(wanted):
                    call = waiting[wanted].popleft()
                    call.result, self._answers[index] = index, call
                    answered |= {wanted} & ids
                elif wanted in answered or wanted not in opaque:
                    self._left_out.add(index)
                    self._lose(index, "content", (_SECOND if wanted in called else _ORPHAN).format(wanted), at("$", "messages", index))

    def _rename(self, call: _Call) -> None:
        numbers = self._numbers.setdefault(call.id, count(2))
        new_id = next(name for number in numbers if (name := f"{call.id}-{number}") not in self._ids and name not in self._opaque)
        self._ids.add(new_id)
        call.new_id = new_id
        path = at("$", "messages", call.message, "content", call.part, "id")
        self._lose(call.message, "hint", _TWICE.format(call.id), path, replaced_by=new_id)

    def _said(self, turn: _Turn) -> Iterator[Message]:
        renamed: dict[int, dict[int, str]] = {}
        for call in turn.calls:
            if call.new_id is not None:
                renamed.setdefault(call.message, {})[call.part] = call.new_id
        for index, message in enumerate(turn.assistant_messages, turn.start):
            if index not in renamed:
                yield message
                continue
            ids = renamed[index]
            content = [part.model_copy(update={"id": ids[place]}) if place in ids else part for place, part in enumerate(message.content)]
            yield message.model_copy(update={"content": tuple(content)})

    def _result(self, index: int) -> Message:
        message, call = self._messages[index], self._answers.get(index)
        if call is None or call.new_id is None:
            return message
        path = at("$", "messages", index, "tool_call_id")
        self._lose(index, "hint", _TWICE.format(call.id), path, replaced_by=call.new_id)
        return message.model_copy(update={"tool_call_id": call.new_id})

    def _made_up(self, turn: _Turn) -> Iterator[Message]:
        answers = turn.opaque_answers()
        for call in turn.calls:
            call_id = call.new_id or call.id
            if call.result is None and call_id not in answers:
                result = ToolMessage(tool_call_id=call_id, content=NO_RESULT, is_error=True)
                path = at("$", "messages", call.message, "content", call.part)
                self._lose(call.message, "content", _MISSING.format(call.id), path, replaced_by=result.to_dict())
                yield result

    def _lose(self, index: int, kind: LossKind, reason: str, path: str, replaced_by: JsonValue = None) -> None:
        self.losses.append((index, Loss(path=path, reason=reason, kind=kind, replaced_by=replaced_by)))
