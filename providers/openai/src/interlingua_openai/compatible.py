"""The provider of a host that speaks OpenAI's formats, made from its row in `presets.py`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from interlingua.dialect import Capabilities
from interlingua_openai.chat.fields import MAX_TOKENS
from interlingua_openai.provider import OpenAIProvider

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interlingua.dialect import Dialect
    from interlingua.provider import Preset, ProviderOptions, Route
    from interlingua.types.request import Request
    from interlingua_openai.options import OpenAIOptions


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

    def capabilities(self, model_id: str, options: ProviderOptions) -> Capabilities:
        """Tell what a model on this host accepts: neither what the host lacks nor, where it is one of OpenAI's, what the model does."""
        host = self.preset.capabilities
        names = dict(host.field_names)
        if (chosen := cast("OpenAIOptions", options).max_tokens_field) is not None:
            names[MAX_TOKENS] = chosen
        return Capabilities(host.lacks | super().capabilities(model_id, options).lacks, names)

    def needs_key(self, options: ProviderOptions) -> bool:
        """Tell whether there must be a key: at the host's own address, where the host asks for one."""
        return bool(self.preset.key_variables) and options.base_url == self.preset.base_url
