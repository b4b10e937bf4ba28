"""The records of an array, however its text is cut."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua import LimitExceededError
from interlingua.cli.convert import json_array
from interlingua.cli.convert.json_array import RecordSplitter, array_records, begins_array, requests_begin

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)


def records(text: bytes, position: int = 0, limit: int = 1_000) -> list[tuple[bytes, int, str | None]]:
    """Read an array."""
    return list(array_records(io.BytesIO(text), position, limit))


@given(st.lists(VALUES), st.sampled_from([None, 1]), st.booleans(), st.integers(1, 7))
def test_the_records_are_the_arrays_values(values: list[object], indent: int | None, escaped: bool, size: int) -> None:  # noqa: FBT001 - a strategy's value
    """In order, whatever is in them and wherever the text is cut; from each of them on the rest is the same."""
    text = json.dumps(values, indent=indent, ensure_ascii=escaped).encode()
    splitter = RecordSplitter()
    split = [
        record for start in range(0, len(text), size) for record in ([] if splitter.closed else splitter.feed(text[start : start + size]))
    ]

    assert values == [json.loads(record) for record, _ in split]
    whole = records(text, limit=len(text))
    assert [(*record, None) for record in split] == whole
    for index, (_, position, _) in enumerate(whole, 1):
        assert whole[index:] == records(text, position, len(text))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (b"[]", []),
        (b"\xef\xbb\xbf [ \n]\n", []),
        (b'[{"a":"],["},5 ]', [(b'{"a":"],["}', 13, None), (b"5", 16, None)]),
        (b'[{"a":},{"b":1}]', [(b'{"a":}', 8, None), (b'{"b":1}', 16, None)]),
        (b"[1,]", [(b"1", 3, None), (b"", 4, "nothing stands where a record should")]),
        (b"[1", [(b"1", 2, "the file ends within its array")]),
        (b'[1,"a', [(b"1", 3, None), (b'"a', 5, "the file ends within its array")]),
        (b"[1] [2]", [(b"1", 3, None), (b"[2]", 6, "something follows the file's array")]),
    ],
)
def test_what_is_wrong_is_told_where_it_is(text: bytes, read: list[tuple[bytes, int, str | None]]) -> None:
    """A record that is no JSON is one by itself; an array without an end, and what follows one, are faults of their own."""
    assert read == records(text)


@pytest.mark.parametrize("text", [b'["0123456789"]', b'["0123456789', b'[1,{"a":"0123456789'])
def test_a_record_that_is_too_long_ends_the_reading(text: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it has an end or not."""
    monkeypatch.setattr(json_array, "_CHUNK", 4)

    with pytest.raises(LimitExceededError, match="line"):
        records(text, limit=10)


@pytest.mark.parametrize(("text", "is_one"), [(b" \n[1", True), (b"\xef\xbb\xbf[", True), (b'{"a":[', False), (b"", False)])
def test_an_array_is_told_by_its_beginning(text: bytes, is_one: bool) -> None:  # noqa: FBT001 - a table's column
    """After blanks, and a byte-order mark."""
    assert is_one == begins_array(text)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (b'{"requests":[1,2]}\n', [(b"1", 15, None), (b"2", 17, None)]),
        (b'{ "requests" : []}', []),
        (b'{"requests":[1],"more":2}', [(b"1", 15, None), (b',"more":2}', 25, "something follows the file's array")]),
        (b'{"requests":[1', [(b"1", 14, "the file ends within its array")]),
    ],
)
def test_an_array_may_stand_in_the_body_of_a_batch(text: bytes, read: list[tuple[bytes, int, str | None]]) -> None:
    """And nothing beside it; from each of its records on the rest is the same."""
    begin = requests_begin(text)
    assert begin is not None

    assert read == list(array_records(io.BytesIO(text), 0, 100, begin=begin, end=b"}"))
    for index, (_, position, fault) in enumerate(read, 1):
        if fault is None:
            assert read[index:] == list(array_records(io.BytesIO(text), position, 100, index, begin=begin, end=b"}"))
    assert requests_begin(b'{"custom_id":1,"requests":[') is None
