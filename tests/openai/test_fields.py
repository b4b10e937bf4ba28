"""Twin of fields.py: the plain fields of a request, both ways."""

from __future__ import annotations

import pytest

from interlingua.dialect import Capabilities, LossLog
from interlingua.errors import ConversionError
from interlingua.types import JsonObject, JsonValue, ReasoningConfig, Request
from interlingua.types.json import same_json
from interlingua_openai.fields import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    OBJECT,
    WHOLE_NUMBER,
    Kind,
    PlainField,
    encode_effort,
    encode_plain,
    encode_unknown,
    read_plain,
)

TABLE = (
    PlainField("temperature", "heat", NUMBER),
    PlainField("max_tokens", "limit", INTEGER),
    PlainField("seed", "seed", WHOLE_NUMBER),
    PlainField("parallel_tool_calls", "parallel", BOOLEAN),
    PlainField("metadata", "metadata", OBJECT),
)
VALUES: list[JsonValue] = [True, 7, 7.0, 0.5, "7", [], {}]


@pytest.mark.parametrize(
    ("kind", "fitting"),
    [(NUMBER, [7, 7.0, 0.5]), (INTEGER, [7]), (WHOLE_NUMBER, [7, 7.0]), (BOOLEAN, [True]), (OBJECT, [{}])],
    ids=["number", "integer", "whole number", "boolean", "object"],
)
def test_what_a_field_can_hold(kind: Kind, fitting: list[JsonValue]) -> None:
    """A value of its own type; true is no number."""
    assert same_json([value for value in VALUES if kind.fits(value)], fitting)


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (NUMBER, 1, 1.0),
        (NUMBER, -(2**53), -(2.0**53)),
        (NUMBER, 2**53 + 1, None),  # as a float it would be another
        (NUMBER, 10**400, None),  # it can't be a float
        (NUMBER, 1e300, 1e300),
        (WHOLE_NUMBER, 7.0, 7),
        (INTEGER, 7, 7),
        (BOOLEAN, False, False),
        (OBJECT, {"a": 1}, {"a": 1}),
    ],
)
def test_how_a_request_holds_it(kind: Kind, value: JsonValue, read: JsonValue) -> None:
    """In its own type, or not at all where that would change it."""
    assert same_json(kind.read(value), read)


def test_fields_are_read() -> None:
    """With what the encoder writes for them; a null is nothing, and so is what a request can't hold."""
    fields: dict[str, object] = {}
    reference: JsonObject = {}
    body: JsonObject = {"heat": 1, "limit": 5, "seed": None, "parallel": False, "x": 1, "stream": True}
    nothing: JsonObject = {}

    read_plain(body, fields, reference, TABLE, refuses=True)
    read_plain({"heat": 10**400, "stream": False}, {}, nothing, TABLE, refuses=True)

    assert fields == {"temperature": 1.0, "max_tokens": 5, "parallel_tool_calls": False, "stream": True}
    assert same_json(reference, {"heat": 1.0, "limit": 5, "parallel": False, "stream": True})
    assert nothing == {}


def test_a_value_of_another_type() -> None:
    """Is refused with its path, or read as nothing where a dialect takes any; `stream` is refused by both."""
    reference: JsonObject = {}

    with pytest.raises(ConversionError) as raised:
        read_plain({"limit": 5.5}, {}, {}, TABLE, refuses=True)
    assert raised.value.path == "$.limit"
    read_plain({"limit": 5.5}, {}, reference, TABLE, refuses=False)
    assert reference == {}
    with pytest.raises(ConversionError) as raised:
        read_plain({"stream": "yes"}, {}, {}, TABLE, refuses=False)
    assert raised.value.path == "$.stream"


def test_fields_are_written() -> None:
    """Under the host's names."""
    request = Request(model_id="m", messages=(), max_tokens=0, seed=3, metadata={})
    body: JsonObject = {}

    encode_plain(request, Capabilities(field_names={"seed": "random_seed"}), TABLE, body)

    assert body == {"limit": 0, "random_seed": 3, "metadata": {}}


def test_fields_that_the_wire_does_not_have() -> None:
    """Are written where the host has them, and told where it hasn't."""
    request = Request(model_id="m", messages=(), top_k=3, stop=("a",), seed=1)
    body: JsonObject = {}
    log = LossLog("some.dialect")
    host = Capabilities(field_names={"stop": "stops"})

    encode_unknown(request, host, (("stop", "stop texts"), ("top_k", "top_k"), ("seed", "seed")), body, log)
    encode_unknown(Request(model_id="m", messages=()), host, (("stop", "stop texts"),), body, log)

    assert body == {"stops": ["a"]}
    assert [("$.top_k", "this wire has no top_k"), ("$.seed", "this wire has no seed")] == [
        (loss.path, loss.reason) for loss in log.records
    ]


@pytest.mark.parametrize(
    ("reasoning", "effort", "paths"),
    [
        (None, None, []),
        (ReasoningConfig(provider_data={}), None, []),
        (ReasoningConfig(effort="low", provider_data={}), "low", []),
        (ReasoningConfig(effort="low", budget_tokens=9, provider_data={}), "low", ["$.reasoning.budget_tokens"]),
    ],
)
def test_effort(reasoning: ReasoningConfig | None, effort: str | None, paths: list[str]) -> None:
    """Is said; a budget never is."""
    request = Request(model_id="m", messages=(), reasoning=reasoning)
    log = LossLog("some.dialect")

    assert encode_effort(request, log) == effort
    assert [(loss.path, loss.kind) for loss in log.records] == [(path, "hint") for path in paths]
