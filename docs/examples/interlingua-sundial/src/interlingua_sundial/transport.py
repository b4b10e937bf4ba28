"""The only file with a client in it: where the API is, and how the key is said. All else of sending is interlingua's own transport.

The HTTP client is imported when the first request is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.provider import is_on_loopback
from interlingua.provider.transport import Clients

from interlingua_sundial.errors import error_from_status
from interlingua_sundial.wire import PROVIDER

if TYPE_CHECKING:
    import httpx2

_ADDRESS: Final = "https://api.sundial.example/v1"


class HTTPClients(Clients):
    """The HTTP library's clients; those of an official SDK would be `SDKClients`."""

    provider = PROVIDER
    error_from_status = staticmethod(error_from_status)

    def make(self, *, is_async: bool) -> httpx2.Client | httpx2.AsyncClient:
        """Make a client; it shows no `authorization` in its repr."""
        import httpx2

        address, key = self.settings.options.base_url, self.settings.api_key
        return (httpx2.AsyncClient if is_async else httpx2.Client)(
            base_url=address or _ADDRESS,
            headers={"authorization": f"Bearer {key}"} if key else {},
            trust_env=not is_on_loopback(address),  # no proxy can reach a server on this machine, nor should one see its key
        )
