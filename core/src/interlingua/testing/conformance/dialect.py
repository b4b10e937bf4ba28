"""The suite that every dialect keeps."""

from __future__ import annotations

from interlingua.testing.conformance.awkward_texts import AwkwardTexts
from interlingua.testing.conformance.bare_blocks import BareBlocks
from interlingua.testing.conformance.beside_changes import BesideChanges
from interlingua.testing.conformance.broken_streams import BrokenStreams
from interlingua.testing.conformance.call_ids import CallIds
from interlingua.testing.conformance.capabilities import ForModels
from interlingua.testing.conformance.changed_texts import ChangedTexts
from interlingua.testing.conformance.changed_values import ChangedValues
from interlingua.testing.conformance.documented_fields import DocumentedFields
from interlingua.testing.conformance.event_fields import EventFields
from interlingua.testing.conformance.hand_over import HandOver
from interlingua.testing.conformance.kept_events import KeptEvents
from interlingua.testing.conformance.linear_work import LinearWork
from interlingua.testing.conformance.neighbours import Neighbours
from interlingua.testing.conformance.new_words import NewWords
from interlingua.testing.conformance.normal_forms import NormalForms
from interlingua.testing.conformance.odd_fields import OddFields
from interlingua.testing.conformance.odd_leaves import OddLeaves
from interlingua.testing.conformance.own_fields import OwnFields
from interlingua.testing.conformance.pairing import Pairing
from interlingua.testing.conformance.repeated_events import RepeatedEvents
from interlingua.testing.conformance.round_trips import RoundTrips
from interlingua.testing.conformance.sample_streams import SampleStreams
from interlingua.testing.conformance.samples import Samples
from interlingua.testing.conformance.silent_loss import SilentLoss
from interlingua.testing.conformance.stable_prefix import StablePrefix
from interlingua.testing.conformance.streamed_whole import StreamedWhole
from interlingua.testing.conformance.streaming import Streaming
from interlingua.testing.conformance.total_decoders import TotalDecoders
from interlingua.testing.conformance.written_samples import WrittenSamples


class DialectConformance(
    RoundTrips,
    SilentLoss,
    Pairing,
    Streaming,
    HandOver,
    TotalDecoders,
    StablePrefix,
    Samples,
    SampleStreams,
    StreamedWhole,
    DocumentedFields,
    EventFields,
    KeptEvents,
    RepeatedEvents,
    BrokenStreams,
    AwkwardTexts,
    ChangedValues,
    ChangedTexts,
    OddFields,
    Neighbours,
    LinearWork,
    WrittenSamples,
    BesideChanges,
    OddLeaves,
    NewWords,
    BareBlocks,
    NormalForms,
    CallIds,
    ForModels,
    OwnFields,
):
    """The laws of a dialect, as tests: on values drawn by Hypothesis, and on the documents that the dialect brings.

    Example:
        ```python
        from interlingua.testing.conformance import DialectConformance
        from my_plugin.dialect import MyDialect


        class TestMine(DialectConformance):
            dialect = MyDialect()
        ```
    """
