"""`--schema FILE`: the JSON schema of the answer, and the check that the answer is JSON of that kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.errors import ConfigError, InterlinguaError, InvalidOutputError
from interlingua.types import OutputSchema
from interlingua.types.json import loads

if TYPE_CHECKING:
    from pathlib import Path

    from interlingua.types import JsonObject, Response

_TYPES: Final[dict[str, type]] = {"object": dict, "array": list, "string": str, "boolean": bool}


def read_schema(path: Path) -> OutputSchema:
    """Read a schema; its name is its title, else the file's.

    Raises:
        ConfigError: The file can't be read, or holds no JSON object.
    """
    try:
        schema = loads(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"can't read the schema {str(path)!r}: {error.strerror}", option="schema") from None
    except InterlinguaError as error:
        raise ConfigError(f"the schema {str(path)!r} is {error}", option="schema") from None
    if not isinstance(schema, dict):
        raise ConfigError(f"the schema {str(path)!r} is a {type(schema).__name__}, not a JSON object", option="schema")
    title = schema.get("title")
    words = title if isinstance(title, str) else path.stem
    # What the providers accept as a name: letters, digits, `_` and `-`, at most 64.
    name = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "_-") else "_" for letter in words)[:64]
    return OutputSchema(schema, name or "output")


def check_output(response: Response, schema: JsonObject) -> None:
    """Check that an answer is JSON, of the schema's outermost type and with its required keys; the provider checks the rest.

    Raises:
        InvalidOutputError: It isn't.
    """
    try:
        value = loads(response.text)
    except InterlinguaError as error:
        raise InvalidOutputError(response.text, str(error), response=response) from None
    wanted, required = schema.get("type"), schema.get("required")
    reason = None
    if isinstance(wanted, str) and wanted in _TYPES and not isinstance(value, _TYPES[wanted]):
        reason = f"it is a {type(value).__name__}, not of type {wanted}"
    elif isinstance(value, dict) and isinstance(required, list):
        missing = [repr(key) for key in required if isinstance(key, str) and key not in value]
        reason = f"it lacks {', '.join(missing)}" if missing else None
    if reason is not None:
        raise InvalidOutputError(response.text, reason, response=response)
