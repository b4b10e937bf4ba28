"""What is left of a canonical value when everything is taken away that a conversion said it would lose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.laws.strategies import FOREIGN

from interlingua.dialect.paths import split
from interlingua.types import Request, Response
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from interlingua.dialect import Encoded
    from interlingua.types import JsonObject, JsonValue, Loss


def lossless_request(request: Request, encode: Callable[[Request], Encoded], *, forget: str = FOREIGN) -> Request:
    """Give the largest part of a request that a wire can say whole, without what is kept for the dialect to forget."""
    value = _without(forget, request.to_dict())
    for _ in range(10):
        kept = Request.model_validate(value)
        losses = encode(kept).losses
        if not losses:
            return kept
        value = _pruned(kept.to_dict(), losses)
    msg = f"what was said to be lost was left out, and yet it is lost: {losses}"
    raise AssertionError(msg)


def lossless_response(response: Response, encode: Callable[[Response], Encoded]) -> Response:
    """Give the largest part of a response that a wire can say whole."""
    value = _without(FOREIGN, response.to_dict())
    for _ in range(10):
        kept: Response = Response.model_validate(value)
        losses = encode(kept).losses
        if not losses:
            return kept
        value = _pruned(kept.to_dict(), losses)
    msg = f"what was said to be lost was left out, and yet it is lost: {losses}"
    raise AssertionError(msg)


def _without(dialect: str, value: JsonValue) -> JsonValue:
    """Leave out what is kept for another dialect: it reaches no wire, and that is no loss."""
    if isinstance(value, list):
        return [_without(dialect, item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _without(dialect, item) for name, item in value.items()}
    data = kept.get("provider_data")
    if isinstance(data, dict):
        data.pop(dialect, None)
    return kept


def _pruned(value: JsonObject, losses: Iterable[Loss]) -> JsonObject:
    """Take away what stands at the paths; the last places first, so that the others keep theirs."""
    value = copy_json(value)
    for steps in sorted({split(loss.path) for loss in losses}, key=_order, reverse=True):
        holder = value
        for step in steps[:-1]:
            holder = holder[step]
        if steps[-1] == "content":
            holder["content"] = []  # a message without it is none
        else:
            del holder[steps[-1]]
    if "messages" in value:
        value["messages"] = [message for message in value["messages"] if message["content"] or message["role"] == "tool"]
    return value


def _order(steps: tuple[str | int, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in steps)
