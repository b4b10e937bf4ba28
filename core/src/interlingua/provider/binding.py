"""What a host binds the reasoning of an answer to, so that it can be told before sending whether a conversation still holds it.

Some hosts take reasoning back only where what stood before it is as it was. The runtime keeps a digest of that with each answer
(`Origin.digest`), and asks about each request whether the reasoning in it still stands where it was made.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject
    from interlingua.types.request import Request

UnboundPolicy: TypeAlias = Literal["drop", "send", "raise"]
"""What becomes of reasoning that no longer stands where it was made: it is left out, sent all the same, or refused."""


@dataclass(frozen=True, slots=True)
class Unbound:
    """A message whose reasoning no longer stands where it was made.

    Attributes:
        message: Its index in the request.
        reason: What has changed, in a few words.
    """

    message: int
    reason: str


@dataclass(frozen=True, slots=True)
class Bound:
    """What a request binds, and what in it is no longer bound.

    Attributes:
        digest: What the reasoning of its answer will be bound to.
        unbound: The messages whose reasoning isn't bound any more, in order.
    """

    digest: str
    unbound: tuple[Unbound, ...] = ()


class Binding(ABC):
    """What one model binds reasoning to.

    It may remember what it has hashed, as long as its answers are the same without.

    Attributes:
        policy: What becomes of reasoning that isn't bound any more.
    """

    policy: UnboundPolicy = "drop"

    @abstractmethod
    def check(self, request: Request, body: JsonObject) -> Bound:
        """Compare each message's `origin.digest` with what stands before it now; one without a digest is never unbound.

        Args:
            request: The request as its messages are written.
            body: The wire's body of it, with all its reasoning.
        """
