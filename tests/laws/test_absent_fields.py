"""What a body means by leaving a field out goes along to another wire; one test for each row of the page's table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from interlingua import Model, Request, Tool, UserMessage, convert, get_dialect
from interlingua.dialect import Capabilities

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "hand-over.md"
CLAUDE, CHAT, RESPONSES, SAVED = "anthropic.messages", "openai.chat", "openai.responses", "interlingua"

CLOSED: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": False}
LOOSE: JsonObject = {"type": "object", "properties": {"a": {"type": "string"}}}
OPEN: JsonObject = {"type": "object", "properties": {}, "additionalProperties": True}


def body_of(wire: str, schema: JsonObject = CLOSED, **fields: JsonValue) -> JsonObject:
    """A body with one tool that says nothing of `strict`."""
    said: JsonValue = [{"role": "user", "content": "hi"}]
    if wire == CHAT:
        return {"model": "m", "messages": said, "tools": [{"type": "function", "function": {"name": "f", "parameters": schema}}], **fields}
    if wire == RESPONSES:
        return {"model": "m", "input": said, "tools": [{"type": "function", "name": "f", "parameters": schema}], **fields}
    return {"model": "m", "max_tokens": 9, "messages": said, "tools": [{"name": "f", "input_schema": schema}], **fields}


def tool_in(body: JsonObject) -> JsonObject:
    """The fields of a body's tool."""
    (tool,) = body["tools"]  # type: ignore[misc,union-attr]  # JSON
    return tool.get("function", tool) if isinstance(tool, dict) else {}  # type: ignore[return-value]  # JSON


STRICT = [
    (CHAT, RESPONSES, False),
    (CLAUDE, RESPONSES, False),
    (RESPONSES, CHAT, True),
    (RESPONSES, CLAUDE, True),
    (CHAT, CLAUDE, None),
    (CLAUDE, CHAT, None),
    (CHAT, CHAT, None),
    (RESPONSES, RESPONSES, None),
    (CLAUDE, CLAUDE, None),
]


@pytest.mark.parametrize(("source", "target", "strict"), STRICT)
def test_strict(source: str, target: str, strict: JsonValue) -> None:
    """By `convert` and by hand-over, also by way of our saved form; without a loss, and at home the body is what it was."""
    body = body_of(source)
    request = get_dialect(source).decode_request(body).value
    saved = convert(body, source=source, target=SAVED, on_loss="strict").body
    again = convert(saved, source=SAVED, target=target, on_loss="strict").body

    assert strict == tool_in(convert(body, source=source, target=target, on_loss="strict").body).get("strict")
    assert strict == tool_in(get_dialect(target).encode_request(request).body).get("strict") == tool_in(again).get("strict")
    home = get_dialect(source)
    assert home.wire_normal_form(body) == home.wire_normal_form(home.encode_request(request).body)
    assert request.tools == (Tool("f", None, CLOSED),)


@pytest.mark.parametrize("wire", [CHAT, RESPONSES, CLAUDE])
def test_strict_of_a_tool_made_by_hand(wire: str) -> None:
    """Is left to the provider, on each wire."""
    request = Request(model_id="m", messages=[UserMessage("hi")], max_tokens=9, tools=[Tool("f", None, CLOSED)])

    assert "strict" not in tool_in(get_dialect(wire).encode_request(request).body)


@pytest.mark.parametrize("null", [CHAT, RESPONSES])
def test_strict_that_is_null_is_absent(null: str) -> None:
    """And comes back as null."""
    body = body_of(null)
    tool_in(body)["strict"] = None
    other = {CHAT: RESPONSES, RESPONSES: CHAT}[null]

    assert (null == RESPONSES) == tool_in(convert(body, source=null, target=other, on_loss="record").body)["strict"]
    assert body == convert(body, source=null, target=null, on_loss="strict").body


def test_strict_where_the_schema_must_be_made_one() -> None:
    """As the API itself would make it; each change is a hint."""
    chat = convert(body_of(RESPONSES, LOOSE), source=RESPONSES, target=CHAT)
    claude = convert(body_of(RESPONSES, LOOSE), source=RESPONSES, target=CLAUDE)

    assert {"name": "f", "parameters": CLOSED, "strict": True} == tool_in(chat.body)
    assert ["$.tools[0].provider_data['$meant'].strict"] * 2 == [loss.path for loss in chat.losses]
    assert {"name": "f", "input_schema": {**LOOSE, "additionalProperties": False}, "strict": True} == tool_in(claude.body)
    assert ["$.tools[0].input_schema"] == [loss.path for loss in claude.losses]
    assert {"hint"} == {loss.kind for loss in (*chat.losses, *claude.losses)}


def test_strict_where_the_schema_can_be_none() -> None:
    """The API then goes without, and so does the other; Claude's model isn't held to it either, which is told."""
    bounded: JsonObject = {**CLOSED, "properties": {"a": {"type": "integer", "minimum": 1}}}
    for schema in (OPEN, bounded):
        claude = convert(body_of(RESPONSES, schema), source=RESPONSES, target=CLAUDE)

        assert {"name": "f", "input_schema": schema} == tool_in(claude.body)
        assert [("$.tools[0].provider_data['$meant'].strict", "hint")] == [(loss.path, loss.kind) for loss in claude.losses]
    assert {"name": "f", "parameters": OPEN} == tool_in(
        convert(body_of(RESPONSES, OPEN), source=RESPONSES, target=CHAT, on_loss="strict").body
    )


@pytest.mark.parametrize("target", [CHAT, RESPONSES, CLAUDE])
def test_strict_on_a_model_that_has_none(target: str) -> None:
    """Only a wish for it is told: not to be strict is what such a model does."""
    lacks = Capabilities(frozenset({"tool_strict"}))
    for source in (RESPONSES, CHAT, CLAUDE):
        encoded = get_dialect(target).encode_request(get_dialect(source).decode_request(body_of(source)).value, lacks)
        told = ["$.tools[0].provider_data['$meant'].strict"] if source == RESPONSES != target else []

        assert "strict" not in tool_in(encoded.body)
        assert told == [loss.path for loss in encoded.losses]


@pytest.mark.parametrize(
    ("source", "said", "target", "store"),
    [
        (CHAT, {}, RESPONSES, False),
        (CLAUDE, {}, RESPONSES, False),
        (CHAT, {"store": True}, RESPONSES, True),
        (CHAT, {"store": False}, RESPONSES, False),
        (RESPONSES, {}, CHAT, None),
        (RESPONSES, {"store": True}, CHAT, True),
        (RESPONSES, {"store": False}, CHAT, False),
        (RESPONSES, {}, CLAUDE, None),
        (RESPONSES, {}, RESPONSES, None),
        (CHAT, {"store": None}, CHAT, None),
    ],
)
def test_store(source: str, said: JsonObject, target: str, store: JsonValue) -> None:
    """What nobody asked to store isn't stored; one that was said goes over as itself."""
    body = body_of(source, **said)
    encoded = convert(body, source=source, target=target, on_loss="strict")

    assert store == encoded.body.get("store")
    assert () == encoded.losses


@pytest.mark.parametrize(("source", "target"), [(CHAT, RESPONSES), (RESPONSES, CHAT)])
def test_store_is_no_business_of_another_host(source: str, target: str) -> None:
    """A `Model` that a read request is handed to sends what its own call says: hosts refuse fields that they don't know."""
    request = get_dialect(source).decode_request(body_of(source, store=True)).value

    assert "store" not in get_dialect(target).encode_request(request).body


def test_store_of_a_list_of_messages_alone() -> None:
    """A body that names no model is no call, and no server would store it."""
    assert "store" not in convert({"messages": [{"role": "user", "content": "hi"}]}, source=CHAT, target=RESPONSES).body


SAME = ["parallel_tool_calls", "tool_choice", "temperature", "top_p", "output_schema.strict", "truncation", "reasoning.summary"]


@pytest.mark.parametrize(("source", "target"), [(source, target) for source, target, _ in STRICT if source != target])
def test_fields_whose_absence_means_the_same(source: str, target: str) -> None:
    """Nothing is written for them, and nothing told."""
    encoded = convert(body_of(source), source=source, target=target, on_loss="strict")

    assert not encoded.body.keys() & {
        "parallel_tool_calls",
        "tool_choice",
        "temperature",
        "top_p",
        "truncation",
        "text",
        "reasoning",
        "stop",
    }


def test_max_tokens() -> None:
    """Claude asks for it: a `Model` fills in the most that the model takes, and a converter invents no limit."""
    body = body_of(CHAT)

    assert "max_tokens" not in convert(body, source=CHAT, target=CLAUDE).body
    assert 0 < Model("anthropic:claude-opus-4-8").prepare(get_dialect(CHAT).decode_request(body).value).body["max_tokens"]  # type: ignore[operator]  # JSON


def test_every_row_of_the_page_has_its_test() -> None:
    """And the other way round."""
    table = PAGE.read_text().partition("## What a body means by leaving a field out")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)

    assert sorted(["strict", "store", "max_tokens", *SAME]) == sorted(rows)
    for name, wire in ((CHAT, "strict"), (RESPONSES, "strict"), (CLAUDE, "store")):
        assert wire in get_dialect(name).absent
