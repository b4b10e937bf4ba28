"""Hypothesis strategies: valid by construction, small, and awkward wherever a value may be.

Arguments say what is valid, never how likely it is; nothing is filtered, so that a failing example shrinks well.
"""

from interlingua.testing.strategies.messages import (
    assistant_messages,
    conversations,
    exchanges,
    message_lists,
    system_messages,
    tool_messages,
    user_messages,
)
from interlingua.testing.strategies.parts import (
    any_parts,
    arguments,
    audio_parts,
    citations,
    document_parts,
    image_parts,
    opaque_parts,
    reasoning_parts,
    refusal_parts,
    text_parts,
    tool_call_parts,
)
from interlingua.testing.strategies.requests import output_schemas, requests, tool_choices, tools
from interlingua.testing.strategies.responses import losses, responses, usages
from interlingua.testing.strategies.values import (
    AWKWARD_TEXTS,
    FOREIGN,
    floats,
    integers,
    json_objects,
    json_values,
    names,
    provider_data,
    texts,
)
from interlingua.testing.strategies.wires import objects, request_bodies, response_bodies, written

__all__ = [
    "AWKWARD_TEXTS",
    "FOREIGN",
    "any_parts",
    "arguments",
    "assistant_messages",
    "audio_parts",
    "citations",
    "conversations",
    "document_parts",
    "exchanges",
    "floats",
    "image_parts",
    "integers",
    "json_objects",
    "json_values",
    "losses",
    "message_lists",
    "names",
    "objects",
    "opaque_parts",
    "output_schemas",
    "provider_data",
    "reasoning_parts",
    "refusal_parts",
    "request_bodies",
    "requests",
    "response_bodies",
    "responses",
    "system_messages",
    "text_parts",
    "texts",
    "tool_call_parts",
    "tool_choices",
    "tool_messages",
    "tools",
    "usages",
    "user_messages",
    "written",
]
