"""Law 11: appending a message changes no earlier byte of the encoded messages, as prompt caches depend on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from tests.laws.dialects import every_dialect

from interlingua.testing import strategies as canonical
from interlingua.testing.strategies import written
from interlingua.types import Request
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject, Message


def _messages(body: JsonObject) -> bytes:
    return dumps(body["input" if "input" in body else "messages"])


@every_dialect
class TestStablePrefix:
    """Only the brackets that close the last turn may give way."""

    @given(messages=canonical.message_lists())
    def test_appending(self, dialect: Dialect, messages: tuple[Message, ...]) -> None:
        """The bytes of each beginning of a conversation begin the bytes of the whole."""
        whole = _messages(written(dialect.encode_request, Request(model_id="m", messages=messages)).body)
        beginnings = [
            _messages(dialect.encode_request(Request(model_id="m", messages=messages[:end])).body) for end in range(len(messages))
        ]

        assert [text for text in beginnings if not whole.startswith(text.rstrip(b"]}"))] == []
