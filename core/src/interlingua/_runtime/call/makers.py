"""Whose reasoning, whose files and whose fields they are, where several hosts speak one dialect. Pure.

Only its maker can check a signature or read encrypted reasoning, and only the host that holds a file knows its id. A dialect marks what
it reads with the provider that it is named after, and writes only what bears that mark. A host by another name (`minimax` speaks
`anthropic.messages`) has its own name put in the mark's place here, and taken out again on the way back, so that no two hosts get each
other's.

What an answer's message says beside what is modelled (`annotations: []`, `executed_tools`) is its host's own as well, and others refuse
fields that they don't know. Such a message is marked with its host, and its fields go to that host alone. They stay in the conversation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar, cast

from interlingua.dialect import NOTHING, Kept
from interlingua.types.chunks import Finish, PartEnd, PartStart
from interlingua.types.messages import SystemMessage
from interlingua.types.parts import AudioPart, DocumentPart, FileSource, ImagePart, ReasoningPart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interlingua.types.chunks import Chunk
    from interlingua.types.messages import AssistantMessage, Message
    from interlingua.types.parts import Part
    from interlingua.types.request import Request
    from interlingua.types.response import Response

_ELSEWHERE: Final = "another host"

HOST: Final = "$host"
"""In a message's `provider_data`: dialect → the provider whose answer it is."""

MessageT = TypeVar("MessageT", bound="Message")
PartT = TypeVar("PartT", bound="Part")


class Makers:
    """The names of one host and of the dialect's own provider."""

    __slots__ = ("_dialect", "_provider", "_read", "_written")

    def __init__(self, dialect: str, provider: str) -> None:
        """Compare the names.

        Args:
            dialect: The dialect's name, such as `anthropic.messages`.
            provider: The host's.
        """
        self._dialect = dialect
        self._provider = provider
        owner = dialect.partition(".")[0]
        own = owner == provider
        self._read: Mapping[str, str] = {} if own else {owner: provider}
        self._written: Mapping[str, str] = {} if own else {provider: owner, owner: _ELSEWHERE}

    def sent(self, request: Request) -> Request:
        """Give the request in the dialect's names: what the host made is written, and what the dialect's own provider made is not."""
        messages: list[Message] = []
        for message in request.messages:
            # The fields that another host's answer had are left out; where nobody says whose they are, they are the caller's.
            kept = message.provider_data
            host = kept.get(HOST, {}).get(self._dialect) if kept else None
            if isinstance(message, SystemMessage):
                messages.append(message)
            elif host is None or host == self._provider:
                messages.append(_renamed(message, self._written))
            else:
                own = message.model_copy(update={"provider_data": NOTHING.among(kept, self._dialect)})
                messages.append(_renamed(own, self._written))
        same = all(new is old for new, old in zip(messages, request.messages, strict=True))
        return request if same else request.model_copy(update={"messages": tuple(messages)})

    def received(self, response: Response) -> Response:
        """Give the response in the host's name."""
        message = self._marked(_renamed(response.message, self._read))
        return response if message is response.message else response.model_copy(update={"message": message})

    def chunks(self, chunks: list[Chunk]) -> list[Chunk]:
        """Give the chunks in the host's name."""
        if not self._read and not (chunks and isinstance(chunks[-1], Finish)):
            return chunks
        return [self._chunk(chunk) for chunk in chunks]

    def _chunk(self, chunk: Chunk) -> Chunk:
        if isinstance(chunk, PartStart | PartEnd):
            return replace(chunk, part=_renamed_part(chunk.part, self._read)) if self._read else chunk
        if isinstance(chunk, Finish) and chunk.message is not None:
            return replace(chunk, message=self._marked(_renamed(chunk.message, self._read)))
        return chunk

    def _marked(self, message: AssistantMessage) -> AssistantMessage:
        if not Kept.of(message.provider_data, self._dialect):
            return message
        return message.model_copy(update={"provider_data": {**message.provider_data, HOST: {self._dialect: self._provider}}})


def _renamed(message: MessageT, names: Mapping[str, str]) -> MessageT:
    if not names:
        return message
    old: Sequence[Part] = message.content
    parts = [_renamed_part(part, names) for part in old]
    same = all(new is part for new, part in zip(parts, old, strict=True))
    return message if same else cast("MessageT", message.model_copy(update={"content": tuple(parts)}))


def _renamed_part(part: PartT, names: Mapping[str, str]) -> PartT:
    source = part.source if isinstance(part, ImagePart | DocumentPart | AudioPart) else None
    held = source if isinstance(source, FileSource) else None
    maker = part.provider if isinstance(part, ReasoningPart) else held.provider if held else None
    name = None if maker is None else names.get(maker)
    if name is None:
        return part
    renamed = {"source": held.model_copy(update={"provider": name})} if held else {"provider": name}
    return cast("PartT", part.model_copy(update=renamed))
