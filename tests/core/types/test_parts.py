"""`interlingua.types.parts`: what a message is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from pydantic import TypeAdapter

from interlingua.errors import InvalidToolArgumentsError
from interlingua.testing import strategies as canonical
from interlingua.types import JsonObject, JsonValue, OpaquePart, Part, ReasoningBlock, ReasoningPart, TextPart, ToolCallPart
from interlingua.types.json import dumps, loads

PART: TypeAdapter[Part] = TypeAdapter(Part)


@given(part=canonical.any_parts())
def test_json(part: Part) -> None:
    """Every part comes back from its JSON, equal and of its own class."""
    again = PART.validate_python(loads(dumps(part.to_dict())))

    assert again == part
    assert type(again) is type(part)
    assert part.to_dict()["type"] == part.type


class TestParse:
    """The arguments of a call, as the model wrote them."""

    @pytest.mark.parametrize(
        ("text", "value"), [("", {}), ("{}", {}), (' {"a": 1.0}\n', {"a": 1.0}), ('{"a": "\\ud800"}', {"a": "\ud800"})]
    )
    def test_object(self, text: str, value: object) -> None:
        """An object is parsed; no text at all is an empty one."""
        assert ToolCallPart("1", "f", text).parse() == value

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ('{"city": "Par', "not JSON: "),
            ("[1]", "it is a list"),
            ("null", "it is a NoneType"),
            ('{"a": NaN}', "not JSON: NaN"),
            ("\ud800", "not JSON: "),
            ("[" * 1000, "the depth limit"),
            ('{"a": 1e999}', "inf is no JSON number"),
        ],
    )
    def test_no_object(self, text: str, reason: str) -> None:
        """Anything else is an error that holds the text."""
        with pytest.raises(InvalidToolArgumentsError) as caught:
            ToolCallPart("1", "weather", text).parse()

        assert (caught.value.name, caught.value.text) == ("weather", text)
        assert caught.value.reason.startswith(reason)


class TestCallEquality:
    """Two calls are equal if their arguments are the same JSON value."""

    @pytest.mark.parametrize(
        ("a", "b", "equal"),
        [
            ("{}", "", True),
            ('{"a": 1, "b": 2}', '{"b":2,"a":1}', True),
            ('{"a": 1}', '{"a": 1.0}', False),
            ('{"a": 1}', '{"a": true}', False),
            ('{"a": ', '{"a": ', True),
            ('{"a": ', '{"a":', False),
            ("{}", "[]", False),
        ],
    )
    def test_arguments(self, a: str, b: str, equal: bool) -> None:  # noqa: FBT001 - a table's column
        """They are compared as values where both parse, else as text."""
        one, other = ToolCallPart("1", "f", a), ToolCallPart("1", "f", b)

        assert (one == other) is equal
        assert not equal or hash(one) == hash(other)

    @pytest.mark.parametrize("other", [ToolCallPart("2", "f", "{}"), ToolCallPart("1", "g", "{}"), TextPart("{}"), "{}", None])
    def test_all_else_is_exact(self, other: object) -> None:
        """Everything but the arguments is compared exactly."""
        assert ToolCallPart("1", "f", "{}") != other

    def test_provider_data(self) -> None:
        """A dialect's fields count too."""
        assert ToolCallPart("1", "f", "{}", provider_data={"a": {"x": 1}}) != ToolCallPart("1", "f", "{}")


def test_reasoning_text() -> None:
    """The text of reasoning is its blocks, joined for display."""
    part = ReasoningPart(blocks=(ReasoningBlock("summary", "First."), ReasoningBlock("summary", "Then.")))

    assert part.text == "First.\n\nThen."
    assert ReasoningPart(signature="x").text == ""


@pytest.mark.parametrize(
    ("data", "form", "wire_type"),
    [
        ({"type": "server_tool_use", "id": "s"}, None, "server_tool_use"),
        ({"role": "wizard", "content": "x"}, "message", "wizard"),
        ({"name": "f"}, "function_call", "function_call"),
        ({"type": "x"}, "block", "x"),
        ({"$x": {"type": "x"}}, None, ""),
        ({"type": 5, "role": "r"}, None, ""),
        ({}, 5, ""),
    ],
)
def test_what_a_wire_calls_an_opaque_part(data: JsonObject, form: JsonValue, wire_type: str) -> None:
    """Whoever reads that it was lost must know what it was: by its type, its role, or what its dialect marked it as."""
    marks: dict[str, JsonObject] = {} if form is None else {"$marks": {"d": {"form": form}}}

    assert OpaquePart("d", data, provider_data=marks).wire_type == wire_type
