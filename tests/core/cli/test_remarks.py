"""The lines about an answer."""

from __future__ import annotations

import pytest

from interlingua import AssistantMessage, Loss, Model, Response, Usage
from interlingua.cli.remarks import finish_line, loss_lines, total_line, usage_line
from interlingua.provider import CallRecord


def record(usage: Usage | None, first: float | None = 0.5, attempts: int = 1) -> CallRecord:
    """Make a record of a call."""
    return CallRecord("p", "m", "chat", True, attempts, 1.25, first, usage, "stop", (), None)  # noqa: FBT003 - `streamed`


def test_usage() -> None:
    """Tokens, time to the first chunk, the whole time and attempts are told."""
    usage = Usage(input_tokens=1_000, output_tokens=7, cache_read_tokens=20, input_includes_cache=False)
    expected = "usage: 1,020 tokens in, 7 out (20 read from cache) · first chunk after 0.50 s · 1.25 s in all · 2 attempts"

    assert usage_line(record(usage, attempts=2)) == expected


def test_usage_that_wasnt_told() -> None:
    """What the provider didn't say is no zero."""
    assert usage_line(record(None, None)) == "usage: tokens unknown · no chunk came · 1.25 s in all · 1 attempt"
    assert usage_line(record(Usage(output_tokens=1))).startswith("usage: ? tokens in, 1 out ·")


def test_usage_of_several_calls() -> None:
    """Figures are added; calls of which nothing was told are named apart."""
    known = [record(Usage(input_tokens=1_000, output_tokens=7)), record(Usage(input_tokens=1, output_tokens=1))]

    assert total_line(known) == "2 calls since the start: 1,001 tokens in, 8 out · 2.50 s"
    assert total_line([*known, record(None), record(Usage(output_tokens=1))]) == (
        "4 calls since the start: 1,001 tokens in, 8 out, unknown of 2 · 5.00 s"
    )


def test_losses() -> None:
    """Each has its line; more than three hints are counted, unless every one is asked for."""
    content = Loss(path="$.a", reason="no way")
    hint = Loss(path="$.b", reason="tuning", kind="hint", replaced_by=1)
    said = ["loss (content) at $.a: no way", "loss (hint) at $.b: tuning; sent instead: 1"]

    assert list(loss_lines([content, hint], every=False)) == said
    assert list(loss_lines([content, *[hint] * 3], every=False)) == [said[0], *[said[1]] * 3]
    assert list(loss_lines([content, *[hint] * 4], every=False)) == [said[0], "losses (hint) at 4 places; --usage lists them"]
    assert list(loss_lines([content, *[hint] * 4], every=True)) == [said[0], *[said[1]] * 4]


@pytest.mark.parametrize(
    ("expected", "reason", "said"),
    [
        (None, "stop", "stop"),
        (None, None, None),
        ("note: the answer was cut off: the context window is full (full)", "context_window", "full"),
        ("note: the answer ended for another reason", "other", None),
    ],
)
def test_unusual_ends(expected: str | None, reason: str | None, said: str | None) -> None:
    """An answer that isn't done says why."""
    response = Response(message=AssistantMessage(""), finish_reason=reason, provider_finish_reason=said)  # type: ignore[arg-type]

    assert finish_line(response, Model("openai:gpt-4o")) == expected


@pytest.mark.parametrize(
    ("expected", "spec", "tokens"),
    [
        ("cut off at max_tokens=5; raise it with -o max_tokens=… (length)", "openai:gpt-4o?max_tokens=5", 5),
        ("cut off at max_tokens=5; raise it with -o max_tokens=… (length)", "llamacpp:?max_tokens=5", None),
        ("cut off: the model's own limit was reached, or its context is full (length)", "openai:gpt-4o", 5),
        ("cut off: the model's own limit was reached, or its context is full (length)", "openai:gpt-4o?max_tokens=9", 5),
        ("cut off at 1,024 tokens, the most where max_tokens isn't set; raise it with -o max_tokens=… (length)", "llamacpp:", 1024),
        ("cut off: the model's own limit was reached, or its context is full (length)", "llamacpp:", 300),
    ],
)
def test_cut_off(expected: str, spec: str, tokens: int | None) -> None:
    """`max_tokens` is blamed only where it was set, or where the provider's default for it was met."""
    usage = Usage(output_tokens=tokens)
    response = Response(message=AssistantMessage("a"), finish_reason="length", provider_finish_reason="length", usage=usage)

    assert finish_line(response, Model(spec)) == f"note: the answer was {expected}"
