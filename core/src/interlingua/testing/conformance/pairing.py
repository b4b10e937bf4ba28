"""Law 4, as far as it is a converter's: calls and results go through a wire with their ids, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import check_pairing
from interlingua.testing.conformance.expect import expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.pruning import lossless
from interlingua.types import AssistantMessage, ToolCallPart, ToolMessage

if TYPE_CHECKING:
    from interlingua.types import Request


class Pairing(DialectStrategies):
    """Each result follows its call through every wire."""

    @proves(4, request="requests")
    def test_calls_and_results_stay_paired(self, request: Request) -> None:
        """An API refuses a conversation whose results don't match its calls, and a model is misled by one that is answered twice."""
        request = lossless(request, self.dialect.encode_request)

        decoded = self.dialect.decode_request(self.dialect.encode_request(request).body).value

        check_pairing(decoded.messages)
        expect_same(_pairs(decoded), _pairs(request), "calls and results came back otherwise")


def _pairs(request: Request) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for message in request.messages:
        if isinstance(message, ToolMessage):
            found.append(("result", message.tool_call_id, message.is_error))
        elif isinstance(message, AssistantMessage):
            found += [("call", part.id, part.name) for part in message.content if isinstance(part, ToolCallPart)]
    return found
