"""Twin of chat/fields.py: which wire values a plain field of the request can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from interlingua_openai.chat.fields import PLAIN_FIELDS

if TYPE_CHECKING:
    from interlingua.types import JsonValue
    from interlingua_openai.fields import PlainField

FITTING: dict[str, list[JsonValue]] = {
    "temperature": [0, 0.5],
    "top_p": [1, 0.5],
    "seed": [7, 7.0],
    "parallel_tool_calls": [True, False],
    "metadata": [{}, {"team": "a"}],
}
ALL: list[JsonValue] = [None, True, 7, 0.5, "7", [], {}]


@pytest.mark.parametrize("field", PLAIN_FIELDS, ids=lambda field: field.wire_name)
def test_what_fits(field: PlainField) -> None:
    """A value of the field's own type, and no other."""
    kinds = {type(value) for value in FITTING[field.name]} | ({int, float} if field.name in {"temperature", "top_p"} else set())

    assert all(field.kind.fits(value) for value in FITTING[field.name])
    fitting = [value for value in ALL if type(value) in kinds and not (field.name == "seed" and value == 0.5)]
    assert [value for value in ALL if field.kind.fits(value)] == fitting
