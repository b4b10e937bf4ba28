"""Recorded exchanges: read, written, cut anywhere, played back through a provider's own SDK client, and recorded from live traffic.

- `exchange`: one request and its answer, and the file that holds them.
- `cuts`: where a stream may be cut, and the law that no beginning of it passes for the whole.
- `player`: a server on loopback that answers with what was recorded, and a provider's transport asking it.
- `recorder`: a server on loopback that hands requests on and keeps what came back, without keys.
- `recording`: one exchange, recorded through a provider's own transport.
"""

from interlingua.testing.replay.cuts import check_cuts, cut_places, event_ends, pieces, random_sizes
from interlingua.testing.replay.exchange import Exchange
from interlingua.testing.replay.player import Replayed, ReplayServer, replayed
from interlingua.testing.replay.recorder import Recorder
from interlingua.testing.replay.recording import recorded

__all__ = [
    "Exchange",
    "Recorder",
    "ReplayServer",
    "Replayed",
    "check_cuts",
    "cut_places",
    "event_ends",
    "pieces",
    "random_sizes",
    "recorded",
    "replayed",
]
