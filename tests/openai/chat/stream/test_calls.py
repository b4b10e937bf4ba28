"""Twin of chat/stream/calls.py: deltas of tool calls add up, each in its own call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua.types.json import copy_json
from interlingua_openai.chat.stream.calls import CallSoFar, CallsSoFar

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue


def calls_of(*items: JsonObject) -> list[JsonValue]:
    """Add up deltas of tool calls."""
    calls = CallsSoFar()
    for item in items:
        calls.add(copy_json(item))  # type: ignore[arg-type]  # a copy of an object is one
    return calls.whole()


def call(call_id: str | None = None, name: str | None = None, arguments: JsonValue = None, **fields: JsonValue) -> JsonObject:
    """One delta of a call."""
    said: JsonObject = {} if name is None else {"name": name}
    if arguments is not None:
        said["arguments"] = arguments
    return {**({} if call_id is None else {"id": call_id}), **fields, "function": said}


A = {"name": "f", "arguments": '{"a":1}'}
B = {"name": "g", "arguments": "{}"}
CALLS: list[tuple[list[JsonObject], JsonValue]] = [
    # OpenAI: interleaved by index
    (
        [
            call("1", "f", "", index=0, type="function"),
            call("2", "g", "", index=1, type="function"),
            call(None, None, '{"a"', index=0),
            call(None, None, "{}", index=1),
            call(None, None, ":1}", index=0),
        ],
        [{"id": "1", "type": "function", "function": A}, {"id": "2", "type": "function", "function": B}],
    ),
    # the whole call in one delta, no index, no type
    ([call("1", "f", '{"a":1}'), call("2", "g", "{}")], [{"id": "1", "function": A}, {"id": "2", "function": B}]),
    # neither index nor id: a name begins a call
    ([call(None, "f", '{"a"'), call(None, None, ":1}"), call(None, "g", "{}")], [{"function": A}, {"function": B}]),
    # the id is empty
    ([call("", "f", '{"a":1}'), call("", "g", "{}")], [{"id": "", "function": A}, {"id": "", "function": B}]),
    # the id comes late
    ([call(None, "f", "", index=0), call("1", None, '{"a":1}', index=0)], [{"id": "1", "function": A}]),
    # the id is repeated, and the name with it
    ([call("1", "f", '{"a"', index=0), call("1", "f", ":1}", index=0)], [{"id": "1", "function": A}]),
    ([call("1", "f", '{"a"'), call("2", "g", "{}"), call("1", None, ":1}")], [{"id": "1", "function": A}, {"id": "2", "function": B}]),
    # the id changes from delta to delta: the first counts
    ([call("1", "f", '{"a"', index=0), call("9", None, ":1}", index=0)], [{"id": "1", "function": A}]),
    # so does the name with it, where the arguments have begun and not ended
    ([call("1", "f", '{"a"', index=0), call("2", "f", ":", index=0), call("3", "f", "1}", index=0)], [{"id": "1", "function": A}]),
    # another name begins another call all the same, as does the same one after a whole call
    (
        [call("1", "f", '{"a"', index=0), call("2", "g", "{}", index=0)],
        [{"id": "1", "function": {"name": "f", "arguments": '{"a"'}}, {"id": "2", "function": B}],
    ),
    (
        [call("1", "f", '{"a":1}', index=0), call("2", "f", '{"a":1}', index=0)],
        [{"id": "1", "function": A}, {"id": "2", "function": A}],
    ),
    (
        [call("1", "f", "", index=0), call("2", "f", '{"a":1}', index=0)],
        [{"id": "1", "function": {"name": "f", "arguments": ""}}, {"id": "2", "function": A}],
    ),
    # free text has no end: a new id begins a call
    (
        [{"index": 0, "id": n, "type": "custom", "custom": {"name": "f", "input": "x"}} for n in "12"],
        [{"id": n, "type": "custom", "custom": {"name": "f", "input": "x"}} for n in "12"],
    ),
    # the name is repeated with each piece of the arguments, without an id
    ([call("1", "f", '{"a"', index=0), call(None, "f", ":1}", index=0)], [{"id": "1", "function": A}]),
    (
        [call(None, "f", '{"a"'), call(None, "f", ":1}")],
        [{"function": {"name": "f", "arguments": '{"a"'}}, {"function": {"name": "f", "arguments": ":1}"}}],
    ),
    # every call has index 0
    ([call("1", "f", '{"a":1}', index=0), call("2", "g", "{}", index=0)], [{"id": "1", "function": A}, {"id": "2", "function": B}]),
    # the name comes in pieces, also pieces that are alike
    (
        [call("1", "get_", "", index=0), call(None, "get_", "{}", index=0)],
        [{"id": "1", "function": {"name": "get_get_", "arguments": "{}"}}],
    ),
    # arguments that are no string
    ([call("1", "f", "", index=0), call(None, None, {"a": 1}, index=0)], [{"id": "1", "function": {"name": "f", "arguments": {"a": 1}}}]),
    (
        [call("1", "f", "x", index=0), call(None, None, {"a": 1}, index=0)],
        [{"id": "1", "function": {"name": "f", "arguments": 'x{"a": 1}'}}],
    ),
    ([call("1", "f", "", index=0)], [{"id": "1", "function": {"name": "f", "arguments": ""}}]),
    ([call("1", "f", index=0)], [{"id": "1", "function": {"name": "f"}}]),
    ([{"id": "1", "function": {"name": "f", "arguments": None}}], [{"id": "1", "function": {"name": "f", "arguments": None}}]),
    # a custom call, with and without its type
    (
        [{"index": 0, "id": "1", "type": "custom", "custom": {"name": "f", "input": "4 "}}, {"index": 0, "custom": {"input": "+ 4"}}],
        [{"id": "1", "type": "custom", "custom": {"name": "f", "input": "4 + 4"}}],
    ),
    (
        [{"index": 0, "custom": {"name": "f", "input": "4"}}, {"index": 0, "custom": {"input": "2"}}],
        [{"custom": {"name": "f", "input": "42"}}],
    ),
    # other fields, and other shapes
    (
        [call("1", "f", "{}", index=0, x={"sig": "a"}), {"index": 0, "function": {"y": 1}, "x": {"sig": "b"}}],
        [{"id": "1", "x": {"sig": "b"}, "function": {"name": "f", "arguments": "{}", "y": 1}}],
    ),
    ([{"id": "1", "type": "function", "function": "f"}], [{"id": "1", "type": "function", "function": "f"}]),
    ([{"index": None}], [{}]),
]


@pytest.mark.parametrize(("items", "calls"), CALLS)
def test_calls_find_their_pieces(items: list[JsonObject], calls: JsonValue) -> None:
    """However a server marks its deltas, each piece lands in its own call."""
    assert calls_of(*items) == calls


@pytest.mark.parametrize(
    "items",
    [
        # whole calls, one after the other
        [call(None, "f", '{"a":1}', index=0), call(None, "g", "{}", index=0)],
        # in pieces, with brackets and quotes inside a string, cut behind a backslash
        [
            call(None, "f", '{"a', index=0),
            call(None, None, '":1', index=0),
            call(None, None, "}", index=0),
            call(None, "g", "", index=0),
            call(None, None, "{}", index=0),
        ],
        # an object instead of text
        [call(None, "f", {"a": 1}, index=0), call(None, "g", "{}", index=0)],
        # the second one alone has an id, or the first one
        [call(None, "f", '{"a":1}', index=0), call("2", "g", "{}", index=0)],
        [call("1", "f", '{"a":1}', index=0), call(None, "g", "{}", index=0)],
    ],
)
def test_a_name_after_a_complete_call_begins_another(items: list[JsonObject]) -> None:
    """Servers that give every parallel call the same index, and no ids, tell them apart by nothing else."""
    said = [made["function"] for made in calls_of(*items) if isinstance(made, dict)]

    assert [part["name"] for part in said if isinstance(part, dict)] == ["f", "g"]
    assert len(said) == 2


@pytest.mark.parametrize("begun", ["", "{", '{"a": "}', '{"a": "\\"}', '[{"a": 1}', "4"])
def test_a_name_before_the_arguments_end_is_a_piece(begun: str) -> None:
    """Brackets count outside of strings only."""
    assert calls_of(call(None, "get_", begun, index=0), call(None, "time", "", index=0)) == [
        {"function": {"name": "get_time", "arguments": begun}}
    ]


def test_escapes_may_be_cut() -> None:
    """A backslash at the end of one piece belongs to the quote that begins the next."""
    items = [call(None, "f", '{"a": "\\', index=0), call(None, None, '"}', index=0), call(None, "x", '"}', index=0)]

    assert calls_of(*items, call(None, "g", "{}", index=0)) == [
        {"function": {"name": "fx", "arguments": '{"a": "\\"}"}'}},
        {"function": B},
    ]


def test_free_text_has_no_end() -> None:
    """A custom call's input may look like JSON, and be only begun."""
    items: list[JsonObject] = [{"index": 0, "custom": {"name": "f", "input": "{}"}}, {"index": 0, "custom": {"name": "g", "input": "{}"}}]

    assert calls_of(*items) == [{"custom": {"name": "fg", "input": "{}{}"}}]


def test_an_empty_name_beside_a_repeated_id_says_nothing() -> None:
    """It neither begins a call nor changes its name; a name that is empty from the start is kept."""
    assert calls_of(call("1", "f", "{", index=0), call("1", "", "}", index=0)) == [
        {"id": "1", "function": {"name": "f", "arguments": "{}"}}
    ]
    assert calls_of(call("1", "", "{}", index=0)) == [{"id": "1", "function": {"name": "", "arguments": "{}"}}]


def test_a_repeated_name_is_known_by_its_characters() -> None:
    """One whose halves of a surrogate pair came apart is the same name."""
    items = [call("1", "\ud83d", index=0), call("1", "\ude00", index=0), call("1", "😀", "{}", index=0)]

    assert calls_of(*items) == [{"id": "1", "function": {"name": "😀", "arguments": "{}"}}]


class Compared(str):
    """Text that counts how often it is compared."""

    __slots__ = ()
    times = 0

    def __eq__(self, other: object) -> bool:
        """Compare, and count."""
        Compared.times += 1
        return str(self) == other

    __hash__ = str.__hash__


def comparisons(items: list[JsonObject]) -> int:
    """Add up, and count the comparisons that it took."""
    Compared.times = 0
    calls_of(*items)
    return Compared.times


def test_many_calls_are_found_by_their_ids() -> None:
    """Each of 20,000 calls without an index, in two deltas, takes a look-up, not a search through those before it."""
    first = [call(Compared(number), "f", "{") for number in range(20_000)]
    second = [call(Compared(number), None, "}") for number in range(20_000)]

    assert comparisons(first + second) <= 5 * len(first + second)


def test_a_name_is_not_put_together_again_for_each_delta() -> None:
    """A repeated id with an empty name, or a name in many pieces, costs no more than its bytes."""
    empty = [call("1", Compared(""), "{", index=0)] * 1_000
    pieces = [call("1", Compared("abc"), index=0), *([call("1", Compared("d"), index=0)] * 1_000)]

    assert comparisons([call("1", "f" * 10, "", index=0), *empty]) == 0
    assert comparisons(pieces) == 0


@pytest.mark.parametrize(
    ("item", "piece"),
    [
        ({"id": "c"}, ""),
        ({"function": {"name": "f"}}, ""),
        ({"function": {"arguments": None}}, ""),
        ({"function": {"arguments": '{"a'}}, '{"a'),
        ({"function": {"arguments": {"a": 1}}}, '{"a": 1}'),
        ({"custom": {"input": "4 + 4"}}, "4 + 4"),
        ({"type": "custom", "function": {"arguments": "{}"}, "custom": {"input": "4 + 4"}}, "4 + 4"),
        ({"function": {"arguments": "{}"}, "custom": {"input": "4 + 4"}}, "{}"),
    ],
)
def test_the_piece_that_a_delta_brings(item: JsonObject, piece: str) -> None:
    """It is shown as it comes; what brings none shows nothing."""
    assert CallSoFar(0).add(item) == piece


def test_what_nobody_has_heard_of_grows_together() -> None:
    """Beside the call and inside of it, objects that come in pieces are merged, and words are never joined."""
    call = CallSoFar(0)
    call.add({"id": "c", "x": {"a": 1}, "y": "one", "function": {"name": "f", "arguments": "{}", "z": {"a": 1}, "w": "one"}})
    call.add({"id": 5, "x": {"b": 2}, "y": "two", "function": {"z": {"b": 2}, "w": "two"}})

    assert call.whole() == {
        "id": "c",
        "x": {"a": 1, "b": 2},
        "y": "two",
        "function": {"name": "f", "arguments": "{}", "z": {"a": 1, "b": 2}, "w": "two"},
    }


@pytest.mark.parametrize(
    ("pieces", "complete"),
    [
        ([], False),
        ([""], False),
        (["{"], False),
        (["{", "}"], True),
        (['{"a": [1, {"b": 2}]}'], True),
        (['{"a": [1, {"b": 2}'], False),
        (["[", "1", "]"], True),
        (['{"a": "}', '"}'], True),
        (['{"a": "}'], False),
        (['{"a": "\\"}"', "}"], True),
        (['{"a": "\\', '"}', '"}'], True),
        (['{"a": "x\\', '\\"}'], True),
        (['{"a": "x\\', '\\y"}'], True),
        (["12"], False),
    ],
)
def test_arguments_that_are_a_whole_value(pieces: list[str], complete: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Brackets count where they stand outside of strings, however the pieces are cut."""
    call = CallSoFar(0)
    call.add({"function": {"name": "f"}})
    for piece in pieces:
        call.add({"function": {"arguments": piece}})

    assert call.complete is complete
