"""The chat template of the default model; a GGUF of the caller's keeps its own.

llama.cpp reads the form of tool calls off the template, and SmolLM2's own has no tools: with it, `tools` would be dropped
without a word. `smollm2.jinja` says in its head what makes this small model call.
"""

from __future__ import annotations

from importlib import resources


def smollm2_template() -> str:
    """Give the text of the template, which is what llama.cpp takes."""
    return resources.files(__package__).joinpath("smollm2.jinja").read_text(encoding="utf-8")
