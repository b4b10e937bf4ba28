"""Why Claude stopped, both ways."""

from __future__ import annotations

import pytest

from interlingua_anthropic.messages.finish_reasons import FROM_WIRE, TO_WIRE, decode_stop_reason, encode_finish_reason


@pytest.mark.parametrize("word", FROM_WIRE)
def test_own_word_stays(word: str) -> None:
    """A word of the table comes back as itself."""
    assert encode_finish_reason(decode_stop_reason(word), word) == (word, None)


@pytest.mark.parametrize("reason", TO_WIRE)
def test_tables_agree(reason: str) -> None:
    """What is written for a reason is read as that reason."""
    assert decode_stop_reason(TO_WIRE[reason]) == reason  # type: ignore[index]  # the table's own keys


def test_unknown_word() -> None:
    """A word that isn't in the table is `other`; without one there is no reason."""
    assert decode_stop_reason("newer_word") == "other"
    assert decode_stop_reason(None) is None


def test_compaction() -> None:
    """An answer that stopped to be compacted is sent back to go on, like a paused one."""
    assert decode_stop_reason("compaction") == "pause"
    assert encode_finish_reason("pause", None) == ("pause_turn", None)


@pytest.mark.parametrize("word", ["eos", "", "stop", "refusal", None])
def test_foreign_word(word: str | None) -> None:
    """Another wire's word is never written, nor one of ours that means something else."""
    assert encode_finish_reason("stop", word) == ("end_turn", None)


def test_nearest_word() -> None:
    """What this wire has no word for gets the nearest one, and a loss."""
    assert encode_finish_reason("content_filter", "content_filter") == ("refusal", "hint")
    assert encode_finish_reason("other", "eos") == ("end_turn", "hint")
    assert encode_finish_reason("error", None) == ("end_turn", "content")
    assert encode_finish_reason(None, "in_progress") == (None, "hint")
