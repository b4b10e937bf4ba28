"""Saved JSON of format 1, read as what it means today. Pure, and frozen: nothing writes that format any more.

In it, a dialect's marks stood among the fields of `provider_data` and of opaque parts, under names that begin with `$`, so that a
wire's own field of such a name had to be refused or escaped. Each of the three dialects that there were had its own words for them.
Now marks stand apart (see `interlingua.dialect.kept`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from interlingua.types.base import MARKS

if TYPE_CHECKING:
    from interlingua.types.base import JsonObject, JsonValue

_CLAUDE, _CHAT, _RESPONSES = "anthropic.messages", "openai.chat", "openai.responses"
_SPELLING: Final = "$spelling"

# Fields of our values that hold somebody else's JSON.
_VERBATIM: Final = frozenset({"data", "input_schema", "json_schema", "metadata", "parsed"})

# OpenAI's dialects: the marks that stood among the spellings, and their names today.
_OWN: Final = {
    "own id": "own_id", "as it is": "as_it_is", "item": "item", "place": "place", "events": "events"
}  # fmt: skip

# Claude's dialect: what its encoder writes in the place of a field that was marked as absent. Ids are the value's own.
_WRITTEN: Final[JsonObject] = {
    "content": [], "input": {}, "input_schema": {"type": "object", "properties": {}}, "role": "assistant", "type": "message"
}  # fmt: skip

# The one key around a wire's object in an opaque part, and what kind of object it was.
_WRAPPED: Final = {
    (_CHAT, "$message"): "message", (_CHAT, "$tool_call"): "tool_call", (_CHAT, "$function_call"): "function_call",
    (_RESPONSES, "$item"): "item", (_RESPONSES, "$content"): "block",
}  # fmt: skip


def from_format_1(value: JsonValue) -> JsonValue:
    """Give a conversation, request or response, or anything in one, as the later formats say it."""
    if isinstance(value, list):
        return [from_format_1(item) for item in value]
    if not isinstance(value, dict):
        return value
    out: JsonObject = {name: item if name in _VERBATIM or name == "provider_data" else from_format_1(item) for name, item in value.items()}
    data, dialect, provider_data = out.get("data"), out.get("dialect"), out.get("provider_data")
    if out.get("type") == "opaque" and isinstance(data, dict) and isinstance(dialect, str):
        out["data"], marks = _unwrapped(data, dialect)
        if marks:
            out["provider_data"] = {MARKS: {dialect: marks}}
    elif isinstance(provider_data, dict):
        out["provider_data"] = _parted(provider_data, out)
    return out


def _unwrapped(data: JsonObject, dialect: str) -> tuple[JsonObject, JsonObject]:
    """Give the wire's object of an opaque part, and the marks that stood in it."""
    wrapper = next((name for name in data if (dialect, name) in _WRAPPED), None)
    inner = data.get(wrapper) if wrapper else None
    if wrapper is None or not isinstance(inner, dict):
        return data, {}
    _, marks = _openai({_SPELLING: data.get(_SPELLING, {})})
    kind = inner.get("type")
    tells = isinstance(kind, str) and (kind == "refusal" or kind.startswith(("input_", "output_")))
    return inner, marks if wrapper == "$content" and tells else {"form": _WRAPPED[dialect, wrapper], **marks}


def _parted(provider_data: JsonObject, owner: JsonObject) -> JsonObject:
    """Part the fields of each dialect from its marks."""
    out: JsonObject = {}
    all_marks: JsonObject = {}
    for dialect, kept in provider_data.items():
        fields, marks = cast("JsonObject", kept), cast("JsonObject", {})
        if isinstance(kept, dict) and dialect == _CLAUDE:
            fields, marks = _claude(kept, owner)
        elif isinstance(kept, dict) and dialect in {_CHAT, _RESPONSES}:
            fields, marks = _openai(kept)
            if dialect == _CHAT and owner.get("type") == "reasoning" and "field" in fields:
                marks["field"] = fields.pop("field")
            if dialect == _CHAT and isinstance(choices := fields.get("choices"), list) and "message" in owner:
                _part_choice(choices, fields, marks)
        if fields or not kept:  # an empty one says whose a citation is
            out[dialect] = fields
        if marks:
            all_marks[dialect] = marks
    return {**out, MARKS: all_marks} if all_marks else out


def _claude(kept: JsonObject, owner: JsonObject) -> tuple[JsonObject, JsonObject]:
    marks: JsonObject = {name[1:]: value for name, value in kept.items() if name[:1] == "$" and name[:2] != "$$"}
    fields: JsonObject = {name.removeprefix("$"): value for name, value in kept.items() if name[:1] != "$" or name[:2] == "$$"}
    reason = "end_turn" if owner.get("finish_reason") == "other" else None
    written = {**_WRITTEN, "id": owner.get("id"), "tool_use_id": owner.get("tool_call_id"), "stop_reason": reason}
    absent = marks.pop("absent", [])
    spelling: JsonObject = {name: [written.get(name)] for name in absent if isinstance(name, str)} if isinstance(absent, list) else {}
    turn, answer = owner.get("type") is None and isinstance(owner.get("role"), str), "message" in owner
    places = {
        "content": turn or answer, "stop_reason": answer, "type": answer, "role": answer,
        "id": owner.get("type") == "tool_call", "tool_use_id": owner.get("role") == "tool",
    }  # fmt: skip
    for name, is_written in places.items():
        if is_written and name in fields:
            spelling[name] = [written[name], fields.pop(name)]
    if spelling:
        marks["spelling"] = spelling
    if isinstance(around := marks.get("turn"), dict):
        marks["turn"] = _around(*_claude(around, {"role": "user"}))
    return fields, marks


def _openai(kept: JsonObject) -> tuple[JsonObject, JsonObject]:
    fields: JsonObject = {}
    within: JsonObject = {}
    spelling = kept.get(_SPELLING)
    marks = _openai_marks(spelling) if isinstance(spelling, dict) else {}
    for name, value in kept.items():
        if name == _SPELLING and isinstance(value, dict):
            continue
        inner, inner_marks = _openai(value) if isinstance(value, dict) else (value, None)
        if inner_marks:
            within[name] = inner_marks
        if inner or not inner_marks:
            fields[name] = inner
    return fields, {**marks, "within": within} if within else marks


def _part_choice(choices: list[JsonValue], fields: JsonObject, marks: JsonObject) -> None:
    """Part the fields of the choice that is the response from its marks, which stand within the choices today."""
    place = marks.get("choice", 0)
    own = choices[place] if isinstance(place, int) and place < len(choices) else None
    if not isinstance(own, dict):
        return
    own_fields, own_marks = _openai(own)
    others = [choice for choice in choices if choice is not own]
    if own_fields or others:
        fields["choices"] = [own_fields if choice is own else choice for choice in choices]
    else:
        del fields["choices"]
    if own_marks:
        within = marks.get("within")
        marks["within"] = {**(within if isinstance(within, dict) else {}), "choices": own_marks}


def _openai_marks(kept: JsonObject) -> JsonObject:
    """Read what stood under `$spelling`: spellings of fields, and the dialects' own marks among them."""
    marks: JsonObject = {}
    spelling: JsonObject = {}
    for word, found in kept.items():
        if word == "max_tokens" and (found == word or (isinstance(found, list) and found[:1] == [word])):
            marks["max_tokens_field"] = word  # the older name of the limit, and how a float of it was spelled
            if isinstance(found, list) and isinstance(limit := found[-1], float):
                spelling[word] = [int(limit), limit]
        elif word == "place" and isinstance(found, int):
            marks["choice"] = found
        elif word == "item" and isinstance(found, dict):
            marks["item"] = _around(*_openai(found))
        elif word in _OWN:
            marks[_OWN[word]] = found
        else:
            spelling["answer_id" if word == "id in an answer" else word] = found
    return {**marks, "spelling": spelling} if spelling else marks


def _around(fields: JsonObject, marks: JsonObject) -> JsonObject:
    """Say what is kept of an object that stands around a value."""
    return {**({"fields": fields} if fields else {}), **({"marks": marks} if marks else {})}
