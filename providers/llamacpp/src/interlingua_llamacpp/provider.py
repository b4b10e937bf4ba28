"""The provider `llamacpp`: it writes no converter, and speaks `openai.chat` through that plugin's own transport."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from interlingua.dialect import Row, refuses
from interlingua.errors import ConversionError
from interlingua.provider import Provider, ProviderOptions, Route
from interlingua.types import AssistantMessage, Tool, ToolCallPart, ToolChoice
from interlingua_llamacpp.options import LlamaCppOptions
from interlingua_llamacpp.weights import DEFAULT_MODEL_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interlingua.provider import AsyncTransport, Transport, TransportSettings
    from interlingua.types import Message, Request

DIALECT = "openai.chat"
DEFAULT_MAX_TOKENS: Final = 1024
"""What an answer of the small default model may take where nobody says; left alone, it can babble until its context is full."""

DEFAULT_TEMPERATURE: Final = 0.0
"""The small default model answers the same each time where nobody asks for chance."""

# The fields by which chance is asked for; the first four are a request's own too.
# Source: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (POST /completion, whose fields chat takes as well).
_CHANCE: Final = frozenset(
    {"temperature", "top_p", "top_k", "seed"}
    | {"dynatemp_range", "min_p", "mirostat", "samplers", "top_n_sigma", "typical_p", "xtc_probability"}
)

# What every model here accepts, as far as it departs from the reference.
# Source: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (POST /v1/chat/completions).
_ROWS: Final = (
    Row(
        # Without a projector beside the model, an image or a sound is an HTTP 500; nothing reads the rest.
        refuses("image", "document", "audio", "reasoning_effort", "reasoning_budget", "metadata"),
        names={"max_completion_tokens": "max_tokens", "top_k": "top_k"},
        source="https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md",
        seen=date(2026, 11, 30),
    ),
)


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

    def route(self, request: Request, options: ProviderOptions) -> Route:  # noqa: ARG002 - one for all
        """The chat endpoint, and the one that counts exactly, with the model's own template and vocabulary."""
        return Route(DIALECT, "/chat/completions", "/chat/completions/input_tokens")

    def rows(self) -> Sequence[Row]:
        """Give what llama.cpp's chat endpoint takes, of every model."""
        return _ROWS

    def fill(self, request: Request, options: ProviderOptions) -> Request:  # noqa: ARG002 - nothing depends on them
        """Ask for usage in streams and for what the small model needs, in the words that llama.cpp obeys; `prepare` shows them."""
        request = obeyed_tool_choice(request)
        if request.model_id == DEFAULT_MODEL_ID:
            request = with_defaults(request)
        if any(
            call.arguments == "" for message in request.messages if isinstance(message, AssistantMessage) for call in message.tool_calls
        ):
            request = request.model_copy(update={"messages": tuple(map(_with_arguments, request.messages))})
        if not request.stream:
            return request
        own = {"stream_options": {"include_usage": True}} | request.provider_data.get(DIALECT, {})
        return request.model_copy(update={"provider_data": request.provider_data | {DIALECT: own}})

    def transport(self, settings: TransportSettings) -> Transport:
        """Make a transport; the server is started by its first request."""
        from interlingua_llamacpp.transport import LlamaCppTransport

        return LlamaCppTransport(settings)

    def async_transport(self, settings: TransportSettings) -> AsyncTransport:
        """Make an async transport; the server is started by its first request."""
        from interlingua_llamacpp.transport import AsyncLlamaCppTransport

        return AsyncLlamaCppTransport(settings)


def with_defaults(request: Request) -> Request:
    """Limit the small default model, and have it say the likeliest words, where nobody asks for anything else.

    A model this small gives a wrong answer to an easy question now and then when it samples. One of the user's own may loop when it
    doesn't, as thinking models do, so that it keeps its own way. Who gives `top_p`, `top_k` or a seed wants samples.
    """
    given = {name for name, value in request if value is not None} | request.provider_data.get(DIALECT, {}).keys()
    defaults: dict[str, object] = {}
    if given.isdisjoint({"max_tokens", "max_completion_tokens"}):
        defaults["max_tokens"] = DEFAULT_MAX_TOKENS
    if given.isdisjoint(_CHANCE):
        defaults["temperature"] = DEFAULT_TEMPERATURE
    return request.model_copy(update=defaults)


def obeyed_tool_choice(request: Request) -> Request:
    """Respell a tool choice that llama.cpp doesn't obey by one that means the same to the model.

    It takes a named tool for `auto`, so only that tool is sent, and required; with `none` it would still put the tools into
    the prompt, so none is sent.
    """
    choice = request.tool_choice
    if choice is None or choice.type in {"auto", "required"}:
        return request
    if choice.type == "none":
        return request.model_copy(update={"tools": (), "tool_choice": None})
    named = tuple(tool for tool in request.tools if isinstance(tool, Tool) and tool.name == choice.name)
    if not named:
        raise ConversionError("$.tool_choice", f"there is no tool {choice.name!r} to choose")
    return request.model_copy(update={"tools": named, "tool_choice": ToolChoice("required", provider_data=choice.provider_data)})


def _with_arguments(message: Message) -> Message:
    """Spell a past call without arguments `{}`, which is equal: llama.cpp answers HTTP 500 to the empty text."""
    if not isinstance(message, AssistantMessage):
        return message
    parts = [
        part.model_copy(update={"arguments": "{}"}) if isinstance(part, ToolCallPart) and part.arguments == "" else part
        for part in message.content
    ]
    return message.model_copy(update={"content": tuple(parts)})
