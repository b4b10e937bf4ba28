"""The laws on `anthropic.messages`, also for bodies that were written by hand after its API's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.anthropic.bodies import REQUEST, RESPONSE

from interlingua import get_dialect
from interlingua.testing.conformance import DialectConformance
from interlingua.testing.strategies import parts_of, with_unknown_fields

if TYPE_CHECKING:
    from hypothesis import strategies as st

    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject


class TestAnthropicMessages(DialectConformance):
    """Claude's format."""

    dialect: ClassVar[Dialect] = get_dialect("anthropic.messages")

    @classmethod
    def request_bodies(cls) -> st.SearchStrategy[JsonObject]:
        """The dialect's own, and parts of a body that has everything."""
        ours = parts_of(REQUEST, required=frozenset({"model", "max_tokens", "messages"}))
        return super().request_bodies() | ours.flatmap(with_unknown_fields)

    @classmethod
    def response_bodies(cls) -> st.SearchStrategy[JsonObject]:
        """The dialect's own, and parts of a body that has everything."""
        ours = parts_of(RESPONSE, required=frozenset(RESPONSE))
        return super().response_bodies() | ours.flatmap(with_unknown_fields)
