"""The laws on `openai.responses`, also for bodies that were written by hand after its API's documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tests.openai.responses.shapes import ANSWER, MESSAGES, OUTPUT, REQUEST

from interlingua import get_dialect
from interlingua.testing.conformance import DialectConformance
from interlingua.testing.strategies import parts_of, with_unknown_fields

if TYPE_CHECKING:
    from hypothesis import strategies as st

    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject


class TestOpenAIResponses(DialectConformance):
    """OpenAI's newer format."""

    dialect: ClassVar[Dialect] = get_dialect("openai.responses")

    @classmethod
    def request_bodies(cls) -> st.SearchStrategy[JsonObject]:
        """The dialect's own, and parts of a body that has everything."""
        ours = parts_of({**REQUEST, "input": [*MESSAGES, *OUTPUT]}, required=frozenset({"model", "input"}))
        return super().request_bodies() | ours.flatmap(with_unknown_fields)

    @classmethod
    def response_bodies(cls) -> st.SearchStrategy[JsonObject]:
        """The dialect's own, and parts of a body that has everything."""
        ours = parts_of({**ANSWER, "output": [*OUTPUT]}, required=frozenset({*ANSWER, "output"}))
        return super().response_bodies() | ours.flatmap(with_unknown_fields)
