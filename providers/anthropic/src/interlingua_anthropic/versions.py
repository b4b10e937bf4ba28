"""Which version of the API a request is sent under: the SDK's own, or the one before it where only that takes what is asked.

The SDK names 2026-10-21 from its release 2 on. That version takes no `temperature`, `top_p` or `top_k` of any model, no citations beside
a text of the user's, and no document in what the model said; 2023-06-01 takes them as the models do, and is served as before.
Source, as read in November 2026: https://platform.claude.com/docs/en/api/versioning and …/api/migration-2026-10-21. Bedrock holds only
Claude 4.7 and later to it, which take none of these anyway. Google Cloud's client writes the version into the body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import Kept
from interlingua.types import AssistantMessage, OpaquePart, TextPart, UserMessage
from interlingua_anthropic.names import HEADERS, MESSAGES

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities
    from interlingua.types import Request
    from interlingua_anthropic.platforms import Platform

VERSION_HEADER: Final = "anthropic-version"
BEFORE: Final = "2023-06-01"
_VERSION_FIELD: Final = "anthropic_version"
_BEFORE_ON_GOOGLE_CLOUD: Final = "vertex-2023-10-16"
_SAMPLING: Final = ("temperature", "top_p", "top_k")


def in_version(request: Request, capabilities: Capabilities, platform: Platform) -> Request:
    """Give a request that names the version before the SDK's, where it asks what only that one takes and says no version itself."""
    kept = Kept.of(request.provider_data, MESSAGES)
    own = kept.mark(HEADERS)
    headers = own if isinstance(own, dict) else {}
    if platform == "bedrock" or VERSION_HEADER in headers or _VERSION_FIELD in kept.fields or not _needs_it(request, capabilities):
        return request
    if platform == "vertex":
        kept = Kept({**kept.fields, _VERSION_FIELD: _BEFORE_ON_GOOGLE_CLOUD}, kept.marks)
    else:
        kept = kept.marked(HEADERS, {**headers, VERSION_HEADER: BEFORE})
    return request.model_copy(update={"provider_data": kept.among(request.provider_data, MESSAGES)})


def _needs_it(request: Request, capabilities: Capabilities) -> bool:
    for name in _SAMPLING:
        value = getattr(request, name)
        if value is not None and capabilities.has(name) and capabilities.limit(name).allows(value):
            return True
    return any(
        (isinstance(message, UserMessage) and isinstance(part, TextPart) and part.citations)
        or (isinstance(message, AssistantMessage) and isinstance(part, OpaquePart) and part.wire_type == "document")
        for message in request.messages
        for part in message.content
    )
