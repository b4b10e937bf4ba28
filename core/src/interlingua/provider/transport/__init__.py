"""HOW IT IS SENT: the one transport over a client, whosever that is. I/O happens here, through the client that a plugin hands in."""

from interlingua.provider.transport.client_transport import AsyncClientTransport, AsyncResponseBytes, ClientTransport, ResponseBytes
from interlingua.provider.transport.clients import Client, Clients, Reader, Response
from interlingua.provider.transport.http_library import HTTPLibrary, SDKOptions
from interlingua.provider.transport.sdk_clients import SDKClients, unlogged

__all__ = [
    "AsyncClientTransport",
    "AsyncResponseBytes",
    "Client",
    "ClientTransport",
    "Clients",
    "HTTPLibrary",
    "Reader",
    "Response",
    "ResponseBytes",
    "SDKClients",
    "SDKOptions",
    "unlogged",
]
