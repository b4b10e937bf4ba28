"""What stands beside a change: a caller who adds, mends or takes away one thing changes nothing else."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from interlingua.errors import ConversionError
from interlingua.testing.conformance.expect import about, expect_none
from interlingua.testing.conformance.laws import proves
from interlingua.testing.conformance.said import needs_marks
from interlingua.testing.conformance.sentinels import with_sentinels
from interlingua.testing.conformance.strategies import DialectStrategies
from interlingua.testing.leaves import fields
from interlingua.types import Request, Response
from interlingua.types.json import dumps_text, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from interlingua.testing.documents import Sample
    from interlingua.types import JsonObject, JsonValue

_Leaf: TypeAlias = str | int | float | tuple[str]  # the latter a field's name or a type, which a lone text may be written without

_ADDED: Final = "and more"


class BesideChanges(DialectStrategies):
    """A value that was read is changed in one place, and written."""

    @proves(2, needs="samples")
    def test_what_stands_beside_a_change_comes_back(self) -> None:
        """Who mends an answer, or adds a text to it, must not lose the signature of the call, the mark or the source beside it."""
        for sample, value, before in self._read_samples():
            said = set(_said(value.to_dict()))
            for change in (_with_first, _with_last, _respelt):
                after = self._leaves_of(_changed(value, change))
                if after is not None:
                    gone = [leaf for leaf in before - after if leaf not in said and f"{leaf}{_ADDED}" not in after]
                    gone = [leaf for leaf in gone if not (isinstance(leaf, tuple) and leaf in after)]  # a name may stand there less often
                    with about(sample), about(change.__name__):
                        expect_none(gone, "it has gone, though something else was changed")

    @proves(2, needs="samples")
    def test_what_stands_beside_a_gap_comes_back(self) -> None:
        """Who takes one call, source or tool out of several leaves the others whole, with all that only their wire knows of them."""
        for sample, value, before in self._read_samples():
            for place, count in _lists(value.to_dict()):
                gone: Counter[_Leaf] = Counter()
                for index in range(count):
                    after = self._leaves_of(_without(value, place, index))
                    if after is None:
                        break
                    said_once = [leaf for leaf in before - after if before[leaf] == 1 and not isinstance(leaf, tuple)]
                    gone.update(leaf for leaf in said_once if not any(str(leaf) in str(other) for other in after))
                else:
                    with about(sample), about(place):
                        # What goes with one item is that item's own.
                        expect_none([leaf for leaf, times in gone.items() if times > 1], "it goes with one item, and with another")

    def _read_samples(self) -> Iterator[tuple[Sample, Request | Response, Counter[_Leaf]]]:
        for sample in self.samples("request", "response"):
            for body in (sample.object, with_sentinels(sample.object)):
                value = self.read(sample.what, body, sample.headers or None).value
                leaves = None if needs_marks(value) or sample.written is None else self._leaves_of(value)
                if leaves is not None:
                    yield sample, value, leaves

    def _leaves_of(self, value: Request | Response) -> Counter[_Leaf] | None:
        """Write a value; None where the wire can't say it, or says that it loses something."""
        try:
            encoded = self.written(value)
        except ConversionError:
            return None
        return None if encoded.losses else Counter(_leaves(encoded.body))


def _changed(value: Request | Response, change: Callable[[JsonObject], None]) -> Request | Response:
    """Change each message."""
    body = value.to_dict()
    messages = body["messages"] if isinstance(value, Request) else [body["message"]]
    for message in cast("list[JsonObject]", messages):
        change(message)
    return type(value).model_validate(body)


def _with_first(message: JsonObject) -> None:
    """Put a text in front of what is said."""
    if message["role"] in {"assistant", "user"}:
        _parts(message).insert(0, {"type": "text", "text": _ADDED})


def _with_last(message: JsonObject) -> None:
    """Put a text behind what is said."""
    if message["role"] in {"assistant", "user"}:
        _parts(message).append({"type": "text", "text": _ADDED})


def _respelt(message: JsonObject) -> None:
    """Put a word behind each text, and into the arguments of each call."""
    for part in _parts(message):
        if part["type"] == "text":
            part["text"] = f"{part['text']}{_ADDED}"
        elif part["type"] == "tool_call":
            arguments = _loaded(part["arguments"])
            part["arguments"] = dumps_text({**arguments, "more": 1}) if isinstance(arguments, dict) else f"{part['arguments']}{_ADDED}"


def _parts(message: JsonObject) -> list[JsonObject]:
    return cast("list[JsonObject]", message["content"])


def _lists(value: JsonValue, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Give the lists of several items, but for the messages: what one turn says may go with the turn before."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in {"provider_data", "data", "losses", "blocks"}:  # reasoning is signed whole
                yield from _lists(item, (*place, name))
    elif isinstance(value, list):
        if place != ("messages",) and len(value) > 1:
            yield place, len(value)
        for index, item in enumerate(value):
            yield from _lists(item, (*place, index))


def _without(value: Request | Response, place: tuple[str | int, ...], index: int) -> Request | Response:
    """Take an item out of a list; with a call, its results."""
    body = value.to_dict()
    found: JsonValue = body
    for key in place:
        found = found[key]  # type: ignore[index]  # the value's own way
    gone = cast("list[JsonValue]", found).pop(index)
    if isinstance(gone, dict) and gone.get("type") == "tool_call" and isinstance(messages := body.get("messages"), list):
        body["messages"] = [message for message in messages if cast("JsonObject", message).get("tool_call_id") != gone["id"]]
    return type(value).model_validate(body)


def _said(value: JsonValue) -> Iterator[_Leaf]:
    """Give the texts and arguments; where one is JSON, what it holds too: some wires say it as JSON of its own."""
    if isinstance(value, list):
        for item in value:
            yield from _said(item)
    elif isinstance(value, dict):
        for name in ("text", "arguments"):
            if isinstance(text := value.get(name), str):
                yield text
                yield from _leaves({"text": _loaded(text)})
        yield from _said([item for name, item in value.items() if name != "provider_data"])


def _loaded(text: JsonValue) -> JsonValue:
    try:
        return loads(cast("str", text))
    except ConversionError:
        return None


def _leaves(value: JsonValue) -> Iterator[_Leaf]:
    for name, item in fields(value):
        yield (name,)
        if isinstance(item, str | int | float) and not isinstance(item, bool):
            yield (str(item),) if name in {"type", "role"} else item
