"""A request in the making, as rules change it: what it is by now, and what was changed, each with its place and its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from interlingua.dialect.outgoing import Outgoing
from interlingua.errors import ConversionError
from interlingua.types.losses import Loss

if TYPE_CHECKING:
    from interlingua.dialect.capabilities import Capabilities
    from interlingua.types.base import JsonValue
    from interlingua.types.losses import LossKind
    from interlingua.types.messages import Message
    from interlingua.types.request import Request


class Fitting:
    """A request on its way through the rules.

    Attributes:
        capabilities: What its model takes.
        dialect: The name of the dialect that it will be written in.
        counting: Whether only its tokens are counted: what concerns the answer alone is nobody's refusal then.
        reasons: Whether the model will reason, as far as the request says it; None where it leaves that to the model.
        losses: What was changed so far, by its place in the caller's request.
    """

    def __init__(
        self,
        request: Request,
        capabilities: Capabilities,
        dialect: str,
        *,
        counting: bool = False,
        reasons: Callable[[Request], bool | None] | None = None,
    ) -> None:
        """Begin with a request as the caller made it."""
        self.capabilities = capabilities
        self.dialect = dialect
        self.counting = counting
        self.losses: list[Loss] = []
        self._reasons = reasons or says_reasoning
        self._outgoing = Outgoing(request)

    @property
    def request(self) -> Request:
        """The request as it is by now."""
        return self._outgoing.request

    @property
    def reasons(self) -> bool:
        """Whether the model reasons: asked to, or of its own accord."""
        said = self._reasons(self.request)
        return self.capabilities.has("reasoning_unasked") if said is None else said

    def set(self, **fields: object) -> None:
        """Give fields of the request other values."""
        self._outgoing = self._outgoing._replace(request=self.request.model_copy(update=fields))

    def lose(self, path: str, reason: str, kind: LossKind, replaced_by: JsonValue = None) -> None:
        """Tell a change, by its place in the request as it is by now."""
        self.losses.append(self._outgoing.told((Loss(path, reason, kind, replaced_by),))[-1])

    def refuse(self, path: str, reason: str, hint: str) -> NoReturn:
        """Refuse the request: nothing that could be sent in its place would mean the same.

        Raises:
            ConversionError: Always.
        """
        place = self._outgoing.told((Loss(path, reason),))[-1].path
        raise ConversionError(place, reason, hint=hint)

    def keep_parts(self, left: dict[int, tuple[int, ...]]) -> None:
        """Leave parts of messages out, and messages of which none is left; what is lost is told before.

        Args:
            left: Index of a message → the places of the parts that stay.
        """
        if left:
            self._outgoing = self._outgoing.without(left)

    def reorder(self, order: tuple[int, ...], messages: tuple[Message, ...] | None = None) -> None:
        """Put the messages into another order.

        Args:
            order: The present index of each message.
            messages: What stands there, where it isn't the message itself.
        """
        now, parts = self._outgoing, self._outgoing.parts
        self._outgoing = Outgoing(
            now.request.model_copy(update={"messages": messages or tuple([now.request.messages[index] for index in order])}),
            now.losses,
            tuple([now.messages[index] if now.messages else index for index in order]),
            {place: parts[index] for place, index in enumerate(order) if index in parts},
            now.tools,
        )

    def keep_tools(self, places: tuple[int, ...]) -> None:
        """Leave tools out; what is lost is told before."""
        self._outgoing = self._outgoing._replace(
            request=self.request.model_copy(update={"tools": tuple([self.request.tools[place] for place in places])}),
            tools=tuple([self._outgoing.tools[place] if self._outgoing.tools else place for place in places]),
        )

    def outgoing(self) -> Outgoing:
        """Give the request, and what was changed."""
        return self._outgoing._replace(losses=tuple(self.losses))


Rule: TypeAlias = Callable[[Fitting], None]
"""One thing to see to: it looks at the request, and changes it, tells what, or refuses it."""


def says_reasoning(request: Request) -> bool | None:
    """Tell whether a request asks for reasoning, by its canonical fields; None where it says nothing."""
    asked = request.reasoning
    if asked is None or (asked.effort is None and asked.budget_tokens is None):
        return None
    return asked.effort != "none" or asked.budget_tokens is not None
