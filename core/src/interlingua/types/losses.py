"""What a conversion could not carry over."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from pydantic import Field, StrictStr

from interlingua.types.base import CheckedValue, JsonValue, Value, is_none

LossKind: TypeAlias = Literal["content", "hint"]
"""`content`: the meaning changes. `hint`: tuning, or a signature that only its maker can check."""


class Loss(Value, frozen=True):
    """One thing that the target can't say, where it stood, and what stands there instead.

    Attributes:
        path: JSON path in the input, such as `$.messages[2].content[0]`.
        reason: Why it can't be carried over, in a few words.
        kind: `content` or `hint`.
        replaced_by: What the output holds instead, or None where it holds nothing.
    """

    _positional: ClassVar[tuple[str, ...]] = ("path", "reason", "kind", "replaced_by")

    path: StrictStr
    reason: StrictStr
    kind: LossKind = "content"
    replaced_by: CheckedValue = Field(default=None, exclude_if=is_none)

    if TYPE_CHECKING:

        def __init__(self, path: str, reason: str, kind: LossKind = "content", replaced_by: JsonValue = None) -> None: ...
