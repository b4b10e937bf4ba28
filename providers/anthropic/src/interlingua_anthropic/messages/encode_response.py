"""`Response` → a whole answer.

Source: https://docs.claude.com/en/api/messages#response.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import Encoded
from interlingua_anthropic.messages.encode_content import ContentEncoder
from interlingua_anthropic.messages.envelope import encode_envelope
from interlingua_anthropic.messages.wire import LossLog

if TYPE_CHECKING:
    from interlingua.types import Response


def encode_response(response: Response) -> Encoded:
    """Translate a response into a whole answer.

    Raises:
        ConversionError: A tool call's arguments are not a JSON object.
    """
    log = LossLog("$.message")
    content = ContentEncoder(log, blanks=True).assistant_blocks(response.message.content)
    return Encoded(encode_envelope(response, content, log), losses=tuple(log.records))
