"""Talk to any language model through one lossless conversation format.

The rooms, each importing only from those before it:

- `interlingua.errors`: what can go wrong, as values.
- `interlingua.types`: what is said: messages, parts, requests, responses, chunks.
- `interlingua.dialect`: how it is translated: the contract of a wire format, and what every format shares.
- `interlingua.provider`: who speaks it: the contracts for plugin authors.
- `interlingua.runtime`: who does it, for tools: config strings, what is installed, observers, one call step by step.
- `interlingua.testing`: the laws as a kit, for whoever writes a dialect or a provider.
- `interlingua.cli`: the command line.

Files that a caller names are read and written in one place, `interlingua.files`, by whoever of these is asked to.

Names are loaded when they are first used, so that importing this package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interlingua._runtime.config.config import load_config
    from interlingua._runtime.convert.batch import convert_batch
    from interlingua._runtime.convert.body import convert
    from interlingua._runtime.model.async_model import AsyncModel
    from interlingua._runtime.model.model import Model
    from interlingua._runtime.plugins.providers import get_dialect, get_provider
    from interlingua.dialect import Decoded, Encoded, assemble
    from interlingua.dialect.pairing import repaired
    from interlingua.errors import (
        APIConnectionError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ConfigError,
        ContentFilterError,
        ContextWindowExceededError,
        ConversionError,
        InterlinguaError,
        InternalServerError,
        InvalidOutputError,
        InvalidToolArgumentsError,
        LimitExceededError,
        LossError,
        NotFoundError,
        OverloadedError,
        PairingError,
        PermissionDeniedError,
        ProviderError,
        QuotaExceededError,
        RateLimitError,
        RequestTooLargeError,
        StreamInterruptedError,
    )
    from interlingua.types import (
        AssistantMessage,
        AudioPart,
        Base64Source,
        Citation,
        Conversation,
        DocumentPart,
        FileSource,
        Finish,
        ImagePart,
        Loss,
        OpaqueDelta,
        OpaquePart,
        OutputSchema,
        PartEnd,
        PartStart,
        ProviderTool,
        ReasoningBlock,
        ReasoningConfig,
        ReasoningDelta,
        ReasoningPart,
        RefusalDelta,
        RefusalPart,
        Request,
        Response,
        ResponseStart,
        SystemMessage,
        TextDelta,
        TextPart,
        TextSource,
        Tool,
        ToolCallDelta,
        ToolCallPart,
        ToolChoice,
        ToolMessage,
        URLSource,
        Usage,
        UserMessage,
    )

__all__ = [
    "APIConnectionError",
    "APITimeoutError",
    "AssistantMessage",
    "AsyncModel",
    "AudioPart",
    "AuthenticationError",
    "BadRequestError",
    "Base64Source",
    "Citation",
    "ConfigError",
    "ContentFilterError",
    "ContextWindowExceededError",
    "Conversation",
    "ConversionError",
    "Decoded",
    "DocumentPart",
    "Encoded",
    "FileSource",
    "Finish",
    "ImagePart",
    "InterlinguaError",
    "InternalServerError",
    "InvalidOutputError",
    "InvalidToolArgumentsError",
    "LimitExceededError",
    "Loss",
    "LossError",
    "Model",
    "NotFoundError",
    "OpaqueDelta",
    "OpaquePart",
    "OutputSchema",
    "OverloadedError",
    "PairingError",
    "PartEnd",
    "PartStart",
    "PermissionDeniedError",
    "ProviderError",
    "ProviderTool",
    "QuotaExceededError",
    "RateLimitError",
    "ReasoningBlock",
    "ReasoningConfig",
    "ReasoningDelta",
    "ReasoningPart",
    "RefusalDelta",
    "RefusalPart",
    "Request",
    "RequestTooLargeError",
    "Response",
    "ResponseStart",
    "StreamInterruptedError",
    "SystemMessage",
    "TextDelta",
    "TextPart",
    "TextSource",
    "Tool",
    "ToolCallDelta",
    "ToolCallPart",
    "ToolChoice",
    "ToolMessage",
    "URLSource",
    "Usage",
    "UserMessage",
    "assemble",
    "convert",
    "convert_batch",
    "get_dialect",
    "get_provider",
    "load_config",
    "repaired",
]

_HOMES = {
    "interlingua._runtime.model.async_model": ("AsyncModel",),
    "interlingua._runtime.config.config": ("load_config",),
    "interlingua._runtime.convert.body": ("convert",),
    "interlingua._runtime.convert.batch": ("convert_batch",),
    "interlingua._runtime.model.model": ("Model",),
    "interlingua._runtime.plugins.providers": (
        "get_dialect",
        "get_provider",
    ),
    "interlingua.dialect": ("Decoded", "Encoded", "assemble"),
    "interlingua.dialect.pairing": ("repaired",),
    "interlingua.errors": (
        "APIConnectionError",
        "APITimeoutError",
        "AuthenticationError",
        "BadRequestError",
        "ConfigError",
        "ContentFilterError",
        "ContextWindowExceededError",
        "ConversionError",
        "InterlinguaError",
        "InternalServerError",
        "InvalidOutputError",
        "InvalidToolArgumentsError",
        "LimitExceededError",
        "LossError",
        "NotFoundError",
        "OverloadedError",
        "PairingError",
        "PermissionDeniedError",
        "ProviderError",
        "QuotaExceededError",
        "RateLimitError",
        "RequestTooLargeError",
        "StreamInterruptedError",
    ),
    "interlingua.types": (
        "AssistantMessage",
        "AudioPart",
        "Base64Source",
        "Citation",
        "Conversation",
        "DocumentPart",
        "FileSource",
        "Finish",
        "ImagePart",
        "Loss",
        "OpaqueDelta",
        "OpaquePart",
        "OutputSchema",
        "PartEnd",
        "PartStart",
        "ProviderTool",
        "ReasoningBlock",
        "ReasoningConfig",
        "ReasoningDelta",
        "ReasoningPart",
        "RefusalDelta",
        "RefusalPart",
        "Request",
        "Response",
        "ResponseStart",
        "SystemMessage",
        "TextDelta",
        "TextPart",
        "TextSource",
        "Tool",
        "ToolCallDelta",
        "ToolCallPart",
        "ToolChoice",
        "ToolMessage",
        "URLSource",
        "Usage",
        "UserMessage",
    ),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _HOME_OF:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    value = globals()[name] = getattr(import_module(_HOME_OF[name]), name)
    return value


def __dir__() -> list[str]:
    """Offer the public names, and nothing else, for completion."""
    return list(__all__)
