"""Twin of kept.py: what is kept of a wire object, and how it is put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.dialect import NOTHING, Kept, LossLog, difference, restored
from interlingua.testing.strategies import json_objects
from interlingua.types.json import copy_json, same_json

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

DIALECT = "a.b"
OUR_NAMES = ("$marks", "$spelling", "spelling", "within", "fields", "marks", "item", "form", "$content", "$$x", DIALECT)


def log() -> LossLog:
    """A log that stands at a part."""
    log = LossLog(DIALECT, "$.messages", 2)
    log.part = 1
    return log


def named_like_ours() -> st.SearchStrategy[JsonObject]:
    """Objects whose fields bear the names that the mechanism itself uses, nested."""
    leaves: st.SearchStrategy[JsonValue] = st.sampled_from([None, 1, 1.0, True, "x", [], [1], ["x", None]])
    inner = st.recursive(leaves, lambda below: st.dictionaries(st.sampled_from(OUR_NAMES), below, max_size=3), max_leaves=6)
    return st.dictionaries(st.sampled_from(OUR_NAMES), inner, max_size=4)


class TestRoundTrip:
    """Whatever the reference says, the difference makes the wire's own object of it."""

    @given(wire=json_objects(), reference=json_objects(), shared=json_objects())
    def test_any_object(self, wire: JsonObject, reference: JsonObject, shared: JsonObject) -> None:
        """Also after it was kept under a dialect's name and read again; the reference stays as it is, and nothing is told."""
        wire, reference = {**shared, **wire}, {**shared, **reference}
        before, losses = copy_json(reference), log()

        kept = Kept.of(difference(wire, reference).under(DIALECT), DIALECT)

        assert same_json(restored(reference, kept, losses), wire)
        assert same_json(reference, before)
        assert [] == losses.records

    @given(wire=named_like_ours(), reference=named_like_ours())
    def test_names_of_ours(self, wire: JsonObject, reference: JsonObject) -> None:
        """No name on the wire can be taken for one of the mechanism's own."""
        kept = Kept.of(difference(wire, reference).under(DIALECT), DIALECT)

        assert same_json(restored(reference, kept, log()), wire)
        assert Kept.from_json(kept.to_json()) == kept

    @given(wire=json_objects())
    def test_nothing_is_kept_of_what_the_reference_says(self, wire: JsonObject) -> None:
        """An object that is its own reference leaves nothing."""
        assert difference(wire, copy_json(wire)) == NOTHING  # type: ignore[arg-type]  # a copy of an object is one
        assert {} == NOTHING.under(DIALECT)


class TestDifference:
    """Fields stand under the wire's own names, and marks apart from them."""

    def test_unknown_fields_are_kept_as_they_are(self) -> None:
        """A field that the reference doesn't have stands under its own name, also inside an object."""
        kept = difference({"a": 1, "in": {"b": 2, "new": None}}, {"in": {"b": 2}})

        assert Kept({"a": 1, "in": {"new": None}}) == kept

    def test_spellings_are_marks(self) -> None:
        """A value that is spelt otherwise, and one that is absent, are marked: inside an object, within it."""
        kept = difference({"n": 1, "in": {"m": 2}}, {"n": 1.0, "absent": True, "in": {"m": 2.0}})

        assert {"spelling": {"absent": [True], "n": [1.0, 1]}, "within": {"in": {"spelling": {"m": [2.0, 2]}}}} == kept.marks
        assert {} == kept.fields
        assert {"$marks": {DIALECT: kept.marks}} == kept.under(DIALECT)

    def test_what_is_dealt_with_elsewhere(self) -> None:
        """A field that is left out of the comparison is neither kept nor absent."""
        assert NOTHING == difference({"a": 1}, {"b": 2}, leave={"a", "b"})
        assert NOTHING is difference({"a": 1}, {"a": 1})
        assert Kept({"z": 2}) == difference({"a": 1, "z": 2}, {}, leave={"a"})


class TestRestored:
    """A canonical value always wins."""

    def test_another_spelling_counts_only_while_the_value_is_the_same(self) -> None:
        """A value that was changed after decoding is said as changed, and nothing is told."""
        kept, losses = difference({"n": 1}, {"n": 1.0, "absent": True}), log()

        assert {"n": 1} == restored({"n": 1.0, "absent": True}, kept, losses)
        assert {"n": 2.0, "absent": False} == restored({"n": 2.0, "absent": False}, kept, losses)
        assert [] == losses.records

    def test_fields_of_the_reference_win_and_the_others_are_told(self) -> None:
        """What a caller puts into provider_data adds fields, and replaces none; one that disagrees is a hint with its path."""
        losses = log()

        out = restored({"a": 1, "in": {"b": 2}, "c": 3}, Kept({"a": 5, "in": {"b": 6, "d": 7}, "c": {"e": 1}}), losses, ".usage")

        assert {"a": 1, "in": {"b": 2, "d": 7}, "c": 3} == out
        path = "$.messages[2].content[1].usage.provider_data['a.b']"
        assert [f"{path}.a", f"{path}.in.b", f"{path}.c"] == [loss.path for loss in losses.records]
        assert {("hint", "a canonical field says `a` as well, and wins")} == {
            (loss.kind, loss.reason) for loss in losses.records if loss.path.endswith(".a")
        }

    @pytest.mark.parametrize("kept", [1.0, None, "", [], {}, [{}, None]])
    def test_what_agrees_or_says_nothing_is_no_loss(self, kept: JsonValue) -> None:
        """An equal value keeps the spelling by hand (1.0 for 1); null and what is empty contradict nothing."""
        losses = log()

        out = restored({"x": 1}, Kept({"x": kept}), losses)

        assert same_json({"x": 1.0 if kept == 1.0 else 1}, out)
        assert [] == losses.records

    def test_canonical_json_is_never_joined(self) -> None:
        """An object that is one value, such as a schema, has no room for half of another one, however deep it stands."""
        reference: JsonObject = {"schema": {"a": 1}, "in": {"schema": {"a": 1}, "b": {}}}
        kept, losses = Kept({"schema": {"x": 2}, "in": {"schema": {"x": 2}, "b": {"y": 3}}}), log()

        assert {"schema": {"a": 1}, "in": {"schema": {"a": 1}, "b": {"y": 3}}} == restored(reference, kept, losses, whole=("schema",))
        assert [".schema", ".in.schema"] == [loss.path.partition("['a.b']")[2] for loss in losses.records]

    def test_what_is_said_twice_is_no_loss(self) -> None:
        """The same value beside itself, of any type."""
        said: JsonObject = {"t": "x", "l": [1, "y"], "b": True}
        losses = log()

        assert said == restored(said, Kept(said), losses)
        assert [] == losses.records

    def test_true_is_no_number(self) -> None:
        """So a kept `true` beside 1 is another value."""
        losses = log()

        assert {"x": 1} == restored({"x": 1}, Kept({"x": True}), losses)
        assert 1 == len(losses.records)

    @pytest.mark.parametrize(
        "marks",
        [
            {"spelling": None},
            {"spelling": {"a": 5}},
            {"spelling": {"a": []}},
            {"spelling": {"other": [1, 2]}},
            {"within": 1},
            {"within": {"a": 1, "no": {}}},
            {"within": {"o": 1}},
        ],
    )
    def test_a_mark_that_is_none_of_ours_is_harmless(self, marks: JsonObject) -> None:
        """provider_data written by hand can't break an encoder."""
        assert {"a": 1, "o": {"b": 2}} == restored({"a": 1, "o": {"b": 2}}, Kept({}, marks), log())
        assert NOTHING == Kept.of({"$marks": {DIALECT: 1}}, DIALECT)
        assert NOTHING == Kept.from_json([marks])


class TestKept:
    """One value, whose methods give new ones."""

    def test_beside_other_dialects(self) -> None:
        """Putting it into a value's provider_data leaves what others keep there, fields and marks alike."""
        before: dict[str, JsonObject] = {
            "a.b": {"x": 1},
            "c.d": {"y": 2},
            "$host": {"a.b": "a"},
            "$marks": {"a.b": {"p": 1}, "c.d": {"q": 2}},
        }

        assert Kept({"x": 1}, {"p": 1}) == Kept.of(before, DIALECT)
        assert {"a.b": {"z": 3}, "c.d": {"y": 2}, "$host": {"a.b": "a"}, "$marks": {"c.d": {"q": 2}}} == Kept({"z": 3}).among(
            before, DIALECT
        )
        assert {"c.d": {"y": 2}, "$host": {"a.b": "a"}, "$marks": {"c.d": {"q": 2}}} == NOTHING.among(before, DIALECT)
        assert {"$marks": {"a.b": {"p": 1}}} == Kept({}, {"p": 1}).among({}, DIALECT)
        assert {"a.b": {"z": 3}} == Kept({"z": 3}).among({}, DIALECT)
        assert ({}, {"fields": {"z": 3}}, {"marks": {"p": 1}}) == (
            NOTHING.to_json(),
            Kept({"z": 3}).to_json(),
            Kept({}, {"p": 1}).to_json(),
        )

    def test_own_marks(self) -> None:
        """A dialect's own marks stand beside spellings, and neither disturbs the other."""
        kept = Kept({"f": 1}).marked("place", "top").spelled("n", [1.0, 1]).spelled("content", "list")

        assert ("top", None) == (kept.mark("place"), kept.mark("n"))
        assert ([1.0, 1], None, None) == (kept.spelling("n"), kept.spelling("content"), kept.spelling("place"))
        assert ("list", None) == (kept.form("content"), kept.form("n"))
        assert kept.without_spelling("n") == Kept({"f": 1}, {"place": "top", "spelling": {"content": "list"}})
        assert kept.without_spelling("n").without_spelling("content").marks == {"place": "top"}
        assert kept.without_spelling("odd") is kept
        assert kept.without("f") == Kept({}, kept.marks)
        assert kept.with_field("f", 2) == Kept({"f": 2}, kept.marks)
        assert kept.fields == {"f": 1}
        assert not NOTHING
        assert Kept({}, {"place": 1})

    @pytest.mark.parametrize(
        ("wire", "reference", "form"),
        [
            ({}, "", "absent"),
            ({"content": None}, [], "null"),
            ({"content": []}, None, "list"),
            ({"content": "a"}, "a", None),
            ({"content": None}, None, None),
            ({"content": [1]}, [1], None),
        ],
    )
    def test_forms(self, wire: JsonObject, reference: JsonValue, form: str | None) -> None:
        """Absent, null and list are said by a word; the reference's own spelling needs none."""
        kept = Kept({"a": 1}).spelled("b", [1]).with_form(wire, reference)

        assert form == kept.form("content")
        assert [1] == kept.spelling("b")
        other = {name.replace("content", "output"): value for name, value in wire.items()}
        assert form == NOTHING.with_form(other, reference, "output").form("output")
