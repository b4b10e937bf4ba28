"""`interlingua.dialect.losses`: where an encoder stands, what it writes down, what is left behind, and paths taken apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua import AssistantMessage, Loss, Request, TextPart, Tool, ToolCallPart, UserMessage
from interlingua.dialect import LossLog, at, left_behind
from interlingua.dialect.losses import covers, split
from interlingua.testing import strategies as canonical

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

KEPT = {
    "a.b": {"colour": "red", "$odd": 1, "nothing": None, "empty": [{}, ""]},
    "c.d": {"size": 0},
    "$marks": {"a.b": {"spelling": {"x": [1]}, "place": "here", "item": {"fields": {"id": "i", "status": None}, "marks": {"x": 1}}}},
    "$host": {"a.b": "a"},
}
STEPS = st.lists(canonical.texts() | st.integers(0, 1000), max_size=5).map(tuple)


def test_a_loss_stands_where_the_encoder_does() -> None:
    """By message and part, or below them."""
    log = LossLog("a.b", "$.messages")
    log.message, log.part = 2, 1

    log.lose("why", "hint")
    log.lose("deeper", "content", below=".citations[0]", replaced_by="x")

    assert [
        Loss("$.messages[2].content[1]", "why", "hint"),
        Loss("$.messages[2].content[1].citations[0]", "deeper", "content", "x"),
    ] == log.records


def test_the_root_alone() -> None:
    """A response's message is the root itself; an index 0 is one."""
    assert "$" == LossLog("a.b").path
    assert "$.messages[0]" == LossLog("a.b", "$.messages", 0).path
    log = LossLog("a.b", "$.message")
    log.part = 0
    assert "$.message.content[0]" == log.path


def test_any_other_place() -> None:
    """A path that is named is taken as it is."""
    log = LossLog("a.b", "$.messages", 1)

    log.add("$.seed", "this wire has no seed", "hint")

    assert [Loss("$.seed", "this wire has no seed", "hint")] == log.records


def test_each_field_of_another_dialect_is_a_hint_with_its_path() -> None:
    """On the request, a message, a part and a tool, in the order of the value."""
    message = UserMessage([TextPart("x", provider_data={"a.b": {"p": 1}})], provider_data={"a.b": {"m": 1}})
    tool = Tool("t", provider_data={"a.b": {"tool": False}})

    found = left_behind(Request(model_id="m", messages=(message,), tools=(tool,), provider_data={"a.b": {"r": 1}}), "c.d", ())

    assert [
        "$.messages[0].content[0].provider_data['a.b'].p",
        "$.messages[0].provider_data['a.b'].m",
        "$.tools[0].provider_data['a.b'].tool",
        "$.provider_data['a.b'].r",
    ] == [loss.path for loss in found]
    assert {"hint"} == {loss.kind for loss in found}


def test_marks_and_fields_that_say_nothing_are_passed_over() -> None:
    """A spelling is no field, null and empty ones say nothing; a field that begins with `$` is one, as is one of an object around."""
    found = left_behind(AssistantMessage("x", provider_data=KEPT), "c.d", ())

    assert [
        "$.provider_data['a.b'].colour",
        "$.provider_data['a.b']['$odd']",
        "$.provider_data['$marks']['a.b'].item.fields.id",
    ] == [loss.path for loss in found]
    assert "a field of a.b that c.d doesn't know" == found[0].reason


def test_the_targets_own_fields_are_written_by_it() -> None:
    """So they aren't left behind."""
    assert ["$.provider_data['c.d'].size"] == [loss.path for loss in left_behind(UserMessage("x", provider_data=KEPT), "a.b", ())]


def test_what_is_told_already_is_not_told_twice() -> None:
    """A part that is lost as a whole takes its fields with it."""
    request = Request(model_id="m", messages=(UserMessage([TextPart("x", provider_data={"a.b": {"p": 1}})]),))

    assert () == left_behind(request, "c.d", (Loss("$.messages[0].content[0]", "gone"),))


@given(steps=STEPS)
def test_there_and_back(steps: tuple[str | int, ...]) -> None:
    """A path holds its steps, whatever the keys are, and can be printed."""
    path = at("$", *steps)

    assert split(path) == steps
    assert path.encode()


@given(steps=STEPS, more=STEPS)
def test_composed_step_by_step(steps: tuple[str | int, ...], more: tuple[str | int, ...]) -> None:
    """A path can be gone on with."""
    assert at(at("$", *steps), *more) == at("$", *steps, *more)


@pytest.mark.parametrize("text", ["", "messages", "$messages", "$.", "$.a.", "$[", "$[-1]", "$['a]", "$.a b", "$[0", "a$.b"])
def test_no_path(text: str) -> None:
    """What is no path is refused."""
    with pytest.raises(ValueError, match=r"is no JSON path"):
        split(text)


@pytest.mark.parametrize(
    ("path", "other", "does"),
    [
        ("$", "$.messages[0]", True),
        ("$.messages[1]", "$.messages[1].content[0].text", True),
        ("$.messages[1]", "$.messages[1]", True),
        ("$.messages[1]", "$.messages[10]", False),
        ("$.messages[1].content", "$.messages[1]", False),
        ("$['a.b']", "$['a.b'].c", True),
        ("$.a", "$['a.b']", False),
    ],
)
def test_covers(path: str, other: str, does: bool) -> None:  # noqa: FBT001 - a table's column
    """A place covers itself and all that it holds."""
    assert covers(path, other) is does


@pytest.mark.parametrize(
    ("ours", "wire", "told"),
    [
        ([], {"odd": "secret"}, True),
        ([], ["a", 5], True),
        ([], 5, True),
        ("call_0", {"id": 1}, True),
        (0, "odd", True),
        ([], "", False),
        ([], None, False),
        (1.0, 1, False),
        (1, True, True),
        ('{"a": [1, "x\\ny", true]}', {"a": [1, "x\ny", True]}, False),
        ('{"a": 1}', {"a": 1, "b": 2}, True),
        ("no JSON", ["no JSON"], False),
        ("stop", "a word beside it", False),
    ],
)
def test_a_spelling_that_says_more_is_told(ours: JsonValue, wire: JsonValue, told: bool) -> None:  # noqa: FBT001 - a case
    """What stood where ours stands is no other spelling of it, if it says what neither ours does nor a field beside it."""
    marks: JsonObject = {"spelling": {"f": [ours, wire], "form": "list"}, "within": {"in": {"spelling": {"g": [ours, wire]}}}}
    value = ToolCallPart("id", "a word beside it", "{}", provider_data={"$marks": {"a.b": {**marks, "item": {"marks": marks}}}})
    place = "$.provider_data['$marks']['a.b']"

    found = [loss.path for loss in left_behind(value, "c.d", ())]
    assert () == left_behind(TextPart("x", provider_data={"$marks": {"a.b": 1, "c": {"spelling": {"f": [[], None, "odd"]}}}}), "c.d", ())  # type: ignore[dict-item]  # written by hand

    places = [".spelling.f", ".within.in.spelling.g", ".item.marks.spelling.f", ".item.marks.within.in.spelling.g"]
    assert [place + below for below in places if told] == found
