"""The fields of a body that only its source's dialect knows."""

from __future__ import annotations

from interlingua import AssistantMessage, Loss, Request, TextPart, Tool, UserMessage
from interlingua.dialect import left_behind

KEPT = {
    "a.b": {"colour": "red", "$odd": 1, "nothing": None, "empty": [{}, ""]},
    "c.d": {"size": 0},
    "$marks": {"a.b": {"spelling": {"x": [1]}, "place": "here", "item": {"fields": {"id": "i", "status": None}, "marks": {"x": 1}}}},
    "$host": {"a.b": "a"},
}


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
