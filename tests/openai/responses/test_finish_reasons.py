"""Twin of responses/finish_reasons.py: why an answer ended."""

from __future__ import annotations

import pytest

from interlingua.types import AssistantPart, FinishReason, JsonObject, JsonValue, OpaquePart, RefusalPart, TextPart, ToolCallPart
from interlingua_openai.names import RESPONSES
from interlingua_openai.responses.finish_reasons import decode_finish_reason, encode_finish_reason, loss_of, provider_word
from interlingua_openai.responses.parts import opaque

TEXT: list[AssistantPart] = [TextPart("a")]
CALL: list[AssistantPart] = [TextPart("a"), ToolCallPart("c", "f", "{}")]


def item_of(**fields: JsonValue) -> list[AssistantPart]:
    """An item that isn't modelled."""
    return [OpaquePart(RESPONSES, fields)]


@pytest.mark.parametrize(
    ("status", "details", "parts", "reason", "word"),
    [
        ("completed", None, TEXT, "stop", "completed"),
        ("completed", None, [], "stop", "completed"),
        ("complete", None, TEXT, "stop", "complete"),
        (None, None, TEXT, "stop", None),
        ("completed", None, CALL, "tool_calls", "completed"),
        ("completed", None, [RefusalPart("no")], "refusal", "completed"),
        ("completed", None, [RefusalPart("no"), *CALL], "tool_calls", "completed"),
        ("incomplete", {"reason": "max_output_tokens"}, CALL, "length", "max_output_tokens"),
        ("incomplete", {"reason": "content_filter"}, TEXT, "content_filter", "content_filter"),
        ("incomplete", {"reason": "steered"}, TEXT, "other", "steered"),
        ("incomplete", None, TEXT, "other", "incomplete"),
        ("incomplete", {"reason": 5}, TEXT, "other", "incomplete"),
        ("failed", None, TEXT, "error", "failed"),
        ("cancelled", None, TEXT, "other", "cancelled"),
        ("x_new", None, TEXT, "other", "x_new"),
        ("queued", None, [], None, "queued"),
        ("in_progress", None, [], None, "in_progress"),
    ],
)
def test_it_is_read_from_status_details_and_items(
    status: JsonValue, details: JsonValue, parts: list[AssistantPart], reason: FinishReason | None, word: str | None
) -> None:
    """No status tells of calls or refusals; None is only for an answer that still runs."""
    assert decode_finish_reason(status, details, parts) == reason
    assert provider_word(status, details) == word


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"type": "computer_call"}, "tool_calls"),
        ({"type": "local_shell_call"}, "tool_calls"),
        ({"type": "apply_patch_call"}, "tool_calls"),
        ({"type": "shell_call", "environment": {"type": "local"}}, "tool_calls"),
        ({"type": "shell_call", "environment": {"type": "container_reference"}}, "stop"),
        ({"type": "tool_search_call", "execution": "client"}, "tool_calls"),
        ({"type": "tool_search_call", "execution": "server"}, "stop"),
        ({"type": "web_search_call"}, "stop"),
        ({"type": []}, "stop"),
    ],
)
def test_calls_whose_output_the_application_owes(item: JsonObject, reason: FinishReason) -> None:
    """They end an answer as functions do; what the server runs itself doesn't."""
    assert decode_finish_reason("completed", None, item_of(**item)) == reason
    assert decode_finish_reason("completed", None, [OpaquePart("another.dialect", item)]) == "stop"
    assert decode_finish_reason("completed", None, [opaque(item, "block")]) == "stop"


@pytest.mark.parametrize(
    ("reason", "word", "parts", "status", "details", "loss"),
    [
        ("stop", None, TEXT, "completed", None, None),
        ("tool_calls", "tool_use", CALL, "completed", None, None),
        ("refusal", None, [RefusalPart("no")], "completed", None, None),
        ("refusal", "refusal", TEXT, "completed", None, "hint"),
        ("length", "max_tokens", TEXT, "incomplete", "max_output_tokens", None),
        ("content_filter", None, TEXT, "incomplete", "content_filter", None),
        ("error", None, TEXT, "failed", None, None),
        ("context_window", None, TEXT, "incomplete", "max_output_tokens", "hint"),
        ("pause", None, TEXT, "completed", None, "hint"),
        ("other", "eos", TEXT, "completed", None, "hint"),
        ("other", "cancelled", TEXT, "cancelled", None, None),
        ("other", "steered", TEXT, "incomplete", "steered", None),
        ("stop", "cancelled", TEXT, "completed", None, None),
        ("stop", "steered", TEXT, "completed", None, None),
        (None, "queued", [], "queued", None, None),
        (None, None, [], "completed", None, "hint"),
    ],
)
def test_it_is_written_in_this_wires_words(  # noqa: PLR0917 - a row of the table
    reason: FinishReason | None, word: str | None, parts: list[AssistantPart], status: str, details: str | None, loss: str | None
) -> None:
    """Its own word counts where it means the reason; what it can't say is the nearest, and a loss."""
    assert encode_finish_reason(reason, word, parts) == (status, details)
    assert loss_of(reason, decode_finish_reason(status, {"reason": details}, parts)) == loss


def test_an_error_that_is_said_as_a_good_answer_is_a_loss_of_content() -> None:
    """Nobody may take it for one."""
    assert loss_of("error", "stop") == "content"
