"""Ids for calls that the wire leaves without one, and for those whose id it refuses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interlingua.dialect import NOTHING, Kept
from interlingua_anthropic.messages.tool_ids import ToolIds, WireIds, is_accepted, mapped_id

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue

ACCEPTED = re.compile(r"^[a-zA-Z0-9_-]+\Z")


class TestIn:
    """What the wire leaves out is made up."""

    def test_in_order(self) -> None:
        """Ids are counted, and results answer the earliest call that waits."""
        ids = ToolIds("msg_1")
        calls = [ids.of_call(), ids.of_call()]

        assert calls == ["msg_1_0", "msg_1_1"]
        assert [ids.of_result(), ids.of_result(), ids.of_result()] == ["msg_1_0", "msg_1_1", "msg_1_2"]
        assert ids.of_call() == "msg_1_3"

    @pytest.mark.parametrize("own", [{"type": "tool_use", "id": "call_0"}, {"content": [{"type": "tool_use", "id": "call_0"}]}])
    def test_ids_of_other_calls(self, own: JsonObject) -> None:
        """One that is made up is no other call's, be it in a later block or turn."""
        ids = ToolIds(content=[{"content": "hi"}, {"type": "text"}, {"type": "tool_use"}, own, None])

        assert [ids.of_call(), ids.of_call(), ids.of_result()] == ["call_0_", "call_1", "call_0_"]

    def test_what_was_made(self) -> None:
        """An id that was made up is known as such."""
        ids = ToolIds()
        ids.of_call()

        assert ids.has_made("call_0")
        assert not ids.has_made("call_1")


@pytest.mark.parametrize(
    ("tool_id", "expected"),
    [("toolu_01-a", True), ("", False), ("functions.get:0", False), ("call_1\n", False), ("é", False), ("٣", False), ("a b", False)],
)
def test_is_accepted(tool_id: str, expected: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """The API takes ASCII letters and digits, `_` and `-`, and at least one of them."""
    assert is_accepted(tool_id) is expected


def test_mapped_id() -> None:
    """A mapped id still shows the original, and ends in the beginning of its SHA-256."""
    assert mapped_id("functions.get:0") == "functions_get_0_019a016c"
    assert mapped_id("") == "call_e3b0c442"
    assert mapped_id("\ud800") != mapped_id("\ud801")
    assert mapped_id("a.b", 1) != mapped_id("a.b")


def had(field: str, original: str, *wires: JsonValue) -> Kept:
    """What a call or result keeps of an id: the conversation's, and what the wire had, if it had the field."""
    return NOTHING.spelled(field, [original, *wires])


class TestOut:
    """What the wire refuses is mapped, what it said itself goes back."""

    @given(originals=st.lists(st.text("a.:_0é\ud800", max_size=4), unique=True))
    @example(originals=["functions.get:0", "functions.get_0", "functions_get_0", mapped_id("functions.get:0")])
    @example(originals=[mapped_id("functions.get:0"), "functions.get:0", mapped_id("functions.get:0", 1)])
    def test_injective(self, originals: list[str]) -> None:
        """Each original has an id of its own that the wire takes, whatever comes after it, and its result has the same."""
        ids, beginning = WireIds(), WireIds()

        wire = [ids.of_call(original, NOTHING)["id"] for original in originals]

        assert len(set(map(str, wire))) == len(originals)
        assert all(ACCEPTED.match(str(item)) for item in wire)
        assert [ids.of_result(original, NOTHING) for original in originals] == [{"tool_use_id": item} for item in wire]
        assert [beginning.of_call(original, NOTHING)["id"] for original in originals[:2]] == wire[:2]

    def test_accepted_stay(self) -> None:
        """An id that the wire takes stays as it is."""
        assert WireIds().of_call("call_1", NOTHING) == {"id": "call_1"}
        assert WireIds().of_result("call_1", NOTHING) == {"tool_use_id": "call_1"}

    @pytest.mark.parametrize("result", [had("tool_use_id", "a:1", "a:1"), NOTHING])
    def test_from_this_wire(self, result: Kept) -> None:
        """An id that this wire said goes back as it was, and the result of its call with it."""
        ids = WireIds()

        assert ids.of_call("a:1", had("id", "a:1", "a:1")) == {"id": "a:1"}
        assert ids.of_result("a:1", result) == {"tool_use_id": "a:1"}

    def test_odd_ids_from_this_wire(self) -> None:
        """An empty id, null and none at all go back, and the results say the same of them."""
        ids = WireIds()

        assert [
            ids.of_call("call_0", had("id", "call_0", "")),
            ids.of_call("call_1", had("id", "call_1", None)),
            ids.of_call("call_2", had("id", "call_2")),
        ] == [{"id": ""}, {"id": None}, {}]
        assert [ids.of_result(f"call_{number}", NOTHING) for number in range(3)] == [{"tool_use_id": ""}, {"tool_use_id": None}, {}]
        assert ids.of_result("call_9", had("tool_use_id", "call_9")) == {}

    def test_outdated(self) -> None:
        """An id that somebody has changed since is the conversation's."""
        ids = WireIds()

        assert ids.of_call("a-2", had("id", "a:1", "a:1")) == {"id": "a-2"}
        assert ids.of_result("a-2", had("tool_use_id", "a:1", "a:1")) == {"tool_use_id": "a-2"}

    def test_mixed(self) -> None:
        """The result of a mapped call goes with it, wherever the result came from; so does the result of the later of two calls."""
        ids = WireIds()
        mapped = mapped_id("a:1")

        assert ids.of_call("a:1", NOTHING) == {"id": mapped}
        assert ids.of_result("a:1", had("tool_use_id", "a:1", "a:1")) == {"tool_use_id": mapped}
        assert ids.of_call("a:1", had("id", "a:1", "a:1")) == {"id": "a:1"}
        assert ids.of_call("a:1", NOTHING) == {"id": mapped}
        assert ids.of_result("a:1", NOTHING) == {"tool_use_id": mapped}

    def test_orphan_from_this_wire(self) -> None:
        """A result without a call goes back as it was."""
        assert WireIds().of_result("a:1", had("tool_use_id", "a:1", "a:1")) == {"tool_use_id": "a:1"}
