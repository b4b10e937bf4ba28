"""A request as one host may have it, and what of the caller's conversation stays behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interlingua.dialect.losses import split
from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.types.losses import Loss
    from interlingua.types.messages import Message
    from interlingua.types.request import Request


class Outgoing(NamedTuple):
    """A request as one host may have it.

    Attributes:
        request: The request.
        losses: What stays behind, by its place in the caller's conversation.
        messages: The caller's index of each message, where one was left out; else empty.
        parts: Index of a message of which parts were left out → the caller's index of each of its parts.
        tools: The caller's index of each tool, where one was left out; else empty.
    """

    request: Request
    losses: tuple[Loss, ...] = ()
    messages: tuple[int, ...] = ()
    parts: Mapping[int, tuple[int, ...]] = {}
    tools: tuple[int, ...] = ()

    def without(self, left: Mapping[int, tuple[int, ...]]) -> Outgoing:
        """Leave parts out, and messages of which none is left: one that says nothing is refused by most.

        Args:
            left: Index of a message of this request → the places of the parts that stay.
        """
        out: list[Message] = []
        places: list[int] = []
        parts: dict[int, tuple[int, ...]] = {}
        for index, message in enumerate(self.request.messages):
            stay, before = left.get(index), self.parts.get(index)
            if stay is not None and not stay:
                continue
            kept = message
            if stay is not None and len(stay) < len(message.content):
                parts[len(out)] = tuple([before[place] for place in stay]) if before else stay
                kept = message.model_copy(update={"content": tuple([message.content[place] for place in stay])})
            elif before is not None:
                parts[len(out)] = before
            out.append(kept)
            places.append(self.messages[index] if self.messages else index)
        request = self.request.model_copy(update={"messages": tuple(out)})
        whole = not self.messages and len(out) == len(self.request.messages)
        return Outgoing(request, self.losses, () if whole else tuple(places), parts, self.tools)

    def told(self, losses: tuple[Loss, ...]) -> tuple[Loss, ...]:
        """Give all that is lost, by its place in the caller's conversation.

        Args:
            losses: What encoding the request lost.
        """
        moved = tuple([self._moved(loss) for loss in losses]) if self.messages or self.parts or self.tools else losses
        if not self.losses:
            return moved
        known = {split(loss.path) for loss in moved}  # such as a part of which nothing is written
        mine = [
            loss
            for loss in self.losses
            if not any(steps[:depth] in known for steps in [split(loss.path)] for depth in range(1, len(steps) + 1))
        ]
        return (*mine, *moved)

    def _moved(self, loss: Loss) -> Loss:
        match split(loss.path):
            case ("messages", int(message), *below):
                parts = self.parts.get(message, ())
                if below[:1] == ["content"] and len(below) > 1 and isinstance(part := below[1], int) and part < len(parts):
                    below[1] = parts[part]
                place = self.messages[message] if self.messages else message
                return loss.model_copy(update={"path": at("$", "messages", place, *below)})
            case ("tools", int(tool), *below) if tool < len(self.tools):
                return loss.model_copy(update={"path": at("$", "tools", self.tools[tool], *below)})
            case _:
                return loss
