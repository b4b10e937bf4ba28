"""What becomes of reasoning that no longer stands where it was made: left out, sent all the same, or refused. Pure.

Who binds what is the provider's to say (`interlingua.provider.binding`); here is what that does to a request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Outgoing
from interlingua.errors import ConversionError
from interlingua.types import Loss, ReasoningPart
from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.provider import Unbound, UnboundPolicy
    from interlingua.types import Message

_MEANT = {"drop": "so the model refuses this reasoning, and it is left out", "send": "so the model may refuse this reasoning"}


def settled(outgoing: Outgoing, unbound: Sequence[Unbound], policy: UnboundPolicy) -> Outgoing:
    """Apply the policy; each piece of reasoning that isn't bound any more is told by its place in the caller's conversation.

    Raises:
        ConversionError: The policy is to raise.
    """
    messages = outgoing.request.messages
    losses = tuple([
        Loss(at("$", "messages", found.message, "content", place), f"{found.reason}, {_MEANT.get(policy, '')}", "hint")
        for found in unbound
        for place, part in enumerate(messages[found.message].content)
        if isinstance(part, ReasoningPart)
    ])  # fmt: skip
    told = outgoing._replace(losses=()).told(losses)
    if policy == "raise":
        hint = "send the conversation as it was, or say unbound_reasoning=drop or send"
        raise ConversionError(told[0].path, f"{unbound[0].reason}, so the model refuses this reasoning", hint=hint)
    losses = (*outgoing.losses, *told)
    if policy == "send":
        return outgoing._replace(losses=losses)
    gone = {found.message for found in unbound}
    out: list[Message] = []
    places: list[int] = []
    parts: dict[int, tuple[int, ...]] = {}
    for index, message in enumerate(messages):
        before = outgoing.parts.get(index) or range(len(message.content))
        left = [place for place, part in enumerate(message.content) if index not in gone or not isinstance(part, ReasoningPart)]
        if index in gone and not left:
            continue  # a message that says nothing is refused
        if index in gone or index in outgoing.parts:
            parts[len(out)] = tuple([before[place] for place in left])
        places.append(outgoing.messages[index] if outgoing.messages else index)
        out.append(message.model_copy(update={"content": tuple([message.content[place] for place in left])}) if index in gone else message)
    request = outgoing.request.model_copy(update={"messages": tuple(out)})
    return Outgoing(request, losses, tuple(places) if outgoing.messages or len(out) < len(messages) else (), parts)
