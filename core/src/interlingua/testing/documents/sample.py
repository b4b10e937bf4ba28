"""A sample: a body after a wire's documents, and the value that it means, written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast, get_args

from interlingua import errors
from interlingua.dialect import EVERYTHING
from interlingua.dialect.row_files import read_rows
from interlingua.dialect.rows import applied
from interlingua.errors import ConfigError, InterlinguaError
from interlingua.types import Request, Response, Value
from interlingua.types.json import copy_json, dumps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from interlingua.dialect import Capabilities
    from interlingua.types import JsonObject, JsonValue

Kind: TypeAlias = Literal["request", "response", "stream", "count", "sent", "asked", "counted", "answered", "streamed"]
"""What a sample shows: how a body is read (of a request, an answer, a stream, a count), or how a value is written (a request that is
sent, one that is sent for one answer, one whose tokens are counted, an answer, an answer that is streamed)."""

_ASKED: Final = ("title", "source", "seen", "what", "body")
_OPTIONAL: Final = ("headers", "value", "written", "assembled", "history", "named", "asides", "losses", "raises", "path", "row", "absent")
_ROWED: Final = frozenset({"sent", "asked", "counted"})
_WRITTEN: Final = _ROWED | {"answered", "streamed"}
_STREAMS: Final = frozenset({"stream", "streamed"})


@dataclass(frozen=True, slots=True)
class Sample:
    """A wire body and what it means.

    Attributes:
        title: What it shows, unique within its format.
        source: The page, or the recording, that it is written after.
        seen: The day on which that was read.
        what: What it shows.
        body: The body; of a stream its events, each the JSON of its data or the data itself.
        headers: The headers that belong to a request's body.
        value: What it means: a request, a response (of a stream that breaks, what had come), a number of tokens; None where reading raises.
            What is kept of the wire, in `provider_data`, counts where the value says some, and is left open elsewhere.
        written: What writing that value gives: the body again where nothing else is said; None where it is only read.
        assembled: The body of an answer after it was streamed and read; None where that is the body again.
        history: The messages that say an answer again in the next request, as the wire has them; None where nothing is said of it.
        named: Whether the events that are written are named after the type of their data.
        asides: The types of documented events of a stream that the wire has for something else than an answer's parts: they are shown.
        losses: What reading or writing can't carry over: path → kind, or the kinds of all that is told of the place.
        raises: The class of the error that reading or writing raises, or None.
        path: The place that the error names; None where the sample doesn't say it.
        capabilities: What the model takes that the value is written for: everything, where no row says otherwise.
        absent: What the wire that the value was read from means by leaving a field out, where the value is a converted body's
            (`Dialect.adopted`); None where it isn't.
    """

    title: str
    source: str
    seen: str
    what: Kind
    body: JsonValue
    headers: Mapping[str, str]
    value: Request | Response | int | None
    written: JsonObject | None
    assembled: JsonObject | None
    history: list[JsonValue] | None
    named: bool
    asides: frozenset[str]
    losses: Mapping[str, JsonValue]
    raises: type[InterlinguaError] | None
    path: str | None
    capabilities: Capabilities
    absent: JsonObject | None

    def __repr__(self) -> str:
        """Name it: whoever reads of a broken law looks it up."""
        return f"<{self.what} {self.title!r}>"

    @property
    def object(self) -> JsonObject:
        """A copy of the body of anything but a stream or its writing."""
        return cast("JsonObject", copy_json(self.body))

    @property
    def events(self) -> list[JsonObject | str]:
        """A copy of the events of a stream, read or written."""
        return cast("list[JsonObject | str]", copy_json(self.body))

    @property
    def stream(self) -> list[bytes]:
        """The events of a stream as bytes."""
        return [written_event(event) for event in self.events]

    @classmethod
    def read(cls, place: str, item: JsonValue) -> Sample:
        """Read a sample out of a file.

        Args:
            place: Where it stands, for the error.
            item: What stands there.

        Raises:
            ConfigError: It isn't a sample.
        """
        if not isinstance(item, dict):
            raise ConfigError(f"{place} isn't a sample", hint=f"a sample is an object with {', '.join(_ASKED)}")
        place = f"{place} ({item.get('title')!r})"
        if item.get("what") in _WRITTEN and "raises" in item:
            item = {"body": [] if item["what"] in _STREAMS else {}, **item}  # none is written
        if missing := [name for name in _ASKED if name not in item]:
            raise ConfigError(f"{place} has no {missing[0]!r}", hint=f"a sample has {', '.join(_ASKED)}")
        if strange := [name for name in item if name not in (*_ASKED, *_OPTIONAL)]:
            raise ConfigError(f"{place} has {strange[0]!r}, which no sample has", hint=f"it may have {', '.join(_OPTIONAL)}")
        if item["what"] not in get_args(Kind):
            raise ConfigError(f"{place} is of the kind {item['what']!r}", hint=f"say one of {', '.join(get_args(Kind))}")
        what = cast("Kind", item["what"])
        if not isinstance(item["body"], list if what in _STREAMS else dict):
            raise ConfigError(f"{place}: its body is no {'list of events' if what in _STREAMS else 'object'}", hint="see `what`")
        name = item.get("raises")
        raises = getattr(errors, name, None) if isinstance(name, str) else None
        if name is not None and not (isinstance(raises, type) and issubclass(raises, InterlinguaError)):
            raise ConfigError(f"{place} raises {name!r}, which is no error of interlingua's", hint="name one of interlingua.errors")
        if "value" not in item and (raises is None or what in _WRITTEN):
            raise ConfigError(f"{place} says neither what it means nor what it raises", hint="give it `value` or `raises`")
        return cls(
            title=str(item["title"]),
            source=str(item["source"]),
            seen=str(item["seen"]),
            what=what,
            body=item["body"],
            headers=cast("dict[str, str]", item.get("headers", {})),
            value=_value(place, what, item["value"]) if "value" in item else None,
            written=cast("JsonObject | None", item["written"] if "written" in item else item["body"] if what not in _STREAMS else None),
            assembled=cast("JsonObject | None", item.get("assembled")),
            history=_history(place, what, item.get("history")),
            named=item.get("named") is not False,
            asides=frozenset(cast("list[str]", item.get("asides", []))),
            losses=cast("JsonObject", item.get("losses", {})),
            raises=cast("type[InterlinguaError] | None", raises),
            path=cast("str | None", item.get("path")),
            capabilities=_capabilities(place, what, item.get("row")),
            absent=_absent(place, what, item.get("absent")),
        )


def _value(place: str, what: Kind, value: JsonValue) -> Request | Response | int:
    if what == "count":
        if isinstance(value, int):
            return value
        raise ConfigError(f"{place}: its value is no number of tokens", hint="say how many `decode_count` gives")
    kind = Request if what in {"request", *_ROWED} else Response
    try:
        read = kind.model_validate(value)
    except ValueError as error:  # pydantic's own, and ours of what no conversation holds
        raise ConfigError(f"{place}: its value is no {kind.__name__}: {error}", hint="write it as `to_dict()` does") from error
    if strange := next(_strange(read), None):
        raise ConfigError(f"{place}: its value has {strange!r}, which no {kind.__name__} has", hint="write it as `to_dict()` does")
    return read


def _history(place: str, what: Kind, history: JsonValue) -> list[JsonValue] | None:
    if history is None or (what == "response" and isinstance(history, list)):
        return history
    raise ConfigError(f"{place}: its history is none of an answer's", hint="a sample of `response` lists the messages of the next request")


def _strange(value: object) -> Iterator[str]:
    """Give the fields that a value keeps and doesn't know: in a sample they are slips."""
    if isinstance(value, tuple):
        for item in value:
            yield from _strange(item)
    elif isinstance(value, Value):
        yield from value.model_extra or ()
        for name in type(value).model_fields:
            yield from _strange(getattr(value, name))


def _capabilities(place: str, what: Kind, row: JsonValue) -> Capabilities:
    if row is None:
        return EVERYTHING
    if what not in _ROWED:
        raise ConfigError(f"{place} has a row, and reads a body", hint="a row is of `sent`, `asked` or `counted`: what the model takes")
    try:
        return applied(read_rows({"row": [row]}), (), ())
    except InterlinguaError as error:
        raise ConfigError(f"{place}: {error.sentence}", hint=error.hint) from None


def _absent(place: str, what: Kind, absent: JsonValue) -> JsonObject | None:
    if absent is not None and (what not in {"sent", "counted"} or not isinstance(absent, dict)):
        hint = "`absent` is of a sample of `sent` or `counted`: an object of what another wire means by leaving fields out"
        raise ConfigError(f"{place} says what is absent", hint=hint)
    return absent


def written_event(event: JsonObject | str) -> bytes:
    """Write an event of a stream: the JSON of its data, or the data itself; named where its data has a type."""
    if isinstance(event, str):
        return f"data: {event}\n\n".encode()
    name = f"event: {event['type']}\n" if isinstance(event.get("type"), str) else ""
    return name.encode() + b"data: " + dumps(event) + b"\n\n"
