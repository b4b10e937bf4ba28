"""The suite that every dialect keeps."""

from __future__ import annotations

from interlingua.testing.conformance.hand_over import HandOver
from interlingua.testing.conformance.pairing import Pairing
from interlingua.testing.conformance.round_trips import RoundTrips
from interlingua.testing.conformance.silent_loss import SilentLoss
from interlingua.testing.conformance.stable_prefix import StablePrefix
from interlingua.testing.conformance.streaming import Streaming
from interlingua.testing.conformance.total_decoders import TotalDecoders


class DialectConformance(RoundTrips, SilentLoss, Pairing, Streaming, HandOver, TotalDecoders, StablePrefix):
    """The laws of a dialect, as tests.

    Example:
        ```python
        from interlingua.testing.conformance import DialectConformance
        from my_plugin.dialect import MyDialect


        class TestMine(DialectConformance):
            dialect = MyDialect()
        ```
    """
