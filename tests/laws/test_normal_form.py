"""Law 1, the half that no dialect has a part in: the normal form of a conversation is one, and changes no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from interlingua.dialect import normal_form
from interlingua.testing import strategies as canonical

if TYPE_CHECKING:
    from interlingua.types import Message


class TestNormalForm:
    """Normalising is idempotent and changes no text."""

    @given(messages=canonical.message_lists())
    def test_idempotent(self, messages: tuple[Message, ...]) -> None:
        """A normal form is its own normal form."""
        once = normal_form(messages)

        assert normal_form(once) == once

    @given(messages=canonical.message_lists())
    def test_no_part_changes(self, messages: tuple[Message, ...]) -> None:
        """Every part stays, in its order and under its role."""
        parts = [(message.role, part) for message in messages for part in message.content]

        assert [(message.role, part) for message in normal_form(messages) for part in message.content] == parts
