"""Messages → the top-level system text and the turns of the list.

Adjacent results and user messages become one user turn, always as a list of blocks: appending a message then changes no earlier
byte but the last turn's closing brackets. A message with fields of its own, and one without blocks, is a turn by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from interlingua.types import AssistantMessage, OpaquePart, SystemMessage, TextPart, ToolMessage, UserMessage
from interlingua_anthropic.messages.encode_content import ContentEncoder, turn_fields
from interlingua_anthropic.messages.wire import kept_fields, restore, verbatim_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.dialect import Capabilities
    from interlingua.types import JsonObject, JsonValue, Message
    from interlingua_anthropic.messages.wire import LossLog


def encode_turns(messages: Sequence[Message], log: LossLog, capabilities: Capabilities) -> tuple[JsonValue, list[JsonValue]]:
    """Write the messages.

    Returns:
        The top-level `system` (None where there is none), and the list of turns.

    Raises:
        ConversionError: A tool call's arguments are not a JSON object.
    """
    turns = _Turns(log, capabilities)
    for index, message in enumerate(messages):
        log.message = index
        match message:
            case UserMessage():
                turns.add_user(message)
            case AssistantMessage():
                turns.add_assistant(message)
            case ToolMessage():
                turns.add_result(message)
            case SystemMessage():
                turns.add_system(message, in_place=turns.in_place and (turns.anywhere or _may_stand(messages, index)))
            case _:
                assert_never(message)
    return turns.system, turns.turns


# Where a model takes no system message, by whether it takes any in the list.
_ELSEWHERE = {False: "in the list", True: "but between what the user and what it says itself"}


class _Turns:
    """The turns so far."""

    __slots__ = ("_leading", "_log", "_open", "anywhere", "encoder", "in_place", "system", "turns")

    def __init__(self, log: LossLog, capabilities: Capabilities) -> None:
        self.encoder = ContentEncoder(log, capabilities)
        self.system: JsonValue = None
        self.turns: list[JsonValue] = []
        self._log = log
        self._open: list[JsonValue] | None = None  # the blocks of the user turn that the next message may join
        self._leading = True
        self.in_place = capabilities.has("system_in_place")
        self.anywhere = capabilities.has("system_anywhere")

    def add_user(self, message: UserMessage) -> None:
        """Add what the user says; a message that says nothing changes whose turn it is, so leaving it out is no small matter."""
        kept = kept_fields(message.provider_data) if message.provider_data else None
        self._leading = False
        if kept and verbatim_content(kept, message.content):
            self._add_verbatim(message, kept)
            return
        blocks = self.encoder.user_blocks(message.content)
        if not blocks and all(type(part) is TextPart for part in message.content):
            self._log.lose("a user's message must say something on this wire", "content")
        elif kept:
            self._open = self._add_turn(message, blocks, kept)
        elif blocks:
            self._join(blocks)

    def add_assistant(self, message: AssistantMessage) -> None:
        """Add what the model said."""
        kept = kept_fields(message.provider_data) if message.provider_data else {}
        self._leading = False
        if kept and verbatim_content(kept, message.content):
            self._add_verbatim(message, kept)
            return
        blocks = self.encoder.assistant_blocks(message.content)
        if blocks:
            self._add_turn(message, blocks, kept)
            self._open = None
        elif not message.content:
            self._log.lose("the model's message says nothing, and such a turn is refused", "hint")

    def add_result(self, message: ToolMessage) -> None:
        block = self.encoder.result_block(message)
        self._leading = False
        fields = turn_fields(message) if message.provider_data else None
        if fields is None:
            self._join([block])
            return
        self._open = [block]
        turn: JsonObject = {"role": "user", "content": self._open}
        restore(turn, fields, self._log)
        self.turns.append(turn)

    def _join(self, blocks: list[JsonValue]) -> None:
        if self._open is not None:
            self._open.extend(blocks)
            return
        self.turns.append({"role": "user", "content": blocks})
        self._open = blocks

    def _add_turn(
        self, message: UserMessage | AssistantMessage | SystemMessage, blocks: list[JsonValue], kept: JsonObject
    ) -> list[JsonValue] | None:
        """Add a message as a turn of its own; give its blocks if others may join them.

        Where every part was left out, each with its loss, there is no turn either: an empty one would be refused.
        """
        if not blocks:
            return None
        turn: JsonObject = {"role": message.role, "content": blocks}
        self.turns.append(turn)
        restore(turn, kept, self._log)
        return blocks

    def _add_verbatim(self, message: UserMessage | AssistantMessage | SystemMessage, kept: JsonObject) -> None:
        """Add a turn whose content this wire spelt in another way than by blocks that say something; none may join it."""
        turn: JsonObject = {"role": message.role, "content": kept.get("content", [])}
        self.turns.append(turn)
        restore(turn, kept, self._log)
        self._open = None

    def add_system(self, message: SystemMessage, *, in_place: bool) -> None:
        """Put a leading message at the top level, any other in its place, or at the top level where it may not stand there."""
        kept = kept_fields(message.provider_data)
        verbatim = verbatim_content(kept, message.content)
        # A top-level text has no fields of its own; where to cache is said on its last block.
        leads = self._leading and (not kept or kept.keys() == {"cache_control"} or (kept.keys() == {"content"} and verbatim))
        if verbatim and not leads and in_place:
            self._leading = False
            self._add_verbatim(message, kept)
            return
        blocks: list[JsonValue] = [] if verbatim else self.encoder.user_blocks(message.content)
        if leads and verbatim and self.system is None:
            self.system = kept["content"]
        elif not message.content:
            self._log.lose("a system message says nothing, so there is none", "hint")
        elif not leads and in_place:
            self._add_instructions(message, blocks, kept)
        elif blocks:
            last = blocks[-1]
            if "cache_control" in kept and isinstance(last, dict):
                blocks[-1] = {"cache_control": kept["cache_control"], **last}
            if not leads:
                reason = f"the model takes no system message {_ELSEWHERE[self.in_place]}, so this one moves to the top level"
                self._log.lose(reason, "hint")
                if others := [name for name in kept if name[:1] != "$" and name not in {"cache_control", "content"}]:
                    self._log.lose(f"a text at the top level has no {', '.join(others)}", "hint", below=".provider_data")
            self.system = [*self.system, *blocks] if isinstance(self.system, list) else blocks

    def _add_instructions(self, message: SystemMessage, blocks: list[JsonValue], kept: JsonObject) -> None:
        """Add a system message in its place; one behind another is part of it where a turn's neighbours matter."""
        last = self.turns[-1] if self.turns and not self.anywhere and not kept else None
        if isinstance(last, dict) and last["role"] == "system" and isinstance(said := last["content"], list):
            last["content"] = [*said, *blocks]
        elif self._add_turn(message, blocks, kept) is not None:
            self._leading, self._open = False, None


def _may_stand(messages: Sequence[Message], index: int) -> bool:
    """Tell whether the API takes a system message where this one stands: what the user said before it, what the model said behind.

    Source: https://docs.claude.com/en/docs/build-with-claude/mid-conversation-system-messages: it follows a user's turn, or the model's
    that ends with a server tool, and is the last or stands before a turn of the model's.
    """
    before, after = index - 1, index + 1
    while before >= 0 and isinstance(messages[before], SystemMessage):
        before -= 1
    while after < len(messages) and isinstance(messages[after], SystemMessage):
        after += 1
    if before < 0 or (after < len(messages) and not isinstance(messages[after], AssistantMessage)):
        return False
    said = messages[before]
    return not isinstance(said, AssistantMessage) or (bool(said.content) and isinstance(said.content[-1], OpaquePart))
