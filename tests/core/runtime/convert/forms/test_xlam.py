"""xLAM's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interlingua import AssistantMessage, ConversionError, ToolCallPart, UserMessage
from interlingua._runtime.convert.forms.xlam import parameters_schema, python_type, read_xlam
from interlingua.types import Request
from interlingua.types.json import dumps_text

if TYPE_CHECKING:
    from interlingua.types import JsonObject, JsonValue, Loss

TOOLS: JsonValue = [
    {
        "name": "weather",
        "description": "d",
        "parameters": {"city": {"description": "where", "type": "str"}, "days": {"type": "int", "default": 1}},
    }
]
ANSWERS: JsonValue = [{"name": "weather", "arguments": {"city": "Paris"}}, {"name": "weather", "arguments": {"city": "Rome"}}]


@pytest.mark.parametrize("spelt", [dumps_text, lambda value: value], ids=["text", "values"])
def test_a_record_is_a_question_and_its_calls(spelt: object) -> None:
    """With ids from their places; tools and answers are JSON text, or values in a nested table."""
    assert callable(spelt)
    record = read_xlam({"id": 0, "query": "How warm?", "tools": spelt(TOOLS), "answers": spelt(ANSWERS)}, "$", ())

    assert isinstance(record.value, Request)
    assert (
        UserMessage("How warm?"),
        AssistantMessage(
            [ToolCallPart("call_1_0", "weather", '{"city": "Paris"}'), ToolCallPart("call_1_1", "weather", '{"city": "Rome"}')]
        ),
    ) == record.value.messages
    assert {
        "type": "object",
        "properties": {"city": {"type": "string", "description": "where"}, "days": {"type": "integer", "default": 1}},
        "required": ["city"],
    } == record.value.tools[0].input_schema  # type: ignore[union-attr]  # it made Tools
    assert ({"id": 0}, ()) == (record.own, record.losses)


def test_a_question_that_no_tool_answers_ends_the_record() -> None:
    """No answer is made up."""
    record = read_xlam({"query": "Hi", "tools": "[]", "answers": "[]"}, "$", ())

    assert isinstance(record.value, Request)
    assert ((UserMessage("Hi"),), ()) == (record.value.messages, record.value.tools)


@pytest.mark.parametrize(
    ("spelt", "schema"),
    [
        ("str", {"type": "string"}),
        ("Any", {}),
        ("dict", {"type": "object"}),
        ("List[int]", {"type": "array", "items": {"type": "integer"}}),
        ("typing.List[List[float]]", {"type": "array", "items": {"type": "array", "items": {"type": "number"}}}),
        ("Set[str]", {"type": "array", "items": {"type": "string"}, "uniqueItems": True}),
        ("Dict[str, bool]", {"type": "object", "additionalProperties": {"type": "boolean"}}),
        ("Tuple[int, str]", {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "string"}], "minItems": 2, "maxItems": 2}),
        ("Optional[int]", {"anyOf": [{"type": "integer"}, {"type": "null"}]}),
        ("Union[int, List[int]]", {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]}),
        ("Callable[[float], float]", None),
        ("Dict[int, str]", None),
        ("List[np.ndarray]", None),
        ("numpy.ndarray", None),
    ],
)
def test_a_python_type_has_a_schema_or_none(spelt: str, schema: JsonObject | None) -> None:
    """A type that JSON doesn't know is none."""
    assert schema == python_type(spelt)


@given(st.text(alphabet="strintLlDdicUo[],() ", max_size=40))
def test_any_spelling_is_read_or_has_no_schema(spelt: str) -> None:
    """Never an error."""
    assert isinstance(python_type(spelt), dict | None)


def test_a_deep_type_has_no_schema() -> None:
    """Instead of an error that nobody can catch."""
    assert python_type("List[" * 5_000 + "int" + "]" * 5_000) is None


@pytest.mark.parametrize(
    ("parameter", "required"),
    [
        ({"type": "str"}, True),
        ({"type": "str, optional"}, False),
        ({"type": "str", "default": ""}, False),
        ({"type": "str", "default": "", "required": True}, True),
        ({"type": "str", "required": False}, False),
    ],
)
def test_a_parameter_is_required_unless_it_says_otherwise(parameter: JsonObject, required: bool) -> None:  # noqa: FBT001 - a table's column
    """`required` decides where it stands there."""
    assert required == ("required" in parameters_schema({"p": parameter}, "$", []))


def test_a_type_that_no_schema_says_is_told() -> None:
    """The parameter stays, without a type."""
    losses: list[Loss] = []
    schema = parameters_schema({"f": {"type": "Callable[[int], int]"}, "g": {"type": "str, default='x'"}, "h": {}}, "$.p", losses)

    assert {"f": {}, "g": {"type": "string"}, "h": {}} == schema["properties"]
    assert [("$.p.f.type", None), ("$.p.g.type", {"type": "string"})] == [(loss.path, loss.replaced_by) for loss in losses]


@pytest.mark.parametrize("schema", [{"type": "object", "properties": {"a": {"type": "string"}}}, {"type": "object"}])
def test_a_schema_stays_one(schema: JsonObject) -> None:
    """As some mirrors of the data set have; a parameter named `type` is none."""
    assert schema == parameters_schema(schema, "$", [])
    assert {"type": {"type": "string"}} == parameters_schema({"type": {"type": "str"}}, "$", [])["properties"]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ([], "$"),
        ({"tools": "[]"}, "$.query"),
        ({"query": "q", "answers": "I can't."}, "$.answers"),
        ({"query": "q", "tools": "[{}]"}, "$.tools[0].name"),
        ({"query": "q", "tools": '[{"name":"f","parameters":{"a":"str"}}]'}, "$.tools[0].parameters.a"),
    ],
)
def test_what_is_no_record_is_refused(line: JsonValue, path: str) -> None:
    """At its path."""
    with pytest.raises(ConversionError) as raised:
        read_xlam(line, "$", ())
    assert path == raised.value.path
