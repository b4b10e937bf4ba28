"""What Claude binds its thinking to: digests of a request's body, one before each of the model's turns.

Source, as read in November 2026: https://platform.claude.com/docs/en/build-with-claude/preserved-thinking and …/prefix-checks ("What
counts as an edit"). Bound are the model, `system`, `tools` and the earlier `messages`; never `cache_control`, nor any other field of the
body. A tool with `defer_loading` is part of it from the first message on that names it. The address of a picture or document may be signed
anew, since its bytes count, so what follows `?` is left out. Thinking may be taken away from the beginning of the conversation, or all
of it, but neither from between nor put back: each turn is bound to the thinking that last came before it, and to no more than there was.

A digest is a version, five short hashes and a number: of the model, the system text, the tools, the messages without their thinking, the
last piece of thinking, and how many there are. What differs says what has changed. Hashes of the messages are chained, so that a turn of
a conversation hashes only what is new in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from interlingua.provider import Binding, Bound, Unbound
from interlingua.types import AssistantMessage, ReasoningPart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.provider import UnboundPolicy
    from interlingua.types import JsonObject, JsonValue, Message, ProviderTool, Request, Tool
    from interlingua_anthropic.capabilities import BindingRow

_VERSION: Final = "1"
_SHORT: Final = 10  # hexadecimal digits of a hash in a digest
_NONE: Final = "-"  # no thinking came before; or it isn't bound to its model
_CONVERSATIONS: Final = 8  # how many a model remembers the hashes of

_THINKING = frozenset({"thinking", "redacted_thinking"})
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode

# What has changed, by the part of a digest that differs.
_REASONS = {
    "model": "another model made it",
    "system": "the system text has changed since",
    "tools": "the tools have changed since",
    "messages": "an earlier message has changed since",
    "thinking": "reasoning before it was taken away, or put in, since",
}


class Digest(NamedTuple):
    """A digest, taken apart; see the top of this file."""

    model: str
    system: str
    tools: str
    messages: str
    thinking: str
    pieces: str

    def __str__(self) -> str:
        """Write it as one word."""
        return ".".join((_VERSION, *self))

    @classmethod
    def read(cls, text: str) -> Digest | None:
        """Read a word; None where another version of us wrote it, or another provider."""
        version, *parts = text.split(".")
        if version != _VERSION or len(parts) != len(cls._fields) or not parts[-1].isdecimal() or len(parts[-1]) > _SHORT:
            return None
        return cls(*parts)

    def changes(self, now: Digest) -> list[str]:
        """Name the parts that have changed."""
        names = [
            name for name, old, new in zip(self._fields[:4], self, now, strict=False) if old != new and (name, old) != ("model", _NONE)
        ]
        if now.thinking != _NONE and (now.thinking != self.thinking or int(now.pieces) > int(self.pieces)):
            names.append("thinking")
        return names


class _Tools:
    """The tools of a body: those that count at once, and by their names those that count once they are named."""

    def __init__(self, at_once: list[JsonValue], deferred: JsonObject) -> None:
        self.deferred = deferred
        self._at_once = at_once
        self._shorts = {frozenset[str](): _short([at_once, []])}
        self.all = self.short(frozenset(deferred))

    @classmethod
    def of(cls, wire: JsonValue) -> _Tools:
        at_once: list[JsonValue] = []
        deferred: JsonObject = {}
        for tool in wire if isinstance(wire, list) else ():
            if isinstance(tool, dict) and tool.get("defer_loading") is True and isinstance(name := tool.get("name"), str):
                deferred[name] = tool
            else:
                at_once.append(tool)
        return cls(at_once, deferred)

    def short(self, named: frozenset[str]) -> str:
        """Give the short hash where these of the deferred ones have been named."""
        if named not in self._shorts:
            self._shorts[named] = _short([self._at_once, [tool for name, tool in self.deferred.items() if name in named]])
        return self._shorts[named]


@dataclass(frozen=True, slots=True)
class _State:
    """How far a body has been read.

    Attributes:
        turns: How many turns.
        chain: The hash of all of them.
        thinking: The short hash of the thinking that came last.
        pieces: How many pieces of it there are.
        named: The deferred tools that they name.
        unbound: What has been found.
    """

    turns: int = 0
    chain: bytes = b""
    thinking: str = _NONE
    pieces: int = 0
    named: frozenset[str] = frozenset()
    unbound: tuple[Unbound, ...] = ()

    def digest(self, model: str, system: str, tools: _Tools) -> Digest:
        """Tell what an answer that follows is bound to."""
        return Digest(model, system, tools.short(self.named), self.chain.hex()[:_SHORT], self.thinking, str(self.pieces))

    def after(self, turn: JsonObject, said: JsonValue, thinking: list[JsonValue], tools: _Tools) -> _State:
        """Add a turn: its fields, its blocks but for thinking, and the thinking that is sent."""
        named = self.named
        if tools.deferred:
            named |= {name for name in _names(said) if name in tools.deferred}
        chain = self.chain
        if said:
            rest = {name: value for name, value in turn.items() if name != "content"}
            chain = sha256(chain + _canonical([rest, said])).digest()
        last = _short(_mark(thinking[-1])) if thinking else self.thinking
        return _State(self.turns + 1, chain, last, self.pieces + len(thinking), named, self.unbound)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A conversation up to the model's last turn, before which nothing depends on what follows.

    Attributes:
        messages: Its messages.
        system: The short hash of its system text.
        tools: That of its tools.
        state: What was found.
    """

    messages: tuple[Message, ...]
    system: str
    tools: str
    state: _State

    def begins(self, messages: Sequence[Message], system: str, tools: str) -> bool:
        """Tell whether a request goes on from it, with the very same values."""
        count = len(self.messages)
        return (
            (self.system, self.tools) == (system, tools)
            and count <= len(messages)
            and all(new is old for new, old in zip(reversed(messages[:count]), reversed(self.messages), strict=True))
        )


class ClaudeBinding(Binding):
    """What one Claude binds."""

    def __init__(self, row: BindingRow, policy: UnboundPolicy) -> None:
        """Begin without a memory.

        Args:
            row: The model's row.
            policy: What becomes of thinking that isn't bound any more.
        """
        self.policy = policy
        self._model = _short(row.model)
        self._to_model = row.to_model
        self._tools: tuple[tuple[Tool | ProviderTool, ...], _Tools] = (), _Tools([], {})
        self._seen: tuple[_Seen, ...] = ()

    def check(self, request: Request, body: JsonObject) -> Bound:
        """See `Binding.check`."""
        known, tools = self._tools
        if not request.tools or request.tools != known:
            tools = _Tools.of(body.get("tools"))
            self._tools = request.tools, tools
        model, system = self._model, _short(_blocks(body.get("system")))
        seen = next((seen for seen in self._seen if seen.begins(request.messages, system, tools.all)), None)
        state, start = (seen.state, len(seen.messages)) if seen else (_State(), 0)
        made = _made(request.messages, start)
        until = state  # the model's last turn
        turns = body.get("messages")
        for turn in turns[state.turns :] if isinstance(turns, list) else ():
            if not isinstance(turn, dict):
                continue
            blocks = _blocks(turn.get("content"))
            said = [block for block in blocks if not _is_thinking(block)] if isinstance(blocks, list) else blocks
            thinking = [block for block in blocks if _is_thinking(block)] if isinstance(blocks, list) else []
            found = next((made[mark].pop(0) for mark in map(_mark, thinking) if made.get(mark)), None)
            changes = found.digest.changes(state.digest(model, system, tools)) if found else []
            state = state.after(turn, said, thinking if not changes or self.policy != "drop" else [], tools)
            if found and changes:
                unbound = Unbound(found.message, " and ".join(_REASONS[change] for change in changes))
                state = replace(state, unbound=(*state.unbound, unbound))
            if turn.get("role") == "assistant":
                until = state
        if messages := _until_the_model(request.messages):
            others = (other for other in self._seen if other is not seen)
            self._seen = (_Seen(messages, system, tools.all, until), *others)[:_CONVERSATIONS]
        return Bound(str(state.digest(model if self._to_model else _NONE, system, tools)), state.unbound)


class _Made(NamedTuple):
    """Where reasoning stands in a request, and what it was bound to."""

    message: int
    digest: Digest


def _made(messages: Sequence[Message], start: int) -> dict[str, list[_Made]]:
    """Find the messages that say what their reasoning was bound to, by the signature of each piece."""
    found: dict[str, list[_Made]] = {}
    for index in range(start, len(messages)):
        message = messages[index]
        if type(message) is not AssistantMessage or message.origin is None or message.origin.digest is None:
            continue
        digest = Digest.read(message.origin.digest)
        first = next((part for part in message.content if type(part) is ReasoningPart and (part.signature or part.redacted_data)), None)
        if digest is not None and first is not None:
            found.setdefault(first.signature or first.redacted_data or "", []).append(_Made(index, digest))
    return found


def _until_the_model(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Give the messages up to the last of the model's."""
    count = next((count for count in range(len(messages), 0, -1) if type(messages[count - 1]) is AssistantMessage), 0)
    return messages[:count]


def _names(value: JsonValue) -> Iterator[str]:
    """Give the names of the tools that blocks call or refer to, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from _names(item)
    elif isinstance(value, dict):
        if value.get("type") in {"tool_use", "tool_reference"}:
            yield from (name for name in (value.get("name"), value.get("tool_name")) if isinstance(name, str))
        yield from _names([item for item in value.values() if isinstance(item, dict | list)])


def _blocks(content: JsonValue) -> JsonValue:
    """Give a content as blocks: one text and a block of it are the same to the API, and where to cache is said on a block."""
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


def _is_thinking(block: JsonValue) -> bool:
    return isinstance(block, dict) and block.get("type") in _THINKING


def _mark(block: JsonValue) -> str:
    """Give what only this piece of thinking has: its signature, or its data."""
    said = (block.get("signature") or block.get("data")) if isinstance(block, dict) else None
    return said if isinstance(said, str) else ""


def _short(value: JsonValue) -> str:
    return sha256(_canonical(value)).hexdigest()[:_SHORT]


def _canonical(value: JsonValue) -> bytes:
    """Write a value as JSON in one form, without what isn't bound."""
    text = _encode(value)
    if '"cache_control"' in text or '"type":"url"' in text:
        text = _encode(_bare(value))
    return text.encode("ascii")


def _bare(value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if not isinstance(value, dict):
        return value
    bare = {name: _bare(item) for name, item in value.items() if name != "cache_control"}
    if bare.get("type") == "url" and isinstance(address := bare.get("url"), str):
        bare["url"] = address.partition("?")[0]
    return bare
