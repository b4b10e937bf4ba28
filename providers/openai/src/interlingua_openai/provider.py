"""The provider `openai`: OpenAI's models over the Responses API, and any server that is compatible with it or Chat Completions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, cast

from interlingua.provider import Listing, Provider, ProviderOptions, Route
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.types.request import Request
from interlingua_openai.capabilities import API, COMPATIBLE, ROWS, TOOL_NAMES, option_rows, wire_of
from interlingua_openai.chat.dialect import ChatDialect
from interlingua_openai.names import PROVIDER
from interlingua_openai.options import OpenAIOptions
from interlingua_openai.responses.dialect import ResponsesDialect
from interlingua_openai.transport import OpenAIClients

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interlingua.dialect import Dialect, Row
    from interlingua.provider import AsyncTransport, Preset, Transport, TransportSettings
    from interlingua.types.request import OutputSchema

_CHAT = ChatDialect()
_RESPONSES = ResponsesDialect()

_ROUTES: Final = {
    "chat": Route(_CHAT.name, "/chat/completions"),
    "responses": Route(_RESPONSES.name, "/responses", "/responses/input_tokens"),
}


class OpenAIProvider(Provider):
    """OpenAI, and servers that speak as it does.

    Attributes:
        clients: What its transports send over.
    """

    name: ClassVar[str] = PROVIDER
    distribution: ClassVar[str] = "interlingua-openai"
    contract_version: ClassVar[int] = 1
    options_type: ClassVar[type[ProviderOptions]] = OpenAIOptions
    takes_client: ClassVar[bool] = True
    home: ClassVar[str | None] = "https://api.openai.com/v1"
    tool_names: ClassVar[str] = TOOL_NAMES
    clients: ClassVar[type[OpenAIClients]] = OpenAIClients
    models: ClassVar[tuple[str, ...]] = ("gpt-5.5", "gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-4.1", "gpt-4o", "gpt-4o-mini", "o4-mini")

    def dialects(self) -> Mapping[str, Dialect]:
        """Give both dialects of OpenAI."""
        return {_CHAT.name: _CHAT, _RESPONSES.name: _RESPONSES}

    def route(self, request: Request, options: ProviderOptions) -> Route:  # noqa: ARG002 - one for all models
        """Tell the way by the option `api`; where it isn't given, Responses at OpenAI and Chat Completions elsewhere.

        The base URL holds the /v1. Responses counts tokens, and Chat Completions doesn't.
        """
        own = cast("OpenAIOptions", options)
        return _ROUTES[own.api or ("responses" if own.base_url is None else "chat")]

    def listing(self, options: ProviderOptions) -> Listing | None:  # noqa: ARG002 - wherever it is
        """Tell where models are listed, whole: https://developers.openai.com/api/reference/resources/models/methods/list."""
        return Listing("/models")

    def rows(self) -> Sequence[Row]:
        """Give what is known of OpenAI's models."""
        return ROWS

    def option_rows(self, options: ProviderOptions) -> Sequence[Row]:
        """Give what the option `max_tokens_field` says."""
        return option_rows(cast("OpenAIOptions", options))

    def names_of(self, model_id: str) -> tuple[str, ...]:
        """Give its own name, and its maker's: fine-tuned (`ft:NAME:…`), behind a maker's or a route's (`openai/NAME`), before a variant."""
        tuned = model_id.split(":")
        name = tuned[1] if tuned[0] == "ft" and len(tuned) > 1 else model_id.rpartition("/")[2].partition(":")[0]
        return tuple(dict.fromkeys((model_id, name, name.lower())))

    def hosts(self, options: ProviderOptions) -> tuple[str, ...]:
        """Give its name, its wire's, and those of OpenAI's own API and of the wire there, unless the address is another one."""
        own = cast("OpenAIOptions", options)
        return (self.name, *self._wires(options, API if own.base_url is None else COMPATIBLE))

    def _wires(self, options: ProviderOptions, *kinds: str) -> tuple[str, ...]:
        dialect = self.route(Request(model_id="", messages=(), provider_data={}), options).dialect
        return (dialect, *kinds, *(wire_of(kind, dialect) for kind in (self.name, *kinds)))

    def fill(self, request: Request, options: ProviderOptions) -> Request:
        """Ask for usage in chat's streams, unless the request says itself what it wants or the option `include_usage` is off."""
        if self.route(request, options).dialect != _CHAT.name:
            return request  # a Responses stream tells it anyway
        own = request.provider_data.get(_CHAT.name, {})
        if not request.stream or "stream_options" in own or not cast("OpenAIOptions", options).include_usage:
            return request
        filled = {**own, "stream_options": {"include_usage": True}}
        return request.model_copy(update={"provider_data": {**request.provider_data, _CHAT.name: filled}})

    def ask_for_output(self, output: OutputSchema, model_id: str, options: ProviderOptions) -> OutputSchema:  # noqa: ARG002 - one for all
        """Ask for the answer's schema strictly: by the option `strict_output`, and at OpenAI where it isn't given."""
        own = cast("OpenAIOptions", options)
        strict = own.base_url is None if own.strict_output is None else own.strict_output
        return output.model_copy(update={"strict": True}) if strict else output

    def forces_tool(self, model_id: str, options: ProviderOptions) -> bool | None:  # noqa: ARG002 - one for all
        """Tell whether a schema goes out as a tool: by the option `structured_output`, or else by what the model takes."""
        chosen = cast("OpenAIOptions", options).structured_output
        return None if chosen is None else chosen == "tool"

    def wraps_output(self, output: OutputSchema, model_id: str, options: ProviderOptions) -> bool:  # noqa: ARG002 - one for all
        """Ask for objects alone, strictly or not.

        OpenAI's own error is "schema must be a JSON Schema of 'type: "object"', got 'type: "array"'"
        (https://github.com/clay-good/OpenLore/issues/52).
        """
        return True

    def key_variables(self, options: ProviderOptions) -> tuple[str, ...]:  # noqa: ARG002 - one for all
        """Name the variable that OpenAI's SDK reads."""
        return ("OPENAI_API_KEY",)

    def needs_key(self, options: ProviderOptions) -> bool:
        """Tell whether there must be a key: not for an address of the caller's own, such as a local server's."""
        return options.base_url is None

    def address(self, options: ProviderOptions, environment: Mapping[str, str]) -> str | None:
        """Tell the address, which the SDK reads from OPENAI_BASE_URL where no option gives it."""
        return options.base_url or environment.get("OPENAI_BASE_URL")

    def sends_over(self, options: ProviderOptions, *, is_async: bool) -> str:
        """Tell which HTTP library is below the SDK's client."""
        return str(self.clients.http_library(options, is_async=is_async))

    def transport(self, settings: TransportSettings) -> Transport:
        """Make a transport over the official SDK's client."""
        return ClientTransport(self.clients(settings))

    def async_transport(self, settings: TransportSettings) -> AsyncTransport:
        """Make an async transport over the official SDK's async client."""
        return AsyncClientTransport(self.clients(settings))


class CompatibleProvider(OpenAIProvider):
    """A host other than OpenAI; `Preset.provider` makes the class that names it.

    Attributes:
        preset: The host.
    """

    preset: ClassVar[Preset]

    def dialects(self) -> Mapping[str, Dialect]:
        """Give none: they are the provider `openai`'s, of this distribution too."""
        return {}

    def route(self, request: Request, options: ProviderOptions) -> Route:
        """Tell the way by the option `api`; Chat Completions where it isn't given, also where the address is found elsewhere.

        A host may count tokens where OpenAI doesn't.
        """
        api = cast("OpenAIOptions", options).api or "chat"
        route = super().route(request, options.model_copy(update={"api": api}))
        return replace(route, count_endpoint=route.count_endpoint or self.preset.count_endpoint)

    def rows(self) -> Sequence[Row]:
        """Give what is known of the host, and of OpenAI's models wherever they are."""
        return (*ROWS, *self.preset.host_rows)

    def hosts(self, options: ProviderOptions) -> tuple[str, ...]:
        """Give its name, its wire's, and that of its own wire."""
        return (self.name, *self._wires(options))

    def address(self, options: ProviderOptions, environment: Mapping[str, str]) -> str | None:  # noqa: ARG002 - a row says it
        """Tell the address, which is the row's or an option's."""
        return options.base_url

    def needs_key(self, options: ProviderOptions) -> bool:
        """Tell whether there must be a key: at the host's own address, where the host asks for one."""
        return bool(self.preset.key_variables) and options.base_url == self.preset.base_url
