"""What becomes of reasoning that no longer stands where it was made: left out, sent all the same, or refused. Pure.

Who binds what is the provider's to say (`interlingua.provider.binding`); here is what that does to a request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import ConversionError
from interlingua.types import Loss, ReasoningPart
from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.dialect import Outgoing
    from interlingua.provider import Unbound, UnboundPolicy

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
    outgoing = outgoing._replace(losses=(*outgoing.losses, *told))
    if policy == "send":
        return outgoing
    return outgoing.without({
        found.message: tuple([
            place for place, part in enumerate(messages[found.message].content) if not isinstance(part, ReasoningPart)
        ])
        for found in unbound
    })  # fmt: skip
