"""The provider `llamacpp`: it writes no converter, and speaks `openai.chat` through that plugin's own transport."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from interlingua.provider import Provider, ProviderOptions
from interlingua_llamacpp.capabilities import CAPABILITIES
from interlingua_llamacpp.options import LlamaCppOptions
from interlingua_llamacpp.weights import DEFAULT_MODEL_ID

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities
    from interlingua.provider import AsyncTransport, Transport, TransportSettings
    from interlingua.types import Request

DIALECT = "openai.chat"


class LlamaCppProvider(Provider):
    """A model on this machine; one child process serves all the models and calls of a process."""

    name: ClassVar[str] = "llamacpp"
    distribution: ClassVar[str] = "interlingua-llamacpp"
    contract_version: ClassVar[int] = 1
    options_type: ClassVar[type[ProviderOptions]] = LlamaCppOptions
    models: ClassVar[tuple[str, ...]] = (DEFAULT_MODEL_ID,)
    default_model: ClassVar[str | None] = DEFAULT_MODEL_ID
    # llama.cpp goes on to the end of a whole call whose client has gone; a stream it stops.
    streams_whole_calls: ClassVar[bool] = True

    def dialect_name(self, model_id: str, options: ProviderOptions) -> str:  # noqa: ARG002 - one for all
        """`openai.chat`, for every model."""
        return DIALECT

    def capabilities(self, model_id: str, options: ProviderOptions) -> Capabilities:  # noqa: ARG002 - one for all
        """What llama.cpp's chat endpoint accepts."""
        return CAPABILITIES

    def fill(self, request: Request, options: ProviderOptions) -> Request:  # noqa: ARG002 - nothing depends on them
        """Ask for usage in streams, and say a tool choice in the words that llama.cpp obeys.

        It takes a named tool for `auto`, so only that tool is sent, and required; with `none` it would still put the tools
        into the prompt, so none is sent. Both mean the same to the model; `prepare` shows them.
        """
        choice = request.tool_choice
        if choice is not None and choice.type == "none":
            request = request.model_copy(update={"tools": (), "tool_choice": None})
        elif choice is not None and choice.type == "tool":
            named = tuple(tool for tool in request.tools if getattr(tool, "name", None) == choice.name)
            if named:
                required = choice.model_copy(update={"type": "required", "name": None})
                request = request.model_copy(update={"tools": named, "tool_choice": required})
        if not request.stream:
            return request
        own = {"stream_options": {"include_usage": True}} | request.provider_data.get(DIALECT, {})
        return request.model_copy(update={"provider_data": request.provider_data | {DIALECT: own}})

    def endpoint(self, request: Request) -> str:  # noqa: ARG002 - one for all
        """The chat endpoint."""
        return "/chat/completions"

    def count_endpoint(self, request: Request) -> str | None:  # noqa: ARG002 - one for all
        """The endpoint that counts exactly, with the model's own template and vocabulary."""
        return "/chat/completions/input_tokens"

    def transport(self, settings: TransportSettings) -> Transport:
        """Make a transport; the server is started by its first request."""
        from interlingua_llamacpp.transport import LlamaCppTransport

        return LlamaCppTransport(settings)

    def async_transport(self, settings: TransportSettings) -> AsyncTransport:
        """Make an async transport; the server is started by its first request."""
        from interlingua_llamacpp.transport import AsyncLlamaCppTransport

        return AsyncLlamaCppTransport(settings)
