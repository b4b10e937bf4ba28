"""Law 1: what a wire can say comes back as it was, in normal form; and normalising changes no text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from tests.laws.dialects import every_dialect

from interlingua.dialect import normal_form
from interlingua.testing import strategies as canonical
from interlingua.testing.pruning import lossless

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.types import Message, Request, Response


@every_dialect
class TestCanonicalRoundTrip:
    """decode(encode(x)) equals x in normal form wherever no loss was recorded."""

    @given(request=canonical.requests())
    def test_request(self, dialect: Dialect, request: Request) -> None:
        """A request of which nothing is lost comes back whole."""
        request = lossless(request, dialect.encode_request)
        encoded = dialect.encode_request(request)

        decoded = dialect.decode_request(encoded.body, encoded.headers)

        assert decoded.losses == ()
        assert normal_form(decoded.value) == normal_form(request)

    @given(response=canonical.responses())
    def test_response(self, dialect: Dialect, response: Response) -> None:
        """A response of which nothing is lost comes back whole."""
        response = lossless(response, dialect.encode_response)
        encoded = dialect.encode_response(response)

        decoded = dialect.decode_response(encoded.body, encoded.headers)

        assert decoded.losses == ()
        assert decoded.value == _in_the_words_of(decoded.value, response)


def _in_the_words_of(decoded: Response, response: Response) -> Response:
    """Add the wire's own word for the finish reason, and how its figures count cached tokens: no caller need say either."""
    usage = response.usage
    if usage is not None and decoded.usage is not None and usage.total_input_tokens == decoded.usage.total_input_tokens:
        usage = usage.model_copy(update={"input_includes_cache": decoded.usage.input_includes_cache})
    return response.model_copy(update={"provider_finish_reason": decoded.provider_finish_reason, "usage": usage})


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
