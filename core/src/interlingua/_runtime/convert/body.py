"""One wire body into another, in one line; nothing is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

from interlingua._runtime.call.backend import apply_loss_policy, check_on_loss
from interlingua._runtime.call.unknown_fields import unsaid
from interlingua._runtime.convert.saved_form import SAVED, get_form
from interlingua.dialect import Encoded, left_behind
from interlingua.errors import ConfigError, ConversionError
from interlingua.types import Request
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from interlingua._runtime.call.backend import OnLoss
    from interlingua.dialect import Decoded
    from interlingua.types import JsonObject, Loss, Response


def convert(
    body: JsonObject, *, source: str, target: str, what: Literal["request", "response"] = "request", on_loss: OnLoss = "raise"
) -> Encoded:
    """Translate a wire body from one dialect into another.

    A field that only the source knows (`logit_bias`, `cache_control`) has no place in the other body: each is a `hint` loss here,
    where no conversation is left that keeps it.

    Args:
        body: The body, as JSON values.
        source: The dialect that it is in, such as `openai.chat`, or `interlingua` for our own saved JSON.
        target: The dialect to translate into, such as `anthropic.messages`, or `interlingua`.
        what: Whether it is a `request` or a `response`.
        on_loss: As for `Model`.

    Raises:
        ConversionError: The body breaks its grammar, or a value can't be said at all.
        LossError: Something would be lost, and `on_loss` minds.
        ConfigError: There is no such dialect, or a word is wrong.
    """
    check_on_loss(on_loss)
    if isinstance(cast("object", body), list):  # no type allows it, and yet it is what many begin with
        hint = 'a list of messages is converted as {"messages": [...]}'
        raise ConversionError("$", "expected a request's or a response's object, not an array", hint=hint)
    read, written = get_form(source), get_form(target)
    decoded: Decoded[Request] | Decoded[Response]
    if what == "request":
        decoded = read.decode_request(body)
        encoded = written.encode_request(without_model(decoded.value))
    elif what == "response":
        decoded = read.decode_response(body)
        encoded = written.encode_response(decoded.value)
    else:
        raise ConfigError(f"what={what!r} is nothing to convert", hint="it is request or response", option="what")
    losses = all_losses(decoded, encoded, written.name)
    apply_loss_policy(losses, on_loss)
    # The converters share what they keep verbatim with their input; the result is the caller's own.
    return Encoded(cast("JsonObject", copy_json(encoded.body)), encoded.headers, losses)


def without_model(request: Request) -> Request:
    """Have a body that named no model become one that names none: nothing is sent, and whoever sends it names one."""
    return request if request.model_id is not None else request.model_copy(update={"model_id": ""})


def all_losses(decoded: Decoded[Request] | Decoded[Response], encoded: Encoded, target: str) -> tuple[Loss, ...]:
    """Tell what is lost on the way in, on the way out, and of the fields that only the source knows; our saved form keeps those."""
    losses = (*decoded.losses, *encoded.losses)
    if target == SAVED:
        return losses
    unknown = unsaid(decoded.value) if isinstance(decoded.value, Request) else ()
    return losses + unknown + left_behind(decoded.value, target, losses)
