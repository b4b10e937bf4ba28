"""`interlingua.types.request`: what is asked, values only."""

from __future__ import annotations

import pytest
from hypothesis import given

from interlingua.testing import strategies as canonical
from interlingua.types import OutputSchema, Request, ToolChoice, UserMessage
from interlingua.types.json import dumps, loads


@given(request=canonical.requests())
def test_json(request: Request) -> None:
    """A request comes back from its JSON, equal."""
    assert Request.model_validate(loads(dumps(request.to_dict()))) == request


def test_what_was_not_said_is_absent() -> None:
    """A request says no more than its caller did."""
    assert Request(model_id="m", messages=[UserMessage("hi")]).to_dict() == {
        "model_id": "m",
        "messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}],
        "stream": False,
    }


@pytest.mark.parametrize("word", ["auto", "none", "required"])
def test_tool_choice_by_a_word(word: str) -> None:
    """A bare word stands for the choice."""
    assert Request(model_id="m", messages=(), tool_choice=word).tool_choice == ToolChoice(word)  # type: ignore[arg-type]


def test_output_schema() -> None:
    """A bare JSON schema stands for the output schema; a whole one is taken as it is."""
    schema = {"type": "object"}

    assert Request(model_id="m", messages=(), output_schema=schema).output_schema == OutputSchema(schema)  # type: ignore[arg-type]
    for whole in (OutputSchema(schema, "invoice"), {"json_schema": schema, "name": "invoice"}):
        assert Request(model_id="m", messages=(), output_schema=whole).output_schema == OutputSchema(schema, "invoice")  # type: ignore[arg-type]


@pytest.mark.parametrize("stop", ["END", ["END"], ("END",)])
def test_stop(stop: object) -> None:
    """One text stands for a tuple of it."""
    assert Request(model_id="m", messages=(), stop=stop).stop == ("END",)  # type: ignore[arg-type]


def test_empty_is_not_absent() -> None:
    """No stop texts and an empty list of them are two things."""
    assert Request(model_id="m", messages=(), stop=()).to_dict()["stop"] == []
