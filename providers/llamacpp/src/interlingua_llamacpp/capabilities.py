"""What llama.cpp's chat endpoint accepts, as far as it departs from the reference; pure.

Source: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (POST /v1/chat/completions).
"""

from __future__ import annotations

from typing import Final

from interlingua.dialect import Capabilities

CAPABILITIES: Final = Capabilities(
    # Without a projector beside the model, an image or a sound is an HTTP 500; nothing reads the rest.
    lacks=frozenset({"image", "document", "audio", "reasoning_effort", "reasoning_budget", "metadata"}),
    field_names={"max_completion_tokens": "max_tokens", "top_k": "top_k"},
)
"""The capabilities of every model here."""
