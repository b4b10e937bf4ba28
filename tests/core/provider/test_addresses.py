"""`interlingua.provider.addresses`: what a transport asks of an address."""

from __future__ import annotations

import pytest

from interlingua.provider import is_on_loopback


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://localhost", True),
        ("http://[::1]:8080", True),
        ("HTTP://LocalHost:80?x", True),
        ("https://localhost", False),
        ("http://localhost@evil.example", False),
        ("http://localhost:80@evil.example", False),
        ("http://localhost.example", False),
        ("http://[::1", False),
        ("", False),
        (None, False),
    ],
)
def test_loopback(address: str | None, expected: bool) -> None:  # noqa: FBT001 - a case
    """A server on this machine is known by its plain address alone."""
    assert is_on_loopback(address) is expected
