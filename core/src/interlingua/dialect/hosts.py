"""Whose a conversation is, piece by piece, and what of it may go to the next host: one pure function, for every dialect.

An answer's message says its `Origin`. What every host understands goes anywhere: texts, calls, results, pictures. What only the host
itself understands goes back to it alone, at every depth: fields of its own beside a message, a part, a call or a citation; ids and
statuses of items; opaque blocks; files that it holds; reasoning that it signed. What stays behind is told: as a hint where nobody but
its maker could use it, and as a loss of content where a person would miss it. It stays in the conversation, and goes back with it.

Where a message has no origin a caller wrote it, and its fields are the caller's. Reasoning and files name their provider even then. A
dialect marks what it reads with the provider that it is named after, and writes only what bears that mark; a host by another name
(`minimax` speaks `anthropic.messages`) has its own name put in the mark's place here, and taken out again on the way back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar, cast

from interlingua.dialect.kept import Kept
from interlingua.dialect.losses import said_beside
from interlingua.dialect.outgoing import Outgoing
from interlingua.types.chunks import Finish, PartEnd, PartStart, ResponseStart
from interlingua.types.json import at
from interlingua.types.losses import Loss
from interlingua.types.messages import AssistantMessage, SystemMessage, UserMessage
from interlingua.types.origin import Origin
from interlingua.types.parts import AudioPart, DocumentPart, FileSource, ImagePart, OpaquePart, ReasoningPart, TextPart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from interlingua.dialect.contract import Dialect
    from interlingua.types.base import JsonObject
    from interlingua.types.chunks import Chunk
    from interlingua.types.losses import LossKind
    from interlingua.types.messages import Message
    from interlingua.types.parts import AssistantPart, Part
    from interlingua.types.request import Request
    from interlingua.types.response import Response

ELSEWHERE: Final = "another host"

_OLD_MARK: Final = "$host"
"""In the `provider_data` of messages that were saved before they had an origin: dialect → the provider whose answer it is."""

# How an opaque block that answers one of the model's names it: a computer's output, an approval.
_ANSWERS: Final = ("call_id", "approval_request_id", "tool_use_id")

_NAMES_ITS_PROVIDER: Final = frozenset({ReasoningPart, ImagePart, DocumentPart, AudioPart})

MessageT = TypeVar("MessageT", bound="Message")
PartT = TypeVar("PartT", bound="Part")


class Host:
    """A host that is asked, and answers."""

    __slots__ = ("_dialect", "_maker", "_read", "_written", "origin")

    def __init__(self, dialect: Dialect, origin: Origin, maker: Callable[[Origin], str | None] = lambda _: None) -> None:
        """Compare the names.

        Args:
            dialect: What it is spoken to in.
            origin: The origin of what it answers.
            maker: Tells who makes and checks the reasoning of an origin; None where that is the host itself alone.
        """
        owner = dialect.name.partition(".")[0]
        own = owner == origin.provider
        self.origin = origin
        self._dialect = dialect
        self._maker = maker
        self._read: Mapping[str, str] = {} if own else {owner: origin.provider}
        self._written: Mapping[str, str] = {} if own else {origin.provider: owner, owner: ELSEWHERE}

    # --- what it is sent

    def outgoing(self, request: Request) -> Outgoing:
        """Give a request as this host may have it, in the dialect's names."""
        out: list[Message] = []
        left: dict[int, tuple[int, ...]] = {}
        losses: list[Loss] = []
        gone: set[str] = set()
        changed = False
        for index, message in enumerate(request.messages):
            sent = message
            kind = type(message)  # as every request is looked through, and most of them go out as they are
            if kind is AssistantMessage and (origin := self._origin_of(message)) is not None:  # type: ignore[arg-type]  # the kind is known
                sent, left[index] = self._of_another(message, origin, index, losses, gone)  # type: ignore[arg-type]  # likewise
            elif self._written and kind is not SystemMessage:
                sent = _renamed(message, self._written)
            if kind is UserMessage and gone and len(places := self._unanswering(message, index, losses, gone)) < len(message.content):  # type: ignore[arg-type]  # likewise
                left[index] = places
            changed = changed or sent is not message
            out.append(sent)
        if not changed and not left:
            return Outgoing(request)
        return Outgoing(request.model_copy(update={"messages": tuple(out)}), tuple(losses)).without(left)

    def _unanswering(self, message: UserMessage, index: int, losses: list[Loss], gone: set[str]) -> tuple[int, ...]:
        """Give the places of a user's parts, but for the blocks that answer an opaque one that stays behind."""
        left: list[int] = []
        for place, part in enumerate(message.content):
            mine = part.data if isinstance(part, OpaquePart) and part.dialect == self._dialect.name else {}
            if any(isinstance(found := mine.get(field), str) and found in gone for field in _ANSWERS):
                losses.append(Loss(at("$", "messages", index, "content", place), "it answers what stays with another host", "hint"))
            else:
                left.append(place)
        return tuple(left)

    def _origin_of(self, message: AssistantMessage) -> Origin | None:
        """Give the origin of a message of which this host may not have all; None where it, or a caller, said the message."""
        origin = message.origin
        if origin is None:  # a message of an older version says the provider alone
            name = message.provider_data.get(_OLD_MARK, {}).get(self._dialect.name) if message.provider_data else None
            return None if not isinstance(name, str) or name == self.origin.provider else Origin(name)
        if not origin.is_host(self.origin):
            return origin
        for part in message.content:
            if type(part) is ReasoningPart:
                return None if self._checks(origin) else origin
        return None

    def _checks(self, origin: Origin) -> bool:
        """Tell whether this host can check the reasoning of an origin."""
        maker = self._maker(origin)
        return origin.is_host(self.origin) if maker is None else maker == self._maker(self.origin)

    def _of_another(
        self, message: AssistantMessage, origin: Origin, index: int, losses: list[Loss], gone: set[str]
    ) -> tuple[AssistantMessage, tuple[int, ...]]:
        """Give a message as it may come here, and the places of the parts that may.

        Args:
            message: The message.
            origin: Who made it: another host, or this one by a model whose reasoning it can't check.
            index: The message's place.
            losses: Takes what stays behind.
            gone: Takes the ids of the opaque blocks among it.
        """
        name, here, checks = self._dialect.name, origin.is_host(self.origin), self._checks(origin)
        owner = name.partition(".")[0]
        elsewhere = self._told_as(origin)
        parts: list[AssistantPart] = []
        left: list[int] = []
        for place, part in enumerate(message.content):
            path = at("$", "messages", index, "content", place)
            if isinstance(part, ReasoningPart):
                if not (checks or here):
                    losses += self._told(part, path, origin)
                bare = part if checks or here else self._bare(part)
                parts.append(_named(bare, owner if checks else elsewhere))
            elif here:
                parts.append(_renamed_part(part, self._written))
            elif isinstance(part, OpaquePart) and part.dialect == name:
                gone.update(_ids(part.data))
                kind: LossKind = "hint" if self._dialect.only_its_maker_uses(part) else "content"
                losses.append(Loss(path, f"{part.wire_type!r} of {elsewhere} goes back there alone", kind))
                parts.append(part)
                continue
            else:
                losses += self._told(part, path, origin)
                parts.append(_named(self._bare(part), elsewhere))
            left.append(place)
        update: dict[str, object] = {"content": tuple(parts)}
        if not here:
            if not message.content:
                losses.append(Loss(at("$", "messages", index), f"an empty answer of {origin.provider}: others refuse it", "hint"))
            losses += self._told(message.model_copy(update={"content": ()}), at("$", "messages", index), origin)
            update["provider_data"] = self._without_own(message.provider_data)
        return message.model_copy(update=update), tuple(left)

    def _told_as(self, origin: Origin) -> str:
        """Say who an origin is by what tells it from this host; never by the name that the dialect takes for its own."""
        if origin.is_host(self.origin):
            return origin.model_id or ELSEWHERE
        if origin.provider == self.origin.provider:
            return f"{origin.provider} at another address"
        return f"the provider {origin.provider}" if origin.provider == self._dialect.name.partition(".")[0] else origin.provider

    def _told(self, value: AssistantMessage | AssistantPart, path: str, origin: Origin) -> list[Loss]:
        """Tell the fields of an origin's own, at every depth of a value."""
        if not value.provider_data and not getattr(value, "citations", ()) and not getattr(value, "blocks", ()):
            return []
        reason = f"a field of {self._told_as(origin)}: it goes back there alone"
        places = [steps for steps in said_beside(value, self._dialect.name) if steps[-1] not in self._dialect.portable]
        # A citation's own form says again what ours says: it is told as one.
        whole = dict.fromkeys(steps[:2] if steps[0] == "citations" else steps for steps in places)
        return [Loss(at(path, *steps), reason, "hint") for steps in whole]

    def _bare(self, part: PartT) -> PartT:
        """Give a part without the fields of its origin's own, at every depth."""
        update: dict[str, object] = {"provider_data": self._without_own(part.provider_data)} if part.provider_data else {}
        if isinstance(part, TextPart) and part.citations:
            # No field of a citation is everybody's: what kind of one it is asks for fields that stay behind.
            name = self._dialect.name
            update["citations"] = tuple([
                cited.model_copy(update={"provider_data": Kept().among(cited.provider_data, name)}) for cited in part.citations
            ])  # fmt: skip
        elif isinstance(part, ReasoningPart) and part.blocks:
            update["blocks"] = tuple([
                block.model_copy(update={"provider_data": self._without_own(block.provider_data)}) for block in part.blocks
            ])  # fmt: skip
        return cast("PartT", part.model_copy(update=update)) if update else part

    def _without_own(self, provider_data: Mapping[str, JsonObject]) -> dict[str, JsonObject]:
        """Leave out what is kept of this dialect, but for what every host of it understands."""
        name = self._dialect.name
        kept = Kept.of(provider_data, name)
        return Kept({field: value for field, value in kept.fields.items() if field in self._dialect.portable}).among(provider_data, name)

    # --- what it answers

    @property
    def renames(self) -> bool:
        """Whether its parts come by another name than the dialect's."""
        return bool(self._read)

    def received(self, response: Response, digest: str | None = None) -> Response:
        """Give a response with its origin, in the host's name.

        Args:
            response: What was decoded.
            digest: What its reasoning is bound to, or None.
        """
        message = _renamed(response.message, self._read).model_copy(update={"origin": self._answered(response.model_id, digest)})
        return response.model_copy(update={"message": message})

    def chunks(self, chunks: list[Chunk], digest: str | None = None) -> list[Chunk]:
        """Give the chunks with their origin, in the host's name."""
        if not self._read and not any(isinstance(chunk, ResponseStart) for chunk in chunks):
            return chunks
        return [self._chunk(chunk, digest) for chunk in chunks]

    def _chunk(self, chunk: Chunk, digest: str | None) -> Chunk:
        if isinstance(chunk, ResponseStart):
            return replace(chunk, origin=self._answered(chunk.model_id, digest))
        if isinstance(chunk, PartStart | PartEnd):
            return replace(chunk, part=_renamed_part(chunk.part, self._read)) if self._read else chunk
        if isinstance(chunk, Finish) and chunk.message is not None:
            return replace(chunk, message=_renamed(chunk.message, self._read)) if self._read else chunk
        return chunk

    def _answered(self, model_id: str | None, digest: str | None) -> Origin:
        return self.origin.model_copy(update={"model_id": model_id or self.origin.model_id, "digest": digest})


def _ids(block: JsonObject) -> Sequence[str]:
    return [found for field in ("id", "call_id") if isinstance(found := block.get(field), str)]


def _renamed(message: MessageT, names: Mapping[str, str]) -> MessageT:
    old: Sequence[Part] = message.content if names else ()
    for part in old:
        if type(part) in _NAMES_ITS_PROVIDER:
            break
    else:
        return message
    parts = [_renamed_part(part, names) for part in old]
    same = all(new is part for new, part in zip(parts, old, strict=True))
    return message if same else cast("MessageT", message.model_copy(update={"content": tuple(parts)}))


def _renamed_part(part: PartT, names: Mapping[str, str]) -> PartT:
    maker = part.provider if isinstance(part, ReasoningPart) else held.provider if (held := _file(part)) else None
    name = None if maker is None else names.get(maker)
    return part if name is None else _named(part, name)


def _named(part: PartT, name: str) -> PartT:
    """Give reasoning, or a file, with the name of its provider; any other part as it is."""
    if isinstance(part, ReasoningPart):
        return part.model_copy(update={"provider": name})
    if (held := _file(part)) is not None:
        return cast("PartT", part.model_copy(update={"source": held.model_copy(update={"provider": name})}))
    return part


def _file(part: Part) -> FileSource | None:
    source = part.source if isinstance(part, ImagePart | DocumentPart | AudioPart) else None
    return source if isinstance(source, FileSource) else None
