"""WHO SPEAKS IT: the contracts for plugin authors."""

from interlingua.provider.answers import error_in, known_word, plain_message, redirected, retry_after, status_within
from interlingua.provider.binding import Binding, Bound, Unbound, UnboundPolicy
from interlingua.provider.contract import (
    CONTRACT_VERSION,
    AsyncByteStream,
    AsyncTransport,
    ByteStream,
    FormPart,
    Listing,
    Multipart,
    Notify,
    Progress,
    Provider,
    Route,
    Transport,
    TransportSettings,
    WireRequest,
)
from interlingua.provider.hookspecs import CallRecord, hookimpl, hookspec
from interlingua.provider.options import REQUEST_OPTIONS, ProviderOptions, is_on_loopback, names_secret
from interlingua.provider.preset import Preset
from interlingua.provider.retry import RetryPolicy

__all__ = [
    "CONTRACT_VERSION",
    "REQUEST_OPTIONS",
    "AsyncByteStream",
    "AsyncTransport",
    "Binding",
    "Bound",
    "ByteStream",
    "CallRecord",
    "FormPart",
    "Listing",
    "Multipart",
    "Notify",
    "Preset",
    "Progress",
    "Provider",
    "ProviderOptions",
    "RetryPolicy",
    "Route",
    "Transport",
    "TransportSettings",
    "Unbound",
    "UnboundPolicy",
    "WireRequest",
    "error_in",
    "hookimpl",
    "hookspec",
    "is_on_loopback",
    "known_word",
    "names_secret",
    "plain_message",
    "redirected",
    "retry_after",
    "status_within",
]
