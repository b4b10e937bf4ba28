"""One body from one form into another, in one line; nothing is sent. A form is a dialect, or our own saved JSON.

A request in the saved form is a saved conversation to whoever reads it as one (`format` and `messages`, as `Conversation.to_json` writes);
the model, the tools and the settings stand beside them under the names that `Request` has for them. A field that is none of those is kept,
under this form's name in `provider_data`, as every dialect keeps what it alone knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal, TypeAlias, TypeVar, cast

from pydantic import ValidationError

from interlingua._runtime.call.backend import Backend, apply_loss_policy, check_on_loss
from interlingua._runtime.call.requests import unsaid
from interlingua._runtime.plugins.providers import get_dialect
from interlingua.dialect import EVERYTHING, Capabilities, Decoded, Dialect, Encoded, as_object, fit, left_behind
from interlingua.errors import ConfigError, ConversionError
from interlingua.types import FORMAT, Request, Response
from interlingua.types.conversation import from_validation_error, in_this_format
from interlingua.types.json import copy_json

if TYPE_CHECKING:
    from interlingua._runtime.call.backend import OnLoss
    from interlingua.types import JsonObject, Loss


SaidT = TypeVar("SaidT", Request, Response)

SAVED: Final = "interlingua"
"""The form's name, where a dialect's could stand."""


class SavedForm:
    """The saved form of requests and responses; it lacks nothing."""

    name: ClassVar[str] = SAVED

    def decode_request(self, body: JsonObject) -> Decoded[Request]:
        """Read a request; without a `model_id` it is one without a model.

        Raises:
            ConversionError: It is none, or a later, incompatible version saved it.
        """
        body = cast("JsonObject", in_this_format(body))
        known = {name: value for name, value in body.items() if name in Request.model_fields}
        own = {name: value for name, value in body.items() if name not in known and name != "format"}
        if own:
            kept = known.get("provider_data", {})
            known["provider_data"] = {**kept, SAVED: own} if isinstance(kept, dict) else kept
        try:
            return Decoded(Request.model_validate(known))
        except ValidationError as error:
            raise from_validation_error(error) from None

    def encode_request(self, request: Request, capabilities: Capabilities = EVERYTHING) -> Encoded:
        """Write a request; an empty model and what is off by default stay absent.

        Raises:
            ConversionError: The model is known to refuse it.
        """
        request, losses, *_ = fit(request, capabilities, SAVED)
        own = request.provider_data.get(SAVED, {})
        others = {name: fields for name, fields in request.provider_data.items() if name != SAVED}
        fields = request.model_copy(update={"provider_data": others}).to_dict()
        absent = {"model_id"} if not request.model_id else set()
        absent |= {"stream"} if not request.stream else set()
        return Encoded({"format": FORMAT, **{name: value for name, value in fields.items() if name not in absent}, **own}, losses=losses)

    def decode_response(self, body: JsonObject) -> Decoded[Response]:
        """Read a response.

        Raises:
            ConversionError: It is none, or a later, incompatible version saved it.
        """
        try:
            return Decoded(Response.model_validate(in_this_format(body)))
        except ValidationError as error:
            raise from_validation_error(error) from None

    def encode_response(self, response: Response) -> Encoded:
        """Write a response."""
        return Encoded(response.to_dict())


_SAVED_FORM: Final = SavedForm()

Form: TypeAlias = Dialect | SavedForm
"""What a body can be converted from and into."""


def get_form(name: str) -> Form:
    """Give the dialect of a name, or our saved form for `interlingua`.

    Raises:
        ConfigError: There is no such dialect.
    """
    return _SAVED_FORM if name == SAVED else get_dialect(name)


def known_capabilities(given: object, target: str) -> Capabilities:
    """Give what a model takes: by its config string, as it is known already, or everything.

    Args:
        given: What a caller says of it.
        target: The form that is written: the rows of another wire than the model's say nothing of it.

    Raises:
        ConfigError: The config string is wrong, or it is something else; or the model is spoken to in another dialect.
    """
    if given is None:
        return EVERYTHING
    if isinstance(given, Capabilities):
        return given
    if isinstance(given, str):
        return capabilities_for(Backend(given, {}), target)
    hint = 'such as "anthropic:claude-opus-5-5", or a Capabilities of interlingua.dialect'
    raise ConfigError("capabilities are a model's: name it by its config string", hint=hint, option="capabilities")


def capabilities_for(backend: Backend, target: str) -> Capabilities:
    """Give what a backend's model takes, where it is spoken to in the form that is written.

    Raises:
        ConfigError: It is spoken to in another dialect.
    """
    if target != backend.dialect.name and "." in target:
        what = f"{backend.spec} is spoken to in {backend.dialect.name}, and what it takes there says nothing of {target}"
        raise ConfigError(what, hint="name a model of that format; at OpenAI the option api chooses it: ?api=chat", option="capabilities")
    return backend.capabilities(Request(model_id=backend.spec.model_id, messages=(), provider_data={}))


def convert(
    body: JsonObject,
    *,
    source: str,
    target: str,
    what: Literal["request", "response"] = "request",
    on_loss: OnLoss = "raise",
    capabilities: str | Capabilities | None = None,
) -> Encoded:
    """Translate a wire body from one dialect into another.

    A field that only the source knows (`logit_bias`, `cache_control`) has no place in the other body: each is a `hint` loss here,
    where no conversation is left that keeps it.

    Args:
        body: The body, as JSON values.
        source: The dialect that it is in, such as `openai.chat`, or `interlingua` for our own saved JSON; or a named form of a data
            set's lines, such as `sharegpt`, as in `convert_batch`.
        target: The dialect to translate into, such as `anthropic.messages`, or `interlingua`.
        what: Whether it is a `request` or a `response`; a line of a named form says so itself.
        on_loss: As for `Model`.
        capabilities: What the request's reader takes: a model's config string, or a `Capabilities`; what it refuses is left out, moved,
            replaced or refused, as `Model` does it. Nothing is known of a reader where none is given, and a body comes through as it is.

    Raises:
        ConversionError: The body breaks its grammar, or a value can't be said at all.
        LossError: Something would be lost, and `on_loss` minds.
        ConfigError: There is no such dialect, or a word is wrong.
    """
    check_on_loss(on_loss)
    if capabilities is not None and what == "response":
        raise ConfigError("capabilities are what takes a request, and this is a response", hint="leave them out", option="capabilities")
    known = known_capabilities(capabilities, target)
    from interlingua._runtime.convert.forms.strangers import check_messages
    from interlingua._runtime.convert.line import LineRules, convert_line, is_line_form, list_field  # it rests on this module

    if is_line_form(source) or is_line_form(target):
        rules = LineRules(source, target, on_loss, capabilities=known)
        rules.check()
        converted, told = convert_line(body, rules)
        return Encoded(cast("JsonObject", copy_json(converted)), {}, told)
    if isinstance(cast("object", body), list):  # no type allows it, and yet it is what many begin with
        hint = 'a list of messages is converted as {"messages": [...]}'
        raise ConversionError("$", "expected a request's or a response's object, not an array", hint=hint)
    read, written = get_form(source), get_form(target)
    decoded: Decoded[Request] | Decoded[Response]
    if what == "request":
        check_messages(as_object(body, "$"), list_field(source), source, "$", whole=True)
        request = read.decode_request(body)
        decoded = Decoded(handed_over(request.value, read, written), request.losses)
        encoded = written.encode_request(without_model(decoded.value), known)
    elif what == "response":
        response = read.decode_response(body)
        decoded = Decoded(handed_over(response.value, read, written), response.losses)
        encoded = written.encode_response(decoded.value)
    else:
        raise ConfigError(f"what={what!r} is nothing to convert", hint="it is request or response", option="what")
    losses = all_losses(decoded.value, (*decoded.losses, *encoded.losses), written.name)
    apply_loss_policy(losses, on_loss)
    # The converters share what they keep verbatim with their input; the result is the caller's own.
    return Encoded(cast("JsonObject", copy_json(encoded.body)), encoded.headers, losses)


def handed_over(value: SaidT, read: Form | None, written: Form) -> SaidT:
    """Give what was read in the terms of the wire that is written, where both have the same maker."""
    return written.adopted(value, read.absent) if isinstance(written, Dialect) and isinstance(read, Dialect) else value


def without_model(request: Request) -> Request:
    """Have a body that named no model become one that names none: nothing is sent, and whoever sends it names one."""
    return request if request.model_id is not None else request.model_copy(update={"model_id": ""})


def all_losses(value: Request | Response, losses: tuple[Loss, ...], target: str) -> tuple[Loss, ...]:
    """Add to what was lost on the way in and out the fields that only the source knows; our saved form keeps those."""
    if target == SAVED:
        return losses
    unknown = unsaid(value) if isinstance(value, Request) else ()
    return losses + unknown + left_behind(value, target, losses)
