"""Bodies whose texts show in no log."""

from __future__ import annotations

import json

from interlingua_anthropic.unlogged import UnloggedBytes, unlogged

BODY = {"model": "m", "messages": [{"content": "my prompt", "x": None}], "max_tokens": 5, "stream": True}


def test_bytes() -> None:
    """They are what they were, and say only how many."""
    assert UnloggedBytes(b"my prompt") == b"my prompt"
    assert repr([UnloggedBytes(b"my prompt")]) == "[<9 bytes>]"


def test_objects() -> None:
    """A copy is equal, is written the same, and shows no text; the original is untouched."""
    copy = unlogged(BODY)

    assert copy == BODY
    assert copy is not BODY
    assert json.dumps(copy) == json.dumps(BODY)
    assert "prompt" not in repr(copy)
    assert "my prompt" in repr(BODY)
