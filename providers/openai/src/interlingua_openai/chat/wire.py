"""The words of Chat Completions that several files of this dialect need; reading JSON is `interlingua_openai.wire`'s."""

from __future__ import annotations

from typing import Final

from interlingua_openai.wire import (
    CHAT,
    MAKER,
    SPELLING,
    as_int,
    as_list,
    as_object,
    as_text,
    content_mark,
    difference,
    lost,
    mark_of_content,
    restored,
)

DIALECT: Final = CHAT

WHOLE_MESSAGE: Final = "$message"
"""In an opaque part's data: a whole message whose role or shape isn't modelled."""

WHOLE_CALL: Final = "$tool_call"
"""In an opaque part's data: an entry of `tool_calls` whose shape isn't modelled."""

OLD_CALL: Final = "$function_call"
"""In an opaque part's data: the one call of a message in the form that `tool_calls` replaced; it has no id to pair its result by."""

__all__ = [
    "DIALECT",
    "MAKER",
    "OLD_CALL",
    "SPELLING",
    "WHOLE_CALL",
    "WHOLE_MESSAGE",
    "as_int",
    "as_list",
    "as_object",
    "as_text",
    "content_mark",
    "difference",
    "lost",
    "mark_of_content",
    "restored",
]
