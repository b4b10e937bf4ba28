"""The provider `anthropic`: Claude, over Anthropic's Messages API, a host that speaks it, or a cloud that serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from interlingua.provider import AsyncTransport, Provider, ProviderOptions, Route, Transport, TransportSettings
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua_anthropic.capabilities import find_model, with_options
from interlingua_anthropic.checks import check_max_tokens, check_prefill
from interlingua_anthropic.headers import with_headers
from interlingua_anthropic.messages import MessagesDialect
from interlingua_anthropic.names import PROVIDER
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.platforms import PLATFORMS, claude_name
from interlingua_anthropic.transport import AnthropicClients

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import Capabilities, Dialect
    from interlingua.types import Request

_DIALECT = MessagesDialect()

TOOL_INSTRUCTION_TOKENS: Final = 346
"""As documented for the models of Claude 4: https://docs.claude.com/en/docs/agents-and-tools/tool-use/overview#pricing."""


class AnthropicProvider(Provider):
    """Claude."""

    name: ClassVar[str] = PROVIDER
    distribution: ClassVar[str] = "interlingua-anthropic"
    contract_version: ClassVar[int] = 1
    options_type: ClassVar[type[ProviderOptions]] = AnthropicOptions
    takes_client: ClassVar[bool] = True
    models: ClassVar[tuple[str, ...]] = (
        "claude-fable-5-2", "claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-4-8", "claude-sonnet-4-6"
    )  # fmt: skip

    def dialects(self) -> Mapping[str, Dialect]:
        """Give the Messages dialect."""
        return {_DIALECT.name: _DIALECT}

    def route(self, request: Request, options: ProviderOptions) -> Route:  # noqa: ARG002 - there is one
        """Tell the way of the Messages API."""
        return Route(_DIALECT.name, "/v1/messages", "/v1/messages/count_tokens")

    def capabilities(self, model_id: str, options: ProviderOptions) -> Capabilities:
        """Tell what a model accepts; see the table in `capabilities.py`."""
        return with_options(find_model(claude_name(model_id)).capabilities, cast("AnthropicOptions", options))

    def forces_tool(self, model_id: str, options: ProviderOptions) -> bool:
        """Tell whether a schema goes out as a tool: by the option `structured_output`, else where the model takes no schema."""
        chosen = cast("AnthropicOptions", options).structured_output
        return chosen == "tool" or (chosen is None and not self.capabilities(model_id, options).has("output_schema"))

    def fill(self, request: Request, options: ProviderOptions) -> Request:
        """Fill in the options' headers, and `max_tokens`, which the API requires.

        Where neither the request nor the options say it, it is the model's documented maximum of output, or
        `capabilities.LEAST_MAX_OUTPUT` for a newer Claude: never a small number that cuts answers short.
        """
        request = with_headers(request, cast("AnthropicOptions", options))
        if request.max_tokens is not None or "max_tokens" in request.provider_data.get(_DIALECT.name, {}):
            return request
        max_tokens = options.max_tokens if options.max_tokens is not None else find_model(claude_name(request.model_id or "")).max_output
        return request.model_copy(update={"max_tokens": max_tokens})

    def check(self, request: Request, options: ProviderOptions) -> None:  # noqa: ARG002 - whatever they say
        """Refuse what the API is known to refuse, and nothing could mend; see `checks.py`."""
        check_max_tokens(request)
        check_prefill(request)

    def unseen_input_tokens(self, request: Request) -> int:
        """Tell what Claude's own instructions for tools cost, which the API puts before the system text."""
        return TOOL_INSTRUCTION_TOKENS if request.tools else 0

    def key_variables(self, options: ProviderOptions) -> tuple[str, ...]:
        """Name the variables that hold the platform's key: no cloud gets Anthropic's, and a profile of AWS's stands in for any."""
        chosen = cast("AnthropicOptions", options)
        return PLATFORMS[chosen.platform].key_variables if chosen.profile is None else ()

    def needs_key(self, options: ProviderOptions) -> bool:
        """Tell whether nothing can be sent without a key: a gateway named by `base_url` may need none; Foundry's client always does."""
        platform = cast("AnthropicOptions", options).platform
        return PLATFORMS[platform].needs_key and (options.base_url is None or platform == "foundry")

    def transport(self, settings: TransportSettings) -> Transport:
        """Make a transport over the official SDK's client."""
        return ClientTransport(AnthropicClients(settings))

    def async_transport(self, settings: TransportSettings) -> AsyncTransport:
        """Make an async transport over the official SDK's async client."""
        return AsyncClientTransport(AnthropicClients(settings))
