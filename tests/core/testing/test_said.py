"""Twin of testing/conformance/said.py: what two values say to every caller alike."""

from __future__ import annotations

import pytest

from interlingua.testing.conformance.said import kept_where_told, meaning, needs_marks, said
from interlingua.types import (
    AssistantMessage,
    Loss,
    OpaquePart,
    Request,
    Response,
    TextPart,
    ToolCallPart,
    ToolMessage,
    Usage,
    UserMessage,
)


def test_what_only_one_wire_knows_is_left_out() -> None:
    """At any depth; a block that isn't modelled stays as it is, though it has a field of that name."""
    part = TextPart("hi").model_copy(update={"provider_data": {"toy": {"cache": 1}}})
    opaque = OpaquePart("toy", {"provider_data": 1})

    assert said(AssistantMessage([part, opaque])) == said(AssistantMessage([TextPart("hi"), opaque]))
    assert said(AssistantMessage([opaque])) == {
        "role": "assistant",
        "content": [{"type": "opaque", "dialect": "toy", "data": {"provider_data": 1}}],
    }


def test_what_is_kept_counts_where_the_other_keeps_something() -> None:
    """Spellings count where the other has them, or says that there are none; what lies in a block that isn't modelled is no such thing."""
    kept = {"toy": {"cache": 1}}
    marked = kept | {"$marks": {"toy": {"a": 1}}}
    opaque = OpaquePart("toy", {"provider_data": {"a": 1}})
    parts = [TextPart("hi", provider_data=marked), opaque, TextPart("ho", provider_data=kept)]
    found = AssistantMessage(parts, provider_data=kept)

    assert kept_where_told(found, AssistantMessage([TextPart("hi"), opaque, TextPart("ho", provider_data=kept)])) == [kept]
    assert kept_where_told(found, AssistantMessage([TextPart("hi", provider_data=kept), opaque, TextPart("ho")])) == [kept]
    assert kept_where_told(found, AssistantMessage([TextPart("hi", provider_data=marked), opaque, TextPart("ho")])) == [marked]
    assert kept_where_told(AssistantMessage([TextPart("hi")]), AssistantMessage([TextPart("hi", provider_data=kept)])) == [{}]
    none = AssistantMessage([TextPart("hi", provider_data=kept | {"$marks": {}})])
    assert kept_where_told(AssistantMessage([TextPart("hi", provider_data=marked)]), none) == [marked]
    assert kept_where_told(AssistantMessage([TextPart("hi", provider_data=kept)]), none) == kept_where_told(none, none) == [kept]


@pytest.mark.parametrize("value", [None, 0, 12])
def test_a_number_says_itself(value: int | None) -> None:
    """A count of tokens, or that nothing is said of the value."""
    assert said(value) == value
    assert meaning(value) == value
    assert kept_where_told(value, value) is None


def test_how_an_answer_was_read_is_no_meaning() -> None:
    """Losses, the wire's own word and how it counts cached tokens; the reason and the figures are."""
    plain = Response(message=AssistantMessage("hi"), finish_reason="stop", usage=Usage(3))
    told = plain.model_copy(
        update={
            "losses": (Loss("$", "lost"),),
            "provider_finish_reason": "done",
            "usage": Usage(3).model_copy(update={"input_includes_cache": False}),
        }
    )

    assert meaning(told) == meaning(plain)
    assert meaning(plain.model_copy(update={"finish_reason": "length"})) != meaning(plain)
    assert meaning(plain.model_copy(update={"usage": Usage(4)})) != meaning(plain)


def _with_ids(*ids: str) -> Request:
    calls = [ToolCallPart(id_, "look", "{}") for id_ in ids[:2]]
    results = [ToolMessage(tool_call_id=id_, content="there") for id_ in ids[2:]]
    return Request(messages=(UserMessage("hi"), AssistantMessage(calls), *results), provider_data={})


def test_ids_count_by_their_order() -> None:
    """A wire may spell them anew, but not answer another call."""
    assert meaning(_with_ids("a", "b", "a", "b")) == meaning(_with_ids("call_1", "call_2", "call_1", "call_2"))
    assert meaning(_with_ids("a", "b", "a", "b")) != meaning(_with_ids("a", "b", "b", "a"))


def test_which_values_need_marks() -> None:
    """Those with a block that names no type, in whichever message."""
    nameless, named = OpaquePart("toy", {"a": 1}), OpaquePart("toy", {"type": "b"})

    assert needs_marks(Response(message=AssistantMessage([TextPart("x"), nameless]), finish_reason="stop"))
    assert needs_marks(Request(messages=(UserMessage("x"), AssistantMessage([nameless])), provider_data={}))
    assert not needs_marks(Response(message=AssistantMessage([named]), finish_reason="stop"))
