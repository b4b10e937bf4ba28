"""Law 11: appending a message changes no earlier byte of the encoded messages, as prompt caches depend on it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from interlingua.testing.conformance.expect import expect, expect_same
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.sentinels import SENTINEL
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.pruning import sayable
from interlingua.types import Request, UserMessage
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.types import Message


class StablePrefix(DialectStrategies):
    """Only the brackets that close the last turn may give way."""

    @proves(11, messages="message_lists")
    def test_appending_changes_nothing_before(self, messages: tuple[Message, ...]) -> None:
        """Providers bill cached tokens at a tenth; one byte that changes near the front costs the whole conversation again."""
        request = sayable(Request(model_id="m", messages=messages, provider_data={}), self.dialect.encode_request)
        field = messages_field(self.dialect)
        bodies = [self.dialect.encode_request(_beginning(request, end)).body for end in range(len(request.messages) + 1)]
        for message, (body, longer) in zip(request.messages, pairwise(bodies), strict=True):
            before, after = dumps(body.get(field, [])), dumps(longer.get(field, []))

            expect(after.startswith(before.rstrip(b"]}")), f"appending {message!r} changed {before!r} to {after!r}")
            if message.role != "system":
                expect_same({**longer, field: None}, {**body, field: None}, "appending a message changed what stands before the messages")


def _beginning(request: Request, end: int) -> Request:
    return request.model_copy(update={"messages": request.messages[:end]})


def messages_field(dialect: Dialect) -> str:
    """Find the field of the body that holds the messages."""
    body = dialect.encode_request(Request(model_id="m", messages=(UserMessage(SENTINEL),), provider_data={})).body
    return next(name for name, value in body.items() if SENTINEL.encode() in dumps(value))
