"""What the tests of the pass share: a request, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from interlingua.dialect import Capabilities, Limit, fit
from interlingua.types import Request, Tool, UserMessage

if TYPE_CHECKING:
    from interlingua.dialect import Outgoing
    from interlingua.types import Loss, Message

HI = UserMessage("hi")
TOOLS = (Tool("one", input_schema={}), Tool("two", input_schema={}))


def request(*messages: Message, **fields: Any) -> Request:  # noqa: ANN401 - fields of Request
    """A request of a greeting, or of these messages."""
    return Request(model_id="m", messages=messages or (HI,), **fields)


def fitted(asked: Request, *lacks: Any, counting: bool = False, **limits: Any) -> Outgoing:  # noqa: ANN401 - features, and limits or what is taken
    """The request as a model takes it that lacks some features and has limits of others."""
    taken: dict[Any, Limit] = {name: limit if isinstance(limit, Limit) else Limit(one_of=limit) for name, limit in limits.items()}
    return fit(asked, Capabilities(frozenset(lacks), limits=taken), "toy.plain", counting=counting)


def told(losses: tuple[Loss, ...]) -> list[tuple[str, str, object]]:
    """Losses without their reasons."""
    return [(loss.path, loss.kind, loss.replaced_by) for loss in losses]
