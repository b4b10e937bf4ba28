"""The lines about an answer that go to standard error: usage, losses, and an end that isn't the usual one. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.types import Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua import Model
    from interlingua.provider import CallRecord
    from interlingua.types import FinishReason, Loss, Response, Usage

_ENDINGS: Final[dict[FinishReason, str]] = {
    "content_filter": "the provider's content filter ended the answer",
    "refusal": "the model refused",
    "pause": "the provider paused the answer",
    "context_window": "the answer was cut off: the context window is full",
    "error": "the provider ended the answer because of an error",
    "tool_calls": "the model called a tool, and no tool is offered here",
}

_FEW_HINTS: Final = 3


def finish_line(response: Response, model: Model) -> str | None:
    """Say why an answer ended, where it isn't because it was done."""
    reason = response.finish_reason
    if reason is None or reason == "stop":
        return None
    word = response.provider_finish_reason
    why = _cut_off(response, model) if reason == "length" else _ENDINGS.get(reason, "the answer ended for another reason")
    return f"note: {why}" + (f" ({word})" if word else "")


def _cut_off(response: Response, model: Model) -> str:
    """Say which limit an answer met: `max_tokens` as it was set, the provider's default for it, or one that nobody set."""
    limit = model.provider.fill(Request(model_id=model.model_id, messages=(), provider_data={}), model.options).max_tokens
    limit = limit if model.options.max_tokens is None else model.options.max_tokens
    tokens = response.usage.output_tokens
    if limit is None or (tokens is not None and tokens < limit):
        return "the answer was cut off: the model's own limit was reached, or its context is full"
    if model.options.max_tokens is None:
        return f"the answer was cut off at {limit:,} tokens, the most where max_tokens isn't set; raise it with -o max_tokens=…"
    return f"the answer was cut off at max_tokens={limit}; raise it with -o max_tokens=…"


def loss_lines(losses: Sequence[Loss], *, every: bool) -> Iterator[str]:
    """Say what was lost, a line each; many hints are only counted, unless every one is asked for."""
    hints = sum(loss.kind == "hint" for loss in losses)
    counted = hints > _FEW_HINTS and not every
    for loss in losses:
        if loss.kind == "content" or not counted:
            instead = "" if loss.replaced_by is None else f"; sent instead: {loss.replaced_by!r}"
            yield f"loss ({loss.kind}) at {loss.path}: {loss.reason}{instead}"
    if counted:
        yield f"losses (hint) at {hints} places; --usage lists them"


def usage_line(record: CallRecord) -> str:
    """Say what a call cost: tokens, time and attempts; what the provider didn't tell is `?`."""
    first = record.seconds_to_first_chunk
    return "usage: " + " · ".join((
        _tokens(record.usage),
        f"first chunk after {first:.2f} s" if first is not None else "no chunk came",
        f"{record.seconds:.2f} s in all",
        f"{record.attempts} attempt{'s' * (record.attempts != 1)}",
    ))  # fmt: skip


def total_line(records: Sequence[CallRecord]) -> str:
    """Say what several calls cost together; those of which the provider told nothing are named apart, and never counted as 0."""
    figures = [(usage.total_input_tokens, usage.output_tokens) for record in records if (usage := record.usage)]
    told = [(into, out) for into, out in figures if into is not None and out is not None]
    unknown = f", unknown of {len(records) - len(told)}" if len(told) < len(records) else ""
    into, out = sum(into for into, _ in told), sum(out for _, out in told)
    return f"{len(records)} calls since the start: {into:,} tokens in, {out:,} out{unknown} · {sum(it.seconds for it in records):.2f} s"


def _tokens(usage: Usage) -> str:
    if not usage:
        return "tokens unknown"
    more = (
        ("read from cache", usage.cache_read_tokens),
        ("written to cache", usage.cache_write_tokens),
        ("for reasoning", usage.reasoning_tokens),
    )
    details = ", ".join(f"{tokens:,} {what}" for what, tokens in more if tokens)
    into, out = ("?" if tokens is None else f"{tokens:,}" for tokens in (usage.total_input_tokens, usage.output_tokens))
    return f"{into} tokens in, {out} out" + (f" ({details})" if details else "")
