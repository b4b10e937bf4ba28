"""`interlingua.types.request`: what is asked, values only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from hypothesis import given

import interlingua
from interlingua.testing import strategies as canonical
from interlingua.types import OutputSchema, Request, ToolChoice, UserMessage
from interlingua.types.json import dumps, loads
from interlingua.types.request import RequestFields


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


def test_a_model_need_not_be_named() -> None:
    """It is absent then; JSON that was saved with an empty name keeps it."""
    unnamed = Request(messages=())

    assert unnamed.model_id is None
    assert unnamed.to_dict() == {"messages": [], "stream": False}
    assert Request.model_validate({"messages": []}) == Request(model_id=None, messages=()) == unnamed
    assert Request.model_validate({"model_id": "", "messages": []}).model_id == ""


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


def test_a_call_may_set_every_field() -> None:
    """What a type checker knows of a call's arguments is what a request has, but for those that `complete` names itself."""
    arguments = get_type_hints(RequestFields, localns={"Sequence": Sequence})
    fields = {name: field for name, field in Request.model_fields.items() if name not in {"model_id", "messages", "tools", "stream"}}

    assert set(arguments) == set(fields)
    for name in ("parallel_tool_calls", "max_tokens", "temperature", "top_p", "top_k", "seed", "reasoning"):
        strict, _ = get_args(fields[name].annotation)
        assert arguments[name] is getattr(strict, "__origin__", strict)


@pytest.mark.parametrize("name", ["temperature", "top_p"])
def test_a_field_is_named_in_few_files(name: str) -> None:
    """Where it is, among the features and their words, where its limits are read and held to, and as an option. All else follows."""
    core = Path(interlingua.__file__).parent
    places = [path for path in core.rglob("*.py") if re.search(rf'"{name}"|^ +{name}: ', path.read_text(), re.MULTILINE)]
    naming = {str(path.relative_to(core)) for path in places}

    limits = {"dialect/row_files.py", "dialect/fit/settings.py"}
    features = {"dialect/capabilities.py", "dialect/feature_words.py"}
    assert naming == {"types/request.py", *features, *limits, "provider/options.py"}
