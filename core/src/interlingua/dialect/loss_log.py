"""Where an encoder writes down what is lost: one recorder for every dialect.

It knows where the encoder stands, so that a path is composed only where something is lost, and never on the way of what goes well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.types.losses import Loss

if TYPE_CHECKING:
    from interlingua.types.base import JsonValue
    from interlingua.types.losses import LossKind


class LossLog:
    """Collects losses.

    Attributes:
        dialect: The dialect that is written.
        records: The losses so far.
        root: Path of the list of messages, of a response's message, or of whatever else is written.
        message: Index in that list, or None where the root is the message itself.
        part: Index of the part in the message, or None.
    """

    __slots__ = ("dialect", "message", "part", "records", "root")

    def __init__(self, dialect: str, root: str = "$", message: int | None = None) -> None:
        """Begin an empty log."""
        self.dialect = dialect
        self.records: list[Loss] = []
        self.root = root
        self.message = message
        self.part: int | None = None

    @property
    def path(self) -> str:
        """Where the encoder stands."""
        message = "" if self.message is None else f"[{self.message}]"
        part = "" if self.part is None else f".content[{self.part}]"
        return f"{self.root}{message}{part}"

    def lose(self, reason: str, kind: LossKind, *, below: str = "", replaced_by: JsonValue = None) -> None:
        """Record a loss where the encoder stands, or below it."""
        self.add(self.path + below, reason, kind, replaced_by)

    def add(self, path: str, reason: str, kind: LossKind, replaced_by: JsonValue = None) -> None:
        """Record a loss at a path."""
        self.records.append(Loss(path=path, reason=reason, kind=kind, replaced_by=replaced_by))
