"""The plain fields of a request, both ways."""

from __future__ import annotations

import pytest
from tests.anthropic.bodies import NAME

from interlingua.dialect import NOTHING, Kept, LossLog
from interlingua.types import JsonObject, JsonValue, Request
from interlingua.types.json import same_json
from interlingua_anthropic.messages.fields import put_fields, take_fields


@pytest.mark.parametrize(
    ("wire", "value", "kept"),
    [
        ({"max_tokens": 5}, 5, NOTHING),
        ({"temperature": 0.5}, 0.5, NOTHING),
        ({"temperature": 1}, 1.0, NOTHING.spelled("temperature", [1.0, 1])),
        ({"temperature": 1.5}, 1.5, NOTHING.marked("verbatim", {"temperature": 1.5})),
        ({"top_p": 0}, 0.0, NOTHING.spelled("top_p", [0.0, 0])),
        ({"stop_sequences": ["END"]}, ["END"], NOTHING),
        ({"metadata": {"user_id": None}}, {"user_id": None}, NOTHING),
        ({"metadata": {"team": "x"}}, {"team": "x"}, NOTHING.marked("verbatim", {"metadata": {"team": "x"}})),
        ({"stream": True}, True, NOTHING),
    ],
    ids=str,
)
def test_both_ways(wire: JsonObject, value: JsonValue, kept: Kept) -> None:
    """A field of the documented type is ours, and is written as it was read."""
    rest = dict(wire)
    fields, found = take_fields(rest)
    body: JsonObject = {}
    log = LossLog(NAME)

    put_fields(Request.model_validate({"model_id": "m", "messages": [], **fields}), body, found, log)

    assert rest == {}
    assert same_json([*fields.values()], [value])
    assert found == kept
    assert [*body.values()] == [*wire.values()]
    assert log.records == []


@pytest.mark.parametrize(
    "wire",
    [
        {"max_tokens": 1.0},
        {"temperature": "hot"},
        {"temperature": 10**400},
        {"top_k": True},
        {"stop_sequences": "END"},
        {"metadata": []},
        {"stream": 1},
        {"top_p": None},
    ],
    ids=str,
)
def test_odd_values(wire: JsonObject) -> None:
    """A value of another type, or null, is left to be kept."""
    rest = dict(wire)

    assert take_fields(rest) == ({}, NOTHING)
    assert rest == wire


def test_a_false_stream_says_nothing() -> None:
    """It is the default, and none is written."""
    body: JsonObject = {}
    put_fields(Request(model_id="m", messages=()), body, NOTHING, LossLog(NAME))

    assert body == {}


def test_a_value_that_was_changed_is_cut() -> None:
    """What this wire had goes back as it was; another value is cut to what the API takes."""
    _, kept = take_fields({"temperature": 1.5})
    body: JsonObject = {}
    log = LossLog(NAME)

    put_fields(Request(model_id="m", messages=(), temperature=1.7), body, kept, log)

    assert body == {"temperature": 1.0}
    assert [(loss.path, loss.replaced_by) for loss in log.records] == [("$.temperature", 1.0)]
