"""`interlingua.provider.contract`: what a plugin is, and what it needn't say."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest

from interlingua.dialect import EVERYTHING
from interlingua.provider import CONTRACT_VERSION, Progress, Provider, ProviderOptions, Route, TransportSettings, WireRequest
from interlingua.types import Request

if TYPE_CHECKING:
    from interlingua.provider import AsyncTransport, Transport


class Parrot(Provider):
    """A provider that says no more than it must."""

    name: ClassVar[str] = "parrot"
    distribution: ClassVar[str] = "interlingua-parrot"
    contract_version: ClassVar[int] = 1

    def route(self, request: Request, options: ProviderOptions) -> Route:
        """Speak chat to every model, at a path of its own."""
        assert isinstance(options, ProviderOptions)
        return Route(f"{request.model_id}.chat", f"/{request.model_id}")

    def transport(self, settings: TransportSettings) -> Transport:
        """Send nothing."""
        raise NotImplementedError(settings)

    def async_transport(self, settings: TransportSettings) -> AsyncTransport:
        """Send nothing."""
        raise NotImplementedError(settings)


class TestDefaults:
    """What a provider needn't say."""

    def test_pure_answers(self) -> None:
        """It brings no dialect, restricts nothing, fills in nothing, counts no tokens, lists no models and needs no key."""
        parrot, options, request = Parrot(), ProviderOptions(), Request(model_id="m", messages=())

        assert parrot.route(request, options) == Route(dialect="m.chat", endpoint="/m", count_endpoint=None)
        assert parrot.dialects() == {}
        assert parrot.capabilities("m", options) is EVERYTHING
        assert parrot.fill(request, options) is request
        assert 0 == parrot.unseen_input_tokens(request)
        assert parrot.sends_over(options, is_async=True) is None
        assert () == parrot.key_variables(options)
        assert parrot.needs_key(options) is False
        assert parrot.listing(options) is None

    def test_the_key_is_blanked(self) -> None:
        """A message that repeats the key loses it; a placeholder of a few letters garbles nothing."""
        expected = "bad key … sent"

        assert TransportSettings(ProviderOptions(), "sk-0123456789", print).without_key("bad key sk-0123456789 sent") == expected
        assert TransportSettings(ProviderOptions(), "x", print).without_key("next") == "next"
        assert TransportSettings(ProviderOptions(), None, print).without_key("next") == "next"

    def test_key(self) -> None:
        """One that names variables for its key needs it."""

        class Keyed(Parrot):
            def key_variables(self, options: ProviderOptions) -> tuple[str, ...]:  # noqa: ARG002 - one for all
                return ("PARROT_API_KEY",)

        assert Keyed().needs_key(ProviderOptions()) is True

    def test_must_say(self) -> None:
        """One that leaves out what it must say can't be made."""
        with pytest.raises(TypeError, match=r"abstract methods? .*route"):
            Provider()  # type: ignore[abstract]

    def test_version(self) -> None:
        """The contract that this test was written for is the one at hand."""
        assert Parrot.contract_version == CONTRACT_VERSION


class TestValues:
    """What passes between the runtime and a plugin."""

    def test_no_key_is_shown(self) -> None:
        """The settings of a transport hold a key and don't show it."""
        settings = TransportSettings(ProviderOptions(), "sk-secret", print)

        assert settings.api_key == "sk-secret"
        assert "sk-secret" not in repr(settings)
        assert "sk-secret" not in str(settings)

    def test_no_client_is_shown(self) -> None:
        """A client of the caller's own may show its key; the settings don't show it."""
        settings = TransportSettings(ProviderOptions(), None, print, client="sk-secret")

        assert settings.client == "sk-secret"
        assert "sk-secret" not in repr(settings)
        assert TransportSettings(ProviderOptions(), None, print).client is None
        assert Parrot.takes_client is False

    def test_defaults(self) -> None:
        """A request asks by POST, without headers, a query or a body of its own; progress begins with nothing done."""
        request = WireRequest("/x")

        assert (request.method, request.query, request.body, dict(request.headers)) == ("POST", None, None, {})
        assert (Progress("loading").done, Progress("loading").total, Progress("loading").finished) == (0, None, False)
