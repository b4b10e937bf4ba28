"""What is left of a canonical value when everything is taken away that a conversion refuses, or says it would lose.

So a law can be tried on every value that there is, without filtering: what a wire can't say, loudly and with its place, is no part of
the example, and a loss or an error whose path names nothing in the value breaks the law by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from interlingua.dialect.losses import split
from interlingua.errors import ConversionError
from interlingua.types import Request, Response
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from interlingua.dialect import Encoded
    from interlingua.types import JsonObject, JsonValue

ValueT = TypeVar("ValueT", Request, Response)

FOREIGN = "example.dialect"
"""A dialect that no installed one is: what is kept for it reaches no wire."""

_ROUNDS = 500  # each takes something away, and no example holds as much


def sayable(value: ValueT, encode: Callable[[ValueT], object]) -> ValueT:
    """Give the largest part of a value that a wire doesn't refuse.

    Raises:
        AssertionError: An error's path names nothing in the value.
    """
    for _ in range(_ROUNDS):
        try:
            encode(value)
        except ConversionError as refusal:
            value = _rebuilt(value, _pruned(value.to_dict(), [refusal.path]))
        else:
            return value
    raise AssertionError(f"what the wire refuses was left out {_ROUNDS} times, and yet it refuses {value!r}")


def lossless(value: ValueT, encode: Callable[[ValueT], Encoded], *, forget: str = FOREIGN) -> ValueT:
    """Give the largest part of a value that a wire can say whole.

    Args:
        value: A request or a response.
        encode: Says it.
        forget: The dialect whose `provider_data` is left out first: it reaches no other wire, and that is no loss.

    Raises:
        AssertionError: The path of a loss or an error names nothing in the value.
    """
    kept = sayable(without(forget, value), encode)
    for _ in range(_ROUNDS):
        losses = encode(kept).losses
        if not losses:
            return kept
        kept = sayable(_rebuilt(kept, _pruned(kept.to_dict(), [loss.path for loss in losses])), encode)
    raise AssertionError(f"what was said to be lost was left out {_ROUNDS} times, and yet there are losses in {kept!r}")


def without(dialect: str, value: ValueT) -> ValueT:
    """Give a value without the `provider_data` that is kept for a dialect."""
    return _rebuilt(value, _without(dialect, value.to_dict()))


def _rebuilt(like: ValueT, value: JsonValue) -> ValueT:
    return type(like).model_validate(value)


def _without(dialect: str, value: JsonValue) -> JsonValue:
    if isinstance(value, list):
        return [_without(dialect, item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _without(dialect, item) for name, item in value.items()}
    data = kept.get("provider_data")
    if isinstance(data, dict):
        data.pop(dialect, None)
    return kept


def _pruned(value: JsonObject, paths: Iterable[str]) -> JsonObject:
    """Take away what stands at the paths; the last places first, so that the others keep theirs."""
    pruned: Any = copy_json(value)  # the steps of a path say whether an object or a list is next
    for steps in sorted({_whole(split(path)) for path in paths}, key=_order, reverse=True):
        try:
            holder = pruned
            for step in steps[:-1]:
                holder = holder[step]
            _take_away(holder, steps[-1])
        except (KeyError, IndexError, TypeError) as error:
            raise AssertionError(f"the path {steps} names nothing in {value}") from error
    if pruned.get("reasoning") == {}:
        del pruned["reasoning"]  # nothing is left to say
    if "messages" in pruned:
        pruned["messages"] = [message for message in pruned["messages"] if message["content"] or message["role"] == "tool"]
    return cast("JsonObject", pruned)


def _whole(steps: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Give the steps to what can be left out by itself: a part without its source is none, nor is a wire's own block without its data."""
    for place, step in enumerate(steps):
        if step == "source" or (step == "data" and place == len(steps) - 1):
            return steps[:place]
        if step == "arguments":
            return steps[: place + 1]  # what is below is JSON in a text
    return steps


def _take_away(holder: Any, step: str | int) -> None:  # noqa: ANN401 - as above
    if step == "content":
        holder["content"] = []  # a message without it is none
    elif step == "arguments" and holder["arguments"] != "{}":
        holder["arguments"] = "{}"  # nor is a call
    elif step == "finish_reason" and holder[step] != "stop":
        holder[step] = "stop"  # nor is an answer
    elif step == "finish_reason" and any(part["type"] == "tool_call" for part in holder["message"]["content"]):
        holder[step] = "tool_calls"  # one with calls ends for them on wires that say so
    elif step == "finish_reason" and any(part["type"] == "refusal" for part in holder["message"]["content"]):
        holder[step] = "refusal"  # and one that refuses for that
    else:
        del holder[step]


def _order(steps: tuple[str | int, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in steps)
