"""Twin of responses/stream/events.py: every event that the installed SDK knows is in the tables."""

from __future__ import annotations

from typing import get_args

from openai.types.responses import ResponseStreamEvent

from interlingua_openai.responses.stream.events import DELTAS, DONES, KNOWN, PARTS, SHOWN


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
