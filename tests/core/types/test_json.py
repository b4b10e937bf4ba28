"""`interlingua.types.json`: exact both ways, bounded, and never anything but our errors."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua.errors import ConversionError, LimitExceededError
from interlingua.testing import strategies as canonical
from interlingua.types.json import (
    MAX_DEPTH,
    MAX_INTEGER_DIGITS,
    at,
    check_json,
    copy_json,
    dumps,
    dumps_text,
    loads,
    same_json,
)

if TYPE_CHECKING:
    from interlingua.types import JsonValue


def _nested(levels: int) -> JsonValue:
    value: JsonValue = 1
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return value


class TestRoundTrip:
    """`loads` reads what `dumps` writes."""

    @given(value=canonical.json_values())
    def test_exact(self, value: JsonValue) -> None:
        """Every value comes back, of the same types: big integers, lone surrogates, small floats."""
        assert same_json(loads(dumps(value)), value)
        assert same_json(loads(dumps(value).decode()), value)
        assert same_json(loads(dumps_text(value)), value)

    @given(value=canonical.json_values())
    def test_one_spelling(self, value: JsonValue) -> None:
        """A lone surrogate changes no byte of what stands before it."""
        alone = dumps([value])

        assert dumps([value, "\ud800"]) == alone[:-1] + b',"\\ud800"]'

    @given(text=st.text(max_size=8) | st.binary(max_size=8))
    def test_total(self, text: str | bytes) -> None:
        """Any text or bytes are read, or refused by one of our errors."""
        try:
            value = loads(text)
        except ConversionError as error:
            assert error.path == "$"  # noqa: PT017 - either outcome is right
            return

        assert same_json(loads(dumps(value)), value)


class TestLoads:
    """Reading."""

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("18446744073709551617", 2**64 + 1),
            ("9" * MAX_INTEGER_DIGITS, 10**MAX_INTEGER_DIGITS - 1),
            ('"\\ud800"', "\ud800"),
            ('"\\ud83d\\ude00"', "😀"),
            ('"\ud800"', "\ud800"),
            ('{"\\udfff": []}', {"\udfff": []}),
            ('{"a": 1, "a": 2}', {"a": 2}),
            ("\ufeff{}", {}),
            ("1.7e308", 1.7e308),
            ("0.0001e300", 1e296),
            ('"1e999"', "1e999"),
            (f'"{"9" * 400}"', "9" * 400),
        ],
    )
    def test_values(self, text: str, value: JsonValue) -> None:
        """What is JSON is read exactly."""
        assert same_json(loads(text), value)

    def test_byte_order_mark(self) -> None:
        """A byte-order mark is no part of the JSON."""
        assert loads(b"\xef\xbb\xbf[]") == []

    @pytest.mark.parametrize(
        "text", ["", " ", "{", "nul", "'a'", "[1,]", "{} x", '"\n"', '"\\ud800', "\x00", "NaN", "[Infinity]", "-Infinity"]
    )
    def test_no_json(self, text: str) -> None:
        """What isn't JSON is refused with the path."""
        with pytest.raises(ConversionError, match=r"^not JSON: .*\(at \$\.arguments\)$"):
            loads(text, path="$.arguments")

    @pytest.mark.parametrize("data", [b"\xff", b'"\xed\xa0\x80"', '{"a": 1}'.encode("utf-16"), b"\x00"])
    def test_no_utf_8(self, data: bytes) -> None:
        """Bytes are UTF-8 and nothing else."""
        with pytest.raises(ConversionError, match=r"^not JSON: "):
            loads(data)

    @pytest.mark.parametrize("text", ["1e400", "-1e400", "1E+400", "1e00400", "9" * 290 + "e99", "1" + "0" * 400 + ".0"])
    def test_overflow(self, text: str) -> None:
        """A number that no float holds is refused with its path, however it is spelt."""
        with pytest.raises(ConversionError, match=r"^-?inf is no JSON number \(at \$\.a\[1\]\)$"):
            loads(f'{{"a": [0, {text}]}}')

    def test_very_long_integer(self) -> None:
        """An integer that takes quadratic time to read is refused."""
        with pytest.raises(ConversionError, match="4300"):
            loads("1" * 5000)

    @pytest.mark.parametrize("text", ["[" * 129 + "]" * 129, "[" * 100_000, '{"a":' * 100_000, "[" * 300 + "]" * 300])
    def test_depth(self, text: str) -> None:
        """Deep nesting is refused by name, and crashes nothing."""
        with pytest.raises(LimitExceededError, match=r"^the depth limit of 128 levels was passed") as caught:
            loads(text)

        assert (caught.value.limit, caught.value.maximum) == ("depth", MAX_DEPTH)

    def test_deepest(self) -> None:
        """The limit itself is allowed, and another one may be given."""
        assert loads(dumps(_nested(MAX_DEPTH))) == _nested(MAX_DEPTH)
        assert loads("[[[]]]", max_depth=3) == [[[]]]
        with pytest.raises(LimitExceededError, match="limit of 3 levels"):
            loads("[[[[]]]]", max_depth=3)


class TestDumps:
    """Writing."""

    def test_compact(self) -> None:
        """There is no white space, and no escape that JSON doesn't need."""
        assert dumps({"a": ["é", 1.0, None, True]}) == '{"a":["é",1.0,null,true]}'.encode()

    @pytest.mark.parametrize(
        ("odd", "reason"),
        [
            ({1: 2}, r"a int is no JSON key \(at \$\.v\)"),
            ([(1, 2)], r"a tuple is no JSON value \(at \$\.v\[0\]\)"),
            ({"a": {1, 2}}, r"a set is no JSON value \(at \$\.v\.a\)"),
            ([10**MAX_INTEGER_DIGITS], r"an integer has more than 4,300 digits \(at \$\.v\[0\]\)"),
        ],
    )
    def test_what_is_no_json_in_a_large_value(self, odd: JsonValue, reason: str) -> None:
        """Is refused with its place, though only how deep the value nests was in doubt."""
        large: JsonValue = [[1, 2.5, True, None, "x", 10**20] for _ in range(MAX_DEPTH)]
        assert loads(dumps({"v": 1, "large": large})) == {"v": 1, "large": large}
        with pytest.raises(ConversionError, match=reason):
            dumps({"v": odd, "large": large})

    def test_text(self) -> None:
        """Text has the standard library's spelling."""
        value: JsonValue = {"city": "Zürich", "days": [1, 2]}

        assert dumps_text(value) == json.dumps(value, ensure_ascii=False)

    @pytest.mark.parametrize(
        ("value", "sentence"),
        [
            ({"a": [math.nan]}, "nan is no JSON number (at $.a[0])"),
            ({"a b": math.inf}, "inf is no JSON number (at $['a b'])"),
            ([object()], "a object is no JSON value (at $[0])"),
            ([10**5000, "\ud800"], "an integer has more than 4,300 digits (at $[0])"),
        ],
    )
    def test_no_json(self, value: JsonValue, sentence: str) -> None:
        """What isn't JSON is refused with its path."""
        with pytest.raises(ConversionError) as caught:
            dumps(value)

        assert str(caught.value) == sentence

    @pytest.mark.parametrize("levels", [129, 300, 2000])
    def test_depth(self, levels: int) -> None:
        """Deep nesting is refused by name."""
        with pytest.raises(LimitExceededError, match=r"^the depth limit of 128 levels"):
            dumps(_nested(levels))

    def test_a_text_that_looks_like_a_number(self) -> None:
        """The words NaN and Infinity are text like any other."""
        assert dumps(["NaN", "Infinity"]) == b'["NaN","Infinity"]'


class TestCheck:
    """Checking and copying."""

    @given(value=canonical.json_values())
    def test_copy(self, value: JsonValue) -> None:
        """A copy is the same value and shares no list or object."""
        copied = copy_json(value)

        assert same_json(copied, value)
        assert not isinstance(value, list | dict) or copied is not value

    @pytest.mark.parametrize(
        ("value", "sentence"),
        [
            ({1: 2}, "a int is no JSON key (at $)"),
            ({"a": [{}, {"b c": (1,)}]}, "a tuple is no JSON value (at $.a[1]['b c'])"),
            (b"x", "a bytes is no JSON value (at $)"),
        ],
    )
    def test_refused(self, value: object, sentence: str) -> None:
        """The path leads to the fault."""
        with pytest.raises(ConversionError) as caught:
            check_json(value)

        assert str(caught.value) == sentence

    def test_subclasses(self) -> None:
        """A subclass of a JSON type is that type."""

        class Word(str):
            __slots__ = ()

        check_json({Word("a"): Word("b")})

    def test_circle(self) -> None:
        """A value that holds itself is too deep."""
        value: list[object] = []
        value.append({"again": value})

        with pytest.raises(LimitExceededError, match="depth"):
            check_json(value)


class TestAt:
    """Composing paths."""

    @pytest.mark.parametrize(
        ("steps", "path"),
        [
            ((), "$"),
            (("messages", 2, "content", "odd key"), "$.messages[2].content['odd key']"),
            (("anthropic.messages",), "$['anthropic.messages']"),
            (("it's",), "$['it\\'s']"),
            (('say "hi"',), "$['say \"hi\"']"),
            (("back\\slash",), "$['back\\\\slash']"),
            (("line\nfeed",), "$['line\\nfeed']"),
            (("\ud800",), "$['\\ud800']"),
            (("",), "$['']"),
            (("0",), "$['0']"),
            (("größe",), "$.größe"),
        ],
    )
    def test_steps(self, steps: tuple[str | int, ...], path: str) -> None:
        """A plain word follows a dot; any other key is quoted."""
        assert at("$", *steps) == path


class TestSame:
    """Comparing."""

    @pytest.mark.parametrize(
        ("a", "b", "same"),
        [
            (1, 1.0, False),
            (1, True, False),
            ({"a": [1]}, {"a": [1]}, True),
            ({"a": [1]}, {"a": [1.0]}, False),
            ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
            ({"a": 1}, {"b": 1}, False),
            ([1], [1, 2], False),
            ([1, 2], [2, 1], False),
            ("a", "a", True),
            (None, None, True),
        ],
    )
    def test_types_count(self, a: JsonValue, b: JsonValue, same: bool) -> None:  # noqa: FBT001 - a table's column
        """1, 1.0 and true are three values; the order of keys says nothing."""
        assert same_json(a, b) is same
