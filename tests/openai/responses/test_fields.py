"""Twin of responses/fields.py: the table of plain fields."""

from __future__ import annotations

import pytest

from interlingua.types import JsonValue, Request
from interlingua_openai.responses.fields import PLAIN_FIELDS, UNKNOWN

BY_NAME = {plain.name: plain for plain in PLAIN_FIELDS}


def test_every_row_is_a_field_of_a_request() -> None:
    """Said once."""
    names = [plain.name for plain in PLAIN_FIELDS] + [name for name, _ in UNKNOWN]

    assert set(names) <= Request.model_fields.keys()
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("temperature", 0.5, 0.5),
        ("temperature", 1, 1.0),
        ("temperature", 2**60, None),
        ("temperature", 1e300, 1e300),
        ("temperature", True, None),
        ("temperature", "hot", None),
        ("top_p", None, None),
        ("max_tokens", 5, 5),
        ("max_tokens", True, None),
        ("max_tokens", 5.0, None),
        ("parallel_tool_calls", False, False),
        ("parallel_tool_calls", 0, None),
        ("metadata", {}, {}),
        ("metadata", [], None),
    ],
)
def test_a_value_of_another_type_is_not_read(name: str, said: JsonValue, value: JsonValue) -> None:
    """It stays with the request as it is."""
    found = BY_NAME[name].read(said)

    assert found == value
    assert type(found) is type(value)
