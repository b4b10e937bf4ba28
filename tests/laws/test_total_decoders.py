"""Law 8: whatever comes in, a decoder gives values or one of our errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import example, given
from hypothesis import strategies as st
from tests.laws.dialects import every_dialect

from interlingua.errors import InterlinguaError
from interlingua.testing import strategies as canonical
from interlingua.testing.strategies import objects, request_bodies, response_bodies, written
from interlingua.types import Response
from interlingua.types.json import copy_json, dumps, loads

if TYPE_CHECKING:
    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject


def _damaged(data: st.DataObject, body: JsonObject) -> JsonObject:
    """Put any JSON value in the place of some others, or take them away."""
    body = copy_json(body)
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.sampled_from([place for place in objects(body) if place] or [body]))
        if place:
            name = data.draw(st.sampled_from(sorted(place)))
            if data.draw(st.booleans()):
                del place[name]
            else:
                place[name] = data.draw(canonical.json_values())
    return body


def _decode_stream(dialect: Dialect, pieces: list[bytes]) -> Response | None:
    """Feed and close as a runtime does; give the response of a stream that ended well."""
    decoder = dialect.stream_decoder()
    try:
        for piece in pieces:
            decoder.feed(piece)
        decoder.close()
    except InterlinguaError:
        assert isinstance(decoder.partial(), Response)
        return None
    return decoder.response()


@every_dialect
class TestTotalDecoders:
    """No input raises anything but our errors."""

    @given(data=st.data())
    def test_damaged_request(self, dialect: Dialect, data: st.DataObject) -> None:
        """A request's body that breaks the wire's grammar anywhere is decoded, or refused by one of our errors."""
        body = _damaged(data, data.draw(request_bodies(dialect)))
        try:
            decoded = dialect.decode_request(body)
        except InterlinguaError as error:
            assert str(error)  # noqa: PT017 - either outcome is right
            return

        assert dumps(dialect.encode_request(decoded.value).body)

    @given(data=st.data())
    def test_damaged_response(self, dialect: Dialect, data: st.DataObject) -> None:
        """A response's body that breaks the wire's grammar anywhere is decoded, or refused by one of our errors."""
        body = _damaged(data, data.draw(response_bodies(dialect)))
        try:
            decoded = dialect.decode_response(body)
        except InterlinguaError as error:
            assert str(error)  # noqa: PT017 - either outcome is right
            return

        assert dumps(dialect.encode_response(decoded.value).body)

    @given(body=canonical.json_objects())
    def test_any_object(self, dialect: Dialect, body: JsonObject) -> None:
        """Any JSON object at all is decoded, or refused by one of our errors."""
        for decode in (dialect.decode_request, dialect.decode_response, dialect.decode_count, dialect.wire_normal_form):
            try:
                decode(body)
            except InterlinguaError as error:
                assert str(error)  # noqa: PT017 - either outcome is right

    @given(pieces=st.lists(st.binary(max_size=64), max_size=4))
    @example(pieces=[b"data: " + b"[" * 100_000 + b"\n\n"])
    @example(pieces=[b'data: {"a": ' + b"9" * 5_000 + b"}\n\n"])
    @example(pieces=[b'data: {"a": NaN}\n\n', b'data: {"a": "\\ud800"}\n\n', b"data: \xff\xfe\n\n"])
    @example(pieces=[b"event: error\ndata: null\n\n", b"data: []\n\n", b"data: 1\n\n", b'data: ""\n\n', b"data:\n\n"])
    def test_any_bytes(self, dialect: Dialect, pieces: list[bytes]) -> None:
        """Bytes that are no stream of this wire don't finish, and raise nothing but our errors."""
        assert _decode_stream(dialect, pieces) is None

    @given(data=st.data())
    def test_damaged_stream(self, dialect: Dialect, data: st.DataObject) -> None:
        """A stream with bytes lost, doubled or put in is decoded, or refused by one of our errors."""
        response = data.draw(canonical.responses())
        stream = b"".join(written(lambda value: list(dialect.encode_stream(value)), response))
        start, end = sorted(data.draw(st.tuples(st.integers(0, len(stream)), st.integers(0, len(stream)))))
        middle = data.draw(st.sampled_from([b"", stream[start:end] * 2]) | st.binary(max_size=16))

        decoded = _decode_stream(dialect, [stream[:start], middle, stream[end:]])

        assert decoded is None or isinstance(decoded, Response)

    @given(data=st.data())
    def test_damaged_events(self, dialect: Dialect, data: st.DataObject) -> None:
        """A stream of whole events, some of which break the wire's grammar, is decoded, or refused by one of our errors."""
        response = data.draw(canonical.responses())
        events = written(lambda value: list(dialect.encode_stream(value)), response)
        place = data.draw(st.integers(0, len(events) - 1))
        head, _, text = events[place].partition(b"data: ")
        if text.startswith(b"{"):
            events[place] = head + b"data: " + dumps(_damaged(data, loads(text))) + b"\n\n"
        _decode_stream(dialect, events)
