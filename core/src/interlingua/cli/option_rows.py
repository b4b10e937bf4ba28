"""A provider's options, and the formats that it speaks: in words for people, as values for programs. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from types import NoneType
from typing import TYPE_CHECKING

from interlingua.types import Request
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interlingua.provider import Provider
    from interlingua.types import JsonObject, JsonValue


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One option.

    Attributes:
        name: Its name.
        type: JSON's word for one value of it; several are joined by `or`.
        choices: The only values that it takes; none where it isn't a choice.
        repeatable: Whether it may be given several times.
        default: Its value where it isn't given; None where there is none.
        help: What it does.
    """

    name: str
    type: str
    choices: tuple[JsonValue, ...]
    repeatable: bool
    default: JsonValue
    help: str

    def cells(self) -> tuple[str, str, str, str]:
        """Give name, type, default and help in words."""
        kind = " | ".join(map(_spelt, self.choices)) or self.type
        return self.name, f"{kind}, repeatable" if self.repeatable else kind, _spelt(self.default), self.help

    def to_dict(self) -> JsonObject:
        """Give the row as JSON."""
        return {**asdict(self), "choices": [*self.choices]}


def _spelt(value: JsonValue) -> str:
    """Spell a value as a config string holds it."""
    match value:
        case None:
            return ""
        case str():
            return value
        case list():
            return ", ".join(map(_spelt, value))
        case _:
            return dumps_text(value)


def option_rows(provider: Provider) -> Iterator[OptionRow]:
    """Give the options that a provider takes; one that it refuses, by the type None, is none of them."""
    schema = provider.options_type.model_json_schema()
    definitions, properties = schema.get("$defs", {}), schema["properties"]
    for name, field in provider.options_type.model_fields.items():
        if field.annotation is not NoneType:
            of = properties[name]
            types, choices, repeatable = _kinds(of, definitions)
            yield OptionRow(
                name, " or ".join(dict.fromkeys(types)) or "any", tuple(choices), repeatable, of.get("default"), field.description or ""
            )


def _kinds(schema: JsonObject, definitions: JsonObject) -> tuple[list[str], list[JsonValue], bool]:
    """Read the types, the choices and whether several may be given out of an option's schema."""
    reference, members, items = schema.get("$ref"), schema.get("anyOf"), schema.get("items")
    if isinstance(reference, str) and isinstance(target := definitions.get(reference.rpartition("/")[2]), dict):
        return _kinds(target, definitions)
    if schema.get("type") == "array":
        types, choices, _ = _kinds(items, definitions) if isinstance(items, dict) else ([], [], True)
        return types, choices, True
    if isinstance(members, list):
        found = [_kinds(member, definitions) for member in members if isinstance(member, dict) and member.get("type") != "null"]
        return (
            [kind for types, _, _ in found for kind in types],
            [word for _, words, _ in found for word in words],
            any(repeatable for _, _, repeatable in found),
        )
    words = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return [str(schema["type"])] if "type" in schema else [], words if isinstance(words, list) else [], False


def spoken_dialects(provider: Provider) -> list[str]:
    """Name the wire formats that a provider brings, and those that it speaks for the models that it names."""
    models = [*([provider.default_model] if provider.default_model else []), *provider.models] or ["any"]
    options = provider.options_type()
    asked = [Request(model_id=model, messages=(), provider_data={}) for model in models]
    return list(dict.fromkeys([*provider.dialects(), *(provider.route(request, options).dialect for request in asked)]))
