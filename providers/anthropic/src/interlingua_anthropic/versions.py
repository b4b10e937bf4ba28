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
    from interlingua.types import JsonValue, Message, Request
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
    if platform == "bedrock" or VERSION_HEADER in headers or _VERSION_FIELD in kept.fields or not _needs_it(request, capabilities, kept):
        return request
    if platform == "vertex":
        kept = Kept({**kept.fields, _VERSION_FIELD: _BEFORE_ON_GOOGLE_CLOUD}, kept.marks)
    else:
        kept = kept.marked(HEADERS, {**headers, VERSION_HEADER: BEFORE})
    return request.model_copy(update={"provider_data": kept.among(request.provider_data, MESSAGES)})


def _needs_it(request: Request, capabilities: Capabilities, kept: Kept) -> bool:
    for name in _SAMPLING:
        value = kept.fields.get(name) if getattr(request, name) is None else getattr(request, name)
        if isinstance(value, int | float) and capabilities.has(name) and capabilities.limit(name).allows(value):
            return True
    return any(_has_what_it_takes(message) for message in request.messages)


def _has_what_it_takes(message: Message) -> bool:
    """Tell whether a user's text has citations, also within a result of a search, or the model says a document."""
    user = type(message) is UserMessage
    for part in message.content:  # a loop, since each message of every request is looked at
        if type(part) is TextPart and user and part.citations:
            return True
        if type(part) is OpaquePart and user and part.wire_type == "search_result" and _is_cited(part.data.get("content")):
            return True
        if type(part) is OpaquePart and type(message) is AssistantMessage and part.wire_type == "document":
            return True
    return False


def _is_cited(blocks: JsonValue) -> bool:
    return isinstance(blocks, list) and any(isinstance(block, dict) and bool(block.get("citations")) for block in blocks)
