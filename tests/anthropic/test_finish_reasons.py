"""Why Claude stopped, both ways."""

from __future__ import annotations

import pytest

from interlingua_anthropic.messages.finish_reasons import FROM_WIRE, TO_WIRE, decode_stop_reason, encode_finish_reason


@pytest.mark.parametrize("word", FROM_WIRE)
def test_own_word_stays(word: str) -> None:
    """A word of the table comes back as itself."""
    assert encode_finish_reason(decode_stop_reason(word), word) == word


@pytest.mark.parametrize("reason", TO_WIRE)
def test_tables_agree(reason: str) -> None:
    """What is written for a reason is read as that reason."""
    assert decode_stop_reason(TO_WIRE[reason]) == reason  # type: ignore[index]  # the table's own keys


def test_unknown_word() -> None:
    """A word that isn't in the table is `other`, itself beside it."""
    assert decode_stop_reason("compaction") == "other"
    assert encode_finish_reason("other", "compaction") == "compaction"
    assert encode_finish_reason("other", None) is None
    assert encode_finish_reason(None, None) is None
