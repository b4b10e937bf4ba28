"""Who made an answer: the host, where it is, and the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field, StrictStr

from interlingua.types.base import Value, is_none


class Origin(Value, frozen=True):
    """Who made an answer.

    The runtime sets it on the answer's message; it is saved with the conversation, and never sent, logged or shown. It decides what goes
    back: what a host said beside what every host understands goes to that host alone.

    Attributes:
        provider: The provider's name, as in the config string.
        address: Where the host is: scheme, host, port and the SHA-256 of its path, or the word for a cloud; None for the provider's own
            address, and for a server that we start.
        model_id: The model that answered, or None where nobody said.
        digest: A digest of what the answer's reasoning is bound to (see `Provider.binding`), or None where it is bound to nothing.
    """

    _positional: ClassVar[tuple[str, ...]] = ("provider", "address")

    provider: StrictStr
    address: Annotated[StrictStr | None, Field(exclude_if=is_none, repr=False)] = None
    model_id: Annotated[StrictStr | None, Field(exclude_if=is_none)] = None
    digest: Annotated[StrictStr | None, Field(exclude_if=is_none, repr=False)] = None

    if TYPE_CHECKING:

        def __init__(
            self, provider: str, address: str | None = None, *, model_id: str | None = None, digest: str | None = None
        ) -> None: ...

    def is_host(self, other: Origin) -> bool:
        """Tell whether another origin is the same host, whatever the model."""
        return (self.provider, self.address) == (other.provider, other.address)
