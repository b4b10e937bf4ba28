"""Messages ⇄ the top-level system text and the list of turns.

A user's turn becomes results and user messages, in block order. Back again, adjacent results and user messages become one user turn,
always as a list of blocks: appending a message then changes no earlier byte but the last turn's closing brackets. A message with
fields of its own, and one without blocks, is a turn by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from interlingua.dialect import NOTHING, Kept, are_objects, difference, restored, says_something
from interlingua.errors import ConversionError
from interlingua.types import AssistantMessage, OpaquePart, SystemMessage, TextPart, ToolMessage, UserMessage
from interlingua_anthropic.messages.assistant import decode_assistant_block, encode_assistant
from interlingua_anthropic.messages.calls import decode_result, encode_result
from interlingua_anthropic.messages.parts import content_of, decode_block, decode_request_text, decode_text, encode_blocks, is_respelled
from interlingua_anthropic.messages.tool_ids import ToolIds, WireIds
from interlingua_anthropic.names import MESSAGES, PLACE, TURN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.dialect import LossLog
    from interlingua.types import JsonObject, JsonValue, Message

# The one field of a system message that its text at the top level has as well: where to cache is said on its last block.
_CACHE = "cache_control"

_UNSAID = "no part of the message can be said on this wire, so there is none"


def take_system(rest: JsonObject) -> list[Message]:
    """Take the top-level system text out of a body's fields; an odd one stays."""
    system = rest.get("system")
    if not isinstance(system, str) and not are_objects(system):
        return []
    blocks, spelling = content_of({"content": rest.pop("system")})
    kept = NOTHING if spelling is None else NOTHING.spelled("content", spelling)
    return [SystemMessage(_texts(blocks, spelling), provider_data=kept.under(MESSAGES))]


def decode_turns(wire: JsonValue) -> list[Message]:
    """Read the list of turns.

    Raises:
        ConversionError: It is no list, a turn is no object or has no known role, with the path.
    """
    if not isinstance(wire, list):
        raise ConversionError("$.messages", "a request needs a list of messages")
    messages: list[Message] = []
    ids = ToolIds(content=wire)
    for index, turn in enumerate(wire):
        if not isinstance(turn, dict):
            raise ConversionError(f"$.messages[{index}]", "a message is an object")
        role = turn.get("role")
        if role not in ("user", "assistant", "system"):
            raise ConversionError(f"$.messages[{index}].role", "a role is user, assistant or system")
        blocks, spelling = content_of(turn)
        kept = NOTHING if len(turn) == 2 and spelling is None else difference(turn, {"role": role}, ("content",))
        if spelling is not None:
            kept = kept.spelled("content", spelling)
        if role == "user":
            messages += _user_turn(blocks, spelling, kept, ids)
        elif role == "assistant":
            texts = decode_request_text if spelling is None else decode_text
            parts = [texts(block) if block.get("type") == "text" else decode_assistant_block(block, ids.of_call) for block in blocks]
            messages.append(AssistantMessage(parts, provider_data=kept.under(MESSAGES)))
        else:
            if index == 0 and kept.fields.keys() <= {_CACHE}:
                kept = kept.marked(PLACE, "messages")  # else it would move to the top level
            messages.append(SystemMessage(_texts(blocks, spelling), provider_data=kept.under(MESSAGES)))
    return messages


def _texts(blocks: list[JsonObject], spelling: list[JsonValue] | None) -> list[TextPart | OpaquePart]:
    """Read text blocks; where the message keeps how its content is spelled, a blank one needn't keep that it was there."""
    return [decode_request_text(block) if spelling is None else decode_text(block) for block in blocks]


def _user_turn(blocks: list[JsonObject], spelling: list[JsonValue] | None, kept: Kept, ids: ToolIds) -> list[UserMessage | ToolMessage]:
    """Split a user turn into results and what the user says, in block order; its fields go to the first."""
    if not any(block.get("type") == "tool_result" for block in blocks):
        parts = [decode_block(block) for block in blocks] if spelling is None else _texts(blocks, spelling)
        return [UserMessage(parts, provider_data=kept.under(MESSAGES))]
    messages: list[UserMessage | ToolMessage] = []
    between: list[JsonObject] = []

    def flush() -> None:
        if between:
            own = NOTHING if messages else kept
            messages.append(UserMessage([decode_block(block) for block in between], provider_data=own.under(MESSAGES)))
            between.clear()

    for block in blocks:
        if block.get("type") == "tool_result":
            flush()
            messages.append(decode_result(block, ids, NOTHING if messages else kept))
        else:
            between.append(block)
    flush()
    return messages


def encode_turns(messages: Sequence[Message], log: LossLog) -> tuple[JsonValue, list[JsonValue]]:
    """Write the messages.

    Returns:
        The top-level `system` (None where there is none), and the list of turns.
    """
    turns = _Turns(log)
    for index, message in enumerate(messages):
        log.message = index
        match message:
            case UserMessage() | AssistantMessage():
                turns.add(message)
            case ToolMessage():
                turns.add_result(message)
            case SystemMessage():
                turns.add_system(message)
            case _:
                assert_never(message)
    return turns.system, turns.turns


class _Turns:
    """The turns so far."""

    __slots__ = ("_ids", "_leading", "_log", "_open", "system", "turns")

    def __init__(self, log: LossLog) -> None:
        self.system: JsonValue = None
        self.turns: list[JsonValue] = []
        self._log = log
        self._ids = WireIds()
        self._open: list[JsonValue] | None = None  # the blocks of the user turn that the next message may join
        self._leading = True

    def add(self, message: UserMessage | AssistantMessage) -> None:
        """Add what the user or the model says; where the user says nothing that changes whose turn it is, so leaving it out is no hint."""
        kept = Kept.of(message.provider_data, MESSAGES) if message.provider_data else None
        self._leading = False
        if kept and is_respelled(kept, message.content):
            self._add_respelled(message, kept)
        elif isinstance(message, UserMessage):
            blocks = encode_blocks(message.content, self._log)
            if not blocks and all(type(part) is TextPart for part in message.content):
                self._log.lose("a user's message must say something on this wire", "content")
            elif kept:
                self._open = self._add_turn(message, blocks, kept)
            elif blocks:
                self._join(blocks)
        elif blocks := encode_assistant(message.content, self._ids, self._log):
            self._add_turn(message, blocks, kept)
            self._open = None
        elif not message.content:
            self._log.lose("the model's message says nothing, and such a turn is refused", "hint")
        else:
            self._log.lose_own(message.provider_data, _UNSAID)

    def add_result(self, message: ToolMessage) -> None:
        block = encode_result(message, self._ids, self._log)
        self._leading = False
        turn = Kept.of(message.provider_data, MESSAGES).mark(TURN)
        if turn is None:
            self._join([block])
            return
        self._open = [block]
        self.turns.append(restored({"role": "user", "content": self._open}, Kept.from_json(turn), self._log))

    def _join(self, blocks: list[JsonValue]) -> None:
        if self._open is not None:
            self._open.extend(blocks)
            return
        self.turns.append({"role": "user", "content": blocks})
        self._open = blocks

    def _add_turn(
        self, message: UserMessage | AssistantMessage | SystemMessage, blocks: list[JsonValue], kept: Kept | None
    ) -> list[JsonValue] | None:
        """Add a message as a turn of its own; give its blocks if others may join them.

        Where every part was left out, each with its loss, there is no turn either: an empty one would be refused.
        """
        if not blocks:
            self._log.lose_own(message.provider_data, _UNSAID)
            return None
        turn: JsonObject = {"role": message.role, "content": blocks}
        self.turns.append(restored(turn, kept, self._log) if kept else turn)
        return blocks

    def _add_respelled(self, message: UserMessage | AssistantMessage | SystemMessage, kept: Kept) -> None:
        """Add a turn whose content this wire spelled in another way than by blocks that say something; none may join it."""
        self.turns.append(restored({"role": message.role, "content": []}, kept, self._log))
        self._open = None

    def add_system(self, message: SystemMessage) -> None:
        """Put a leading message at the top level, any other in its place."""
        kept = Kept.of(message.provider_data, MESSAGES)
        respelled = is_respelled(kept, message.content)
        # A top-level text has no fields of its own but where to cache, which needs a block.
        leads = self._leading and kept.mark(PLACE) is None and kept.fields.keys() <= (frozenset() if respelled else {_CACHE})
        # One of fields alone says what they say, whoever wrote it.
        if not leads and (respelled or (not message.content and says_something(kept.fields))):
            self._leading = False
            self._add_respelled(message, kept)
            return
        if respelled and leads and self.system is None:
            self.system = restored({"content": []}, kept, self._log).get("content")
            return
        blocks = encode_blocks(message.content, self._log)
        if not message.content:
            self._log.lose("a system message says nothing, so there is none", "hint")
        elif not leads:
            if self._add_turn(message, blocks, kept) is not None:
                self._leading, self._open = False, None
        elif blocks:
            last = blocks[-1]
            if _CACHE in kept.fields and isinstance(last, dict):
                blocks[-1] = {_CACHE: kept.fields[_CACHE], **last}
            self.system = [*self.system, *blocks] if isinstance(self.system, list) else blocks
        else:
            self._log.lose_own(message.provider_data, _UNSAID)
