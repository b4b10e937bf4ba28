"""Every installed dialect has its class of laws, and so has every one that a plugin brings tomorrow."""

from __future__ import annotations

from tests.laws.dialects import DIALECTS
from tests.laws.test_anthropic_messages import TestAnthropicMessages as Messages
from tests.laws.test_openai_chat import TestOpenAIChat as Chat
from tests.laws.test_openai_responses import TestOpenAIResponses as Responses


def test_every_dialect_is_under_the_laws() -> None:
    """None is left out."""
    assert {suite.dialect.name for suite in (Messages, Chat, Responses)} == set(DIALECTS)
