"""HOW IT IS TRANSLATED: pure."""

from interlingua.dialect.assembly import assemble, counts_as_first, join_text
from interlingua.dialect.contract import EVERYTHING, Capabilities, Decoded, Dialect, Encoded, Feature, StreamDecoder
from interlingua.dialect.forced_tool import ForcedTool
from interlingua.dialect.model_name import check_model
from interlingua.dialect.normal_form import normal_form
from interlingua.dialect.pairing import check_pairing, repaired
from interlingua.dialect.paths import at
from interlingua.dialect.sse import MAX_EVENT_BYTES, ServerSentEvent, SSEReader, begins_event_stream, write_event
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
    "ForcedTool",
    "SSEReader",
    "SSEStreamDecoder",
    "ServerSentEvent",
    "StreamDecoder",
    "assemble",
    "at",
    "begins_event_stream",
    "check_model",
    "check_pairing",
    "counts_as_first",
    "join_text",
    "normal_form",
    "repaired",
    "write_event",
]
