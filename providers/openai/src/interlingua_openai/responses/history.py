"""Whether a request goes on from history that the API holds; pure.

Source: https://platform.openai.com/docs/api-reference/responses/create (previous_response_id, conversation, input: item reference).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types import OpaquePart
from interlingua_openai.responses.wire import DIALECT

if TYPE_CHECKING:
    from interlingua.types import Request

_FIELDS: Final = ("previous_response_id", "conversation")
_REFERENCES: Final = ("item_reference", None)  # the type may be left out or null


def refers_to_history(request: Request) -> bool:
    """Tell whether a field of the request, or an item among its messages, refers to what the API stored."""
    own = request.provider_data.get(DIALECT, {})
    if any(own.get(name) is not None for name in _FIELDS):
        return True
    return any(
        isinstance(part, OpaquePart) and part.dialect == DIALECT and part.data.get("type") in _REFERENCES
        for message in request.messages
        for part in message.content
    )
