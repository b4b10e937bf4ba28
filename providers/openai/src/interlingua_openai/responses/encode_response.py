"""A canonical response → a whole Responses answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Encoded
from interlingua_openai.responses.answer import encode_answer

if TYPE_CHECKING:
    from interlingua.types.losses import Loss
    from interlingua.types.response import Response


def encode_response(response: Response) -> Encoded:
    """Translate a response; what the wire has no words for is recorded."""
    losses: list[Loss] = []
    return Encoded(encode_answer(response, losses), losses=tuple(losses))
