"""Twin of chat/wire.py: the words that stand in saved conversations."""

from __future__ import annotations

from interlingua_openai.chat import wire


def test_the_names_never_change() -> None:
    """Conversations that were saved hold them."""
    assert (wire.DIALECT, wire.WHOLE_MESSAGE, wire.WHOLE_CALL, wire.SPELLING) == ("openai.chat", "$message", "$tool_call", "$spelling")


def test_what_it_hands_on_is_sorted() -> None:
    """The files of this dialect find everything in one place."""
    assert sorted(wire.__all__) == wire.__all__
    assert all(hasattr(wire, name) for name in wire.__all__)
