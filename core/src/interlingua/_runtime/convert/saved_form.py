"""Our own saved JSON as a form that bodies are converted from and into: what `Conversation.to_json` writes, and a request's other fields.

A request in this form is a saved conversation to whoever reads it as one (`format` and `messages`); the model, the tools and the
settings stand beside them under the names that `Request` has for them. A field that is none of those is kept, under this form's name
in `provider_data`, as every dialect keeps what it alone knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias, cast

from pydantic import ValidationError

from interlingua._runtime.plugins.providers import get_dialect
from interlingua.dialect import Decoded, Dialect, Encoded
from interlingua.types import Request, Response
from interlingua.types.conversation import from_validation_error, in_this_format
from interlingua.types.response import FORMAT

if TYPE_CHECKING:
    from interlingua.types import JsonObject

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

    def encode_request(self, request: Request) -> Encoded:
        """Write a request; an empty model and what is off by default stay absent."""
        own = request.provider_data.get(SAVED, {})
        others = {name: fields for name, fields in request.provider_data.items() if name != SAVED}
        fields = request.model_copy(update={"provider_data": others}).to_dict()
        absent = {"model_id"} if not request.model_id else set()
        absent |= {"stream"} if not request.stream else set()
        return Encoded({"format": FORMAT, **{name: value for name, value in fields.items() if name not in absent}, **own})

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
