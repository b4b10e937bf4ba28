"""The class given as `output=`: its schema goes out, and what comes back becomes its instance. Pure."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Generic, TypeVar, cast

from pydantic import ValidationError

from interlingua.errors import ConversionError, InvalidOutputError
from interlingua.types import OutputSchema, TextPart
from interlingua.types.conversation import from_validation_error
from interlingua.types.functions import reason, version_hint
from interlingua.types.scope import Scope, callers

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from interlingua.types import Response
    from interlingua.types.scope import Callers

OutputT = TypeVar("OutputT")

_NO_NAME: Final = re.compile(r"[^A-Za-z0-9_-]")
_TAKEN: Final = "give a pydantic class, a dataclass, or a type such as list[int]; a JSON schema goes into output_schema="


class Output(Generic[OutputT]):
    """A type that the answer is to be of.

    Attributes:
        schema: What is asked for.
    """

    def __init__(self, kind: object, frames: Callers) -> None:
        """Look into the type; names that it only quotes, as in `list["City"]`, are looked up where the call is made.

        Args:
            kind: A class, or any type that pydantic knows.
            frames: The caller's.

        Raises:
            ConversionError: It is no type, or one that has no JSON schema.
        """
        if isinstance(kind, Mapping):
            hint = "give a JSON schema as output_schema="
            raise ConversionError("$.output", "output is a mapping, and a class is asked for", hint=hint)
        what = f"output={reprlib.repr(kind)} is no type that has a JSON schema"
        if isinstance(kind, str):  # it would have to be run to be understood, and a text may come from anywhere
            raise ConversionError("$.output", what, hint=f"give what it names, not its name; {_TAKEN}")
        try:
            scope = Scope.of_callers(frames)
            resolved = scope.resolved({"output": kind})["output"]
            adapter = scope.adapter(resolved, resolved)
            schema = adapter.json_schema()
        except Exception as error:  # a type may bring code of its own
            hint = version_hint(error) or _TAKEN
            if isinstance(error, NameError):
                hint = f"give the class itself instead of its name, or define {error.name} where the call is made"
            raise ConversionError("$.output", f"{what}: {reason(error)}", hint=hint) from error
        self._adapter = cast("TypeAdapter[OutputT]", adapter)
        # A generic class has brackets in its name, and no wire takes them.
        self.schema = OutputSchema(schema, _NO_NAME.sub("_", getattr(kind, "__name__", "output"))[:64])

    @classmethod
    def of(cls, kind: type[OutputT] | Output[OutputT] | None, frames: Callers | None = None) -> Output[OutputT] | None:
        """Look into what was given as `output=`, once; see the constructor."""
        return kind if isinstance(kind, Output | None) else cls(kind, callers() if frames is None else frames)

    def parsed(self, response: Response) -> OutputT | None:
        """Make the instance out of the answer's text; None where the model calls tools instead.

        Some models say a few words before the value: then the last text part alone may be it.

        Raises:
            InvalidOutputError: The text doesn't fit, or the type's own code failed with it; the error holds the answer.
        """
        texts = [part.text for part in response.message.content if isinstance(part, TextPart)]
        faults: list[Exception] = []
        for text in (response.text, *texts[1:][-1:]):
            try:
                return self._adapter.validate_json(text)
            except Exception as error:  # noqa: BLE001 - a validator may raise anything
                faults.append(error)
        fault = next((error for error in faults if not isinstance(error, ValidationError)), faults[0])
        if isinstance(fault, ValidationError) and response.tool_calls:
            return None  # the answer comes after the tools' results
        why = str(from_validation_error(fault)) if isinstance(fault, ValidationError) else f"the type's own code failed: {reason(fault)}"
        raise InvalidOutputError(response.text, why, response=response) from fault
