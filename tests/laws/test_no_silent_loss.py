"""Law 3: every leaf of the input is in the output or under a loss, and nothing is made up.

Every text that somebody said gets a sentinel of its own, and the sentinels are looked for on the other side.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.laws.dialects import every_dialect

from interlingua.dialect import at
from interlingua.dialect.paths import covers
from interlingua.testing import strategies as canonical
from interlingua.testing.strategies import objects, request_bodies, response_bodies, written
from interlingua.types import Request, Response
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject, JsonValue, Loss

SAID = frozenset({
    "text", "refusal", "arguments", "title", "cited_text", "url", "file_id", "data", "signature", "encrypted_content",
    "redacted_data", "description",
})  # fmt: skip
"""The fields of canonical values that hold what somebody said, in their own words."""

SENTINEL = re.compile(r"zq\d+qz")


def _marked(value: JsonValue, numbers: Iterator[int]) -> JsonValue:
    """Put a sentinel into the place of everything that was said."""
    if isinstance(value, list):
        return [_marked(item, numbers) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _marked_field(name, item, numbers) for name, item in value.items()}


def _marked_field(name: str, value: JsonValue, numbers: Iterator[int]) -> JsonValue:
    if name == "provider_data" or not isinstance(value, str) or name not in SAID:
        return value if name == "provider_data" else _marked(value, numbers)
    sentinel = f"zq{next(numbers)}qz"
    return dumps_text({"said": sentinel}) if name == "arguments" else sentinel


def _sentinels(value: JsonValue, path: str = "$") -> Iterator[tuple[str, str]]:
    """Give each sentinel and where it stands."""
    if isinstance(value, str):
        for found in SENTINEL.findall(value):
            yield found, path
    elif isinstance(value, list | dict):
        for step, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _sentinels(item, at(path, step))
            if isinstance(step, str):
                yield from _sentinels(step, path)


def _silently_lost(before: JsonValue, after: JsonValue, losses: Iterable[Loss]) -> list[str]:
    arrived = {sentinel for sentinel, _ in _sentinels(after)}
    return [
        path
        for sentinel, path in _sentinels(before)
        if sentinel not in arrived and not any(covers(loss.path, path) for loss in losses)
    ]  # fmt: skip


def _made_up(dialect: Dialect, before: JsonValue, after: JsonValue) -> list[str]:
    """Give the texts of the output that are neither in the input, nor a piece of it, nor a word or a mark of the wire's."""
    unknown = set(_leaves(after)) - set(_leaves(before)) - dialect.marks
    strange = [leaf for leaf in unknown if not SENTINEL.search(leaf) and not re.fullmatch(r"[\w./-]*", leaf)]
    return [leaf for leaf in strange if not any(leaf in known for known in _leaves(before))]


def _leaves(value: JsonValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)


@every_dialect
class TestNoSilentLoss:
    """No sentinel vanishes without a loss that names its place."""

    @given(request=canonical.requests())
    def test_encode_request(self, dialect: Dialect, request: Request) -> None:
        """What is said in a request is in the wire's body, or a loss says so."""
        before = _marked(request.to_dict(), count())
        encoded = written(dialect.encode_request, Request.model_validate(before))

        assert _silently_lost(before, encoded.body, encoded.losses) == []
        assert _made_up(dialect, before, encoded.body) == []

    @given(response=canonical.responses())
    def test_encode_response(self, dialect: Dialect, response: Response) -> None:
        """What is said in a response is in the wire's body, or a loss says so."""
        before = _marked(response.to_dict(), count())
        encoded = written(dialect.encode_response, Response.model_validate(before))

        assert _silently_lost(before, encoded.body, encoded.losses) == []
        assert _made_up(dialect, before, encoded.body) == []

    @given(data=st.data())
    def test_decode_request(self, dialect: Dialect, data: st.DataObject) -> None:
        """What a request's body says is in the request, fields that nobody has heard of included."""
        body = _with_sentinels(data.draw(request_bodies(dialect)))
        decoded = dialect.decode_request(body)

        assert _silently_lost(body, decoded.value.to_dict(), decoded.losses) == []
        assert _made_up(dialect, body, decoded.value.to_dict()) == []

    @given(data=st.data())
    def test_decode_response(self, dialect: Dialect, data: st.DataObject) -> None:
        """What a response's body says is in the response, fields that nobody has heard of included."""
        body = _with_sentinels(data.draw(response_bodies(dialect)))
        decoded = dialect.decode_response(body)

        assert _silently_lost(body, decoded.value.to_dict(), decoded.losses) == []
        assert _made_up(dialect, body, decoded.value.to_dict()) == []


def _with_sentinels(body: JsonObject) -> JsonObject:
    """Put an unknown field with a sentinel into every object of a body."""
    for number, place in enumerate(list(objects(body))):
        place["x_sentinel"] = f"zq{number}qz"
    return body
