"""Whole answers."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from interlingua.testing.strategies.messages import assistant_messages
from interlingua.testing.strategies.parts import MAKER
from interlingua.testing.strategies.values import instances, json_values, names, provider_data, texts
from interlingua.types import Loss, Response, Usage

if TYPE_CHECKING:
    from interlingua.types import FinishReason

STOPPED = ("stop", "length", "content_filter", "refusal", "pause", "context_window", "error", "other", None)
"""Why a model stopped that was not waiting for a tool; None where it still runs."""


@cache
def usages() -> st.SearchStrategy[Usage]:
    """Token counts; nothing, where a provider said nothing."""
    count = st.none() | st.integers(0, 10**9)
    return instances(
        Usage, input_tokens=count, output_tokens=count, cache_read_tokens=count, cache_write_tokens=count, reasoning_tokens=count
    )  # fmt: skip


@cache
def losses() -> st.SearchStrategy[Loss]:
    """Losses of both kinds."""
    return instances(Loss, path=st.just("$"), reason=texts(), kind=st.sampled_from(["content", "hint"]), replaced_by=json_values())


@cache
def responses(maker: str = MAKER) -> st.SearchStrategy[Response]:
    """Whole answers, with reasoning by this maker among others."""
    fields = {"message": assistant_messages(maker), "stopped": st.sampled_from(STOPPED)}
    optional = {"usage": usages(), "model_id": names(), "id": names(), "provider_data": provider_data()}
    return st.fixed_dictionaries(fields, optional=optional).map(_response)


@cache
def finished_responses(maker: str = MAKER) -> st.SearchStrategy[Response]:
    """Whole answers that run no more: all that a stream can say."""
    return responses(maker).map(lambda response: response.model_copy(update={"finish_reason": response.finish_reason or "stop"}))


def _response(fields: dict[str, Any]) -> Response:
    stopped: FinishReason | None = "tool_calls" if fields["message"].tool_calls and fields["stopped"] == "stop" else fields["stopped"]
    return Response(finish_reason=stopped, **{name: value for name, value in fields.items() if name != "stopped"})
