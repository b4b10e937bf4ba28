"""What is no conversation in the form that was named, told by what it is instead, with the next step. Pure.

A dialect keeps what it doesn't know and reads on, as law 2 asks of it: `[{"from": …, "value": …}]` is a list of messages to it, each of
them unheard-of. So what is surely something else is looked for before it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from interlingua.dialect import are_objects, as_object
from interlingua.errors import ConversionError
from interlingua.types.json import at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from interlingua.types import JsonObject, JsonValue

_HOW = 'source="{0}" converts it (--from {0} on the command line)'

_OTHER_ROLES = frozenset({"human", "gpt", "observation", "function_call", "tool_call", "tool_response"})
"""ShareGPT's speakers and ms-swift's, which stand as roles in some data sets."""
_FORMS = frozenset({"sharegpt", "alpaca", "xlam", "openai-batch", "anthropic-batch"})
"""The named forms, none of which reads chat messages."""


def check_messages(body: JsonObject, wanted: str, form: str, path: str, *, whole: bool) -> None:
    """Refuse what surely holds something other than messages, and a record that has no list.

    Args:
        body: The body or record.
        wanted: The field that the form keeps its list of messages in.
        form: The form's name.
        path: Where the body stands.
        whole: Whether it is a whole body: some forms take one without a list, so that only what is surely something else is refused.

    Raises:
        ConversionError: It is no conversation, with the next step as its hint.
    """
    check_list(body.get(wanted), form, at(path, wanted))
    check_named(body, wanted, form, path, whole=whole)


def check_list(said: JsonValue, form: str, path: str) -> None:
    """Refuse a list that surely holds something other than messages.

    Args:
        said: The list; anything else passes.
        form: The form's name.
        path: Where it stands.

    Raises:
        ConversionError: It does, with the next step as its hint.
    """
    if isinstance(said, list) and said:
        if all(isinstance(item, list) for item in said):
            hint = "each line holds one conversation; a .json file may be an array of them"
            raise ConversionError(path, "this is a list of lists, not of messages", hint=hint)
        if all(isinstance(item, str) for item in said):
            raise ConversionError(path, "this is a list of texts, not of messages", hint=_who(form))
        if are_objects(said) and (found := _list_of_others(said)):
            raise ConversionError(path, found[0], hint=found[1])


def check_named(body: JsonObject, wanted: str, form: str, path: str, *, whole: bool = False) -> None:
    """Refuse a body that has no list of messages under the form's name for it.

    Args:
        body: The body or record.
        wanted: The field that the form keeps its list of messages in.
        form: The form's name.
        path: Where the body stands.
        whole: As above.

    Raises:
        ConversionError: It has none, with the next step as its hint.
    """
    if wanted not in body or (isinstance(body[wanted], str) and _form_of(body)):  # Alpaca's `input` isn't what Responses means
        what, hint = _named_otherwise(body, form)
        if whole and not what:
            return
        names = ", ".join(map(repr, list(body)[:8])) or "nothing"
        reason = f"a body of {form} has {wanted!r}, and this one has {names}" + (f": {what}" if what else "")
        raise ConversionError(at(path, wanted), reason, hint=hint)


def as_record(line: JsonValue, form: str, path: str) -> JsonObject:
    """Take a line of a form whose lines are objects alone.

    Raises:
        ConversionError: It is none, with the next step as its hint where it is known.
    """
    if isinstance(line, list):
        check_list(line, form, path)
        if looks_like_messages(line):
            raise ConversionError(path, f"a line of {form} is an object, and this is a list of messages", hint=how_to_read(line))
    return as_object(line, path)


def stranger(line: JsonObject, form: str, has: str, path: str, names: Iterable[str] | None = None) -> ConversionError:
    """Say of a line without what the lines of a named form have what it is instead, and the next step.

    Args:
        line: The line.
        form: The form's name.
        has: What its lines have.
        path: Where that would stand.
        names: The line's fields, where not all of them are to be named.
    """
    # A table's cell without a value is a field that isn't there.
    what, hint = _named_otherwise({name: value for name, value in line.items() if value not in (None, "")}, form)
    found = ", ".join(map(repr, list(line if names is None else names)[:8])) or "nothing"
    return ConversionError(path, f"{has}, and this one has {found}" + (f": {what}" if what else ""), hint=hint)


def how_to_read(value: JsonValue | list[JsonObject], field: str | None = None, record: Iterable[str] = ()) -> str:
    """Say which dialect reads a list of chat messages, or the object that holds it.

    Args:
        value: The list or the object.
        field: The field of the line that it stands in, if it does.
        record: The names of the fields of the line or object that has the list.
    """
    name, beside = field, record
    if isinstance(value, dict):
        name, beside = next((name for name in ("messages", "input") if name in value), None), value
    dialect = "openai.responses" if name == "input" else "openai.chat"
    if name == "messages" and "system" in beside:
        dialect = "anthropic.messages"
    if field is None or (isinstance(value, list) and field in {"messages", "input"}):  # the dialect's own name for it
        return _HOW.format(dialect)
    return f'source="{dialect}", field="{field}" converts it (--from {dialect} --field {field} on the command line)'


def looks_like_messages(value: JsonValue) -> TypeGuard[list[JsonObject]]:
    """Tell whether a value is a list of messages or turns, whatever their form."""
    return are_objects(value) and bool(value) and ("role" in value[0] or _is_turn(value[0]))


def _is_turn(item: JsonObject) -> bool:
    return "from" in item and "value" in item and "role" not in item


def _list_of_others(items: list[JsonObject]) -> tuple[str, str] | None:
    if all(map(_is_turn, items)):
        return "these are ShareGPT's turns, with 'from' and 'value'", _HOW.format("sharegpt")
    if said := next((item["role"] for item in items if isinstance(item.get("role"), str) and item["role"] in _OTHER_ROLES), None):
        return f"{said!r} is no role of a message", "with 'from' and 'value' instead of 'role' and 'content', " + _HOW.format("sharegpt")
    if any("role" in item or "type" in item for item in items):
        return None
    if any(isinstance(item.get(name), list) for item in items for name in ("messages", "input", "conversations")) or _form_of(items[0]):
        hint = "give each record a line of its own, or name the file .json, where an array of records is that many"
        return f"this is an array of {len(items):,} record{'s' * (len(items) > 1)}, not a list of messages", hint
    return None


def _form_of(record: JsonObject) -> str | None:
    """Name the form that a record's fields are of, if they are of one."""
    names = record.keys()
    if any(looks_like_messages(value) and "role" not in value[0] for value in record.values()):
        return "sharegpt"
    if "custom_id" in names:
        return "anthropic-batch" if names & {"params", "result"} else "openai-batch" if names & {"body", "response"} else None
    if {"query", "answers"} <= names:
        return "xlam"
    return "alpaca" if "instruction" in names and names & {"input", "output", "chosen"} else None


def _named_otherwise(record: JsonObject, form: str) -> tuple[str, str]:
    """Say what a record without the list is, and what to do about it."""
    what, hint = "", "name the form that it is in (source, --from), or the field of the line that holds the body (field, --field)"
    fields = [name for name, value in record.items() if looks_like_messages(value) or (isinstance(value, dict) and _holds_messages(value))]
    if (other := _form_of(record)) and other != form:
        what, hint = f"it looks like {other}", _HOW.format(other)
    elif fields:
        what = f"{' and '.join(map(repr, fields))} hold{'s' * (len(fields) == 1)} messages"
        held = record[fields[0]]
        if form in _FORMS and not (other and form == "sharegpt"):  # another dialect reads them, from a field or not
            return what, how_to_read(held, fields[0], record)
        hint = f"field={fields[0]!r} converts what is in it (--field {fields[0]}); the others stay as they are"
    elif "choices" in record or ("output" in record and "object" in record) or record.get("type") == "message":
        what, hint = "it is an answer", 'interlingua.convert(body, …, what="response") converts one'
    elif isinstance(record.get("requests"), list):
        what, hint = "it holds a batch's requests", "give each of them a line of its own; " + _HOW.format("anthropic-batch")
    elif "prompt" in record and "completion" in record:
        what, hint = "it is a prompt and its completion", "rename them to 'instruction' and 'output': " + _HOW.format("alpaca")
    elif isinstance(record.get("text"), str) or isinstance(record.get("prompt"), str):
        what, hint = "it is plain text", _who(form)
    return what, hint


def _holds_messages(value: JsonObject) -> bool:
    return looks_like_messages(value.get("messages")) or looks_like_messages(value.get("input"))


def _who(form: str) -> str:
    return f"nobody can tell who says what in it: make it a list of messages of {'openai.chat' if form in _FORMS else form}"
