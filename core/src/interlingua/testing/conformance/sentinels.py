"""Sentinels: texts that stand nowhere else, put in the place of what was said, and looked for on the other side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from interlingua.dialect import at
from interlingua.dialect.losses import covers, split
from interlingua.errors import ConversionError
from interlingua.testing.leaves import texts
from interlingua.testing.strategies import objects
from interlingua.types.base import MARKS
from interlingua.types.json import copy_json, dumps_text, loads, same_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from interlingua.types import JsonObject, JsonValue, Loss, Request, Response

SAID = frozenset({
    "text", "refusal", "arguments", "title", "cited_text", "url", "file_id", "data", "signature", "encrypted_content",
    "redacted_data", "description",
})  # fmt: skip
"""The fields of canonical values that hold what somebody said, in their own words."""

# Put together, as Hypothesis tries the texts that stand in a source, and one that nobody put there would be looked for in vain.
SENTINEL, *_OTHERS = [f"zq{number}qz" for number in range(5)]

ODD_SENTINELS: list[JsonValue] = [SENTINEL, [_OTHERS[0]], {"odd": _OTHERS[1]}, [{"type": "text", "text": _OTHERS[2]}, _OTHERS[3]]]
"""Values to put where others belong, each with a sentinel."""

_NOTES = frozenset({MARKS})  # a dialect's own in `provider_data`, of how the wire spelt something

_SENTINEL = re.compile(r"zq\d+qz")


def marked(value: JsonValue, numbers: Iterator[int]) -> JsonValue:
    """Put a sentinel into the place of everything that was said."""
    if isinstance(value, list):
        return [marked(item, numbers) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _marked_field(name, item, numbers) for name, item in value.items()}


def _marked_field(name: str, value: JsonValue, numbers: Iterator[int]) -> JsonValue:
    if name == "provider_data" or not isinstance(value, str) or name not in SAID:
        return value if name == "provider_data" else marked(value, numbers)
    sentinel = f"zq{next(numbers)}qz"
    return dumps_text({"said": sentinel}) if name == "arguments" else sentinel


def with_sentinels(body: JsonObject) -> JsonObject:
    """Put two unknown fields with a sentinel into every object of a body, one of them named as a converter names its own notes."""
    body = cast("JsonObject", copy_json(body))
    for number, place in enumerate(list(objects(body))):
        place["x_sentinel"] = f"zq{number}qz"
        place["$sentinel"] = f"zq{number}000qz"
    return body


def _sentinels(value: JsonValue, path: str = "$") -> Iterator[tuple[str, str]]:
    """Give each sentinel and where it stands."""
    if isinstance(value, str):
        for found in _SENTINEL.findall(value):
            yield found, path
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _sentinels(item, at(path, index))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _sentinels(item, at(path, name))
            yield from _sentinels(name, path)


def of_one_host(request: Request) -> JsonValue:
    """Give a request's JSON with only those sentinels that a host of its own says: no canonical value has them."""
    whole = request.to_dict()
    for_all = {found for found, path in _sentinels(_canonical(whole)) if path}
    return _without(whole, for_all)


def _canonical(value: JsonValue) -> JsonValue:
    """Give what the canonical values say: neither what is kept for a wire nor opaque parts."""
    if isinstance(value, list):
        return [_canonical(item) for item in value if not (isinstance(item, dict) and item.get("type") == "opaque")]
    if isinstance(value, dict):
        return {name: _canonical(item) for name, item in value.items() if name != "provider_data"}
    return value


def _without(value: JsonValue, sentinels: set[str]) -> JsonValue:
    """Blank sentinels."""
    if isinstance(value, list):
        return [_without(item, sentinels) for item in value]
    if isinstance(value, dict):
        return {name: _without(item, sentinels) for name, item in value.items()}
    return _SENTINEL.sub(lambda found: "" if found[0] in sentinels else found[0], value) if isinstance(value, str) else value


def sent_on(own: JsonValue, body: JsonValue) -> list[str]:
    """Give the paths in a body of the sentinels that a host of its own says."""
    foreign = {sentinel for sentinel, _ in _sentinels(own)}
    return [path for sentinel, path in _sentinels(body) if sentinel in foreign]


def vanished(before: JsonValue, after: JsonValue, losses: Iterable[Loss] = ()) -> list[str]:
    """Give the paths of the sentinels that are neither on the other side nor under a loss."""
    losses = tuple(losses)
    arrived = {sentinel for sentinel, _ in _sentinels(after)}
    return [
        path
        for sentinel, path in _sentinels(before)
        if sentinel not in arrived and not any(covers(loss.path, path) for loss in losses)
    ]  # fmt: skip


def untold(value: Request | Response, told: Iterable[Loss]) -> list[str]:
    """Give the paths of the sentinels that a value keeps for its own wire alone, and that no loss tells."""
    told = tuple(told)
    found = [(sentinel, path, "provider_data" in split(path)) for sentinel, path in _sentinels(value.to_dict())]
    for_all = {sentinel for sentinel, _, is_kept in found if not is_kept}
    return [
        path
        for sentinel, path, is_kept in found
        if is_kept and sentinel not in for_all and not any(covers(loss.path, path) for loss in told)
    ]  # fmt: skip


def made_up(before: JsonValue, after: JsonValue, marks: Iterable[str]) -> list[str]:
    """Give the texts of the output that are neither in the input, nor a piece of it, nor a word or a mark of the wire's."""
    known = set(texts(before, skip=_NOTES))
    unknown = set(texts(after, skip=_NOTES)) - known - set(marks)
    strange = [leaf for leaf in unknown if not _SENTINEL.search(leaf) and not re.fullmatch(r"[\w./-]*", leaf)]
    return [leaf for leaf in strange if not any(leaf in text for text in known) and not _is_said_as_json(leaf, before)]


def _is_said_as_json(text: str, value: JsonValue) -> bool:
    """Tell whether a text is the JSON of something in a value, as arguments are of a call's input."""
    try:
        said = loads(text)
    except ConversionError:
        return False
    return any(same_json(said, item) for item in _within(value))


def _within(value: JsonValue) -> Iterator[JsonValue]:
    yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _within(item)
