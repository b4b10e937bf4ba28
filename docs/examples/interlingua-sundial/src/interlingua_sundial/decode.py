"""The API's JSON → our values. A field that nobody has heard of goes into `provider_data`, such a block becomes an opaque part.

A field that says what absence says (`null`, an empty list, a default) is kept there too, so that it is written back as it was: a
default as a mark, apart from the fields, since it gives way to whatever the value says later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from interlingua.dialect import Decoded, Kept, as_list, as_object, at, checked_body
from interlingua.errors import ConversionError
from interlingua.types import (
    AssistantMessage,
    AudioPart,
    Base64Source,
    DocumentPart,
    FileSource,
    ImagePart,
    OpaquePart,
    ProviderTool,
    ReasoningPart,
    RefusalPart,
    Request,
    Response,
    SystemMessage,
    TextPart,
    TextSource,
    Tool,
    ToolCallPart,
    ToolMessage,
    URLSource,
    Usage,
    UserMessage,
    Value,
)
from pydantic import ValidationError

from interlingua_sundial.encode import DEFAULTS, default_of, reason_of
from interlingua_sundial.tables import LISTS, OBJECTS, TAGS
from interlingua_sundial.wire import DIALECT, FIELDS, FINISH_REASON, KINDS, PROVIDER

if TYPE_CHECKING:
    from interlingua.types import AssistantPart, JsonObject, JsonValue, Part

ValueT = TypeVar("ValueT", bound=Value)


def _by_word(*classes: type[Value]) -> dict[str, type[Value]]:
    """Name classes by their words; one that the API lacks has none."""
    return {KINDS[cls]: cls for cls in classes if cls in KINDS}


_MESSAGES = _by_word(SystemMessage, UserMessage, AssistantMessage, ToolMessage)
_PARTS = _by_word(TextPart, ImagePart, DocumentPart, AudioPart, ToolCallPart, ReasoningPart, RefusalPart)
_ANSWER = _by_word(AssistantMessage)
_SOURCES = _by_word(Base64Source, URLSource, FileSource, TextSource)
_SOURCE_TAG = next((FIELDS[cls]["type"] for cls in _SOURCES.values()), "type")


def decode_request(body: JsonObject) -> Decoded[Request]:
    """Read a request.

    Raises:
        ConversionError: The body breaks the API's grammar, with the path.
    """
    return Decoded(_value(Request, checked_body(body), "$"))


def decode_response(body: JsonObject) -> Decoded[Response]:
    """Read a response.

    Raises:
        ConversionError: The body breaks the API's grammar, with the path.
    """
    left = dict(checked_body(body))
    word = left.get(FINISH_REASON)
    if not isinstance(word, str | None):
        raise ConversionError(at("$", FINISH_REASON), "expected a word")
    if word is not None:
        del left[FINISH_REASON]
    response = _value(Response, left, "$")
    reason = None if word is None else reason_of(word)
    return Decoded(response.model_copy(update={"finish_reason": reason, "provider_finish_reason": word}))


def decode_part(item: JsonValue, path: str) -> Part:
    """Read a part of a message; one of a kind that nobody has heard of stays as it is."""
    block = as_object(item, path)
    kind = block.get(FIELDS[TextPart]["type"])
    if not isinstance(kind, str) or kind not in _PARTS:
        return OpaquePart(DIALECT, block)
    part = cast("Part", _value(_PARTS[kind], block, path))
    return part.model_copy(update={"provider": PROVIDER}) if isinstance(part, ReasoningPart) else part


def decode_answer_part(item: JsonValue, path: str) -> AssistantPart:
    """Read a part of an answer.

    Raises:
        ConversionError: No answer has such a part.
    """
    part = decode_part(item, path)
    if isinstance(part, DocumentPart):
        raise ConversionError(path, "an answer has no document")
    return part


def _value(cls: type[ValueT], item: JsonValue, path: str) -> ValueT:
    """Read an object as a value: known fields by their names, all others kept for this wire."""
    fields_of = {name: field for field, name in FIELDS[cls].items()}
    fields: dict[str, object] = {}
    own: JsonObject = {}
    defaults: JsonObject = {}
    for name, value in as_object(item, path).items():
        field = fields_of.get(name)
        if field in TAGS and cls in KINDS:
            continue  # it has told which class this is
        if field == "source":
            fields[field], beside = _source(value, at(path, name))
            own |= {name: beside} if beside else {}
        elif field is None or value is None:
            own[name] = value
        elif value in ([], {}, False, True) and _is_default(cls, field, value):
            defaults[name] = value
        else:
            fields[field] = _field(field, value, at(path, name))
    if kept := Kept(own, {DEFAULTS: defaults} if defaults else {}):
        fields["provider_data"] = kept.under(DIALECT)
    try:
        read = cls.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        names = [FIELDS[cls].get(str(field), str(field)) for field in first["loc"][:1]]
        where = at(path, *names, *first["loc"][1:])
        raise ConversionError(where, f"this is no {cls.__name__}: {first['msg']}") from None
    for field, said in fields.items():
        if isinstance(said, int) and getattr(read, field) != said:
            raise ConversionError(at(path, FIELDS[cls][field]), "this number would be rounded")
    return read


def _is_default(cls: type[Value], field: str, value: JsonValue) -> bool:
    default = default_of(cls, field)
    return value == ([] if default == () else {} if default == Usage() else default)


def _field(field: str, value: JsonValue, path: str) -> object:
    match field:
        case "message":
            return _tagged(_ANSWER, FIELDS[AssistantMessage]["role"], value, path)
        case "messages" | "content" | "tools" | "stop" | "citations" | "blocks":
            return [_entry(field, entry, at(path, place)) for place, entry in enumerate(as_list(value, path))]
        case _:
            return _value(OBJECTS[field], value, path) if field in OBJECTS else value


def _entry(field: str, value: JsonValue, path: str) -> object:
    match field:
        case "messages":
            return _tagged(_MESSAGES, FIELDS[UserMessage]["role"], value, path)
        case "content":
            return decode_part(value, path)
        case "tools":
            return _tool(value, path)
        case _:
            return _value(LISTS[field], value, path) if field in LISTS else value


def _source(value: JsonValue, path: str) -> tuple[Value, JsonObject]:
    """Read where a file is, and what else is said there: a source has no room for it, so that its part keeps it."""
    wire = as_object(value, path)
    kind = wire.get(_SOURCE_TAG)
    known = FIELDS[_SOURCES[kind]].values() if isinstance(kind, str) and kind in _SOURCES else ()
    beside = {name: item for name, item in wire.items() if name not in known}
    source = _tagged(_SOURCES, _SOURCE_TAG, {name: item for name, item in wire.items() if name in known or name == _SOURCE_TAG}, path)
    if isinstance(source, FileSource):
        source = source.model_copy(update={"provider": PROVIDER})  # no other provider is to be sent its id
    return source, beside


def _tagged(classes: dict[str, type[Value]], tag: str, item: JsonValue, path: str) -> Value:
    word = as_object(item, path).get(tag)
    if not isinstance(word, str) or word not in classes:
        raise ConversionError(at(path, tag), f"expected one of {', '.join(classes)}")
    return _value(classes[word], item, path)


def _tool(item: JsonValue, path: str) -> Tool | ProviderTool:
    tool = as_object(item, path)
    return _value(Tool, tool, path) if FIELDS[Tool]["name"] in tool else ProviderTool(DIALECT, tool)
