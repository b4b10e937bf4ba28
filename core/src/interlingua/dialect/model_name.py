"""Whether a request may do without a model's name. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.errors import ConversionError

if TYPE_CHECKING:
    from interlingua.types.request import Request


def check_model(request: Request, *, absent: bool = False) -> None:
    """Refuse a request without a model, for a wire that names it in the body.

    Args:
        request: The request; an empty name is one that a body had, or is meant to have none.
        absent: Whether it was read from a body of this wire that named none, and is to become one again.

    Raises:
        ConversionError: It names none.
    """
    if request.model_id is None and not absent:
        hint = "Model fills in its own; whoever encodes by hand gives model_id"
        raise ConversionError("$.model_id", "this wire names the model in the body, and the request names none", hint=hint)
