"""Twin of chat/finish_reasons.py: the table, both ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua_openai.chat.finish_reasons import decode_finish_reason, encode_finish_reason

if TYPE_CHECKING:
    from interlingua.types import JsonValue


@pytest.mark.parametrize("word", ["stop", "length", "tool_calls", "content_filter"])
def test_the_words_that_both_sides_have(word: str) -> None:
    """They go both ways."""
    assert decode_finish_reason(word) == word
    assert encode_finish_reason(word) == (word, None)  # type: ignore[arg-type]  # one of the canonical words


def test_the_old_functions_have_a_word_of_their_own() -> None:
    """`function_call` is a call."""
    assert decode_finish_reason("function_call") == "tool_calls"


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("model_length", "length"),
        ("model_context_window_exceeded", "context_window"),
        ("sensitive", "content_filter"),
        ("error", "error"),
        ("network_error", "error"),
        ("insufficient_system_resource", "error"),
    ],
)
def test_words_of_compatible_hosts(word: str, reason: str) -> None:
    """They mean what the canonical reason says, and are written back."""
    assert decode_finish_reason(word) == reason
    assert encode_finish_reason(reason, word) == (word, None)  # type: ignore[arg-type]  # one of the canonical words


@pytest.mark.parametrize("word", ["", "eos", 3, ["stop"]])
def test_any_other_word_is_other(word: JsonValue) -> None:
    """Compatible servers send all sorts; none makes a decoder fail."""
    assert decode_finish_reason(word) == "other"


def test_no_word_is_no_reason() -> None:
    """Both ways: a null says neither that the answer is whole nor why."""
    assert decode_finish_reason(None) is None
    assert encode_finish_reason(None) == (None, None)
    assert encode_finish_reason(None, "stop") == (None, None)


def test_only_a_word_of_this_wire_is_written() -> None:
    """And only where it means what the canonical reason says."""
    assert encode_finish_reason("tool_calls", "function_call") == ("function_call", None)
    assert encode_finish_reason("tool_calls", "tool_use") == ("tool_calls", None)
    assert encode_finish_reason("stop", "end_turn") == ("stop", None)
    assert encode_finish_reason("stop", "function_call") == ("stop", None)
    assert encode_finish_reason("other", "eos") == ("stop", "hint")


@pytest.mark.parametrize(
    ("reason", "word", "loss"),
    [
        ("refusal", "content_filter", "hint"),
        ("pause", "stop", "hint"),
        ("context_window", "length", "hint"),
        ("other", "stop", "hint"),
        ("error", "stop", "content"),
        (None, None, None),
    ],
)
def test_a_reason_without_a_word_is_said_by_the_nearest(reason: str | None, word: str | None, loss: str | None) -> None:
    """A failed answer that would look good is a content loss, the others are hints."""
    assert encode_finish_reason(reason) == (word, loss)  # type: ignore[arg-type]  # one of the canonical words
