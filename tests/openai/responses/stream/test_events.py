"""Twin of responses/stream/events.py: every event that the installed SDK knows is in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from openai.types.responses import ResponseStreamEvent

from interlingua_openai.responses.stream.events import DELTAS, DONES, KNOWN, PARTS, SHOWN, error_of, is_error

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


def sdk_events() -> dict[str, type]:
    """Walk the SDK's union: an event's type → its class."""
    union = get_args(ResponseStreamEvent)[0]  # the rest of the annotation is the discriminator
    return {get_args(member.model_fields["type"].annotation)[0]: member for member in get_args(union)}


def test_every_event_is_known() -> None:
    """None would be taken for one that nobody has heard of."""
    events = sdk_events()

    assert len(events) >= 59
    assert events.keys() - KNOWN == set()
    assert KNOWN - events.keys() == {"keepalive", "ping"}


def test_the_fields_of_texts_are_the_sdks() -> None:
    """A piece stands in `delta`, the whole text in the table's field, and its place in the table's number."""
    events = sdk_events()

    for name, said in DELTAS.items():
        assert "delta" in events[name].model_fields
        assert not said.number or said.number in events[name].model_fields
    for name, said in DONES.items():
        assert said.field in events[name].model_fields
    for name, (_, number) in PARTS.items():
        assert {"part", number} <= events[f"{name}.added"].model_fields.keys()


def test_shown_events_bring_no_text_of_the_answer() -> None:
    """But previews and sounds, which no part holds."""
    assert not SHOWN & (DELTAS.keys() | DONES.keys())


@pytest.mark.parametrize(
    ("event", "error"),
    [
        ({"type": "error", "code": "c", "message": "m"}, {"code": "c", "message": "m"}),
        ({"type": "error", "error": {"type": "too_many_requests"}}, {"type": "too_many_requests"}),
        ({"type": "too_many_requests"}, {"type": "too_many_requests"}),
        ({"error": "too_many_requests"}, {"message": "too_many_requests", "error": "too_many_requests"}),
        ({"code": "too_many_requests"}, {"code": "too_many_requests"}),
    ],
)
def test_where_an_error_is(event: JsonObject, error: JsonValue) -> None:
    """In an object of its own, in a text, or in the event itself, which may be nothing but its word."""
    kind = event.get("type")
    name = kind if isinstance(kind, str) else ""

    assert error == error_of(event)
    assert name == "error" or is_error(event, name)


@pytest.mark.parametrize(
    "event", [{"type": "response.new", "code": "x"}, {"type": "response.new", "error": "x"}, {"type": "x", "error": None}, {}]
)
def test_what_is_no_error(event: JsonObject) -> None:
    """An event that nobody has heard of may have a field by such a name."""
    assert not is_error(event, str(event.get("type", "")))
