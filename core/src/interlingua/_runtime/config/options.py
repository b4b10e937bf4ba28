"""Options against a provider's fields: coerced, or refused with what the option takes. No error echoes a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError
from pydantic.errors import PydanticInvalidForJsonSchema

from interlingua._runtime.config.misplaced import instead_in_model
from interlingua._runtime.shown import SpecText, holds_credentials, is_secret_name, neighbour, quoted
from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interlingua.provider.contract import Provider
    from interlingua.provider.options import ProviderOptions
    from interlingua.types.json import JsonObject

# One value where the field takes several: pydantic's words for "this is no tuple".
_TAKES_SEVERAL: Final = frozenset({"tuple_type", "list_type", "set_type", "frozen_set_type"})
_OWN_WORDS: Final = frozenset({"value_error", "assertion_error"})
_TYPES: Final = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "string": "text",
    "array": "text, which may be given several times",
    "object": "a mapping",
    "null": "nothing",
}
_BOUNDS: Final = {"minimum": "of at least", "exclusiveMinimum": "above", "maximum": "at most", "exclusiveMaximum": "below"}


def check_options(
    provider: Provider, given: Mapping[str, object] | Sequence[tuple[str, object]], *, spec_text: str | None = None
) -> ProviderOptions:
    """Check options against a provider's.

    Args:
        provider: Whose options they are.
        given: The options. Pairs are those of `spec_text` first, in its order (one that comes several times has several values),
            then others, each of which replaces what stood before it.
        spec_text: The config string that the first pairs stand in, for the marker.

    Raises:
        ConfigError: An option is unknown, holds a key or has a wrong value; it names the option and never echoes a value.
    """
    try:
        return _checked(provider, given, SpecText(spec_text) if spec_text else None)
    except ConfigError as error:
        fault = error.with_traceback(None)
    del given, spec_text
    raise fault


def _checked(provider: Provider, given: Mapping[str, object] | Sequence[tuple[str, object]], source: SpecText | None) -> ProviderOptions:
    pairs = list(given.items()) if isinstance(given, Mapping) else given
    own = len(source.options) if source else len(pairs)
    values: dict[str, object] = {}
    for place, (name, value) in enumerate(pairs):
        before = values.get(name, ())
        if place < own and name in values:
            values[name] = (*before, value) if isinstance(before, tuple) else (before, value)
        else:
            values[name] = value
    _refuse_unknown(provider, values, source)
    _refuse_credentials(values, source)
    failure = _failure(provider.options_type, values)
    if not isinstance(failure, ValidationError):
        return failure
    several = {str(error["loc"][0]) for error in failure.errors() if error["type"] in _TAKES_SEVERAL and len(error["loc"]) == 1}
    if several := {name for name in several if isinstance(values[name], str)}:
        values |= {name: (values[name],) for name in several}
        failure = _failure(provider.options_type, values)
        if not isinstance(failure, ValidationError):
            return failure
    raise _fault(provider.options_type, values, failure, source)


def _failure(options_type: type[ProviderOptions], values: Mapping[str, object]) -> ProviderOptions | ValidationError:
    # Given back, not raised: the chained exception would show the values.
    try:
        return options_type.model_validate(values)
    except ValidationError as error:
        return error.with_traceback(None)


def _refuse_unknown(provider: Provider, values: Mapping[str, object], source: SpecText | None) -> None:
    known = list(provider.options_type.model_fields)
    for name in values:
        if is_secret_name(name) and name not in known:
            keys = usual_key_variables(provider)
            hint = f"set {' or '.join(keys)}, or pass api_key= to Model" if keys else f"{provider.name} needs no key: leave it out"
            fault = _at(source, name, f"option {name!r} would hold a key, and no option does", hint)
            fault.key_variables = keys or None
            raise fault
        if name not in known:
            near = neighbour(name, known)
            guess = f"did you mean {near}?" if near else f"{provider.name} has {', '.join(known)}"
            raise _at(source, name, f"{provider.name} has no option {quoted(name, 40)}", instead_in_model(name) or guess)


def usual_key_variables(provider: Provider) -> tuple[str, ...]:
    """Name the variables that hold a provider's key where no option says otherwise, for an error about options that can't be read."""
    return provider.key_variables(provider.options_type.model_construct())


def _refuse_credentials(values: Mapping[str, object], source: SpecText | None) -> None:
    for name, value in values.items():
        if isinstance(value, str) and (name == "base_url" or "://" in value) and holds_credentials(value):
            hint = "leave user, password and key out of the address; keys come from the environment or api_key="
            fault = _at(source, name, f"option {name!r} holds an address with credentials", hint)
            fault.key_variables = ()
            raise fault


def _fault(
    options_type: type[ProviderOptions], values: Mapping[str, object], failure: ValidationError, source: SpecText | None
) -> ConfigError:
    error = failure.errors(include_url=False, include_input=False)[0]
    own_words = str(error.get("ctx", {}).get("error", "")) if error["type"] in _OWN_WORDS else ""
    if any(run in own_words for value in values.values() for run in re.findall(r"\w{5,}", str(value))):
        own_words = ""  # a validator's own sentence that echoes a value
    if not error["loc"]:
        return ConfigError(f"the options don't go together{own_words and f': {own_words}'}", hint="read the options' help")
    name = str(error["loc"][0])
    takes = what_it_takes(options_type, name)
    if isinstance(values.get(name), tuple) and error["type"] not in _OWN_WORDS and "several times" not in takes:
        own_words = "it was given more than once"
    help_text = options_type.model_fields[name].description
    return _at(
        source, name, f"option {name!r} takes {takes}{own_words and f': {own_words}'}", f"{name}: {help_text}" if help_text else None
    )


def _at(source: SpecText | None, name: str, message: str, hint: str | None) -> ConfigError:
    place = next((option.name for option in source.options if source[option.name] == name), None) if source else None
    if source is None or place is None:
        return ConfigError(message, hint=hint, option=name)
    return source.fault(message, place, hint=hint, option=name)


def what_it_takes(options_type: type[ProviderOptions], name: str) -> str:
    """Say in words which values an option takes, such as `a whole number of at least 0`."""
    try:
        schema = options_type.model_json_schema()
    except PydanticInvalidForJsonSchema:
        return "another kind of value"
    return " or ".join(dict.fromkeys(_in_words(schema["properties"][name], schema)))


def _in_words(schema: JsonObject, whole: JsonObject) -> Iterator[str]:
    reference, choices = schema.get("$ref"), schema.get("enum", [schema["const"]] if "const" in schema else None)
    definitions = whole.get("$defs")
    if isinstance(reference, str) and isinstance(definitions, dict):
        target = definitions[reference.rpartition("/")[2]]
        yield from _in_words(target, whole) if isinstance(target, dict) else ()
    elif isinstance(branches := schema.get("anyOf", schema.get("oneOf")), list):
        for branch in branches:
            # `null` is what an option has where it isn't given; nobody can write it.
            if isinstance(branch, dict) and branch.get("type") != "null":
                yield from _in_words(branch, whole)
    elif isinstance(choices, list):
        yield "one of " + ", ".join(str(choice) for choice in choices) if len(choices) > 1 else str(choices[0])
    else:
        bounds = [f"{words} {schema[bound]:g}" for bound, words in _BOUNDS.items() if isinstance(schema.get(bound), int | float)]
        yield " ".join([_TYPES.get(str(schema.get("type")), "another kind of value"), *[" and ".join(bounds)] * bool(bounds)])
