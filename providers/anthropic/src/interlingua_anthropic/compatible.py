"""The provider of a host that speaks Anthropic's format, made from its row in `presets.py`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from interlingua.dialect import Capabilities
from interlingua_anthropic.capabilities import find_model, with_options
from interlingua_anthropic.platforms import claude_name
from interlingua_anthropic.provider import AnthropicProvider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import Dialect
    from interlingua.provider import Preset, ProviderOptions, Route
    from interlingua.types import Request
    from interlingua_anthropic.options import AnthropicOptions


class CompatibleProvider(AnthropicProvider):
    """A host other than Anthropic; `Preset.provider` makes the class that names it.

    Attributes:
        preset: The host.
    """

    preset: ClassVar[Preset]

    def dialects(self) -> Mapping[str, Dialect]:
        """Give none: it is the provider `anthropic`'s, of this distribution too."""
        return {}

    def capabilities(self, model_id: str, options: ProviderOptions) -> Capabilities:
        """Tell what a model on this host accepts: neither what the host lacks nor, where it is a Claude, what the model does."""
        model = find_model(claude_name(model_id)).capabilities
        host = self.preset.capabilities
        return with_options(Capabilities(host.lacks | model.lacks, host.field_names), cast("AnthropicOptions", options))

    def route(self, request: Request, options: ProviderOptions) -> Route:
        """Tell the way; not every host counts tokens."""
        return replace(super().route(request, options), count_endpoint=self.preset.count_endpoint)

    def needs_key(self, options: ProviderOptions) -> bool:
        """Tell whether there must be a key: at the host's own address."""
        return options.base_url == self.preset.base_url
