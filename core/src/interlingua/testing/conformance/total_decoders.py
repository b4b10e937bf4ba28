"""Law 8: whatever comes in, a decoder gives values or one of our errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interlingua.dialect import MAX_EVENT_BYTES
from interlingua.errors import InterlinguaError, LimitExceededError
from interlingua.testing.conformance.expect import expect
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.strategies import damaged_streams, damages
from interlingua.types import Request, Response
from interlingua.types.json import dumps

if TYPE_CHECKING:
    from collections.abc import Callable

    from interlingua.dialect import Dialect
    from interlingua.types import JsonObject, JsonValue


class TotalDecoders(DialectStrategies):
    """No input raises anything but our errors."""

    @proves(8, body="request_bodies", values="misfits")
    def test_damaged_requests(self, body: JsonObject, values: list[JsonValue]) -> None:
        """Data sets and logs hold bodies that no document describes; one that can't be read is refused with its place."""
        for damaged in damages(body, values):
            _value_or_error(lambda damaged=damaged: self._again(self.dialect.decode_request(damaged).value), damaged)  # type: ignore[misc]  # each in turn

    @proves(8, body="response_bodies", values="misfits")
    def test_damaged_responses(self, body: JsonObject, values: list[JsonValue]) -> None:
        """Servers that speak a format almost answer what nobody expects; a KeyError from inside a converter helps no one."""
        for damaged in damages(body, values):
            _value_or_error(lambda damaged=damaged: self._again(self.dialect.decode_response(damaged).value), damaged)  # type: ignore[misc]  # as above

    def _again(self, value: Request | Response) -> None:
        """Write what could be read."""
        dumps(self.written(value).body)

    @proves(8, body="json_objects")
    def test_any_object(self, body: JsonObject) -> None:
        """A proxy's error page or a web page as JSON is no body of this wire: it is refused, or taken as it is."""
        for decode in (self.dialect.decode_request, self.dialect.decode_response, self.dialect.decode_count, self.dialect.wire_normal_form):
            _value_or_error(lambda decode=decode: decode(body), body)  # type: ignore[misc]  # as above

    @proves(8, needs="streaming", pieces="any_bytes")
    def test_any_bytes(self, pieces: list[bytes]) -> None:
        """Bytes that are no stream of this wire are never taken for an answer."""
        expect(_response_or_error(self.dialect, pieces) is None, "it was taken for an answer")

    @proves(8, needs="streaming", pieces="corrupted_streams")
    def test_corrupted_streams(self, pieces: list[bytes]) -> None:
        """A gateway loses or doubles bytes; the call ends with an error that holds what came, not with a crash."""
        _response_or_error(self.dialect, pieces)

    @proves(8, needs="streaming", events="event_streams", place="places", values="misfits")
    def test_damaged_events(self, events: list[bytes], place: int, values: list[JsonValue]) -> None:
        """An event without the field that it must have is a fault of the stream, not of the program that reads it."""
        for damaged in damaged_streams(events, place % len(events), values):
            try:
                _response_or_error(self.dialect, damaged)
            except Exception as error:
                error.add_note(f"with the event {damaged[place % len(events)]!r}")
                raise

    @proves(8, needs="streaming", events="garbled_streams")
    def test_garbled_events(self, events: list[bytes]) -> None:
        """An event that can't be read may have held the point of the answer; behind its end it is told, or else lost in silence."""
        response = _response_or_error(self.dialect, events)
        expect(response is None or response.losses != (), "an event that is no JSON was stepped over")

    @proves(8, needs="streaming")
    def test_an_endless_event(self) -> None:
        """An event that never ends must not eat the machine's memory: the limit has a name."""
        decoder = self.dialect.stream_decoder()
        try:
            for _ in range(MAX_EVENT_BYTES // _MEBIBYTE + 2):
                decoder.feed(b"x" * _MEBIBYTE)
        except LimitExceededError:
            return
        raise AssertionError(f"{MAX_EVENT_BYTES:,} bytes and more were taken as one event")


_MEBIBYTE = 1024 * 1024


def _value_or_error(decode: Callable[[], object], what: JsonObject) -> None:
    """Decode; an error of ours says something, any other breaks the law."""
    try:
        decode()
    except InterlinguaError as error:
        expect(bool(str(error)), "an error without a word")
    except Exception as error:
        error.add_note(f"on {what}")
        raise


def _response_or_error(dialect: Dialect, pieces: list[bytes]) -> Response | None:
    """Feed and close as a runtime does; give the response of a stream that ended well."""
    decoder = dialect.stream_decoder()
    try:
        for piece in pieces:
            decoder.feed(piece)
        decoder.close()
    except InterlinguaError:
        expect(isinstance(decoder.partial(), Response), "the decoder keeps nothing of what came")
        return None
    return decoder.response()
