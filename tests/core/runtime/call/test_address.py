"""Twin of _runtime/call/address.py: where a host is, as an origin keeps it."""

from __future__ import annotations

import hashlib

import pytest

from interlingua._runtime.call.address import address_of

V1 = hashlib.sha256(b"/v1").hexdigest()
NO_PATH = hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.example.com/v1", f"https://api.example.com:443/{V1}"),
        ("https://api.example.com:443/v1/", f"https://api.example.com:443/{V1}"),
        ("HTTP://Example.com", f"http://example.com:80/{NO_PATH}"),
        ("http://user:hunter2@[::1]:8080/v1?key=hunter2#hunter2", f"http://[::1]:8080/{V1}"),
        ("http://host:port/v1", f"http://host:80/{V1}"),
        ("bedrock", "bedrock"),
        ("user:hunter2@host:99/v1?key=hunter2", f"://host:99/{V1}"),
        ("//host/v1", f"://host:0/{V1}"),
        ("localhost:8000", f"://localhost:8000/{NO_PATH}"),
        ("https://[hunter2/v1", f"://:0/{hashlib.sha256(b'https://[hunter2/v1').hexdigest()}"),
    ],
)
def test_an_address_is_scheme_host_port_and_a_hash_of_the_path(url: str, expected: str) -> None:
    """Nothing of its user, its query or its fragment, even where it lacks its scheme or is no URL; the scheme's own port is said too."""
    assert expected == address_of(url)
