"""Law 2: a wire body that is decoded and encoded again is the same body, fields that we have never heard of included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.laws.dialects import every_dialect

from interlingua.testing.strategies import request_bodies, response_bodies
from interlingua.types.json import same_json

if TYPE_CHECKING:
    from interlingua.dialect import Dialect


@every_dialect
class TestWireRoundTrip:
    """encode(decode(w)) equals w: for a request in the dialect's published normal form, for a response exactly."""

    @given(data=st.data())
    def test_request(self, dialect: Dialect, data: st.DataObject) -> None:
        """A request's body comes back, but for the spellings of the published table."""
        body = data.draw(request_bodies(dialect))

        decoded = dialect.decode_request(body)
        again = dialect.encode_request(decoded.value)

        assert decoded.losses == ()
        assert again.losses == ()
        assert same_json(dialect.wire_normal_form(again.body), dialect.wire_normal_form(body)), (again.body, body)

    @given(data=st.data())
    def test_normal_form(self, dialect: Dialect, data: st.DataObject) -> None:
        """The wire's normal form is its own normal form, and means the same."""
        body = data.draw(request_bodies(dialect))
        normal = dialect.wire_normal_form(body)

        assert same_json(dialect.wire_normal_form(normal), normal)
        assert same_json(dialect.wire_normal_form(dialect.encode_request(dialect.decode_request(normal).value).body), normal)

    @given(data=st.data())
    def test_response(self, dialect: Dialect, data: st.DataObject) -> None:
        """A response's body comes back exactly."""
        body = data.draw(response_bodies(dialect))

        decoded = dialect.decode_response(body)
        again = dialect.encode_response(decoded.value)

        assert decoded.losses == ()
        assert again.losses == ()
        assert same_json(again.body, body), (again.body, body)
