"""Twin of responses/fields.py: the table of plain fields."""

from __future__ import annotations

import pytest

from interlingua.dialect import EVERYTHING
from interlingua.types import JsonObject, JsonValue, Request
from interlingua.types.json import same_json
from interlingua_openai.responses.fields import PLAIN_FIELDS, UNKNOWN
from interlingua_openai.responses.request import decode_request, encode_request

BY_NAME = {plain.name: plain for plain in PLAIN_FIELDS}


def test_every_row_is_a_field_of_a_request() -> None:
    """Said once."""
    names = [plain.name for plain in PLAIN_FIELDS] + [name for name, _ in UNKNOWN]

    assert set(names) <= Request.model_fields.keys()
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "given", "value"),
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
def test_a_value_of_another_type_is_not_read(name: str, given: JsonValue, value: JsonValue) -> None:
    """It stays with the request as it is."""
    body: JsonObject = {BY_NAME[name].wire_name: given}

    request = decode_request({"input": [], **body}).value
    found = getattr(request, name)

    assert found == value
    assert type(found) is type(value)
    assert same_json(encode_request(request, EVERYTHING).body, {"input": [], **body})
