"""Law 7: a conversation goes from one wire to another and back, and what one can't check waits for its maker."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from tests.laws.dialects import DIALECTS

from interlingua.dialect import normal_form
from interlingua.testing import strategies as canonical
from interlingua.testing.pruning import lossless
from interlingua.testing.strategies import written
from interlingua.types.json import same_json

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.types import Message, Request

PAIRS = list(permutations(DIALECTS, 2))
pairs = pytest.mark.parametrize(("home", "abroad"), [(DIALECTS[a], DIALECTS[b]) for a, b in PAIRS], ids=["-".join(pair) for pair in PAIRS])


@pairs
class TestHandOver:
    """Home → canonical → abroad → canonical → home."""

    @given(request=canonical.requests())
    def test_there_and_back(self, home: Dialect, abroad: Dialect, request: Request) -> None:
        """What the wire abroad doesn't declare lost comes home as it was: text, calls, results, images and their order."""
        request = lossless(request, home.encode_request)
        at_home = home.decode_request(home.encode_request(request).body).value
        kept = lossless(at_home, abroad.encode_request, forget=home.name)

        went = abroad.decode_request(abroad.encode_request(kept).body).value
        came_back = home.decode_request(written(home.encode_request, went).body).value

        assert _said(normal_form(came_back.messages)) == _said(normal_form(kept.messages))

    @given(request=canonical.requests())
    def test_nothing_is_forgotten(self, home: Dialect, abroad: Dialect, request: Request) -> None:
        """Encoding for the wire abroad leaves the conversation as it was: the body for home is still the same."""
        body = written(home.encode_request, request).body
        conversation = home.decode_request(body).value
        written(abroad.encode_request, conversation)

        assert same_json(home.wire_normal_form(home.encode_request(conversation).body), home.wire_normal_form(body))


def _said(messages: tuple[Message, ...]) -> list[object]:
    """What was said, without what only one dialect knows of it."""
    return [
        (
            message.role,
            getattr(message, "tool_call_id", None),
            getattr(message, "is_error", None),
            [part.model_copy(update={"provider_data": {}}) for part in message.content],
        )
        for message in messages
    ]  # fmt: skip
