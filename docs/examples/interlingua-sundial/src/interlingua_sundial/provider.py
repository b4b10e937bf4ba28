"""The provider `sundial`: who is asked, with which options, in which format."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from interlingua.provider import Provider, ProviderOptions, Route
from interlingua.provider.transport import AsyncClientTransport, ClientTransport

from interlingua_sundial.dialect import SundialDialect
from interlingua_sundial.options import SundialOptions
from interlingua_sundial.transport import HTTPClients
from interlingua_sundial.wire import DIALECT, PROVIDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interlingua.dialect import Dialect, Row
    from interlingua.provider import AsyncTransport, Transport, TransportSettings
    from interlingua.types import Request


class SundialProvider(Provider):
    """Sundial."""

    name: ClassVar[str] = PROVIDER
    distribution: ClassVar[str] = "interlingua-sundial"
    contract_version: ClassVar[int] = 1  # written out: interlingua.provider.CONTRACT_VERSION would always match
    options_type: ClassVar[type[ProviderOptions]] = SundialOptions
    models: ClassVar[tuple[str, ...]] = ("small", "large")  # for completion alone: any other id is taken too

    def dialects(self) -> Mapping[str, Dialect]:
        """Give the format that this distribution brings."""
        return {DIALECT: SundialDialect()}

    def route(self, request: Request, options: ProviderOptions) -> Route:  # noqa: ARG002 - one for all requests
        """Tell the format, and the paths below the base URL: of a request, and of what counts its tokens, None where nothing does."""
        return Route(DIALECT, "/chat", "/chat/tokens")

    def rows(self) -> Sequence[Row]:
        """Give what models take or refuse. Say only what the API's documents say: of an unknown model the API is the judge."""
        return ()  # such as Row({"temperature": False}, models=("large",), source="https://…")

    def fill(self, request: Request, options: ProviderOptions) -> Request:
        """Fill in what the API wants of every request and the caller left out."""
        project = cast("SundialOptions", options).project
        own = request.provider_data.get(DIALECT, {})
        if project is None or "project" in own:
            return request
        filled = {**request.provider_data, DIALECT: {**own, "project": project}}
        return request.model_copy(update={"provider_data": filled})

    def key_variables(self, options: ProviderOptions) -> tuple[str, ...]:  # noqa: ARG002 - one for all addresses
        """Name the environment variables that hold the key, first found wins."""
        return ("SUNDIAL_API_KEY",)

    def needs_key(self, options: ProviderOptions) -> bool:
        """Tell whether there must be a key: not for an address of the caller's own, such as a proxy's."""
        return options.base_url is None

    def transport(self, settings: TransportSettings) -> Transport:
        """Make what sends; nothing is sent yet."""
        return ClientTransport(HTTPClients(settings))

    def async_transport(self, settings: TransportSettings) -> AsyncTransport:
        """Make the same, awaited."""
        return AsyncClientTransport(HTTPClients(settings))
