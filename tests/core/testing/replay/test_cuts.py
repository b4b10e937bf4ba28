"""Twin of testing/replay/cuts.py: where a stream is cut, and what no beginning of it may pass for."""

from __future__ import annotations

import pytest
from tests.core.testing.replay.samples import CHAT_STREAM

from interlingua import get_dialect
from interlingua.dialect import SSEStreamDecoder
from interlingua.errors import StreamInterruptedError
from interlingua.testing.replay import check_cuts, cut_places, event_ends, pieces, random_sizes

RAW = CHAT_STREAM.raw
CHAT = get_dialect("openai.chat")


def test_pieces_have_these_sizes() -> None:
    """Over and over, and the last one what is left."""
    assert pieces(b"abcdef", [1, 2]) == [b"a", b"bc", b"d", b"ef"]
    assert pieces(b"abc") == [b"abc"]
    assert pieces(b"", [1]) == []
    with pytest.raises(ValueError, match="at least one byte, not 0"):
        pieces(b"abc", [1, 0])


def test_sizes_by_chance_repeat() -> None:
    """For the same seed."""
    assert random_sizes("a") == random_sizes("a") != random_sizes("b")
    assert len(random_sizes("a", 7)) == 7


def test_events_end_at_blank_lines() -> None:
    """With any of the three line ends."""
    assert event_ends(b"data: a\n\ndata: b\r\n\r\ndata: c\r\rdata: d\n") == [9, 20, 29]


def test_places_to_cut_at() -> None:
    """The end of each event and so many others; each byte of a short stream, but never its end, where nothing is cut off."""
    assert cut_places(b"data: a\n\ndata: b\n\n") == [*range(18)]
    few = cut_places(RAW, 5, seed="x")
    assert few == cut_places(RAW, 5, seed="x") != cut_places(RAW, 5, seed="y")
    assert set(event_ends(RAW)) - {len(RAW)} <= set(few)
    assert len(few) <= len(event_ends(RAW)) + 4


def test_a_decoder_that_keeps_the_law() -> None:
    """Only what ends after the final event decodes as finished, of every beginning that there is."""
    final = event_ends(RAW)[2]

    assert check_cuts(CHAT, RAW, range(final - 2)) == 0
    assert check_cuts(CHAT, RAW) == len(RAW) - final + 2  # its line end may be missing


def test_a_stream_that_is_not_whole_proves_nothing() -> None:
    """It is refused."""
    with pytest.raises(StreamInterruptedError):
        check_cuts(CHAT, RAW[:50])


def test_a_decoder_that_finishes_a_cut_stream_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is told."""
    decoder = type(CHAT.stream_decoder())
    monkeypatch.setattr(decoder, "_final_event_came", property(lambda self: bool(self._choices)))

    with pytest.raises(AssertionError, match=r"cut at byte \d+ of \d+, the stream passes for a whole one"):
        check_cuts(CHAT, RAW)


def test_a_partial_response_with_a_reason_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever catches the error must not take it for finished."""
    whole = SSEStreamDecoder.partial

    def partial(self: SSEStreamDecoder) -> object:
        return whole(self).model_copy(update={"finish_reason": "stop"})

    monkeypatch.setattr(SSEStreamDecoder, "partial", partial)

    with pytest.raises(AssertionError, match="says why it finished"):
        check_cuts(CHAT, RAW, [20])
