"""One line of a data set, from one form into another; what of it isn't the conversation's stays on the line. Pure.

A line in a named form (`forms/`) is read by that. In a dialect, a line is a whole request body (it names a model), a record that holds a
conversation (`messages`, perhaps `tools`, and fields of its own such as an id or a label), or a bare list of messages. Nobody can tell
such a record's own fields by their names alone, for each wire has other names. They are those that the source keeps without
understanding them, and they may stay only where the target doesn't understand them either: `system` beside chat messages is a label,
beside Claude's it is an instruction.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from interlingua._runtime.call.backend import apply_loss_policy, check_on_loss
from interlingua._runtime.convert.body import SAVED, Form, all_losses, get_form, handed_over, without_model
from interlingua._runtime.convert.forms.batch_files import left_by_batches
from interlingua._runtime.convert.forms.record import Record, parsed
from interlingua._runtime.convert.forms.sharegpt import LISTS as SHAREGPT_LISTS
from interlingua._runtime.convert.forms.strangers import check_messages, check_named
from interlingua._runtime.convert.forms.table import FORMS
from interlingua._runtime.plugins.providers import installed_providers
from interlingua._runtime.shown import neighbour, quoted
from interlingua.dialect.capabilities import EVERYTHING
from interlingua.dialect.losses import split
from interlingua.errors import ConfigError, ConversionError
from interlingua.types import Request
from interlingua.types.json import at, same_json

if TYPE_CHECKING:
    from interlingua.dialect import Capabilities
    from interlingua.types import JsonObject, JsonValue, Loss, Response

LinePolicy: TypeAlias = Literal["raise", "record", "strict", "ignore"]
"""As `on_loss` of a `Model`, and `ignore`, which doesn't even list what was lost."""


@dataclass(frozen=True, slots=True)
class LineRules:
    """How lines are converted.

    Attributes:
        source: The form that they are in.
        target: The form to convert them into.
        on_loss: What a loss does.
        field: The field of a line that holds the body or the messages; None where the line itself is that.
        keep: Fields that are the line's own even beside a whole body.
        drop: Fields to leave out.
        capabilities: What the reader of a request takes.
    """

    source: str
    target: str
    on_loss: LinePolicy = "raise"
    field: str | None = None
    keep: frozenset[str] = frozenset()
    drop: frozenset[str] = frozenset()
    capabilities: Capabilities = EVERYTHING

    def check(self) -> None:
        """Refuse what no line could be converted by.

        Raises:
            ConfigError: There is no such form, or rules contradict each other.
        """
        check_on_loss(self.on_loss, get_args(LinePolicy))
        _check_form(self.source, "source")
        _check_form(self.target, "target")
        if (form := FORMS.get(self.target)) and form.write is None:
            batches = " or ".join(name for name, form in FORMS.items() if form.write)
            hint = f"it is a dialect, such as openai.chat, or {SAVED}, or from a batch file {batches}"
            raise ConfigError(f"{self.target!r} is a form to convert from, and not into", hint=hint, option="target")
        if form and not (self.source in FORMS and FORMS[self.source].write):
            raise ConfigError("only a batch file becomes a batch file", hint="convert into a dialect, such as openai.chat", option="target")
        if both := self.keep & self.drop:
            raise ConfigError(f"the field {min(both)!r} can't be both kept and dropped", option="keep")
        if self.field is not None and self.field in self.drop:
            raise ConfigError(f"the field {self.field!r} holds what is to be converted", hint="it can't be dropped", option="drop")


def is_line_form(name: str) -> bool:
    """Tell whether a name is that of a form of lines, and no dialect's."""
    return name in FORMS


def is_record(value: object, rules: LineRules) -> bool:
    """Tell whether an array that begins with a value is one of records, each a line of its own, rather than a list of messages."""
    if not isinstance(value, dict) or rules.field in value:
        return True
    if rules.source in FORMS:
        return not ("from" in value and "value" in value)
    held = ("messages", "input", *SHAREGPT_LISTS)
    return any(isinstance(value.get(name), list) for name in held) or not (
        {"role", "type"} & value.keys() or {"from", "value"} <= value.keys()
    )


def form_names(option: Literal["source", "target"]) -> dict[str, str]:
    """Give the names that a source or a target may have, each with what it is."""
    lines = {name: form.what for name, form in FORMS.items() if option == "source" or form.write}
    providers = [row.provider for row in installed_providers() if row.provider]
    dialects = {name: "a wire format" for provider in providers for name in provider.dialects()}
    return {**dict(sorted(dialects.items())), **lines, SAVED: "our own saved JSON"}


def convert_line(line: JsonValue, rules: LineRules, unread: tuple[Loss, ...] = ()) -> tuple[JsonValue, tuple[Loss, ...]]:
    """Convert a line.

    Args:
        line: The line.
        rules: How it is converted.
        unread: What was lost in reading it.

    Raises:
        ConversionError: It is no conversation in the source's form, or can't be said in the target's.
        LossError: Something would be lost, and the policy minds.
    """
    if isinstance(line, dict) and rules.drop:
        dropped = {(name,) for name in rules.drop}
        unread = tuple(loss for loss in unread if split(loss.path)[:1] not in dropped)
    line, body, path = _held(line, rules)
    converted, losses = _converted(body, path, rules, unread)
    if rules.field is None or not isinstance(line, dict):
        return converted, losses
    return {name: converted if name == rules.field else value for name, value in line.items()}, losses


def said_on(line: JsonValue, rules: LineRules) -> Record:
    """Give what a line says: the paths of losses are that value's, but for the record's own losses, whose paths are the line's.

    Raises:
        ConversionError: It is no conversation in the source's form.
    """
    _, body, path = _held(line, rules)
    return _record(body, path, rules)


def _held(line: JsonValue, rules: LineRules) -> tuple[JsonValue, JsonValue, str]:
    """Give a line without what is dropped of it, the body that it holds, and where that stands."""
    if isinstance(line, dict) and rules.drop:
        line = {name: value for name, value in line.items() if name not in rules.drop}
    if rules.field is None:
        return line, line, "$"
    if not isinstance(line, dict) or rules.field not in line:
        raise ConversionError("$", f"the line has no field {rules.field!r}")
    return line, line[rules.field], at("$", rules.field)


def _record(body: JsonValue, path: str, rules: LineRules) -> Record:
    form = FORMS.get(rules.source)
    return form.read(body, path, rules.keep) if form else _read(body, path, rules)


def _converted(body: JsonValue, path: str, rules: LineRules, unread: tuple[Loss, ...]) -> tuple[JsonValue, tuple[Loss, ...]]:
    into = FORMS.get(rules.target)
    record = _record(body, path, rules)
    target = get_form(into.dialect(record) if into and into.dialect else rules.target)
    read = None if record.dialect is None else get_form(record.dialect)
    value: Request | Response
    if isinstance(record.value, Request):
        value = handed_over(record.value, read, target)
        encoded = target.encode_request(without_model(value), rules.capabilities)
    else:
        value = handed_over(record.value, read, target)
        encoded = target.encode_response(value)
    written = {name: value for name, value in encoded.body.items() if name != "model" or value or record.named}
    if not into:
        _check_apart(record, written, target)
    losses: tuple[Loss, ...] = ()
    if rules.on_loss != "ignore":
        losses = (
            unread + all_losses(value, (*record.losses, *encoded.losses), target.name) + (left_by_batches(record, path) if into else ())
        )
        apply_loss_policy(losses, rules.on_loss)
    if into and into.write:
        return into.write(record, written, target.name, path), losses
    return {**record.own, **written}, losses


def _read(body: JsonValue, path: str, rules: LineRules) -> Record:
    """Read what is in a dialect, or in our saved form."""
    source = get_form(rules.source)
    if isinstance(body, list):
        body = {_list_field(source): body}
    if not isinstance(body, dict):
        hint = "a line is a request's body, a record that holds a conversation, or a list of messages"
        raise ConversionError(path, "this is neither an object nor a list of messages", hint=hint)
    losses: list[Loss] = []
    for name in ("messages", "tools"):  # a table's cell may hold their JSON text, which no wire does
        if isinstance(body.get(name), str) or (name == "tools" and _are_texts(body.get(name))):
            read = parsed(body[name], at(path, name), losses)
            body = {other: read if other == name else value for other, value in body.items() if other != name or read is not None}
    kept = {name: value for name, value in body.items() if name in rules.keep}
    named = "model" in body
    # Every wire has the field, and some insist on it; our own form ignores it, as an older field of saved chats.
    whole = {**({} if named or rules.source == SAVED else {"model": ""}), **body}
    check_messages(body, _list_field(source), source.name, path, whole=named)
    try:
        decoded = source.decode_request({name: value for name, value in whole.items() if name not in kept})
    except ConversionError:
        check_named(body, _list_field(source), source.name, path)
        raise
    request = decoded.value
    if not request.model_id:
        own = {} if rules.source == rules.target else _own_fields(body, request, source)
        kept |= own
        dropped = {*own, *({"model"} - body.keys())}
        left = {name: value for name, value in request.provider_data.get(source.name, {}).items() if name not in dropped}
        others = {name: fields for name, fields in request.provider_data.items() if name != source.name}
        request = request.model_copy(update={"provider_data": {**others, **({source.name: left} if left else {})}})
    return Record(request, kept, (*losses, *decoded.losses), source.name, named)


def _are_texts(value: JsonValue) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)


def _check_form(name: str, option: Literal["source", "target"]) -> None:
    """Refuse a name that no form has."""
    if name in FORMS:
        return
    try:
        get_form(name)
    except ConfigError as error:
        others = [other for other, form in FORMS.items() if option == "source" or form.write] + [SAVED]
        near = neighbour(name.replace(".", "-"), others, likeness=0.75)
        if near and (near == name.replace(".", "-") or "." not in name):
            raise ConfigError(f"there is no form {quoted(name)}", hint=f"did you mean {near}?", option=option) from None
        hint = error.hint if "." in name else f"it is a dialect, such as openai.chat, or {', '.join(others[:-1])} or {SAVED}"
        raise ConfigError(error.message, hint=hint, option=option) from None


def _own_fields(body: JsonObject, request: Request, source: Form) -> JsonObject:
    """Give the fields that the source kept as they were and that mean nothing to it."""
    left = request.provider_data.get(source.name, {})
    own = {name: value for name, value in body.items() if name in left and same_json(left[name], value)}
    if not own or not _means_something(own, source):
        return own
    return {name: value for name, value in own.items() if not _means_something({name: value}, source)}


def _check_apart(record: Record, written: JsonObject, target: Form) -> None:
    """Refuse a field of the line's own that would become part of the target's body."""
    kept, asked = record.own, isinstance(record.value, Request)
    if kept.keys().isdisjoint(written) and not (kept and asked and _means_something(kept, target)):
        return
    clashing = [name for name, value in kept.items() if name in written or (asked and _means_something({name: value}, target))]
    name = (clashing or list(kept))[0]
    raise ConversionError(
        at("$", name),
        f"the line's own field {name!r} would mean something in {target.name}",
        hint="rename the field, leave it out (drop), or put the body into a field beside it (field)",
    )


def _means_something(fields: JsonObject, form: Form) -> bool:
    """Tell whether a form understands fields: a request of nothing else isn't an empty one."""
    try:
        return _said(form, fields) != _nothing_said(form)
    except ConversionError:
        return True


@cache
def _nothing_said(form: Form) -> Request:
    return _said(form, {})


def _said(form: Form, fields: JsonObject) -> Request:
    return form.decode_request({"model": "", **_empty_body(form), **fields}).value.model_copy(update={"provider_data": {}})


def list_field(source: str) -> str:
    """Give the name of the field that a form keeps its list of messages in."""
    return _list_field(get_form(source))


@cache
def companions(source: str) -> tuple[str, ...]:
    """Name what a form says beside its messages and a table may have a column for."""
    return ("tools", *(name for name in ("system", "instructions") if _means_something({name: "x"}, get_form(source))))


def _list_field(form: Form) -> str:
    """Give the name of the field that a form keeps its list of messages in."""
    return next(name for name, value in _empty_body(form).items() if value == [])


@cache
def _empty_body(form: Form) -> JsonObject:
    return form.encode_request(Request(model_id="", messages=(), provider_data={})).body
