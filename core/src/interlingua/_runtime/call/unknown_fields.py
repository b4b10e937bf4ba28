"""Fields that no canonical value has: saved JSON keeps those of later versions, and no wire ever gets them. Pure.

Each is told where a conversation goes to a wire, so that a field in a provider's own form (`cache_control` beside `text`, which
belongs into `provider_data`) can't go unsaid in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types import Loss
from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.types import Message, Request
    from interlingua.types.base import Value

Steps = tuple[str | int, ...]


def unknown_fields(messages: Sequence[Message]) -> Iterator[Steps]:
    """Give the place of each unknown field in messages, their parts, sources and citations."""
    for index, message in enumerate(messages):
        if message.__pydantic_extra__:  # asked here, as every request is looked through and hardly any has one
            yield from _unknown(message, (index,))
        for number, part in enumerate(message.content):
            if part.__pydantic_extra__:
                yield from _unknown(part, (index, "content", number))
            match part.type:
                case "text":
                    for place, citation in enumerate(part.citations):
                        yield from _unknown(citation, (index, "content", number, "citations", place))
                case "image" | "document" | "audio":
                    yield from _unknown(part.source, (index, "content", number, "source"))
                case _:
                    pass


def unsaid(request: Request) -> tuple[Loss, ...]:
    """Tell the unknown fields of a request's messages and tools, by their canonical paths."""
    tools = (steps for number, tool in enumerate(request.tools) for steps in _unknown(tool, ("tools", number)))
    places = [*(("messages", *steps) for steps in unknown_fields(request.messages)), *tools]
    return tuple(
        Loss(at("$", *steps), "our own form has no such field; a provider's own goes into provider_data", "hint") for steps in places
    )


def _unknown(value: Value, steps: Steps) -> Iterator[Steps]:
    if value.__pydantic_extra__:
        yield from ((*steps, name) for name in value.__pydantic_extra__)
