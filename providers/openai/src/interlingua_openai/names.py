"""The names that both dialects have to know."""

from __future__ import annotations

from typing import Final

CHAT: Final = "openai.chat"
RESPONSES: Final = "openai.responses"

PROVIDER: Final = "openai"
"""Whose reasoning and files are both dialects' own: the runtime puts a host's name in its place, and takes it out again."""
