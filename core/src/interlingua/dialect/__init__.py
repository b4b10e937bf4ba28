"""HOW IT IS TRANSLATED: pure."""

from interlingua.dialect.assembly import assemble, counts_as_first, join_text
from interlingua.dialect.capabilities import EVERYTHING, FEATURES, CallSignature, Capabilities, Feature, Limit
from interlingua.dialect.contract import Decoded, Dialect, Encoded, StreamDecoder
from interlingua.dialect.feature_words import FEATURE_WORDS
from interlingua.dialect.fit import Fitting, Rule, fit
from interlingua.dialect.forced_tool import AskedOtherwise, ForcedTool, WrappedOutput
from interlingua.dialect.hosts import Host
from interlingua.dialect.kept import NOTHING, Kept, check_model, difference, restored, says_something
from interlingua.dialect.lines import MAX_LINE_BYTES, LineReader
from interlingua.dialect.losses import LossLog, left_behind
from interlingua.dialect.meant import meaning, with_meaning
from interlingua.dialect.normal_form import normal_form
from interlingua.dialect.object_arguments import object_arguments
from interlingua.dialect.outgoing import Outgoing
from interlingua.dialect.pairing import check_pairing, repaired
from interlingua.dialect.row_files import as_table, forms, read_rows, write_rows
from interlingua.dialect.row_words import Fact, facts, sentence
from interlingua.dialect.rows import Row, Verdict, about, applied, refuses
from interlingua.dialect.schema_merging import merged_schemas
from interlingua.dialect.schema_references import DEFINITIONS, SchemaReferences, subschemas, with_below, with_named_references
from interlingua.dialect.shapes import are_objects, as_int, as_list, as_object, as_text, checked_body, is_int, text_or_none
from interlingua.dialect.sse import MAX_EVENT_BYTES, ServerSentEvent, SSEReader, begins_event_stream, said_error, write_event
from interlingua.dialect.stream import MAX_RESPONSE_BYTES, SSEStreamDecoder
from interlingua.types.json import at

__all__ = [
    "DEFINITIONS",
    "EVERYTHING",
    "FEATURES",
    "FEATURE_WORDS",
    "MAX_EVENT_BYTES",
    "MAX_LINE_BYTES",
    "MAX_RESPONSE_BYTES",
    "NOTHING",
    "AskedOtherwise",
    "CallSignature",
    "Capabilities",
    "Decoded",
    "Dialect",
    "Encoded",
    "Fact",
    "Feature",
    "Fitting",
    "ForcedTool",
    "Host",
    "Kept",
    "Limit",
    "LineReader",
    "LossLog",
    "Outgoing",
    "Row",
    "Rule",
    "SSEReader",
    "SSEStreamDecoder",
    "SchemaReferences",
    "ServerSentEvent",
    "StreamDecoder",
    "Verdict",
    "WrappedOutput",
    "about",
    "applied",
    "are_objects",
    "as_int",
    "as_list",
    "as_object",
    "as_table",
    "as_text",
    "assemble",
    "at",
    "begins_event_stream",
    "check_model",
    "check_pairing",
    "checked_body",
    "counts_as_first",
    "difference",
    "facts",
    "fit",
    "forms",
    "is_int",
    "join_text",
    "left_behind",
    "meaning",
    "merged_schemas",
    "normal_form",
    "object_arguments",
    "read_rows",
    "refuses",
    "repaired",
    "restored",
    "said_error",
    "says_something",
    "sentence",
    "subschemas",
    "text_or_none",
    "with_below",
    "with_meaning",
    "with_named_references",
    "write_event",
    "write_rows",
]
