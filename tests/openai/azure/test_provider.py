"""Twin of azure/provider.py: where a request goes."""

from __future__ import annotations

import pytest

from interlingua import get_provider
from interlingua.errors import ConversionError
from interlingua.provider import TransportSettings
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.types import Request
from interlingua_openai.azure.provider import AzureProvider
from interlingua_openai.azure.transport import AzureClients

PROVIDER = get_provider("azure")


def test_the_deployment_is_in_the_path() -> None:
    """The model id is its name, percent-encoded; Responses has it in the body alone."""
    chat, responses = PROVIDER.options_type(), PROVIDER.options_type.model_validate({"api": "responses"})

    assert isinstance(PROVIDER, AzureProvider)
    assert PROVIDER.route(Request(model_id="my-gpt", messages=()), chat).endpoint == "/deployments/my-gpt/chat/completions"
    assert PROVIDER.route(Request(model_id="a/b ?", messages=()), chat).endpoint == "/deployments/a%2Fb%20%3F/chat/completions"
    assert PROVIDER.route(Request(model_id="my-gpt", messages=()), responses).endpoint == "/responses"


def test_a_request_without_a_model_has_no_way() -> None:
    """Its path would name no deployment."""
    with pytest.raises(ConversionError) as raised:
        PROVIDER.route(Request(messages=()), PROVIDER.options_type())

    assert raised.value.path == "$.model_id"


def test_a_key_is_needed_everywhere() -> None:
    """A resource's address is the customer's own, and still no open door."""
    options = PROVIDER.options_type(base_url="https://x.openai.azure.com")

    assert PROVIDER.needs_key(options)


def test_transports() -> None:
    """One of each kind."""
    settings = TransportSettings(PROVIDER.options_type(), "key", lambda _: None)

    sync, awaited = PROVIDER.transport(settings), PROVIDER.async_transport(settings)
    assert isinstance(sync, ClientTransport)
    assert isinstance(awaited, AsyncClientTransport)
    assert type(sync.clients) is type(awaited.clients) is AzureClients
