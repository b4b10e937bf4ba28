"""`interlingua check --live`, at a server on loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.core.testing.toy import ToyDialect
from tests.core.testing.toy_provider import ToyProvider

from interlingua import AuthenticationError, ConfigError
from interlingua._runtime.plugins import providers
from interlingua.cli.live_check import ask_for_a_token
from interlingua.testing.conformance.calls import good, refusal
from interlingua.testing.fault_server import FaultServer

if TYPE_CHECKING:
    from interlingua.provider import Provider


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The toy provider, as if it were installed, with a key."""
    monkeypatch.setenv("TOY_API_KEY", "key-of-the-tests")
    monkeypatch.setitem(providers._providers, "toy", ToyProvider())
    return providers.get_provider("toy")


def test_tells_host_times_and_limits(toy: Provider) -> None:
    """One request for one token, and what its answer's headers say of limits."""
    answer = good(ToyDialect(), streamed=True)
    answer.headers.update({"x-ratelimit-remaining-tokens": "12", "request-id": "r1", "server": "toy"})
    with FaultServer(answer) as server:
        told = ask_for_a_token(toy, f"toy:small?base_url={server.url}")

        assert [1] == [asked.body["most"] for asked in server.requests]
        assert told["host"] == urlsplit(server.url).netloc

    assert told["said"] == "Hello, you"
    assert (told["dialect"], told["output_tokens"]) == ("toy.plain", 5)
    assert (told["x-ratelimit-remaining-tokens"], told["request-id"]) == ("12", "r1")
    assert "server" not in told


def test_a_failure_has_its_own_type(toy: Provider) -> None:
    """It ends as any call does, without the key."""
    with FaultServer(refusal(401)) as server, pytest.raises(AuthenticationError) as caught:
        ask_for_a_token(toy, f"toy:small?base_url={server.url}")

    assert "key-of-the-tests" not in str(caught.value)


def test_a_model_must_be_known(toy: Provider) -> None:
    """Where the provider has no default, one is asked for."""
    with pytest.raises(ConfigError, match="names no model"):
        ask_for_a_token(toy, None)
