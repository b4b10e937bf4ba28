"""HOW IT IS TRANSLATED: pure."""

from interlingua.dialect.assembly import assemble
from interlingua.dialect.contract import EVERYTHING, Capabilities, Decoded, Dialect, Encoded, Feature, StreamDecoder
from interlingua.dialect.sse import MAX_EVENT_BYTES, ServerSentEvent, SSEReader, write_event
from interlingua.dialect.stream import MAX_RESPONSE_BYTES, SSEStreamDecoder

__all__ = [
    "EVERYTHING",
    "MAX_EVENT_BYTES",
    "MAX_RESPONSE_BYTES",
    "Capabilities",
    "Decoded",
    "Dialect",
    "Encoded",
    "Feature",
    "SSEReader",
    "SSEStreamDecoder",
    "ServerSentEvent",
    "StreamDecoder",
    "assemble",
    "write_event",
]
