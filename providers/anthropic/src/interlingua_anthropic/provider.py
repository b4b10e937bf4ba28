"""The provider `anthropic`: Claude, over Anthropic's Messages API, a host that speaks it, or a cloud that serves it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, cast

from interlingua.dialect import Kept, Row
from interlingua.errors import ConfigError, ConversionError
from interlingua.provider import AsyncTransport, Listing, Provider, ProviderOptions, Route, Transport, TransportSettings
from interlingua.provider.transport import AsyncClientTransport, ClientTransport
from interlingua.types import AssistantMessage, TextPart, Tool
from interlingua.types.json import at
from interlingua_anthropic.betas import betas_for
from interlingua_anthropic.binding import ClaudeBinding
from interlingua_anthropic.capabilities import LEAST_MAX_OUTPUT, ROWS, find_binding, option_rows
from interlingua_anthropic.messages import MessagesDialect
from interlingua_anthropic.messages.parts import is_blank
from interlingua_anthropic.model_ids import claude_name
from interlingua_anthropic.names import HEADERS, MESSAGES, PROVIDER
from interlingua_anthropic.options import AnthropicOptions
from interlingua_anthropic.platforms import PLATFORMS, serves_claude
from interlingua_anthropic.tool_schema import check_names
from interlingua_anthropic.transport import AnthropicClients
from interlingua_anthropic.versions import VERSION_HEADER, in_version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interlingua.dialect import Dialect
    from interlingua.provider import Binding, Preset
    from interlingua.types import JsonObject, Origin, OutputSchema, Request

_DIALECT = MessagesDialect()
_BETA: Final = "anthropic-beta"

TOOL_INSTRUCTION_TOKENS: Final = 346
"""As documented for the models of Claude 4: https://docs.claude.com/en/docs/agents-and-tools/tool-use/overview#pricing."""


class AnthropicProvider(Provider):
    """Claude."""

    name: ClassVar[str] = PROVIDER
    distribution: ClassVar[str] = "interlingua-anthropic"
    contract_version: ClassVar[int] = 1
    options_type: ClassVar[type[ProviderOptions]] = AnthropicOptions
    takes_client: ClassVar[bool] = True
    home: ClassVar[str | None] = "https://api.anthropic.com"
    # The API's own error: "String should match pattern", https://github.com/home-assistant/core/issues/147760
    tool_names: ClassVar[str] = "[a-zA-Z0-9_-]{1,128}"
    models: ClassVar[tuple[str, ...]] = (
        "claude-fable-5-2", "claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-4-8", "claude-sonnet-4-6"
    )  # fmt: skip

    def dialects(self) -> Mapping[str, Dialect]:
        """Give the Messages dialect."""
        return {MESSAGES: _DIALECT}

    def route(self, request: Request, options: ProviderOptions) -> Route:  # noqa: ARG002 - there is one
        """Tell the way of the Messages API."""
        return Route(MESSAGES, "/v1/messages", "/v1/messages/count_tokens")

    def listing(self, options: ProviderOptions) -> Listing | None:
        """Tell where models are listed, in pages: https://platform.claude.com/docs/en/api/models-list. Clouds have no such endpoint."""
        own = cast("AnthropicOptions", options)
        return Listing("/v1/models", {"limit": "1000"}, "after_id") if own.platform == "first-party" else None

    def rows(self) -> Sequence[Row]:
        """Give what is known of each Claude."""
        return ROWS

    def option_rows(self, options: ProviderOptions) -> Sequence[Row]:
        """Give what the options `late_system`, `sampling` and `structured_output` say."""
        return option_rows(cast("AnthropicOptions", options))

    def names_of(self, model_id: str) -> tuple[str, ...]:
        """Give a model's names: its own, and Anthropic's."""
        name = claude_name(model_id)
        return (model_id,) if name is None else (model_id, name)

    def hosts(self, options: ProviderOptions) -> tuple[str, ...]:
        """Give the platform's name; and the version of the API, where an option says it."""
        own = cast("AnthropicOptions", options)
        headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in own.extra_headers)}
        version = headers.get(VERSION_HEADER)
        return (self.name, own.platform) if version is None else (self.name, own.platform, f"{VERSION_HEADER} {version}")

    def binding(self, model_id: str, options: ProviderOptions) -> Binding | None:
        """Say what a model binds its thinking to, where its row says that it does."""
        row = find_binding(model_id)
        return None if row is None else ClaudeBinding(row, cast("AnthropicOptions", options).unbound_reasoning or "drop")

    def forces_tool(self, model_id: str, options: ProviderOptions) -> bool | None:  # noqa: ARG002 - one for all
        """Tell whether a schema goes out as a tool: by the option `structured_output`, else where the model takes no schema."""
        chosen = cast("AnthropicOptions", options).structured_output
        return None if chosen is None else chosen == "tool"

    def wraps_output(self, output: OutputSchema, model_id: str, options: ProviderOptions) -> bool:  # noqa: ARG002 - one for all
        """Wrap unions alone: nobody says what may stand beside one at the root.

        Lists and single values go out as they are, as Anthropic's own SDK sends them (`parse(output_format=list[...])`).
        """
        return not {"anyOf", "oneOf", "allOf"}.isdisjoint(output.json_schema)

    def fill(self, request: Request, options: ProviderOptions) -> Request:
        """Fill in the options' headers, and `max_tokens`, which the API requires.

        Where neither the request nor the options say it, it is the model's documented maximum of output, or
        `capabilities.LEAST_MAX_OUTPUT` for a newer Claude: never a small number that cuts answers short.
        """
        own = cast("AnthropicOptions", options)
        request = in_version(with_headers(request, own), self.capabilities(request.model_id or "", options), own.platform)
        if request.max_tokens is not None or "max_tokens" in request.provider_data.get(MESSAGES, {}):
            return request
        max_tokens = options.max_tokens if options.max_tokens is not None else self._most_output(request.model_id or "", options)
        return request.model_copy(update={"max_tokens": max_tokens})

    def _most_output(self, model_id: str, options: ProviderOptions) -> int | None:
        most = self.capabilities(model_id, options).limit("max_tokens").at_most
        newer = LEAST_MAX_OUTPUT if claude_name(model_id) or model_id.startswith("claude-") else None
        return newer if most is None else int(most)

    def check(self, request: Request, options: ProviderOptions) -> None:
        """Refuse what the API is known to refuse and no translation could mend, with the option or the message at fault.

        A guess at `max_tokens`, which the API requires, could cut answers short; and to take white space off the end of a last message
        of the model's would be to change where the answer goes on.
        Sources: https://docs.claude.com/en/api/messages#body-max-tokens, and the API's own error, "messages: final assistant content
        cannot end with trailing whitespace".
        """
        if request.max_tokens is None and "max_tokens" not in request.provider_data.get(MESSAGES, {}):
            raise ConfigError(
                f"the Messages API requires max_tokens, and nothing is known of the model {request.model_id!r}",
                hint="give max_tokens in the call, or as an option of the config string: ?max_tokens=4096",
                option="max_tokens",
            )
        own = cast("AnthropicOptions", options)
        if own.base_url is None:
            for index, tool in enumerate(request.tools):
                if isinstance(tool, Tool) and tool.input_schema is not None:
                    check_names(tool.input_schema, at("$", "tools", index, "input_schema"))
        if not self.capabilities(request.model_id or "", options).has("prefill"):
            return  # it is refused with another way out
        last = request.messages[-1] if request.messages else None
        for index, part in reversed(list(enumerate(last.content if isinstance(last, AssistantMessage) else ()))):
            if isinstance(part, TextPart) and is_blank(part.text):
                continue  # it is left out
            if isinstance(part, TextPart) and part.text[-1].isspace():
                path = at("$", "messages", len(request.messages) - 1, "content", index, "text")
                hint = "take it off, or let the user speak last"
                raise ConversionError(path, "the beginning of an answer can't end in white space", hint=hint)
            return

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

    def address(self, options: ProviderOptions, environment: Mapping[str, str]) -> str | None:
        """Tell the address, which the SDK reads from the platform's variable where no option gives it; of a cloud, its word."""
        platform = cast("AnthropicOptions", options).platform
        given = options.base_url or environment.get(PLATFORMS[platform].address)
        return given or (None if platform == "first-party" else platform)

    def reasoning_maker(self, origin: Origin) -> str | None:
        """Name Claude as the maker of what Anthropic and the clouds that serve it answer: each checks the signatures of all.

        Source: https://docs.claude.com/en/build-with-claude/extended-thinking (signatures are compatible across platforms).
        """
        return "Claude" if origin.provider == PROVIDER and serves_claude(origin.address) else None

    def sends_over(self, options: ProviderOptions, *, is_async: bool) -> str:
        """Tell which HTTP library is below the SDK's client."""
        return str(AnthropicClients.http_library(options, is_async=is_async))

    def transport(self, settings: TransportSettings) -> Transport:
        """Make a transport over the official SDK's client."""
        return ClientTransport(AnthropicClients(settings))

    def async_transport(self, settings: TransportSettings) -> AsyncTransport:
        """Make an async transport over the official SDK's async client."""
        return AsyncClientTransport(AnthropicClients(settings))


class CompatibleProvider(AnthropicProvider):
    """A host other than Anthropic; `Preset.provider` makes the class that names it.

    Attributes:
        preset: The host.
    """

    preset: ClassVar[Preset]

    def dialects(self) -> Mapping[str, Dialect]:
        """Give none: it is the provider `anthropic`'s, of this distribution too."""
        return {}

    def binding(self, model_id: str, options: ProviderOptions) -> Binding | None:  # noqa: ARG002 - of no model here
        """Say nothing: a host may answer a Claude's name by a model of its own."""
        return None

    def rows(self) -> Sequence[Row]:
        """Give what is known of the host; and of Claude, where it serves several makers' models: others answer its name by theirs."""
        serves_others = any(row.several_makers for row in self.preset.host_rows)
        return (*ROWS, *self.preset.host_rows) if serves_others else self.preset.host_rows

    def hosts(self, options: ProviderOptions) -> tuple[str, ...]:  # noqa: ARG002 - there is one
        """Give the host's name."""
        return (self.name,)

    def address(self, options: ProviderOptions, environment: Mapping[str, str]) -> str | None:  # noqa: ARG002 - a row says it
        """Tell the address, which is the row's or an option's."""
        return options.base_url

    def route(self, request: Request, options: ProviderOptions) -> Route:
        """Tell the way; not every host counts tokens."""
        return replace(super().route(request, options), count_endpoint=self.preset.count_endpoint)

    def listing(self, options: ProviderOptions) -> Listing | None:
        """Tell where models are listed, by hosts that do so in this format."""
        return super().listing(options) if self.preset.lists_models else None

    def needs_key(self, options: ProviderOptions) -> bool:
        """Tell whether there must be a key: at the host's own address."""
        return options.base_url == self.preset.base_url


def with_headers(request: Request, options: AnthropicOptions) -> Request:
    """Add an option's headers to a request; what the request says itself goes before, and betas of both are joined.

    The betas that its fields need are added as well; see `betas.py`.
    Source: https://docs.claude.com/en/api/beta-headers (several betas stand in one header, separated by commas).
    """
    kept = Kept.of(request.provider_data, MESSAGES)
    own = kept.mark(HEADERS)
    headers: JsonObject = {}
    for line in options.extra_headers:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    headers |= {name.lower(): value for name, value in own.items()} if isinstance(own, dict) else {}
    # Each beta once, those of the request first; without spaces, because Bedrock's client splits at the commas alone.
    said = headers.get(_BETA)
    names = (*(said.split(",") if isinstance(said, str) else ()), *options.betas)
    betas = dict.fromkeys(beta for name in names if (beta := name.strip()))
    needed = betas_for(request, betas)
    if not needed and not options.betas and not options.extra_headers:
        return request
    if betas or needed:
        headers[_BETA] = ",".join((*betas, *needed))
    provider_data = kept.marked(HEADERS, headers).among(request.provider_data, MESSAGES)
    return request.model_copy(update={"provider_data": provider_data})
